import type { ViteDevServer } from 'vite'

/** Loads TypeScript from the sources, in a form that the oldest Node reads; close it afterwards. */
export declare const openSourceServer: () => Promise<ViteDevServer>

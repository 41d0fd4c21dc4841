import type { Considered, Scene } from './scene.ts'

/** A named number about a candidate for one reader. Pure; finite; 0 where nothing is known. */
export type Feature = (considered: Considered, scene: Scene) => number

/** Builds what browsers load: one script, the service worker, two style sheets, the fonts. Pages themselves are rendered by the server. */
import { defineConfig } from 'vite'

export default defineConfig({
  base: '/assets/',
  publicDir: 'src/web/public',
  build: {
    outDir: 'dist/web/assets',
    assetsDir: '',
    emptyOutDir: true,
    manifest: true,
    // The content-security policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    rollupOptions: { input: ['src/web/client/main.ts', 'src/web/client/worker.ts', 'src/web/styles/more.css'] },
  },
})

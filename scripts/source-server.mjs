// Vite as a loader of the sources, for programs that are not part of the product.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'

export const openSourceServer = async () =>
  await createServer({
    root: dirname(dirname(fileURLToPath(import.meta.url))),
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    server: { middlewareMode: true, watch: null, ws: false },
    optimizeDeps: { noDiscovery: true },
    // The oldest that Salient runs on: it has no `using` of its own.
    oxc: { target: 'node20' },
  })

// Runs a benchmark written in TypeScript: node scripts/bench.mjs NAME [arguments] runs bench/NAME.ts.
// The file is loaded from the sources by Vite; worker threads run what is built.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'
import { ensureBuilt } from './ensure-built.mjs'

const [name] = process.argv.slice(2)
if (name === undefined || !/^[a-z-]+$/u.test(name)) {
  process.stderr.write('node scripts/bench.mjs NAME runs bench/NAME.ts\n')
  process.exit(2)
}
ensureBuilt()
const server = await createServer({
  root: dirname(dirname(fileURLToPath(import.meta.url))),
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  server: { middlewareMode: true, watch: null, ws: false },
  optimizeDeps: { noDiscovery: true },
})
try {
  await server.ssrLoadModule(`/bench/${name}.ts`)
} finally {
  await server.close()
}

// Runs a benchmark written in TypeScript: node scripts/bench.mjs NAME [arguments] runs bench/NAME.ts.
// The file is loaded from the sources by Vite; worker threads run what is built. A file whose first comment says
// "bundled" is made into one file first: Vite's loader costs a look-up for each imported name, which timings of short
// functions would show.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'
import { ensureBuilt } from './ensure-built.mjs'
import { openSourceServer } from './source-server.mjs'

const [name] = process.argv.slice(2)
if (name === undefined || !/^[a-z-]+$/u.test(name)) {
  process.stderr.write('node scripts/bench.mjs NAME runs bench/NAME.ts\n')
  process.exit(2)
}
ensureBuilt()
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const isBundled = /^\/\*\*(?:(?!\*\/)[\s\S])*\bbundled\b/u.test(readFileSync(join(root, 'bench', `${name}.ts`), 'utf8'))
await (isBundled ? runBundled() : runFromSources())

async function runFromSources() {
  const server = await openSourceServer()
  try {
    await server.ssrLoadModule(`/bench/${name}.ts`)
  } finally {
    await server.close()
  }
}

async function runBundled() {
  // Inside the repository, so that packages are found, and as deep as the sources, which look for files three folders up.
  mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true })
  const outDir = mkdtempSync(join(root, 'node_modules', '.cache', `bench-${name}-`))
  try {
    await build({
      root,
      configFile: false,
      publicDir: false,
      logLevel: 'error',
      build: {
        ssr: `bench/${name}.ts`,
        outDir,
        minify: false,
        rollupOptions: { output: { entryFileNames: 'bench.mjs' } },
      },
    })
    await import(pathToFileURL(join(outDir, 'bench.mjs')).href)
  } finally {
    rmSync(outDir, { recursive: true, force: true })
  }
}

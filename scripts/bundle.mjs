// Joins the modules of dist/ and of the packages into the few files that the program starts from: reading a thousand small ones
// takes longer than running them. See docs/decisions/building-on-first-use.md.
import { writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

/** The program and its threads. What stands in these files afterwards leads to the joined ones. */
const entries = [
  'app/main.js',
  'server/doors/page-thread.js',
  'jobs/embedder/embed-worker.js',
  'jobs/threads/reading-thread.js',
  'jobs/threads/story-thread.js',
  'jobs/threads/understanding-thread.js',
]
/** Below dist/; all joined files lie in this one folder. */
const folder = 'program'

/** Takes `dist`, the folder into which everything was built. */
export async function bundle(dist) {
  await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [ownAddresses(dist), tablesAsJson],
    // Of a package the part that Node itself would take.
    ssr: { noExternal: true, resolve: { mainFields: ['main', 'module'], conditions: ['node'] } },
    build: {
      ssr: true,
      target: 'node20',
      outDir: join(dist, folder),
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: entries.map((entry) => join(dist, entry)),
        // pg asks for it and does without.
        external: ['pg-native'],
        output: { chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
  for (const entry of entries) {
    const to = relative(dirname(entry), join(folder, basename(entry)))
      .split(sep)
      .join('/')
    writeFileSync(join(dist, entry), `export * from '${to}'\n`)
  }
}

/** Each module of ours finds files by where it lies; joined, it still does so by where it lay. */
function ownAddresses(dist) {
  return {
    name: 'own-addresses',
    transform: (code, id) => {
      if (!id.startsWith(dist + sep) || !code.includes('import.meta.url')) return null
      const place = JSON.stringify(`../${relative(dist, id).split(sep).join('/')}`)
      return { code: code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`), map: null }
    },
  }
}

/** A megabyte of tables as a literal takes a third of a second to read in each thread, and a fifth of that as JSON. */
const tablesAsJson = {
  name: 'tables-as-json',
  load: async (id) => {
    if (!/[\\/]eld[\\/]src[\\/]ngrams[\\/]\w+\.js$/.test(id)) return null
    const tables = Object.entries(await import(pathToFileURL(id).href))
    const text = (table) => JSON.stringify(JSON.stringify(table))
    return { code: tables.map(([name, table]) => `export const ${name} = JSON.parse(${text(table)})\n`).join('') }
  },
}

// Writes src/web/messages/names/: what cities, bodies and events of the gazetteer are called in the languages of the pages. Run
// it when lexicons/names.json or names-world.json changed: node scripts/build-topic-names.mjs
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openSourceServer } from './source-server.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(root, 'src', 'web', 'messages', 'names')
const languages = { es: 'Spanish', de: 'German', fr: 'French', zh: 'Chinese', ar: 'Arabic' }
const read = (name) => JSON.parse(readFileSync(join(root, 'lexicons', name), 'utf8'))

const server = await openSourceServer()
try {
  const { openGazetteer } = await server.ssrLoadModule('/src/pipeline/understand/entities/gazetteer.ts')
  const { foreignNames } = openGazetteer({ byHand: read('names.json'), world: read('names-world.json') })
  mkdirSync(folder, { recursive: true })
  for (const [language, name] of Object.entries(languages)) {
    const names = new Map()
    for (const [form, entity] of foreignNames.get(language))
      if (!entity.id.startsWith('country:') && !names.has(entity.id)) names.set(entity.id, form)
    const rows = [...names]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, form]) => `'${id}': ${JSON.stringify(form)},`)
    const head = `/** Cities, bodies and events in ${name}, by the ids of their entities. Made by scripts/build-topic-names.mjs. */`
    const text = `${head}\nexport const ${language}: Readonly<Record<string, string>> = {\n${rows.join('\n')}\n}\n`
    writeFileSync(join(folder, `${language}.ts`), text)
  }
} finally {
  await server.close()
}
const { status } = spawnSync('npx', ['biome', 'check', '--write', folder], { cwd: root, stdio: ['ignore', 2, 2] })
process.exitCode = status ?? 1

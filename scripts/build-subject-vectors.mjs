// Embeds the sentences of lexicons/subjects-prototypes.json and writes lexicons/subjects-vectors.json.
// Run it after editing the sentences: node scripts/build-subject-vectors.mjs
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuilt } from './ensure-built.mjs'

ensureBuilt()
const { openBuiltInEmbedder } = await import('../dist/jobs/embedder/built-in-embedder.js')
const lexicons = join(dirname(dirname(fileURLToPath(import.meta.url))), 'lexicons')
const prototypes = JSON.parse(readFileSync(join(lexicons, 'subjects-prototypes.json'), 'utf8'))
const rows = Object.entries(prototypes).flatMap(([subject, sentences]) =>
  sentences.map((sentence) => ({ subject, sentence })),
)
const embedder = await openBuiltInEmbedder()
const vectors = await embedder.embed(rows.map(({ sentence }) => sentence))
const bytes = Buffer.concat(
  vectors.map((vector) => {
    const largest = Math.max(...vector.map(Math.abs))
    return Buffer.from(Int8Array.from(vector, (value) => Math.round((value / largest) * 127)).buffer)
  }),
)
const file = {
  model: embedder.model,
  dimensions: embedder.dimensions,
  subjects: rows.map(({ subject }) => subject),
  base64: bytes.toString('base64'),
}
writeFileSync(join(lexicons, 'subjects-vectors.json'), `${JSON.stringify(file)}\n`)
await embedder[Symbol.asyncDispose]()
process.stderr.write(`${rows.length} sentences for ${Object.keys(prototypes).length} subjects\n`)

/**
 * Articles understood per CPU second and core, step by step and as a whole, with and without their vector. The articles are the
 * repository's own invented events, made about 300 words long. Then what assigning one article to a story costs with 1,000,
 * 10,000 and 100,000 held (bench/stories.mjs). Some three minutes. Run: node scripts/bench.mjs understand
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openUnderstandTools } from '../src/jobs/understand-tools.ts'
import { openEncoder } from '../src/pipeline/understand/embedding/encoder.ts'
import { findEntities } from '../src/pipeline/understand/entities/find-entities.ts'
import { keyPointsOf } from '../src/pipeline/understand/key-points.ts'
import { detectLanguage } from '../src/pipeline/understand/language.ts'
import { findRelations } from '../src/pipeline/understand/relations.ts'
import { splitSentences } from '../src/pipeline/understand/sentences.ts'
import { findSubjects } from '../src/pipeline/understand/subjects/find-subjects.ts'
import { understandArticle } from '../src/pipeline/understand/understand-article.ts'
import { readSentenceEncoderFiles } from '../src/platform/models/sentence-encoder-files.ts'

const wordsPerArticle = 300
const articlesMax = 60
const rounds = 5

const folder = join(process.cwd(), 'sample', 'events')
const words = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .sort()
  .flatMap((name) => readFileSync(join(folder, name), 'utf8').split(/\s+/u))
const articles = Array.from({ length: Math.min(articlesMax, Math.floor(words.length / 60)) }, (_, n) => {
  const own = Array.from({ length: wordsPerArticle }, (_, at) => words[(n * 60 + at) % words.length] ?? '')
  const text = own.join(' ')
  return { title: own.slice(0, 9).join(' '), text, language: 'en', sentences: splitSentences(text, 'en') }
})

const tools = await openUnderstandTools()
const encode = openEncoder(await readSentenceEncoderFiles())
const openings = articles.map(({ title, text }) => `${title}. ${text}`.slice(0, 700))
const vectors = encode(openings)
const entities = articles.map((article) => findEntities(article, tools.entities))

const steps: Readonly<Record<string, () => unknown>> = {
  language: () => articles.map(({ title, text }) => detectLanguage(`${title}\n${text}`)),
  sentences: () => articles.map(({ text, language }) => splitSentences(text, language)),
  entities: () => articles.map((article) => findEntities(article, tools.entities)),
  relations: () => articles.map((article, n) => findRelations(entities[n] ?? [], article, tools.entities.gazetteer)),
  'key points': () => articles.map((article) => keyPointsOf(article)),
  'subjects by words': () => articles.map((article) => findSubjects(article, tools.subjects)),
  'subjects by words and vector': () =>
    articles.map((article, n) => {
      const embedding = vectors[n]
      return findSubjects({ ...article, ...(embedding && { embedding }) }, tools.subjects)
    }),
  embedding: () => encode(openings),
  'all, without embedding': () => articles.map((article) => understandArticle(article, tools)),
  'all, with embedding': () => {
    const made = encode(openings)
    return articles.map((article, n) => {
      const embedding = made[n]
      return understandArticle({ ...article, ...(embedding && { embedding }) }, tools)
    })
  },
}

const spentMs = new Map<string, number>()
for (const run of Object.values(steps)) run()
// Interleaved, so that whatever else the machine does weighs on all alike.
for (let round = 0; round < rounds; round += 1)
  for (const [name, run] of Object.entries(steps)) {
    const before = process.cpuUsage()
    if (run() === undefined) throw new Error(`${name} gave nothing`)
    const { user, system } = process.cpuUsage(before)
    spentMs.set(name, (spentMs.get(name) ?? 0) + (user + system) / 1000)
  }
for (const [name, ms] of spentMs) {
  const perArticle = ms / (rounds * articles.length)
  process.stdout.write(
    `${name.padEnd(30)} ${(1000 / perArticle).toFixed(0).padStart(7)} a second   ${perArticle.toFixed(2)} ms\n`,
  )
}
process.stdout.write(`${articles.length} articles, memory ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB\n`)

// A process of its own, so that neither the models held here nor Vite's loader weigh on it.
const assigning = spawnSync(process.execPath, ['--expose-gc', 'bench/stories.mjs'], { stdio: 'inherit' })
if (assigning.status !== 0) throw new Error('bench/stories.mjs failed')

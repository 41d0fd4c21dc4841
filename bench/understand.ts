/**
 * Articles understood per CPU second and core, step by step and as a whole, with and without their vector. The articles are the
 * repository's own invented events, sentences of several made one text of about 300 words. Then what assigning one article to a
 * story costs with 1,000, 10,000 and 100,000 held (bench/stories.mjs). Three minutes at most: where the machine is too busy for
 * all of it, what is missing is named. bundled. Run: node scripts/bench.mjs understand
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

const begunMs = performance.now()
const limitMs = 175_000
/** No new round of the steps begins after this. */
const roundsUntilMs = 50_000
const roundsMax = 8
const sentencesPerArticle = 16
const sentencesPerParagraph = 2
const articlesMax = 60

const folder = join(process.cwd(), 'sample', 'events')
const sentences = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .sort()
  .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
  .flatMap((line) => (line.startsWith('- ') ? [line.slice(2)] : []))
const articles = Array.from({ length: articlesMax }, (_, n) => {
  const own = Array.from(
    { length: sentencesPerArticle },
    (_, at) => sentences[(n * sentencesPerArticle + at) % sentences.length] ?? '',
  )
  const paragraphs = Array.from({ length: sentencesPerArticle / sentencesPerParagraph }, (_, paragraph) =>
    own.slice(paragraph * sentencesPerParagraph, (paragraph + 1) * sentencesPerParagraph).join(' '),
  )
  const text = paragraphs.join('\n\n')
  return {
    title: own[0]?.split(' ').slice(0, 9).join(' ') ?? '',
    text,
    language: 'en',
    sentences: splitSentences(text, 'en'),
  }
})

const tools = await openUnderstandTools()
const encode = openEncoder(await readSentenceEncoderFiles())
const openings = articles.map(({ title, text }) => `${title}. ${text}`.slice(0, 700))
const vectors = encode(openings)
const entities = articles.map((article) => findEntities(article, tools.entities))

const steps: Readonly<Record<string, () => readonly unknown[]>> = {
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
for (const [name, run] of Object.entries(steps)) {
  const isEmpty = run().every((made) => Array.isArray(made) && made.length === 0)
  // Of invented countries no relations are known.
  if (isEmpty && name !== 'relations')
    throw new Error(`${name} finds nothing in these articles, so its time would say nothing`)
}
let rounds = 0
// Interleaved, so that whatever else the machine does weighs on all alike.
for (; rounds < roundsMax && (rounds === 0 || performance.now() - begunMs < roundsUntilMs); rounds += 1)
  for (const [name, run] of Object.entries(steps)) {
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    spentMs.set(name, (spentMs.get(name) ?? 0) + (user + system) / 1000)
  }
for (const [name, ms] of spentMs) {
  const perArticle = ms / (rounds * articles.length)
  process.stdout.write(
    `${name.padEnd(30)} ${(1000 / perArticle).toFixed(0).padStart(7)} a second and core   ${perArticle.toFixed(2)} ms\n`,
  )
}
const wordCount = articles.reduce((sum, { text }) => sum + text.split(/\s+/u).length, 0) / articles.length
process.stdout.write(
  `${articles.length} articles of ${wordCount.toFixed(0)} words, ${rounds} rounds, ` +
    `memory ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB\n`,
)

// A process of its own, so that the models held here don't weigh on it.
const assigning = spawnSync(process.execPath, ['--expose-gc', 'bench/stories.mjs'], {
  stdio: 'inherit',
  timeout: Math.max(1, Math.round(limitMs - (performance.now() - begunMs))),
})
if (assigning.signal !== null)
  process.stdout.write(
    'Three minutes are over before 100,000 articles were assigned: node --expose-gc bench/stories.mjs 100000 takes its time.\n',
  )
else if (assigning.status !== 0) throw new Error('bench/stories.mjs failed')

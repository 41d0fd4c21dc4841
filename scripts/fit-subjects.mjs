// Fits the four numbers of lexicons/subjects-blend.json on the odd rows of the two news collections under ../shared/data,
// and prints how the found subjects agree with their classes on the even rows, which are not used for fitting.
//   node scripts/fit-subjects.mjs           measures the numbers as they stand
//   node scripts/fit-subjects.mjs --fit     fits and writes them first
// Embedding all rows takes a minute or two.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuilt } from './ensure-built.mjs'
import { collections, readCollection, scoreOfWanted } from './subject-classes.mjs'

ensureBuilt()
const { openBuiltInEmbedder } = await import('../dist/jobs/embedder/built-in-embedder.js')
const { findSubjects } = await import('../dist/pipeline/understand/subjects/find-subjects.js')
const { classOf } = await import('../dist/eval/topic-classes.js')
const { openSubjectModel } = await import('../dist/pipeline/understand/subjects/subject-model.js')

const lexicons = join(dirname(dirname(fileURLToPath(import.meta.url))), 'lexicons')
const read = (name) => JSON.parse(readFileSync(join(lexicons, `subjects${name}.json`), 'utf8'))
const files = { tree: read(''), words: read('-words'), vectors: read('-vectors'), blend: read('-blend') }
const sets = await embedRows()

if (process.argv.includes('--fit')) {
  let blend = best(
    [10, 12, 14, 16].map((sharpness) => ({ ...files.blend, sharpness })),
    accuracyOfHalf,
  )
  blend = best(
    [0.4, 0.55, 0.7, 0.9, 1.1].map((words) => ({ ...blend, words })),
    accuracyOfHalf,
  )
  blend = best(
    [0.6, 0.8, 1, 1.2].map((certainty) => ({ ...blend, certainty })),
    certaintyOfHalf,
  )
  blend = best(
    [0.8, 1.1, 1.5, 2, 2.5].map((wordsAlone) => ({ ...blend, wordsAlone })),
    certaintyOfWordsAlone,
  )
  files.blend = blend
  writeFileSync(join(lexicons, 'subjects-blend.json'), `${JSON.stringify(blend, null, 2)}\n`)
  process.stdout.write(`${JSON.stringify(blend)}\n`)
}
report()

async function embedRows() {
  const embedder = await openBuiltInEmbedder({ cacheMax: 0 })
  const result = []
  for (const collection of [collections.agNews, collections.mindNews]) {
    const rows = readCollection(collection)
    const vectors = await embedder.embed(rows.map(({ vectorText }) => vectorText))
    const whole = rows.map((row, place) => ({ ...row, embedding: vectors[place] }))
    result.push({
      collection,
      odd: whole.filter((_, place) => place % 2 === 1),
      even: whole.filter((_, place) => place % 2 === 0),
    })
  }
  await embedder[Symbol.asyncDispose]()
  return result
}

function found(rows, blend, { withVectors }) {
  const model = openSubjectModel({ ...files, blend })
  return rows.map(({ title, text, embedding }) =>
    findSubjects({ title, text, language: 'en', ...(withVectors ? { embedding } : {}) }, model),
  )
}

function accuracy(rows, topics, collection) {
  return rows.filter(({ wanted }, place) => classOf(topics[place], collection) === wanted).length / rows.length
}

/** Mean of the two collections, so that the larger one does not decide alone. */
function accuracyOfHalf(blend) {
  return mean(sets.map(({ collection, odd }) => accuracy(odd, found(odd, blend, { withVectors: true }), collection)))
}

function certaintyOfHalf(blend) {
  return mean(sets.map(({ collection, odd }) => logScore(odd, found(odd, blend, { withVectors: true }), collection)))
}

function certaintyOfWordsAlone(blend) {
  return mean(sets.map(({ collection, odd }) => logScore(odd, found(odd, blend, { withVectors: false }), collection)))
}

function logScore(rows, topics, collection) {
  return mean(
    rows.map(({ wanted }, place) =>
      Math.log(Math.min(1, Math.max(0.02, scoreOfWanted(topics[place], wanted, collection)))),
    ),
  )
}

function best(blends, goodness) {
  const tried = blends.map((blend) => ({ blend, value: goodness(blend) }))
  for (const { blend, value } of tried) process.stdout.write(`${value.toFixed(4)} ${JSON.stringify(blend)}\n`)
  return tried.reduce((top, one) => (one.value > top.value ? one : top)).blend
}

function report() {
  for (const { collection, odd, even } of sets) {
    for (const withVectors of [true, false]) {
      const topics = found(even, files.blend, { withVectors })
      const rest = accuracy(odd, found(odd, files.blend, { withVectors }), collection)
      process.stdout.write(
        `${collection.file}, ${withVectors ? 'words and vectors' : 'words alone'}: ` +
          `${accuracy(even, topics, collection).toFixed(3)} on even rows, ${rest.toFixed(3)} on odd rows\n`,
      )
      if (!withVectors) continue
      const table = {}
      for (const [place, { wanted }] of even.entries()) {
        table[wanted] ??= {}
        const row = table[wanted]
        const got = classOf(topics[place], collection)
        row[got] = (row[got] ?? 0) + 1
      }
      console.table(table)
      const finer = even.map((row, place) => ({ ...row, topics: topics[place] })).filter((row) => row.finer)
      const right = finer.filter((row) => row.topics.some(({ id }) => id === row.finer))
      if (finer.length > 0) process.stdout.write(`narrow sports named: ${right.length} of ${finer.length}\n`)
      calibration(even, topics, collection)
    }
  }
}

/** How often the best root is right, by its score. */
function calibration(rows, topics, collection) {
  const bins = {}
  for (const [place, { wanted }] of rows.entries()) {
    const score = topics[place][0]?.score ?? 0
    const name = `${Math.floor(score * 5) / 5}…`
    bins[name] ??= { rows: 0, right: 0, mean: 0 }
    const bin = bins[name]
    bin.rows++
    bin.mean += score
    if (classOf(topics[place], collection) === wanted) bin.right++
  }
  for (const bin of Object.values(bins)) {
    bin.mean = Number((bin.mean / bin.rows).toFixed(2))
    bin.right = Number((bin.right / bin.rows).toFixed(2))
  }
  console.table(bins)
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

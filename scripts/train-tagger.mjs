// Fits the weights of the name tagger (averaged structured perceptron, Collins 2002) to sentences with tagged names and writes
// lexicons/names-tagger.json. Its features are traits of words (shape, class in our lists, kind of known name), never words,
// so nothing of the sentences can be read from the weights. Every fifth sentence is held out and reported on.
//
//   node scripts/train-tagger.mjs FILE [--all]      FILE in the columns of CoNLL-2003; --all fits on every sentence
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuilt } from './ensure-built.mjs'

const rounds = 12
/** Features seen less often are not kept: they would be learned by heart. */
const occurrencesMin = 30
/** Rows whose weights are all smaller than this, of a largest of 100, are left out. */
const weightMin = 8
const kinds = { PER: 'person', ORG: 'organisation', LOC: 'place', MISC: 'other' }

const build = process.env['TAGGER_BUILD'] ?? join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist')
if (process.env['TAGGER_BUILD'] === undefined) ensureBuilt()
const understand = join(build, 'pipeline/understand/entities')
const { tokenise } = await import(join(understand, 'tokens.js'))
const { loreOf } = await import(join(understand, 'word-lore.js'))
const { traitsOf } = await import(join(understand, 'word-traits.js'))
const { openGazetteer } = await import(join(understand, 'gazetteer.js'))
const { bestPath, tags, visitFeatures } = await import(join(understand, 'tagger.js'))

const lexicons = join(dirname(dirname(fileURLToPath(import.meta.url))), 'lexicons')
const read = (name) => JSON.parse(readFileSync(join(lexicons, name), 'utf8'))
const gazetteer = openGazetteer({ byHand: read('names.json'), world: read('names-world.json') })

const all = process.argv.includes('--all')
const sentences = readSentences(process.argv[2])
const seen = sentences.filter((_, place) => all || place % 5 !== 4)
const heldOut = sentences.filter((_, place) => place % 5 === 4)
const rows = new Map()
const examples = seen.flatMap((sentence, place) => variants(sentence, place)).map((sentence) => compile(sentence, true))
const model = fitWeights(examples)
const kept = [...rows].filter(([, row]) => keeps(model, row))
const file = {
  weights: Object.fromEntries(kept.map(([name, row]) => [name, model.weights[row].map((weight) => round(weight))])),
  transitions: model.transitions.map((row) => row.map((weight) => round(weight))),
}
writeFileSync(join(lexicons, 'names-tagger.json'), `${lines(file)}\n`)
report('seen', seen)
report('held out', heldOut)
process.stderr.write(`${kept.length} features of ${rows.size}\n`)

function readSentences(path) {
  return readFileSync(path, 'utf8')
    .trim()
    .split(/\n\s*\n/)
    .map((block) => block.split('\n').map((line) => line.split(' ')))
    .map((lines) => ({ words: lines.map(([word]) => word), marks: lines.map(([, mark]) => mark) }))
}

/** Headlines are rarer in the set than in the news: some sentences count a second time, in capitals or with capitals. */
function variants(sentence, place) {
  if (sentence.words.length < 6) return [sentence]
  if (place % 4 === 0) return [sentence, { ...sentence, words: sentence.words.map((word) => word.toUpperCase()) }]
  if (place % 4 !== 1) return [sentence]
  const titled = sentence.words.map((word) => (word.length > 3 ? word[0].toUpperCase() + word.slice(1) : word))
  return [sentence, { ...sentence, words: titled }]
}

function compile({ words, marks }, grow) {
  const text = words.join(' ')
  const starts = new Map()
  let at = 0
  for (const [place, word] of words.entries()) {
    starts.set(at, marks[place])
    at += word.length + 1
  }
  const tokens = tokenise(text, loreOf(gazetteer))
  const sentence = traitsOf(tokens, gazetteer)
  let mark = 'O'
  const gold = tokens.map(({ start }) => {
    mark = starts.get(start) ?? (/^I-|^B-/.test(mark) ? mark : 'O')
    return mark === 'O' ? 0 : tags.indexOf(kinds[mark.slice(2)])
  })
  const features = sentence.words.map((word, i) => {
    if (!word.open) return undefined
    const own = []
    visitFeatures(sentence, i, (template, ...value) => {
      const name = `${template}|${value.filter((word) => word !== undefined).join(' ')}`
      if (grow && !rows.has(name)) rows.set(name, rows.size)
      const row = rows.get(name)
      if (row !== undefined) own.push(row)
    })
    return own
  })
  return { features, gold: gold.map((tag, i) => (features[i] === undefined ? 0 : tag)) }
}

function fitWeights(examples) {
  const counts = new Int32Array(rows.size)
  for (const { features } of examples) for (const own of features) for (const row of own ?? []) counts[row] += 1
  const size = rows.size * tags.length
  const weights = new Float64Array(size)
  const sums = new Float64Array(size)
  const moves = new Float64Array(tags.length ** 2)
  const moveSums = new Float64Array(tags.length ** 2)
  let step = 1
  const usable = examples.map(({ features, gold }) => ({
    gold,
    features: features.map((own) => own?.filter((row) => counts[row] >= occurrencesMin)),
  }))
  let state = 1
  const random = () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
  for (let round = 0; round < rounds; round++) {
    for (let i = usable.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1))
      ;[usable[i], usable[j]] = [usable[j], usable[i]]
    }
    for (const { features, gold } of usable) {
      step += 1
      const path = bestPath(scoresOf(features, weights), table(moves))
      for (let i = 0, last = 0, lastGold = 0; i < path.length; last = path[i], lastGold = gold[i], i++) {
        if (path[i] !== gold[i])
          for (const row of features[i] ?? []) {
            change(weights, sums, row * tags.length + gold[i], 1, step)
            change(weights, sums, row * tags.length + path[i], -1, step)
          }
        if (path[i] === gold[i] && last === lastGold) continue
        change(moves, moveSums, lastGold * tags.length + gold[i], 1, step)
        change(moves, moveSums, last * tags.length + path[i], -1, step)
      }
    }
  }
  const average = (now, sum) => now.map((value, place) => value - sum[place] / step)
  const averaged = average(weights, sums)
  const largest = averaged.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9)
  const scaled = Array.from({ length: rows.size }, (_, row) =>
    Array.from(averaged.subarray(row * tags.length, (row + 1) * tags.length), (value) => (value * 100) / largest),
  )
  return {
    weights: scaled,
    counts,
    transitions: table(average(moves, moveSums).map((value) => (value * 100) / largest)),
  }
}

function change(values, sums, place, by, step) {
  values[place] += by
  sums[place] += by * step
}

function scoresOf(features, weights) {
  return features.map((own) => {
    if (own === undefined) return undefined
    const scores = [0, 0, 0, 0, 0]
    for (const row of own) for (let tag = 0; tag < tags.length; tag++) scores[tag] += weights[row * tags.length + tag]
    return scores
  })
}

function table(values) {
  return tags.map((_, from) => Array.from(values.slice(from * tags.length, (from + 1) * tags.length)))
}

function keeps({ weights, counts }, row) {
  return counts[row] >= occurrencesMin && weights[row].some((weight) => Math.abs(weight) >= weightMin)
}

function round(weight) {
  return Math.round(weight * 10) / 10
}

function lines({ weights, transitions }) {
  const body = Object.entries(weights).map(([name, row]) => `  ${JSON.stringify(name)}: ${JSON.stringify(row)}`)
  return `{\n "transitions": ${JSON.stringify(transitions)},\n "weights": {\n${body.join(',\n')}\n }\n}`
}

/** F1 of spans: person, organisation and place together, and each. */
function report(label, sentences) {
  const weights = new Map(kept.map(([name, row]) => [row, file.weights[name]]))
  const tally = {}
  for (const sentence of sentences) {
    const { features, gold } = compile(sentence, false)
    const scores = features.map((own) => {
      if (own === undefined) return undefined
      const sums = [0, 0, 0, 0, 0]
      for (const row of own) for (const [tag, weight] of (weights.get(row) ?? []).entries()) sums[tag] += weight
      return sums
    })
    const found = spans(bestPath(scores, file.transitions))
    const right = spans(gold)
    for (const tag of ['1', '2', '3']) {
      tally[tag] ??= { found: 0, right: 0, both: 0 }
      const mine = [...found].filter((span) => span.endsWith(tag))
      tally[tag].found += mine.length
      tally[tag].right += [...right].filter((span) => span.endsWith(tag)).length
      tally[tag].both += mine.filter((span) => right.has(span)).length
    }
  }
  const f1 = ({ found, right, both }) => ((2 * both) / (found + right)).toFixed(3)
  const whole = Object.values(tally).reduce((a, b) => ({
    found: a.found + b.found,
    right: a.right + b.right,
    both: a.both + b.both,
  }))
  const each = Object.entries(tally).map(([tag, counts]) => `${tags[tag]} ${f1(counts)}`)
  process.stderr.write(`${label}: F1 ${f1(whole)} (${each.join(', ')})\n`)
}

function spans(path) {
  const found = new Set()
  for (let i = 0; i < path.length; i++) {
    if (path[i] === 0 || path[i] === path[i - 1]) continue
    let end = i
    while (path[end + 1] === path[i]) end += 1
    found.add(`${i}-${end}/${path[i]}`)
  }
  return found
}

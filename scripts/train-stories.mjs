// Fits the models of src/pipeline/stories on sets of headlines and articles whose stories are known, and writes
// story-model.ts: coefficients and thresholds only. Needs dist/ (npm run build) and the folder that holds the sets:
//
//   node scripts/train-stories.mjs ../shared/data/clusters            fit on everything, write, and tell the scores
//   node scripts/train-stories.mjs ../shared/data/clusters --held-out only tell: each set judged by a fit on the others,
//                                                                     and half of the stories by a fit on the other half
//   … --corrections FILE                                              also learn from what people said of stories: the file that
//                                                                     `salient corrections --ndjson > FILE` writes
//
// Weighted logistic regression by Newton's method; no randomness. A set counts as much as another whatever its size, and
// a pair less the larger its stories are, so that one giant story does not decide. Each set is learned from twice: whole, and
// with at most three reports of each story, so that nothing is learned of how large the stories of a set happen to be.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bCubed } from '../dist/eval/metrics/b-cubed.js'
import { Agreements, Company, voicesOf } from '../dist/pipeline/stories/company.js'
import {
  Comparer,
  coefficientsOf,
  likenessOf,
  logitOf,
  pairFeatureNames,
  weighEntry,
} from '../dist/pipeline/stories/compare-entries.js'
import { joinGroups } from '../dist/pipeline/stories/join-groups.js'
import { Nearness } from '../dist/pipeline/stories/nearness.js'
import { agreementsOf, groundFeatureNames, visitCommonGround } from '../dist/pipeline/stories/shared-neighbours.js'
import { dot } from '../dist/pipeline/stories/sparse-vector.js'
import { storySettings } from '../dist/pipeline/stories/story-settings.js'
import { termsOf } from '../dist/pipeline/stories/story-terms.js'
import { TermStatistics } from '../dist/pipeline/stories/term-statistics.js'

const { absent, sizeBonus, pairAbove, gapDaysMax, likenessMin } = storySettings
const ridge = 1e-4
/** How much a thinned set counts beside a whole one: enough that the size of stories is not learned by heart. */
const thinnedWeight = 0.1
/** How much all that people said counts beside a set: they speak of what went wrong, which is not how stories mostly are. */
const saidWeight = 0.1
const thresholds = [-2.5, -2.25, -2, -1.75, -1.5, -1.25, -1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75]
const target = new URL('../src/pipeline/stories/story-model.ts', import.meta.url)

const { values, positionals } = parseArgs({
  options: { 'held-out': { type: 'boolean', default: false }, corrections: { type: 'string' } },
  allowPositionals: true,
})
const [folder] = positionals
if (folder === undefined) {
  console.error('node scripts/train-stories.mjs FOLDER [--held-out] [--corrections FILE]')
  process.exit(2)
}
const sets = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .map((name) => readSet(join(folder, name), name))
  .flatMap((set) => [firstLook(set), firstLook(thinned(set))])
const said = values.corrections === undefined ? undefined : saidSet(values.corrections)
if (values['held-out']) judgeHeldOut()
else fitAndWrite()

function fitAndWrite() {
  const model = train(sets, () => true)
  tell('fitted on these sets', sets, scoresOf(sets, model))
  if (said !== undefined) tellSaid(model)
  writeFileSync(target, moduleText(model))
}

function judgeHeldOut() {
  for (const set of sets) {
    const others = sets.filter((other) => other.source !== set.source)
    tell(
      'fitted on the other sets',
      [set],
      scoresOf(
        [set],
        train(others, () => true),
      ),
    )
  }
  for (const half of [0, 1]) {
    const model = train(sets, (story) => halfOf(story) === half)
    tell(
      `stories of half ${1 - half}, fitted on half ${half}`,
      sets,
      scoresOf(sets, model, (story) => halfOf(story) !== half),
    )
  }
}

function readSet(path, name) {
  const rows = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const entries = rows.map((row) => ({
    id: row.id,
    title: row.title ?? '',
    text: row.text ?? '',
    language: row.language ?? '',
    publishedAtMs: row.publishedAt === undefined ? Number.NaN : Date.parse(row.publishedAt),
    source: '',
    entities: [],
  }))
  return { name, source: name, weight: 1, entries, stories: rows.map((row) => row.story) }
}

/** The first three reports of each story. */
function thinned({ name, source, entries, stories }) {
  const met = new Map()
  const kept = stories.map((story) => {
    met.set(story, (met.get(story) ?? 0) + 1)
    return met.get(story) <= 3
  })
  return {
    name: `${name}, thinned`,
    source,
    weight: thinnedWeight,
    entries: entries.filter((_, number) => kept[number]),
    stories: stories.filter((_, number) => kept[number]),
  }
}

/** Every pair worth comparing, with its features. */
function firstLook(set) {
  const terms = set.entries.map(termsOf)
  const statistics = new TermStatistics()
  for (const one of terms) statistics.add(one)
  const weighed = terms.map((one) => weighEntry(one, statistics))
  const pairs = []
  const comparer = new Comparer()
  for (const [left, entry] of weighed.entries()) {
    comparer.take(entry)
    for (let right = left + 1; right < weighed.length; right += 1) {
      const other = weighed[right]
      if (Math.abs(entry.terms.publishedAtMs - other.terms.publishedAtMs) > gapDaysMax * 86_400_000) continue
      if (dot(entry.words, other.words) < likenessMin) continue
      pairs.push({ left, right, ...comparer.lookAt(other) })
    }
  }
  const nearness = new Nearness()
  for (const pair of pairs) for (const number of [pair.left, pair.right]) nearness.note(number, likenessOf(pair))
  for (const { left, right, length, features } of pairs) {
    const near = (nearness.of(left) + nearness.of(right)) / 2
    features[pairFeatureNames.indexOf('near')] = near
    features[pairFeatureNames.indexOf('nearByLength')] = near * length
  }
  return { ...set, weighed, pairs }
}

function secondLook(set, pairModel) {
  const judge = judgeBy(pairModel, pairFeatureNames)
  const agreements = new Agreements()
  for (const { left, right, words, grams, features } of set.pairs) {
    const logit = judge(features)
    if (logit > absent) agreements.add({ left, right, logit, words, grams })
  }
  return lookedAt(set, agreements)
}

function thirdLook(set, groundModel) {
  return lookedAt(set, agreementsOf(set.placed, groundModel, { absent, gapDaysMax }))
}

/** The set with every pair that has common ground by these agreements. */
function lookedAt(set, agreements) {
  const placed = { entries: set.weighed, company: new Company(set.weighed.length, agreements) }
  const pairs = []
  visitCommonGround(placed, gapDaysMax, (left, right, { words, features }) =>
    pairs.push({ left, right, words, features: features.slice() }),
  )
  return { ...set, placed, pairs }
}

function judgeBy(model, names) {
  const coefficients = coefficientsOf(model, names)
  return (features) => logitOf(model.constant, coefficients, features)
}

/** What people said is learned from beside the sets, at every look; thresholds are those of the sets, which hold whole stories. */
function train(learned, counts) {
  const withSaid = (looked, look) => (said === undefined ? looked : [...looked, look])
  const pairModel = fitModel(withSaid(learned, said), pairFeatureNames, counts)
  const second = learned.map((set) => secondLook(set, pairModel))
  const saidSecond = said && secondLook(said, pairModel)
  const secondModel = fitModel(withSaid(second, saidSecond), groundFeatureNames, counts)
  const third = second.map((set) => thirdLook(set, secondModel))
  const saidThird = said && thirdLook(saidSecond, secondModel)
  const groundModels = [secondModel, fitModel(withSaid(third, saidThird), groundFeatureNames, counts)]
  const likelyAbove = bestThreshold(learned, judgeBy(pairModel, pairFeatureNames), counts)
  const joinAbove = bestThreshold(third, judgeBy(groundModels[1], groundFeatureNames), counts)
  return { pairModel, groundModels, likelyAbove, joinAbove }
}

function scoresOf(judged, model, counts = () => true) {
  const judge = judgeBy(model.groundModels[1], groundFeatureNames)
  return lastLook(judged, model).map((set) => scoreOf(set, judge, model.joinAbove, counts))
}

function lastLook(judged, { pairModel, groundModels }) {
  return judged.map((set) => thirdLook(secondLook(set, pairModel), groundModels[0]))
}

function bestThreshold(learned, judge, counts) {
  const means = thresholds.map((threshold) => {
    const scores = learned.map((set) => set.weight * scoreOf(set, judge, threshold, counts).f1)
    return scores.reduce((sum, score) => sum + score, 0)
  })
  return thresholds[means.indexOf(Math.max(...means))]
}

/** Score over the entries whose stories count, grouped among themselves. */
function scoreOf(set, judge, joinAbove, counts) {
  const kept = set.stories.flatMap((story, number) => (counts(story) ? [number] : []))
  const place = new Map(kept.map((number, at) => [number, at]))
  const edges = []
  for (const pair of set.pairs) {
    const left = place.get(pair.left)
    const right = place.get(pair.right)
    if (left === undefined || right === undefined) continue
    const logit = judge(pair.features)
    if (logit > absent) edges.push({ left, right, logit, words: pair.words })
  }
  const voices = voicesOf(kept.length, edges)
  return bCubed(
    joinGroups(kept.length, edges, { joinAbove, pairAbove, absent, sizeBonus, voices }),
    kept.map((number) => set.stories[number]),
  )
}

function fitModel(learned, names, counts) {
  const samples = learned.map((set) => samplesOf(set, names, counts))
  const size = names.length + 1
  let weights = new Float64Array(size)
  for (let round = 0; round < 20; round += 1) {
    const gradient = Float64Array.from(weights, (weight) => -ridge * weight)
    const curvature = Array.from(weights, (_, row) => new Float64Array(size).fill(0).with(row, ridge))
    for (const { rows, labels, worth } of samples)
      for (let sample = 0; sample < labels.length; sample += 1) {
        const start = sample * size
        let logit = 0
        for (let k = 0; k < size; k += 1) logit += weights[k] * rows[start + k]
        const chance = 1 / (1 + Math.exp(-logit))
        const error = (labels[sample] - chance) * worth[sample]
        const bend = chance * (1 - chance) * worth[sample]
        for (let row = 0; row < size; row += 1) {
          gradient[row] += error * rows[start + row]
          const scaled = bend * rows[start + row]
          for (let column = 0; column <= row; column += 1) curvature[row][column] += scaled * rows[start + column]
        }
      }
    for (const [row, bends] of curvature.entries())
      for (let column = 0; column < row; column += 1) curvature[column][row] = bends[column]
    const step = solve(curvature, gradient)
    weights = weights.map((weight, k) => weight + step[k])
    if (Math.max(...step.map(Math.abs)) < 1e-6) break
  }
  const model = { constant: weights[0] }
  for (const [place, name] of names.entries()) model[name] = weights[place + 1]
  return model
}

/**
 * What people said, as a set of its own: the entries as they were, and of their pairs only those that somebody spoke of. What was
 * taken back is nobody's opinion any more; of what was said twice of one pair the last counts.
 */
function saidSet(path) {
  const rows = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line))
  const entries = new Map()
  const labels = new Map()
  for (const { kind, a, b, undone } of rows) {
    for (const { id, title = '', text = '', language = '', publishedAt } of [a, b])
      entries.set(id, { id, title, text, language, publishedAtMs: Date.parse(publishedAt), source: '', entities: [] })
    const pair = pairKey(a, b)
    if (undone) labels.delete(pair)
    else labels.set(pair, kind === 'together' ? 1 : 0)
  }
  console.log(`${labels.size} pairs that people spoke of, of ${entries.size} entries`)
  if (labels.size === 0) return undefined
  const all = [...entries.values()]
  const set = {
    name: 'corrections',
    source: 'corrections',
    weight: saidWeight,
    entries: all,
    stories: all.map(({ id }) => id),
  }
  const labelOf = ({ left, right }) => labels.get(pairKey(all[left], all[right]))
  return { ...firstLook(set), labelOf }
}

function pairKey({ id: one }, { id: other }) {
  return one < other ? `${one} ${other}` : `${other} ${one}`
}

/** How many of the pairs that people spoke of the model sees as they do. */
function tellSaid(model) {
  const judge = judgeBy(model.groundModels[1], groundFeatureNames)
  const [last] = lastLook([said], model)
  const heard = last.pairs.filter((pair) => said.labelOf(pair) !== undefined)
  const right = heard.filter((pair) => judge(pair.features) > model.joinAbove === (said.labelOf(pair) === 1))
  console.log(
    `  ${right.length} of ${heard.length} pairs that people spoke of and that are compared at all, as they say`,
  )
}

/** Pairs that people spoke of, each worth the same; both opinions together weigh what the set weighs. */
function samplesSaid(set, names) {
  const heard = set.pairs.filter((pair) => set.labelOf(pair) !== undefined)
  const rows = new Float64Array(heard.length * (names.length + 1))
  const labels = Float64Array.from(heard, (pair) => set.labelOf(pair))
  for (const [sample, { features }] of heard.entries()) {
    const start = sample * (names.length + 1)
    rows[start] = 1
    for (let place = 0; place < names.length; place += 1) rows[start + place + 1] = features[place]
  }
  return { rows, labels, worth: new Float64Array(heard.length).fill(set.weight / Math.max(1, heard.length)) }
}

function samplesOf(set, names, counts) {
  if (set.labelOf !== undefined) return samplesSaid(set, names)
  const sizes = new Map()
  for (const story of set.stories) sizes.set(story, (sizes.get(story) ?? 0) + 1)
  const pairs = set.pairs.filter(({ left, right }) => counts(set.stories[left]) && counts(set.stories[right]))
  const rows = new Float64Array(pairs.length * (names.length + 1))
  const labels = new Float64Array(pairs.length)
  const worth = new Float64Array(pairs.length)
  let together = 0
  for (const [sample, { left, right, features }] of pairs.entries()) {
    const start = sample * (names.length + 1)
    rows[start] = 1
    for (let place = 0; place < names.length; place += 1) rows[start + place + 1] = features[place]
    labels[sample] = set.stories[left] === set.stories[right] ? 1 : 0
    worth[sample] = (sizes.get(set.stories[left]) * sizes.get(set.stories[right])) ** -0.25
    together += labels[sample] * worth[sample]
  }
  return { rows, labels, worth: worth.map((one) => (set.weight * one) / together) }
}

/** Gauss–Jordan elimination with pivots. */
function solve(matrix, vector) {
  const rows = matrix.map((row, k) => [...row, vector[k]])
  for (let k = 0; k < rows.length; k += 1) {
    let pivot = k
    for (let row = k; row < rows.length; row += 1) if (Math.abs(rows[row][k]) > Math.abs(rows[pivot][k])) pivot = row
    ;[rows[k], rows[pivot]] = [rows[pivot], rows[k]]
    for (let row = 0; row < rows.length; row += 1) {
      if (row === k) continue
      const share = rows[row][k] / rows[k][k]
      for (let column = k; column <= rows.length; column += 1) rows[row][column] -= share * rows[k][column]
    }
  }
  return rows.map((row, k) => row[rows.length] / row[k])
}

function halfOf(story) {
  let hash = 2_166_136_261
  for (const character of story) hash = Math.imul(hash ^ character.charCodeAt(0), 16_777_619)
  return (hash >>> 7) & 1
}

function tell(what, judged, scores) {
  console.log(what)
  for (const [place, { precision, recall, f1 }] of scores.entries())
    console.log(`  ${judged[place].name.padEnd(28)} ${f1.toFixed(3)} (${precision.toFixed(3)} / ${recall.toFixed(3)})`)
}

function moduleText({ pairModel, groundModels, likelyAbove, joinAbove }) {
  const record = (model, indent = '  ') =>
    Object.entries(model)
      .map(([name, value]) => `${indent}${name}: ${Number(value.toFixed(3))},\n`)
      .join('')
  return `// Written by scripts/train-stories.mjs.
import type { GroundModel } from './shared-neighbours.ts'
import type { PairModel } from './compare-entries.ts'

/** Fitted on the development parts of OG2021 (English, Spanish, German headlines) and ECB+ (English articles). */
export const pairModel: PairModel = {
${record(pairModel)}}

/** Fitted on the same sets, one after the other: each on what the look before found. */
export const groundModels: readonly GroundModel[] = [
${groundModels.map((model) => `  {\n${record(model, '    ')}  },\n`).join('')}]

export const likelyAbove = ${likelyAbove}
export const joinAbove = ${joinAbove}
`
}

/**
 * Which words are parts of names, and of what: a linear chain over traits of words (shape, company, known names), decided
 * for the whole sentence at once. Weights come from scripts/train-tagger.mjs; they are of traits, never of words.
 */
import type { SentenceTraits, WordTraits } from './word-traits.ts'

export const tags = ['O', 'person', 'organisation', 'place', 'other'] as const
export type Tag = (typeof tags)[number]

/** One row of five weights a feature; rows by feature name; `transitions[from][to]`. */
export type TaggerFile = {
  readonly weights: Readonly<Record<string, readonly number[]>>
  readonly transitions: readonly (readonly number[])[]
}

export type Tagger = {
  readonly weights: ReadonlyMap<string, readonly number[]>
  readonly transitions: readonly (readonly number[])[]
}

export function openTagger(file: TaggerFile): Tagger {
  return { weights: new Map(Object.entries(file.weights)), transitions: file.transitions }
}

/** A tag for each word, by Viterbi's algorithm. O(words · features). */
export function tagWords(sentence: SentenceTraits, tagger: Tagger): Tag[] {
  const scores = sentence.words.map((word, i) => {
    const sums = [0, 0, 0, 0, 0]
    if (!word.open) return undefined
    for (const feature of featuresAt(sentence, i)) {
      const row = tagger.weights.get(feature)
      if (row !== undefined) for (let tag = 0; tag < tags.length; tag++) sums[tag] = (sums[tag] ?? 0) + (row[tag] ?? 0)
    }
    return sums
  })
  return bestPath(scores, tagger.transitions).map((tag) => tags[tag] ?? 'O')
}

/** Best sequence of tag numbers. A word without scores is no part of a name. */
export function bestPath(
  scores: readonly (readonly number[] | undefined)[],
  transitions: readonly (readonly number[])[],
): number[] {
  const back: number[][] = []
  let before: number[] = [0, ...Array<number>(tags.length - 1).fill(Number.NEGATIVE_INFINITY)]
  for (const own of scores) {
    const now: number[] = []
    const from: number[] = []
    for (let tag = 0; tag < tags.length; tag++) {
      let best = Number.NEGATIVE_INFINITY
      let bestFrom = 0
      if (own !== undefined || tag === 0)
        for (let last = 0; last < tags.length; last++) {
          const score = (before[last] ?? 0) + (transitions[last]?.[tag] ?? 0)
          if (score > best) [best, bestFrom] = [score, last]
        }
      now.push(best + (own?.[tag] ?? 0))
      from.push(bestFrom)
    }
    before = now
    back.push(from)
  }
  let tag = before.indexOf(Math.max(...before))
  const path: number[] = []
  for (let i = scores.length - 1; i >= 0; i--) {
    path.push(tag)
    tag = back[i]?.[tag] ?? 0
  }
  return path.reverse()
}

/** Names of the features of a word: its own traits, those of its neighbours, and a few pairs. */
export function featuresAt({ words, form, field }: SentenceTraits, i: number): string[] {
  const own = words[i] ?? outside
  const before = words[i - 1] ?? outside
  const after = words[i + 1] ?? outside
  const features = ['any', `form=${form}`, `${form}/${field}/${own.shape}`]
  const first = i === 0 || isOpening(before.shape)
  const traits = [...own.classes, ...own.affixes, ...own.known.map((kind) => `known:${kind}`)]
  if (own.classes.length === 0) traits.push('unclassed')
  if (own.known.length === 0) traits.push('unknown')
  if (own.affixes.length === 0) traits.push('plain')
  for (const trait of traits) features.push(trait, `${form}:${trait}`)
  if (first) for (const trait of own.classes) features.push(`first:${trait}`)
  for (const kind of own.known)
    features.push(`${field}:known:${kind}`, `${kind}<${before.shape}`, `${kind}>${after.shape}`)
  addNeighbour(features, '-1', before, form)
  addNeighbour(features, '+1', after, form)
  addFar(features, '-2', words[i - 2] ?? outside)
  addFar(features, '+2', words[i + 2] ?? outside)
  features.push(`${before.shape}_${own.shape}_${after.shape}`, `first=${first}:${own.shape}`)
  for (const left of before.classes)
    for (const right of after.classes) if (isTelling(left) && isTelling(right)) features.push(`${left}_${right}`)
  addRun(features, words, i)
  return features
}

const outside: WordTraits = { shape: 'edge', classes: [], affixes: [], known: [], nameLength: 0, open: false }

function isOpening(shape: string): boolean {
  return shape === 'quote' || shape === 'colon' || shape === 'dash' || shape === 'edge'
}

function isTelling(name: string): boolean {
  return name !== 'common' && name !== 'sport' && name !== 'finance'
}

function addNeighbour(
  features: string[],
  at: string,
  { shape, classes, known, affixes }: WordTraits,
  form: string,
): void {
  features.push(`${at}shape=${shape}`, `${form}${at}shape=${shape}`)
  for (const name of classes) features.push(`${at}${name}`)
  for (const kind of known) features.push(`${at}known:${kind}`)
  for (const name of affixes) features.push(`${at}${name}`)
}

function addFar(features: string[], at: string, { shape, classes, known }: WordTraits): void {
  features.push(`${at}shape=${shape}`)
  for (const name of classes) if (isTelling(name)) features.push(`${at}${name}`)
  for (const kind of known) features.push(`${at}known:${kind}`)
}

/** The run of capitals that the word stands in: its length, its place there, and what stands at both ends and around. */
function addRun(features: string[], words: readonly WordTraits[], i: number): void {
  const isPart = (word: WordTraits | undefined) =>
    word !== undefined && word.shape !== 'lower' && /^[A-Z]/u.test(word.shape)
  if (!isPart(words[i])) return
  let start = i
  let end = i
  while (isPart(words[start - 1]) && i - start < runMax) start -= 1
  while (isPart(words[end + 1]) && end - i < runMax) end += 1
  const length = Math.min(end - start + 1, 4)
  features.push(`run=${length}`, `run=${length}@${Math.min(i - start, 3)}`)
  const left = words[start - 1] ?? outside
  const right = words[end + 1] ?? outside
  const last = words[end] ?? outside
  const head = words[start] ?? outside
  for (const name of left.classes) features.push(`runleft:${name}`, `run=${length}left:${name}`)
  for (const name of right.classes) features.push(`runright:${name}`)
  for (const name of last.classes) features.push(`runlast:${name}`)
  for (const name of head.classes) features.push(`runhead:${name}`)
  for (const kind of last.known) features.push(`runlast:known:${kind}`)
  for (const kind of head.known) features.push(`runhead:known:${kind}`)
  features.push(`runleft=${left.shape}`, `runright=${right.shape}`, `run=${length}:${left.shape}_${right.shape}`)
}

const runMax = 6

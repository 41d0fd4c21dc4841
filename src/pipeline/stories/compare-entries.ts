import { dot, type SparseVector, unitVector } from './sparse-vector.ts'
import type { StoryTerms } from './story-terms.ts'
import type { TermStatistics } from './term-statistics.ts'

/** Terms of one entry weighed by their rarity among all entries of their language; words, grams and names have length 1. */
export type WeighedEntry = {
  readonly terms: StoryTerms
  readonly words: SparseVector
  readonly grams: SparseVector
  readonly names: SparseVector
  /** Rarity of each distinct word, not scaled, and their sum: how much the entry says at all. */
  readonly bits: SparseVector
  readonly bitsTotal: number
}

/** The features of a pair of entries. Those that end in `ByLength` are the same, times how long the shorter text is. */
export const pairFeatureNames = [
  'words',
  'grams',
  'names',
  'sharedBits',
  'contained',
  'gapLog',
  'gapDays',
  'numbersClash',
  'length',
  'near',
  'wordsByLength',
  'gramsByLength',
  'namesByLength',
  'sharedBitsByLength',
  'containedByLength',
  'nearByLength',
] as const
export type PairFeature = (typeof pairFeatureNames)[number]
/** Log-odds that two entries tell of one event: the coefficients of a logistic model, and its constant. */
export type PairModel = { readonly constant: number } & Readonly<Record<PairFeature, number>>

/** Taken for the gap between two entries when one of them has no time. */
const unknownGapHours = 24

/** Weighs an entry's terms by how rare they are among all entries of its language. About 0.1 ms. */
export function weighEntry(terms: StoryTerms, statistics: TermStatistics): WeighedEntry {
  const weigh = (kind: 'words' | 'grams', vector: SparseVector): SparseVector => {
    const rarities = statistics.raritiesOf(kind, vector.ids, terms.language)
    return unitVector(vector, (_, count, place) => (1 + Math.log(count)) * (rarities[place] ?? 0))
  }
  const bits = statistics.raritiesOf('words', terms.words.ids, terms.language)
  return {
    terms,
    words: weigh('words', terms.words),
    grams: weigh('grams', terms.grams),
    names: weigh('words', terms.names),
    bits: { ids: terms.words.ids, weights: bits },
    bitsTotal: bits.reduce((sum, weight) => sum + weight, 0),
  }
}

/** What the model sees of two entries, but for how near their surroundings are; symmetric. */
export function pairFeatures(left: WeighedEntry, right: WeighedEntry): Record<PairFeature, number> {
  const words = dot(left.words, right.words)
  const grams = dot(left.grams, right.grams)
  const names = dot(left.names, right.names)
  const shared = sharedWeight(left.bits, right.bits)
  const sharedBits = Math.log1p(shared)
  const contained = shared / Math.max(Math.min(left.bitsTotal, right.bitsTotal), 1)
  const length = lengthOf(left, right)
  return {
    words,
    grams,
    names,
    sharedBits,
    contained,
    ...gapFeatures(left, right),
    numbersClash: clash(left.terms.numbers, right.terms.numbers),
    length,
    near: 0,
    wordsByLength: words * length,
    gramsByLength: grams * length,
    namesByLength: names * length,
    sharedBitsByLength: sharedBits * length,
    containedByLength: contained * length,
    nearByLength: 0,
  }
}

/** The likeness by which the nearest of an entry are told. */
export function likenessOf({ words, grams }: { readonly words: number; readonly grams: number }): number {
  return words + grams
}

/** What the log-odds of a pair change by for each unit of nearness: the mean `Nearness` of the two. */
export function nearWeight({ length }: { readonly length: number }, model: PairModel): number {
  return model.near + model.nearByLength * length
}

/** Log-odds that the two tell of one event. */
export function logitOf<Name extends string>(
  features: Readonly<Record<Name, number>>,
  model: { readonly constant: number } & Readonly<Record<Name, number>>,
  names: readonly Name[],
): number {
  let sum = model.constant
  for (const name of names) sum += features[name] * model[name]
  return sum
}

/** Time between the two: logarithm of the hours, and days. */
export function gapFeatures(left: WeighedEntry, right: WeighedEntry): { gapLog: number; gapDays: number } {
  const gapHours = Math.abs(left.terms.publishedAtMs - right.terms.publishedAtMs) / 3_600_000
  const known = Number.isNaN(gapHours) ? unknownGapHours : gapHours
  return { gapLog: Math.log1p(known), gapDays: known / 24 }
}

/** Length of the shorter text: about 0 for a headline, about 1 for 200 words. */
export function lengthOf(left: WeighedEntry, right: WeighedEntry): number {
  return (Math.log1p(Math.min(left.terms.length, right.terms.length)) - 2.4) / 3
}

/** 1 when both name numbers and share none, 0 otherwise. */
function clash(left: SparseVector, right: SparseVector): number {
  return left.ids.length > 0 && right.ids.length > 0 && sharedWeight(left, right) === 0 ? 1 : 0
}

/** Sum of the lesser weights of what both hold: a term may be rare in one language and common in the other. */
function sharedWeight(left: SparseVector, right: SparseVector): number {
  const { ids: leftIds, weights: leftWeights } = left
  const { ids: rightIds, weights: rightWeights } = right
  let sum = 0
  let leftPlace = 0
  let rightPlace = 0
  while (leftPlace < leftIds.length && rightPlace < rightIds.length) {
    const leftId = leftIds[leftPlace] ?? 0
    const rightId = rightIds[rightPlace] ?? 0
    if (leftId === rightId) sum += Math.min(leftWeights[leftPlace] ?? 0, rightWeights[rightPlace] ?? 0)
    if (leftId <= rightId) leftPlace += 1
    if (rightId <= leftId) rightPlace += 1
  }
  return sum
}

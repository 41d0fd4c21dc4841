import { dot, type SparseVector, unitVector } from './sparse-vector.ts'
import type { StoryTerms } from './story-terms.ts'
import type { TermStatistics } from './term-statistics.ts'

/** Terms of one entry weighed by their rarity among all entries held. Both vectors have length 1. */
export type WeighedEntry = { readonly terms: StoryTerms; readonly words: SparseVector; readonly grams: SparseVector }

/** The features of a pair of entries, in the order of the coefficients. */
export const pairFeatureNames = ['words', 'grams', 'gap', 'numbersClash', 'names', 'length'] as const
export type PairFeature = (typeof pairFeatureNames)[number]
/** Log-odds that two entries tell of one event: the coefficients of a logistic model, and its constant. */
export type PairModel = { readonly constant: number } & Readonly<Record<PairFeature, number>>

/** Taken for the gap between two entries when one of them has no time. */
const unknownGapHours = 24

export function weighEntry(terms: StoryTerms, statistics: TermStatistics): WeighedEntry {
  return {
    terms,
    words: unitVector(terms.words, (id, count) => (1 + Math.log(count)) * statistics.rarity('words', id)),
    grams: unitVector(terms.grams, (id, count) => (1 + Math.log(count)) * statistics.rarity('grams', id)),
  }
}

/** What the model sees of two entries; symmetric. */
export function pairFeatures(left: WeighedEntry, right: WeighedEntry): Record<PairFeature, number> {
  const gapHours = Math.abs(left.terms.publishedAtMs - right.terms.publishedAtMs) / 3_600_000
  return {
    words: dot(left.words, right.words),
    grams: dot(left.grams, right.grams),
    gap: Math.log1p(Number.isNaN(gapHours) ? unknownGapHours : gapHours),
    numbersClash: clash(left.terms.numbers, right.terms.numbers),
    names: overlap(left.terms.names, right.terms.names),
    length: Math.log1p(Math.min(left.terms.length, right.terms.length)),
  }
}

/** Log-odds that the two tell of one event. */
export function pairLogit(left: WeighedEntry, right: WeighedEntry, model: PairModel): number {
  const features = pairFeatures(left, right)
  let sum = model.constant
  for (const name of pairFeatureNames) sum += features[name] * model[name]
  return sum
}

/** 1 when both name numbers and share none, 0 otherwise. */
function clash(left: SparseVector, right: SparseVector): number {
  return left.ids.length > 0 && right.ids.length > 0 && countShared(left, right) === 0 ? 1 : 0
}

/** Shared ids over the smaller count, in [0, 1]. */
function overlap(left: SparseVector, right: SparseVector): number {
  const smaller = Math.min(left.ids.length, right.ids.length)
  return smaller === 0 ? 0 : countShared(left, right) / smaller
}

function countShared(left: SparseVector, right: SparseVector): number {
  let shared = 0
  let leftPlace = 0
  let rightPlace = 0
  while (leftPlace < left.ids.length && rightPlace < right.ids.length) {
    const leftId = left.ids[leftPlace] ?? 0
    const rightId = right.ids[rightPlace] ?? 0
    if (leftId === rightId) shared += 1
    if (leftId <= rightId) leftPlace += 1
    if (rightId <= leftId) rightPlace += 1
  }
  return shared
}

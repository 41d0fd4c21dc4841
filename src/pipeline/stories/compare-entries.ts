import { type SparseVector, unitVector } from './sparse-vector.ts'
import type { StoryTerms } from './story-terms.ts'
import { TermPlaces } from './term-places.ts'
import type { TermStatistics } from './term-statistics.ts'

/** Terms of one entry weighed by their rarity among all entries of their language; words, grams and names have length 1. */
export type WeighedEntry = {
  readonly terms: StoryTerms
  readonly words: SparseVector
  readonly grams: SparseVector
  /** Of each distinct word: its weight among the names, 0 where it is none. */
  readonly names: Float32Array
  /** Rarity of each distinct word, not scaled, and their sum: how much the entry says at all. */
  readonly bits: Float32Array
  readonly bitsTotal: number
  /** Length of the text: about 0 for a headline, about 1 for 200 words. */
  readonly length: number
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

/** Weighs an entry's terms by how rare they are among all entries of its language. About 0.05 ms. */
export function weighEntry(terms: StoryTerms, statistics: TermStatistics): WeighedEntry {
  const { ids } = terms.words
  const bits = statistics.raritiesOf('words', ids, terms.language)
  const gramBits = statistics.raritiesOf('grams', terms.grams.ids, terms.language)
  return {
    terms,
    words: weigh(terms.words, bits),
    grams: weigh(terms.grams, gramBits),
    names: weigh({ ids, weights: terms.names }, bits).weights,
    bits,
    bitsTotal: bits.reduce((sum, weight) => sum + weight, 0),
    length: (Math.log1p(terms.length) - 2.4) / 3,
  }
}

/** What a term weighs that stands there so often; counts end at 255. */
const countWeights = Float64Array.from({ length: 256 }, (_, count) => (count === 0 ? 0 : 1 + Math.log(count)))

function weigh(counts: SparseVector, rarities: Float32Array) {
  return unitVector(counts, (_, count, place) => (countWeights[count] ?? 0) * (rarities[place] ?? 0))
}

/** What two entries have in common; `features` in the order of their names, 0 for how near their surroundings are. */
export type PairLook = {
  readonly words: number
  readonly grams: number
  readonly length: number
  readonly features: Float64Array
}

/** Compares one entry with many. Which of the two was taken changes nothing: sums run over terms in ascending order. */
export class Comparer {
  readonly #words = new TermPlaces()
  readonly #grams = new TermPlaces()
  #entry: WeighedEntry | undefined

  /** Takes the entry that others are compared with from now on. */
  take(entry: WeighedEntry): void {
    this.#words.take(entry.words.ids)
    this.#grams.take(entry.grams.ids)
    this.#entry = entry
  }

  /** O(terms of the other). `features` are written into the list given. Throws where no entry was taken. */
  lookAt(other: WeighedEntry, features = new Float64Array(pairFeatureNames.length)): PairLook {
    const own = this.#entry
    if (own === undefined) throw new Error('No entry was taken to compare with')
    const { words, names, shared, numbersClash } = this.#sharedWords(own, other)
    const grams = this.#sharedGrams(own, other)
    const sharedBits = Math.log1p(shared)
    const contained = shared / Math.max(Math.min(own.bitsTotal, other.bitsTotal), 1)
    const gapHours = gapHoursOf(own, other)
    const length = Math.min(own.length, other.length)
    features[0] = words
    features[1] = grams
    features[2] = names
    features[3] = sharedBits
    features[4] = contained
    features[5] = Math.log1p(gapHours)
    features[6] = gapHours / 24
    features[7] = numbersClash
    features[8] = length
    features[9] = 0
    features[10] = words * length
    features[11] = grams * length
    features[12] = names * length
    features[13] = sharedBits * length
    features[14] = contained * length
    features[15] = 0
    return { words, grams, length, features }
  }

  /** `shared`: the lesser rarities of what both hold, for a word may be rare in one language and common in the other. */
  #sharedWords(own: WeighedEntry, { words: { ids, weights }, names, bits, terms }: WeighedEntry) {
    let words = 0
    let sharedNames = 0
    let shared = 0
    for (let place = 0; place < ids.length; place += 1) {
      const beside = this.#words.of(ids[place] ?? 0)
      if (beside < 0) continue
      words += (own.words.weights[beside] ?? 0) * (weights[place] ?? 0)
      sharedNames += (own.names[beside] ?? 0) * (names[place] ?? 0)
      shared += Math.min(own.bits[beside] ?? 0, bits[place] ?? 0)
    }
    return { words, names: sharedNames, shared, numbersClash: clash(own.terms.numbers, terms.numbers) }
  }

  #sharedGrams(own: WeighedEntry, { grams: { ids, weights } }: WeighedEntry): number {
    let grams = 0
    for (let place = 0; place < ids.length; place += 1) {
      const beside = this.#grams.of(ids[place] ?? 0)
      if (beside >= 0) grams += (own.grams.weights[beside] ?? 0) * (weights[place] ?? 0)
    }
    return grams
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

/** The coefficients of a model in the order of its features. */
export function coefficientsOf<Name extends string>(
  model: Readonly<Record<Name, number>>,
  names: readonly Name[],
): Float64Array {
  return Float64Array.from(names, (name) => model[name])
}

/** Log-odds that two entries tell of one event. */
export function logitOf(constant: number, coefficients: Float64Array, features: Float64Array): number {
  let sum = constant
  for (let place = 0; place < coefficients.length; place += 1)
    sum += (coefficients[place] ?? 0) * (features[place] ?? 0)
  return sum
}

/** Time between the two. */
export function gapHoursOf(left: WeighedEntry, right: WeighedEntry): number {
  const gapHours = Math.abs(left.terms.publishedAtMs - right.terms.publishedAtMs) / 3_600_000
  return Number.isNaN(gapHours) ? unknownGapHours : gapHours
}

/** 1 when both name numbers and share none, 0 otherwise. Both ascending. */
function clash(left: Uint32Array, right: Uint32Array): number {
  let [leftPlace, rightPlace] = [0, 0]
  while (leftPlace < left.length && rightPlace < right.length) {
    const leftId = left[leftPlace] ?? 0
    const rightId = right[rightPlace] ?? 0
    if (leftId === rightId) return 0
    if (leftId < rightId) leftPlace += 1
    else rightPlace += 1
  }
  return left.length > 0 && right.length > 0 ? 1 : 0
}

// Written by scripts/train-stories.mjs.

import type { PairModel } from './compare-entries.ts'
import type { GroundModel } from './shared-neighbours.ts'

/** Fitted on the development parts of OG2021 (English, Spanish, German headlines) and ECB+ (English articles). */
export const pairModel: PairModel = {
  constant: -3.174,
  words: -1.608,
  grams: 6.122,
  names: 1.242,
  sharedBits: 1.301,
  contained: -0.196,
  gapLog: -0.329,
  gapDays: -1.001,
  numbersClash: -0.728,
  length: -4.321,
  near: -1.184,
  wordsByLength: 2.944,
  gramsByLength: 0.117,
  namesByLength: 5.582,
  sharedBitsByLength: 1.342,
  containedByLength: 1.107,
  nearByLength: -5.615,
}

/** Fitted on the same sets, one after the other: each on what the look before found. */
export const groundModels: readonly GroundModel[] = [
  {
    constant: -5.294,
    words: 2.757,
    grams: 0.749,
    likeness: -0.383,
    common: 7.174,
    gapLog: -0.244,
    gapDays: -0.063,
    length: 0.325,
    company: -0.106,
    companyDifference: 0.471,
    wordsByLength: -1.598,
    gramsByLength: -2.838,
    likenessByLength: 0.894,
    commonByLength: 0.553,
    companyByLength: 0.049,
    companyDifferenceByLength: 1.276,
  },
  {
    constant: -3.388,
    words: 1.644,
    grams: 0.821,
    likeness: 0.094,
    common: 3.86,
    gapLog: -0.102,
    gapDays: -0.033,
    length: 1.737,
    company: -0.053,
    companyDifference: 0.08,
    wordsByLength: -0.789,
    gramsByLength: -1.267,
    likenessByLength: 0.864,
    commonByLength: -1.014,
    companyByLength: -0.073,
    companyDifferenceByLength: 0.958,
  },
]

export const likelyAbove = -0.75
export const joinAbove = -0.5

// Written by scripts/train-stories.mjs.

import type { PairModel } from './compare-entries.ts'
import type { GroundModel } from './shared-neighbours.ts'

/** Fitted on the development parts of OG2021 (English, Spanish, German headlines) and ECB+ (English articles). */
export const pairModel: PairModel = {
  constant: -4.026,
  words: -1.896,
  grams: 5.854,
  names: 1.335,
  sharedBits: 1.247,
  contained: -0.465,
  gapLog: -0.288,
  gapDays: -1.007,
  numbersClash: -0.689,
  length: -7.414,
  wordsByLength: 1.253,
  gramsByLength: -2.795,
  namesByLength: 6.471,
  sharedBitsByLength: 1.6,
  containedByLength: -1.825,
}

/** Fitted on the same sets, one after the other: each on what the look before found. */
export const groundModels: readonly GroundModel[] = [
  {
    constant: -3.703,
    words: 2.568,
    grams: 1.878,
    likeness: -0.412,
    common: 7.089,
    gapLog: -0.255,
    gapDays: -0.194,
    length: 8.018,
    company: -0.407,
    companyDifference: 0.255,
    wordsByLength: 1.425,
    gramsByLength: -1.109,
    likenessByLength: 0.782,
    commonByLength: 1.299,
    companyByLength: -1.687,
    companyDifferenceByLength: 0.306,
  },
  {
    constant: -2.977,
    words: 1.262,
    grams: 1.109,
    likeness: 0.117,
    common: 3.886,
    gapLog: -0.14,
    gapDays: 0.015,
    length: 4.825,
    company: -0.108,
    companyDifference: 0.077,
    wordsByLength: -3.056,
    gramsByLength: -1.869,
    likenessByLength: 1.359,
    commonByLength: -2.519,
    companyByLength: -0.321,
    companyDifferenceByLength: 0.593,
  },
]

export const likelyAbove = -1.5
export const joinAbove = -1

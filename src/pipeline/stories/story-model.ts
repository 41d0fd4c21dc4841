// Written by scripts/train-stories.mjs.

import type { PairModel } from './compare-entries.ts'
import type { GroundModel } from './shared-neighbours.ts'

/** Fitted on the development parts of OG2021 (English, Spanish, German headlines) and ECB+ (English articles). */
export const pairModel: PairModel = {
  constant: -3.516,
  words: -1.675,
  grams: 5.829,
  names: 1.346,
  sharedBits: 0.895,
  contained: 0.393,
  gapLog: -0.268,
  gapDays: -1.029,
  numbersClash: -0.428,
  length: -4.443,
  wordsByLength: 1.96,
  gramsByLength: -1.744,
  namesByLength: 8.927,
  sharedBitsByLength: 0.458,
  containedByLength: -0.345,
}

/** Fitted on the same sets. */
export const groundModel: GroundModel = {
  constant: -3.748,
  words: 2.85,
  grams: 1.712,
  likeness: -0.413,
  common: 7.087,
  gapLog: -0.236,
  gapDays: -0.233,
  length: 6.557,
  company: -0.404,
  companyDifference: 0.251,
  wordsByLength: 2.07,
  gramsByLength: -0.158,
  likenessByLength: 0.636,
  commonByLength: 2.035,
  companyByLength: -1.641,
  companyDifferenceByLength: 0.471,
}

export const likelyAbove = -1.5
export const joinAbove = -1

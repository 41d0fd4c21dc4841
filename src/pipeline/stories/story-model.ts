// Written by scripts/train-stories.mjs.
import type { GroundModel } from './common-ground.ts'
import type { PairModel } from './compare-entries.ts'

/** Fitted on the development parts of OG2021 (English, Spanish, German headlines) and ECB+ (English articles). */
export const pairModel: PairModel = {
  constant: -3.707,
  words: -1.899,
  grams: 6.25,
  names: 1.404,
  sharedBits: 0.96,
  contained: 0.227,
  gapLog: -0.267,
  gapDays: -1.041,
  numbersClash: -0.429,
  length: -4.789,
  wordsByLength: 2.35,
  gramsByLength: -1.651,
  namesByLength: 9.229,
  sharedBitsByLength: 0.459,
  containedByLength: -0.554,
}

/** Fitted on the same sets. */
export const groundModel: GroundModel = {
  constant: -3.812,
  words: 2.943,
  grams: 1.605,
  likeness: -0.413,
  common: 7.27,
  gapLog: -0.217,
  gapDays: -0.236,
  length: 6.924,
  company: -0.411,
  companyDifference: 0.199,
  wordsByLength: 2.57,
  gramsByLength: -0.522,
  likenessByLength: 0.642,
  commonByLength: 1.458,
  companyByLength: -1.635,
  companyDifferenceByLength: 0.452,
}

export const likelyAbove = -1.75
export const joinAbove = -1

// Written by scripts/train-stories.mjs.

import type { PairModel } from './compare-entries.ts'
import type { GroundModel } from './shared-neighbours.ts'

/** Fitted on the development parts of OG2021 (English, Spanish, German headlines) and ECB+ (English articles). */
export const pairModel: PairModel = {
  constant: -3.469,
  words: -0.973,
  grams: 6.004,
  names: 1.485,
  sharedBits: 1.581,
  contained: -1.5,
  gapLog: -0.229,
  gapDays: -1.091,
  numbersClash: -0.834,
  length: -3.841,
  near: -1.357,
  wordsByLength: 6.103,
  gramsByLength: 0.984,
  namesByLength: 4.555,
  sharedBitsByLength: 0.945,
  containedByLength: -0.415,
  nearByLength: -5.705,
}

/** Fitted on the same sets, one after the other: each on what the look before found. */
export const groundModels: readonly GroundModel[] = [
  {
    constant: -5.071,
    words: 1.666,
    grams: 0.631,
    likeness: -0.375,
    common: 6.704,
    gapLog: -0.26,
    gapDays: -0.13,
    length: -0.904,
    company: -0.117,
    companyDifference: 0.382,
    cohesionMost: 2.426,
    cohesionAll: 0.227,
    cohesionMean: -1.632,
    wordsByLength: 3.199,
    gramsByLength: -2.516,
    likenessByLength: 0.921,
    commonByLength: 2.415,
    companyByLength: 0.3,
    companyDifferenceByLength: 1.016,
    cohesionMostByLength: 7.561,
    cohesionAllByLength: -3.268,
    cohesionMeanByLength: -6.452,
  },
  {
    constant: -3.636,
    words: 0.029,
    grams: 1.327,
    likeness: -0.009,
    common: 3.886,
    gapLog: -0.166,
    gapDays: -0.081,
    length: 1.052,
    company: -0.067,
    companyDifference: 0.144,
    cohesionMost: 1.294,
    cohesionAll: 0.7,
    cohesionMean: -1.25,
    wordsByLength: 1.688,
    gramsByLength: -1.893,
    likenessByLength: 0.929,
    commonByLength: -1.068,
    companyByLength: 0.095,
    companyDifferenceByLength: 0.716,
    cohesionMostByLength: 1.857,
    cohesionAllByLength: -1.149,
    cohesionMeanByLength: -1.706,
  },
]

export const likelyAbove = -0.75
export const joinAbove = -0.5

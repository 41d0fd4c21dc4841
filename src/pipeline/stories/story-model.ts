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
    constant: -5.33,
    words: 2.06,
    grams: 0.727,
    likeness: -0.387,
    common: 6.719,
    gapLog: -0.263,
    gapDays: -0.118,
    length: -0.548,
    company: -0.088,
    companyDifference: 0.425,
    cohesionMost: 2.847,
    cohesionAll: 0.014,
    cohesionMean: -1.943,
    wordsByLength: 0.083,
    gramsByLength: -2.558,
    likenessByLength: 1.018,
    commonByLength: 1.988,
    companyByLength: 0.277,
    companyDifferenceByLength: 0.851,
    cohesionMostByLength: 7.123,
    cohesionAllByLength: -2.676,
    cohesionMeanByLength: -6.153,
  },
  {
    constant: -3.765,
    words: 0.487,
    grams: 1.022,
    likeness: -0.019,
    common: 3.979,
    gapLog: -0.142,
    gapDays: -0.089,
    length: 0.856,
    company: -0.048,
    companyDifference: 0.058,
    cohesionMost: 1.422,
    cohesionAll: 0.658,
    cohesionMean: -1.568,
    wordsByLength: -0.391,
    gramsByLength: -1.129,
    likenessByLength: 0.942,
    commonByLength: -1.101,
    companyByLength: 0.006,
    companyDifferenceByLength: 0.951,
    cohesionMostByLength: 1.965,
    cohesionAllByLength: -0.81,
    cohesionMeanByLength: -1.545,
  },
]

export const likelyAbove = -0.75
export const joinAbove = -0.5

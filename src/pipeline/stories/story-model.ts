// Written by scripts/train-stories.mjs.

import type { PairModel } from './compare-entries.ts'
import type { GroundModel } from './shared-neighbours.ts'

/** Fitted on the development parts of OG2021 (English, Spanish, German headlines) and ECB+ (English articles). */
export const pairModel: PairModel = {
  constant: -2.085,
  words: -0.468,
  grams: 6.094,
  names: 1.212,
  sharedBits: 0.93,
  contained: 0.012,
  gapLog: -0.317,
  gapDays: -0.991,
  numbersClash: -0.786,
  length: -1.548,
  near: -1.524,
  wordsByLength: 6.33,
  gramsByLength: 1.531,
  namesByLength: 4.956,
  sharedBitsByLength: 0.89,
  containedByLength: 1.2,
  nearByLength: -7.213,
}

/** Fitted on the same sets, one after the other: each on what the look before found. */
export const groundModels: readonly GroundModel[] = [
  {
    constant: -4.093,
    words: 2.594,
    grams: 0.987,
    likeness: -0.364,
    common: 7.056,
    gapLog: -0.258,
    gapDays: -0.11,
    length: 6.332,
    company: -0.262,
    companyDifference: 0.192,
    wordsByLength: -0.851,
    gramsByLength: -2.077,
    likenessByLength: 0.755,
    commonByLength: 2.654,
    companyByLength: -1.425,
    companyDifferenceByLength: 0.302,
  },
  {
    constant: -2.937,
    words: 1.283,
    grams: 1.182,
    likeness: 0.09,
    common: 3.956,
    gapLog: -0.147,
    gapDays: 0.02,
    length: 4.702,
    company: -0.123,
    companyDifference: 0.004,
    wordsByLength: -2.339,
    gramsByLength: -1.568,
    likenessByLength: 1.256,
    commonByLength: -1.906,
    companyByLength: -0.437,
    companyDifferenceByLength: 0.96,
  },
]

export const likelyAbove = -0.5
export const joinAbove = -0.25

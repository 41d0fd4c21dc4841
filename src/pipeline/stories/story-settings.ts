import type { PairModel } from './compare-entries.ts'

/** The decision of what is one story. */
export type StorySettings = {
  readonly model: PairModel
  /** Two groups are joined while their entries agree by more than this on average, in log-odds. */
  readonly joinAbove: number
  /** Log-odds of a pair that was not worth comparing; weaker pairs are taken for this too. */
  readonly absent: number
  /** Entries further apart than this are never compared. */
  readonly gapDaysMax: number
  /** Similarity of rare words from which a pair is compared in full, in [0, 1]. */
  readonly likenessMin: number
}

/** Fitted by scripts/train-stories.mjs. */
export const storySettings: StorySettings = {
  model: {
    constant: -3.969,
    words: 1.891,
    grams: 6.798,
    gap: -1.07,
    numbersClash: -0.429,
    names: 1.159,
    length: 0.819,
  },
  joinAbove: -2,
  absent: -4,
  gapDaysMax: 10,
  likenessMin: 0.05,
}

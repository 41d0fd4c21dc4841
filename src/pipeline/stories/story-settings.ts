import type { PairModel } from './compare-entries.ts'
import type { GroundModel } from './shared-neighbours.ts'
import { groundModels, joinAbove, likelyAbove, pairModel } from './story-model.ts'

/** The decision of what is one story. All thresholds of agreement are log-odds. */
export type StorySettings = {
  /** First look: how alike two entries are. */
  readonly pairModel: PairModel
  /** Second look, and each later one: whether they are like the same others, by what the look before found. */
  readonly groundModels: readonly GroundModel[]
  /** Entries that came are settled together with those that they agree with by more than this at first look. */
  readonly likelyAbove: number
  /**
   * Two groups are joined while their entries agree by more than this on average, at the last look. A new entry joins, for the
   * time being, the story with which it agrees by more than this, by the mean of the first two looks.
   */
  readonly joinAbove: number
  /** Two entries to which nothing else is joined are one story only where that is likelier than not. */
  readonly pairAbove: number
  /** Added to the agreement of groups, times the logarithm of how many entries they hold together. */
  readonly sizeBonus: number
  /** Taken for a pair that was not worth comparing; weaker pairs are taken for this too. */
  readonly absent: number
  /** Entries further apart than this are never compared. */
  readonly gapDaysMax: number
  /** Similarity of words from which a pair is compared in full, in [0, 1]. */
  readonly likenessMin: number
}

export const storySettings: StorySettings = {
  pairModel,
  groundModels,
  likelyAbove,
  joinAbove,
  pairAbove: 0,
  absent: -3.5,
  sizeBonus: 0.3,
  gapDaysMax: 7,
  likenessMin: 0.06,
}

/** What HTTP needs of corrections of stories. */
import type { EntryId, ReaderId, StoryId } from '../../domain/ids.ts'
import type { Problem } from '../../domain/problem.ts'
import type { CorrectionView } from '../api/contract/corrections.ts'

type Owner = { readonly id: ReaderId }

export type CorrectionWish =
  | { readonly kind: 'apart'; readonly storyId: StoryId; readonly entryIds: readonly EntryId[] }
  | { readonly kind: 'together'; readonly storyId: StoryId; readonly otherStoryId: StoryId }

export type CorrectionDoors = {
  /** The reader's own, the newest first; the operator sees everybody's. */
  readonly corrections: (reader: Owner) => Promise<readonly CorrectionView[]>
  /**
   * `undefined`: there is no such story. Refused: `operator-only`, `story-too-old` for what no longer changes,
   * `not-in-story`, `correction-empty` when nothing would be left of the story or nothing changes.
   */
  readonly correct: (
    reader: Owner,
    wish: CorrectionWish,
  ) => Promise<CorrectionView | { readonly refused: Problem } | undefined>
  /** Takes one back; stories are formed as if it had not been said. False: the reader has no such one in force. */
  readonly undoCorrection: (reader: Owner, id: string) => Promise<boolean>
}

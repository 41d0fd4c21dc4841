/** What HTTP needs of stories that a reader comes back to. */
import type { StoryId } from '../../domain/ids.ts'
import type { HistoryView, SavedCard } from '../api/contract/kept.ts'
import type { Reader } from './reader.ts'

export type KeptDoors = {
  /** Newest save first, bounded. */
  readonly saved: (reader: Reader) => Promise<readonly SavedCard[]>
  /** `undefined`: there is no such story. */
  readonly label: (
    reader: Reader,
    id: StoryId,
    labels: readonly string[],
  ) => Promise<'labelled' | 'not-saved' | undefined>
  /** What was opened or finished, the latest first, bounded. */
  readonly history: (reader: Reader) => Promise<HistoryView['stories']>
  readonly forgetRead: (reader: Reader, id: StoryId) => Promise<void>
}

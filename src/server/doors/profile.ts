/** Doors to what is known of a reader, beside those of `doors.ts`. */
import type { ReaderId, StoryId } from '../../domain/ids.ts'
import type { Problem } from '../../domain/problem.ts'
import type { HistoryResult, WhyView } from '../api/contract/profile.ts'

type Of = { readonly id: ReaderId; readonly name: string }

export type ProfileDoors = {
  /** Why a story is on the reader's page, or not; `undefined`: there is no such story. */
  readonly why: (reader: Of, id: StoryId, options: { readonly atMs: number }) => Promise<WhyView | undefined>
  /** Sources to follow, or saved items, of another reader program. */
  readonly importHistory: (
    reader: Of,
    file: { readonly format: 'opml' | 'starred-json'; readonly text: string },
  ) => Promise<HistoryResult | { readonly refused: Problem }>
  /** `learned`: begin to learn from scratch. `everything`: what the reader said outright as well. */
  readonly erase: (reader: Of, what: 'learned' | 'everything') => Promise<void>
}

import type { EntryId } from '../domain/ids.ts'
import { removeEntries } from '../platform/storage/withdrawals.ts'
import { describeStories } from './describe-stories.ts'
import type { Work } from './work.ts'

/**
 * What a publisher withdrew disappears: article, understanding, search, and its place in a story. A story without any other
 * report disappears with it; others are described anew. Run twice, nothing more happens.
 */
export async function withdrawEntries(work: Work, ids: readonly EntryId[]): Promise<void> {
  if (ids.length === 0) return
  await work.stories.inTurn(async () => {
    await work.db.transaction().execute(async (tx) => {
      const touched = await removeEntries(tx, ids)
      if (touched.length > 0) await describeStories(work, tx, { touched, moves: new Map() })
    })
    // The thread still holds what is gone: it is given the window anew before it places anything else.
    await work.stories.forget()
  })
  await work.ask([{ job: 'assign-story' }])
}

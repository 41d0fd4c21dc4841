import type { EntryId } from '../domain/ids.ts'
import type { Database } from '../platform/storage/database.ts'
import { heldEntries, removeEntries } from '../platform/storage/withdrawals.ts'
import { describeStories } from './describe-stories.ts'
import type { Work } from './work.ts'

/**
 * What a publisher withdrew disappears: article, understanding, search, and its place in a story. A story without any other
 * report disappears with it; others are described anew. Run twice, nothing more happens.
 */
export async function withdrawEntries(work: Work, ids: readonly EntryId[]): Promise<void> {
  await withdrawing(work, ids, async () => {})
}

/** The same together with what else is to be done, in one transaction: that is told which of them were held. */
export async function withdrawing<Result>(
  work: Work,
  ids: readonly EntryId[],
  also: (tx: Database, held: ReadonlySet<EntryId>) => Promise<Result>,
): Promise<Result> {
  const inTransaction = async () =>
    await work.db.transaction().execute(async (tx) => {
      const held = await heldEntries(tx, ids)
      const touched = held.length === 0 ? [] : await removeEntries(tx, held)
      if (touched.length > 0) await describeStories(work, tx, { touched, moves: new Map() })
      return await also(tx, new Set(held))
    })
  if (ids.length === 0) return await inTransaction()
  const result = await work.stories.inTurn(async () => {
    const done = await inTransaction()
    // The thread still holds what is gone: it is given the window anew before it places anything else.
    await work.stories.forget()
    return done
  })
  await work.ask([{ job: 'assign-story' }])
  return result
}

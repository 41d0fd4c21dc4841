/** What a reader comes back to: stories they read, and the labels of those they saved. */
import { sql } from 'kysely'
import type { ReaderId, StoryId } from '../../domain/ids.ts'
import type { Database } from './database.ts'

export type ReadStory = {
  readonly storyId: StoryId
  /** The last time that it was opened or read to its end. */
  readonly at: Date
  readonly finished: boolean
}

/** The latest first. O(signals of the reader), by the index on them. */
export async function readStories(db: Database, readerId: ReaderId, limit: number): Promise<ReadStory[]> {
  const { rows } = await sql<ReadStory>`
    select story_id as "storyId", max(at) as at, bool_or(kind = 'finished') as finished from signals
    where reader_id = ${readerId} and kind in ('opened', 'finished') and story_id is not null
    group by story_id order by max(at) desc, story_id limit ${limit}`.execute(db)
  return rows
}

/** Takes back that these stories were opened and finished, as if they had not been. */
export async function forgetRead(db: Database, readerId: ReaderId, storyId: StoryId): Promise<void> {
  await db
    .deleteFrom('signals')
    .where('reader_id', '=', readerId)
    .where('kind', 'in', ['opened', 'finished', 'dwelt'])
    .where('story_id', '=', storyId)
    .execute()
}

/** Of saved stories that have any, sorted. */
export async function savedLabels(db: Database, readerId: ReaderId): Promise<Map<StoryId, readonly string[]>> {
  const { rows } = await sql<{ story_id: StoryId; labels: string[] }>`
    select story_id, labels from saved where reader_id = ${readerId} and labels <> '{}'`.execute(db)
  return new Map(rows.map(({ story_id: storyId, labels }) => [storyId, labels]))
}

/** False: the reader has not saved this story. */
export async function labelSaved(
  db: Database,
  readerId: ReaderId,
  { storyId, labels }: { readonly storyId: StoryId; readonly labels: readonly string[] },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update saved set labels = ${[...new Set(labels)].toSorted()} where reader_id = ${readerId} and story_id = ${storyId}`.execute(
    db,
  )
  return numAffectedRows > 0n
}

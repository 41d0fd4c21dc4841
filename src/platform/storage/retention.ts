/** What grew old: stories that nobody keeps, with their articles, and pages that were logged. */
import { sql } from 'kysely'
import type { EntryId, StoryId } from '../../domain/ids.ts'
import type { Database } from './database.ts'
import { publish } from './outbox.ts'
import { dropEmptyStories } from './stories.ts'
import { takeOutEntries } from './withdrawals.ts'

/** What a reader did with a story that they want to come back to. */
const keeping = ['saved', 'shared', 'more']

/** All of the story `s.id` came in before then, and nobody saved it, marked words in it, or asked for more like it. */
const isForgettable = (before: Date) => sql`
  not exists (select from story_entries m where m.story_id = s.id and m.first_seen_at >= ${before})
  and not exists (select from saved k where k.story_id = s.id)
  and not exists (select from signals g where g.story_id = s.id and g.kind = any(${keeping}::text[]))
  and not exists (select from highlights h where h.story_id = s.id)
  and not exists (select from highlights h join story_entries m on m.entry_id = h.entry_id where m.story_id = s.id)`

/** Stories that came in before then and that nobody keeps, some of them. O(entries from before then). */
export async function forgettableStories(
  db: Database,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<StoryId[]> {
  const { rows } = await sql<{ id: StoryId }>`
    select s.id from (
      select distinct m.story_id as id from entries e join story_entries m on m.entry_id = e.id
      where e.first_seen_at < ${before}) s
    where ${isForgettable(before)} limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/**
 * Deletes those of the stories that nobody keeps by now, with their articles. Their entries stay known: a feed that still
 * lists one does not bring it back as new. Returns how many entries went.
 */
export async function forgetStories(
  db: Database,
  ids: readonly StoryId[],
  { before }: { readonly before: Date },
): Promise<number> {
  return await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: StoryId }>`
      select s.id from unnest(${ids}::uuid[]) s(id) where ${isForgettable(before)}`.execute(tx)
    const gone = rows.map(({ id }) => id)
    if (gone.length === 0) return 0
    const { rows: members } = await sql<{ id: EntryId }>`
      select entry_id as id from story_entries where story_id = any(${gone}::uuid[])`.execute(tx)
    await takeOutEntries(
      tx,
      members.map(({ id }) => id),
    )
    await dropEmptyStories(tx, new Map(), gone)
    await sql`delete from story_embeddings where story_id = any(${gone}::uuid[])`.execute(tx)
    await sql`delete from story_moves where new_id = any(${gone}::uuid[])`.execute(tx)
    await publish(tx, { kind: 'stories-changed', storyIds: [], dropped: gone })
    return members.length
  })
}

/** Deletes logged pages from before then, so many at most; how many. */
export async function forgetPages(
  db: Database,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from pages where (reader_id, id, made_at) in (
      select reader_id, id, made_at from pages where made_at < ${before} limit ${limit})`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

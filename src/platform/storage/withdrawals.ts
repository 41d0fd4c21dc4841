/** Entries that their publisher withdrew: nothing of them stays, but that a story had them is told to whom it matters. */
import { sql } from 'kysely'
import type { EntryId, StoryId } from '../../domain/ids.ts'
import type { Database } from './database.ts'

/** Which of these are held. */
export async function heldEntries(db: Database, ids: readonly EntryId[]): Promise<EntryId[]> {
  const { rows } = await sql<{ entry_id: EntryId }>`
    select entry_id from entry_keys where entry_id = any(${ids}::uuid[])`.execute(db)
  return rows.map((row) => row.entry_id)
}

/** Takes entries out of every table that knows them, as if they had never come. Returns the stories that had them. Call in a transaction. */
export async function removeEntries(db: Database, ids: readonly EntryId[]): Promise<StoryId[]> {
  await holdSources(db, ids)
  await sql`
    with counted as (
      select source_id, count(*) as entries from entries where id = any(${ids}::uuid[]) group by source_id)
    update sources set entries_seen = greatest(entries_seen - counted.entries, 0)
    from counted where sources.id = counted.source_id`.execute(db)
  const stories = await takeOutEntries(db, ids)
  await sql`delete from entry_keys where entry_id = any(${ids}::uuid[])`.execute(db)
  return stories
}

async function holdSources(db: Database, ids: readonly EntryId[]): Promise<void> {
  await sql`select from sources where id in (select source_id from entries where id = any(${ids}::uuid[]))
    order by id for no key update`.execute(db)
}

/** The same, but that they came is still known: a feed that lists them still does not bring them back. */
export async function takeOutEntries(db: Database, ids: readonly EntryId[]): Promise<StoryId[]> {
  // Their sources are held before all else, as by whoever saves what a source sent.
  await holdSources(db, ids)
  // What waits goes first: whoever has taken a row is waited for, and what it wrote is then removed with the rest.
  await sql`delete from understanding_wanted where entry_id = any(${ids}::uuid[])`.execute(db)
  await sql`delete from subjects_wanted where entry_id = any(${ids}::uuid[])`.execute(db)
  await sql`delete from pages_wanted where entry_id = any(${ids}::uuid[])`.execute(db)
  await sql`delete from stories_wanted where entry_id = any(${ids}::uuid[])`.execute(db)
  await sql`delete from descriptions_wanted where entry_id = any(${ids}::uuid[])`.execute(db)
  const { rows } = await sql<{ story_id: StoryId }>`
    delete from story_entries where entry_id = any(${ids}::uuid[]) returning story_id`.execute(db)
  await sql`update story_entries set copy_of = null where copy_of = any(${ids}::uuid[])
    and story_id = any(${rows.map((row) => row.story_id)}::uuid[])`.execute(db)
  await sql`delete from understandings where entry_id = any(${ids}::uuid[])`.execute(db)
  await sql`delete from article_edits where entry_id = any(${ids}::uuid[])`.execute(db)
  await sql`delete from articles where entry_id = any(${ids}::uuid[])`.execute(db)
  await sql`delete from entries where id = any(${ids}::uuid[])`.execute(db)
  return [...new Set(rows.map((row) => row.story_id))]
}

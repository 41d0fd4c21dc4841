/** People whom stories call by one name alone, and whom such a name means in the news of these days. */
import { sql } from 'kysely'
import type { EntityId, ReaderId, StoryId } from '../../domain/ids.ts'
import type { Database } from './database.ts'

/** Stories that say who is meant count so many days before the newest one. */
const windowDays = 14
/** Stories that are told again at once when a name comes to mean somebody else; older ones are when they next change. */
const storiesAgainMax = 1_000

export type StoredShortName = {
  readonly storyId: StoryId
  readonly short: EntityId
  readonly full?: { readonly id: EntityId; readonly name: string }
  readonly latestAtMs: number
}

/** In place of what these stories were known to say; returns the names that they had before. */
export async function saveShortNames(
  db: Database,
  storyIds: readonly StoryId[],
  names: readonly StoredShortName[],
): Promise<EntityId[]> {
  const former = await dropShortNames(db, storyIds)
  if (names.length === 0) return former
  const rows = names.map(({ storyId, short, full, latestAtMs }) => ({
    story_id: storyId,
    short_id: short,
    full_id: full?.id ?? '',
    name: full?.name ?? '',
    latest_at: new Date(latestAtMs).toISOString(),
  }))
  await sql`
    insert into short_names (story_id, short_id, full_id, name, latest_at)
    select story_id, short_id, full_id, name, latest_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(story_id uuid, short_id text, full_id text, name text, latest_at timestamptz)
    on conflict do nothing`.execute(db)
  return former
}

/** Returns the names that these stories had. */
async function dropShortNames(db: Database, storyIds: readonly StoryId[]): Promise<EntityId[]> {
  if (storyIds.length === 0) return []
  const { rows } = await sql<{ short_id: EntityId }>`
    delete from short_names where story_id = any(${storyIds}::uuid[]) returning short_id`.execute(db)
  return rows.map((row) => row.short_id)
}

/** How many stories of the window call whom by each of these names. */
export async function countShortNames(
  db: Database,
  shorts: readonly EntityId[],
): Promise<{ readonly short: EntityId; readonly full: EntityId; readonly name: string; readonly stories: number }[]> {
  if (shorts.length === 0) return []
  const { rows } = await sql<{ short: EntityId; full: EntityId; name: string; stories: number }>`
    select short_id as short, full_id as "full", max(name) as name, count(*)::int as stories from short_names
    where short_id = any(${shorts}::text[]) and full_id <> ''
      and latest_at >= (select max(latest_at) from short_names) - make_interval(days => ${windowDays})
    group by short_id, full_id order by short_id, full_id`.execute(db)
  return rows
}

/**
 * Keeps whom these names mean now, in place of before. Those who follow or mute a name do so with who is meant too, as long as it
 * holds. Returns the names that mean somebody else than before, and whose profiles tell of it.
 */
export async function saveMeant(
  db: Database,
  shorts: readonly EntityId[],
  meant: ReadonlyMap<EntityId, { readonly id: EntityId; readonly name: string }>,
): Promise<{ readonly changed: EntityId[]; readonly readers: ReaderId[] }> {
  if (shorts.length === 0) return { changed: [], readers: [] }
  const before = await sql<{ short_id: EntityId; full_id: EntityId }>`
    select short_id, full_id from meant_names where short_id = any(${shorts}::text[]) order by short_id for update`.execute(
    db,
  )
  const known = new Map(before.rows.map(({ short_id, full_id }) => [short_id, full_id]))
  const changed = shorts.filter((short) => known.get(short) !== meant.get(short)?.id)
  const readers = new Set<ReaderId>()
  for (const short of changed) {
    for (const reader of await takeAlong(db, short)) readers.add(reader)
    await sql`delete from meant_names where short_id = ${short}`.execute(db)
    const now = meant.get(short)
    if (now !== undefined) for (const reader of await meanNow(db, short, now)) readers.add(reader)
  }
  return { changed, readers: [...readers].sort() }
}

async function meanNow(
  db: Database,
  short: EntityId,
  { id, name }: { readonly id: EntityId; readonly name: string },
): Promise<ReaderId[]> {
  await sql`insert into meant_names (short_id, full_id, name) values (${short}, ${id}, ${name})
    on conflict (short_id) do update set full_id = excluded.full_id, name = excluded.name, at = now()`.execute(db)
  const [alias, entity] = [`entity:${short}`, `entity:${id}`]
  const { rows } = await sql<{ id: ReaderId }>`
    with followed as (
      insert into follows (reader_id, kind, ref, label)
      select reader_id, 'topic', ${entity}, ${name} from follows where kind = 'topic' and ref = ${alias}
      on conflict do nothing returning reader_id),
    muted as (
      insert into mutes (reader_id, kind, ref, label, strength, until)
      select reader_id, 'topic', ${entity}, ${name}, strength, until from mutes where kind = 'topic' and ref = ${alias}
      on conflict do nothing returning reader_id)
    select reader_id as id from followed union select reader_id from muted`.execute(db)
  return rows.map((row) => row.id)
}

/** Drops the follows and mutes that a name brought along: they bear its time, to the microsecond. */
async function takeAlong(db: Database, short: EntityId): Promise<ReaderId[]> {
  const alias = `entity:${short}`
  const { rows } = await sql<{ id: ReaderId }>`
    with meant as (select at, 'entity:' || full_id as ref from meant_names where short_id = ${short}),
    unfollowed as (
      delete from follows f using meant, follows of_alias
      where f.kind = 'topic' and f.at = meant.at and f.ref = meant.ref and of_alias.reader_id = f.reader_id
        and of_alias.kind = 'topic' and of_alias.ref = ${alias} returning f.reader_id),
    unmuted as (
      delete from mutes m using meant, mutes of_alias
      where m.kind = 'topic' and m.at = meant.at and m.ref = meant.ref and of_alias.reader_id = m.reader_id
        and of_alias.kind = 'topic' and of_alias.ref = ${alias} returning m.reader_id)
    select reader_id as id from unfollowed union select reader_id from unmuted`.execute(db)
  return rows.map((row) => row.id)
}

/** Has the newest stories that only have one of these names told again. */
export async function wantToldAgain(db: Database, shorts: readonly EntityId[]): Promise<void> {
  if (shorts.length === 0) return
  await sql`
    insert into descriptions_wanted (entry_id)
    select distinct on (m.story_id) m.entry_id from story_entries m where m.story_id in (
      select story_id from short_names where short_id = any(${shorts}::text[]) and full_id = ''
      order by latest_at desc limit ${storiesAgainMax})
    order by m.story_id, m.entry_id on conflict do nothing`.execute(db)
}

/** What stories said that are so old that nothing is told again by them. */
export async function forgetShortNames(db: Database): Promise<void> {
  await sql`delete from short_names
    where latest_at < (select max(latest_at) from short_names) - make_interval(days => ${3 * windowDays})`.execute(db)
}

/** What waits to be understood, and what was. */
import { sql } from 'kysely'
import type { EntryId } from '../../domain/ids.ts'
import type { Understood } from '../../domain/topic.ts'
import type { Database } from './database.ts'
import { storableJson } from './storable.ts'
import { wantDescriptions } from './stories.ts'

export type ToUnderstand = {
  readonly entryId: EntryId
  readonly firstSeenAt: Date
  readonly title: string
  readonly text: string
  readonly language?: string
  readonly pageKeyPoints: readonly string[]
  readonly topicLine?: string
  /** The text is all that there will be: no page is to be read any more. */
  readonly isFinal: boolean
}

/** Longest text that understanding looks at; the rest of a longer one repeats it. */
const charactersMax = 20_000

/**
 * Takes some of what waits, until the transaction ends. Others take other rows meanwhile. Articles are read by a statement
 * of their own: one that began before the rows were locked would not see a page that came in between.
 */
export async function takeToUnderstand(db: Database, limit: number): Promise<ToUnderstand[]> {
  const { rows } = await sql<{ entry_id: EntryId }>`
    select entry_id from understanding_wanted order by first_seen_at, entry_id limit ${limit} for update skip locked`.execute(
    db,
  )
  return await articlesOf(
    db,
    rows.map((row) => row.entry_id),
  )
}

/** So many of the newest articles, of so many days, are understood again after an upgrade: older ones are hardly on any page. */
const againMax = 50_000
const againDaysMax = 30

/**
 * Makes this the version by which articles are understood. Where another one was, recent articles wait to be understood once
 * more, behind everything else; until then they keep what is known of them. Returns how many, nothing where it is the same.
 */
export async function useUnderstanding(db: Database, version: string): Promise<number | undefined> {
  return await db.transaction().execute(async (tx) => {
    const { rows } = await sql`
      update understanding_state set version = ${version} where version <> ${version} returning version`.execute(tx)
    if (rows.length === 0) return undefined
    const { numAffectedRows } = await sql`
      insert into subjects_wanted (entry_id, first_seen_at)
      select entry_id, first_seen_at from understandings
      where first_seen_at > now() - make_interval(days => ${againDaysMax})
      order by first_seen_at desc limit ${againMax}
      on conflict do nothing`.execute(tx)
    return Number(numAffectedRows ?? 0)
  })
}

/** The same for entries that are understood already and may be better, by a vector or by newer words; the newest first. */
export async function takeForSubjects(db: Database, limit: number): Promise<ToUnderstand[]> {
  const { rows } = await sql<{ entry_id: EntryId }>`
    select entry_id from subjects_wanted order by first_seen_at desc, entry_id limit ${limit} for update skip locked`.execute(
    db,
  )
  return await articlesOf(
    db,
    rows.map((row) => row.entry_id),
  )
}

async function articlesOf(db: Database, ids: readonly EntryId[]): Promise<ToUnderstand[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{
    entry_id: EntryId
    first_seen_at: Date
    title: string
    text: string
    language: string | null
    key_points: string[]
    topic_line: string | null
    is_final: boolean
  }>`
    select a.entry_id, a.first_seen_at, a.title, left(a.text, ${charactersMax}) as text, a.language, a.key_points, a.topic_line,
      not exists (select from pages_wanted p where p.entry_id = a.entry_id) as is_final
    from entry_keys k join articles a on a.entry_id = k.entry_id and a.first_seen_at = k.first_seen_at
    where k.entry_id = any(${ids}::uuid[])
    order by a.first_seen_at, a.entry_id`.execute(db)
  return rows.map((row) => ({
    entryId: row.entry_id,
    firstSeenAt: row.first_seen_at,
    title: row.title,
    text: row.text,
    ...(row.language === null ? {} : { language: row.language }),
    pageKeyPoints: row.key_points,
    ...(row.topic_line === null ? {} : { topicLine: row.topic_line }),
    isFinal: row.is_final,
  }))
}

/** An entry and what was understood of it. */
export type Result = Pick<ToUnderstand, 'entryId' | 'firstSeenAt' | 'isFinal'> & { readonly understood: Understood }

/**
 * Saves what was understood, and that the entries' stories want to tell it; those whose text is final wait for their subjects,
 * too. In the transaction that took them.
 */
export async function saveUnderstood(db: Database, results: readonly Result[]): Promise<void> {
  // Before the understandings: whoever finds subjects locks in the same order.
  await sql`
    insert into subjects_wanted (entry_id, first_seen_at)
    select * from jsonb_to_recordset(${keysOf(results.filter(({ isFinal }) => isFinal))}::jsonb)
      as r(entry_id uuid, first_seen_at timestamptz)
    order by entry_id on conflict (entry_id) do update set version = subjects_wanted.version + 1`.execute(db)
  await upsertUnderstandings(db, results)
  await wantDescriptions(db, idsOf(results))
  await sql`delete from understanding_wanted where entry_id = any(${idsOf(results)}::uuid[])`.execute(db)
}

/** Saves what was understood with the vector, and that their stories' cards want to tell it. In the transaction that took them. */
export async function saveSubjects(db: Database, results: readonly Result[]): Promise<void> {
  await upsertUnderstandings(db, results)
  await wantDescriptions(db, idsOf(results))
  await sql`delete from subjects_wanted where entry_id = any(${idsOf(results)}::uuid[])`.execute(db)
}

async function upsertUnderstandings(db: Database, results: readonly Result[]): Promise<void> {
  await sql`
    insert into understandings (entry_id, first_seen_at, language, key_points, topics, entities)
    select * from jsonb_to_recordset(${toJson(results)}::jsonb) as r(entry_id uuid, first_seen_at timestamptz, language text,
      key_points text[], topics jsonb, entities jsonb)
    on conflict (entry_id, first_seen_at) do update set language = excluded.language, key_points = excluded.key_points,
      topics = excluded.topics, entities = excluded.entities`.execute(db)
}

function toJson(results: readonly Result[]): string {
  const rows = results.map(({ entryId, firstSeenAt, understood }) => ({
    entry_id: entryId,
    first_seen_at: firstSeenAt.toISOString(),
    language: understood.language,
    key_points: understood.keyPoints,
    topics: understood.topics,
    entities: understood.entities,
  }))
  return storableJson(rows)
}

/** What rows of work that waits consist of. */
function keysOf(results: readonly Pick<Result, 'entryId' | 'firstSeenAt'>[]): string {
  return JSON.stringify(
    results.map(({ entryId, firstSeenAt }) => ({ entry_id: entryId, first_seen_at: firstSeenAt.toISOString() })),
  )
}

function idsOf(results: readonly Result[]): EntryId[] {
  return results.map(({ entryId }) => entryId)
}

/** Entries that are understood, counted no further than `enough`. */
export async function countUnderstood(db: Database, enough: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (select from understandings limit ${enough}) u`.execute(db)
  return rows[0]?.count ?? 0
}

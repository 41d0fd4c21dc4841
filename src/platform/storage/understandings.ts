/** What waits to be understood, and what was. */
import { sql } from 'kysely'
import type { EntryId } from '../../domain/ids.ts'
import type { Understood } from '../../domain/topic.ts'
import type { Database } from './database.ts'

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
  const taken = await sql<{ entry_id: EntryId }>`
    select entry_id from understanding_wanted order by first_seen_at, entry_id limit ${limit} for update skip locked`.execute(
    db,
  )
  if (taken.rows.length === 0) return []
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
    from understanding_wanted w join articles a using (entry_id, first_seen_at)
    where w.entry_id = any(${taken.rows.map((row) => row.entry_id)}::uuid[])
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

/** Saves what was understood, and hands the entries on to story formation. In the transaction that took them. */
export async function saveUnderstood(
  db: Database,
  results: readonly { readonly entryId: EntryId; readonly firstSeenAt: Date; readonly understood: Understood }[],
): Promise<void> {
  const rows = results.map(({ entryId, firstSeenAt, understood }) => ({
    entry_id: entryId,
    first_seen_at: firstSeenAt.toISOString(),
    language: understood.language,
    key_points: understood.keyPoints,
    topics: understood.topics,
    entities: understood.entities,
  }))
  const json = JSON.stringify(rows).replaceAll('\\u0000', '')
  await sql`
    insert into understandings (entry_id, first_seen_at, language, key_points, topics, entities)
    select * from jsonb_to_recordset(${json}::jsonb) as r(entry_id uuid, first_seen_at timestamptz, language text,
      key_points text[], topics jsonb, entities jsonb)
    on conflict (entry_id, first_seen_at) do update set language = excluded.language, key_points = excluded.key_points,
      topics = excluded.topics, entities = excluded.entities`.execute(db)
  await sql`
    insert into stories_wanted (entry_id, first_seen_at)
    select * from jsonb_to_recordset(${json}::jsonb) as r(entry_id uuid, first_seen_at timestamptz)
    order by entry_id on conflict (entry_id) do update set version = stories_wanted.version + 1`.execute(db)
  await db
    .deleteFrom('understanding_wanted')
    .where(
      'entry_id',
      'in',
      results.map((r) => r.entryId),
    )
    .execute()
}

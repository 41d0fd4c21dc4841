/** Readers' own queries, and which stories hold their words. */
import { sql } from 'kysely'
import type { ReaderId, StoryId, TopicId } from '../../domain/ids.ts'
import type { ReaderQuery } from '../../domain/topic.ts'
import type { Database } from './database.ts'
import { bytesOf, floatsOf } from './embeddings.ts'

const prefix = 'query:'

/** In the order they were made. `direction` only where it is the given model's. */
export async function listQueries(
  db: Database,
  readerId: ReaderId,
  model: string | undefined,
): Promise<(ReaderQuery & { readonly at: Date })[]> {
  const rows = await db
    .selectFrom('queries')
    .selectAll()
    .where('reader_id', '=', readerId)
    .orderBy('at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    // The one place where topics of queries are named.
    id: `${prefix}${row.id}` as TopicId,
    words: row.words,
    byMeaning: row.by_meaning,
    at: row.at,
    ...(row.vector === null || row.model !== model ? {} : { direction: floatsOf(row.vector) }),
  }))
}

/** Adds a query, or puts its new state in place of the old. */
export async function saveQuery(
  db: Database,
  readerId: ReaderId,
  query: {
    readonly uuid: string
    readonly words: string
    readonly byMeaning: boolean
    readonly model?: string
    readonly direction?: Float32Array
  },
): Promise<void> {
  const values = {
    words: query.words,
    by_meaning: query.byMeaning,
    model: query.model ?? null,
    vector: query.direction === undefined ? null : bytesOf(query.direction),
  }
  await db
    .insertInto('queries')
    .values({ reader_id: readerId, id: query.uuid, ...values })
    .onConflict((c) => c.columns(['reader_id', 'id']).doUpdateSet(values))
    .execute()
}

export async function dropQuery(db: Database, readerId: ReaderId, id: TopicId): Promise<void> {
  await db.deleteFrom('queries').where('reader_id', '=', readerId).where('id', '=', id.slice(prefix.length)).execute()
}

/** Queries whose direction is of another model than this one, of any reader. */
export async function queriesToEmbed(
  db: Database,
  model: string,
  limit: number,
): Promise<{ readonly readerId: ReaderId; readonly uuid: string; readonly words: string }[]> {
  const rows = await db
    .selectFrom('queries')
    .select(['reader_id', 'id', 'words'])
    .where('by_meaning', '=', true)
    .where((eb) => eb.or([eb('model', 'is', null), eb('model', '<>', model)]))
    .orderBy('reader_id')
    .orderBy('id')
    .limit(limit)
    .execute()
  // Written by saveQuery under ids of readers.
  return rows.map((row) => ({ readerId: row.reader_id as ReaderId, uuid: row.id, words: row.words }))
}

/** Whether words can be asked for at all: a query of signs and stop signs alone finds nothing. */
export async function holdsWords(db: Database, words: string): Promise<boolean> {
  const { rows } = await sql<{ nodes: number }>`
    select numnode(websearch_to_tsquery('simple', ${words})) as nodes`.execute(db)
  return (rows[0]?.nodes ?? 0) > 0
}

/** Which of these stories have a report that holds all the words of which query. O(entries of the stories · queries). */
export async function storiesHolding(
  db: Database,
  queries: readonly { readonly id: string; readonly words: string }[],
  storyIds: readonly StoryId[],
): Promise<{ readonly query: string; readonly storyId: StoryId }[]> {
  if (queries.length === 0 || storyIds.length === 0) return []
  const { rows } = await sql<{ query: string; storyId: StoryId }>`
    with asked as materialized (
      select id, websearch_to_tsquery('simple', words) as words
      from jsonb_to_recordset(${JSON.stringify(queries)}::jsonb) as r(id text, words text)),
    reports as materialized (
      select m.story_id, to_tsvector('simple', a.title || ' ' || left(a.text, 100000)) as words
      from story_entries m join articles a on a.entry_id = m.entry_id and a.first_seen_at = m.first_seen_at
      where m.story_id = any(${storyIds}::uuid[]))
    select distinct asked.id as query, reports.story_id as "storyId" from asked join reports on reports.words @@ asked.words`.execute(
    db,
  )
  return rows
}

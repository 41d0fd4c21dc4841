/** What readers marked in articles. Every query begins with their id. */
import { sql } from 'kysely'
import type { Highlight } from '../../domain/highlight.ts'
import type { EntryId, ReaderId, StoryId } from '../../domain/ids.ts'
import { keepable } from '../../domain/keepable.ts'
import type { Database } from './database.ts'

export type StoredHighlight = Highlight & {
  /** Where its article stands now, or stood last. */
  readonly storyId: StoryId | null
}

type Row = Omit<StoredHighlight, 'atMs'> & { readonly at: Date }

const columns = sql`h.id, h.entry_id as "entryId", coalesce(m.story_id, h.story_id) as "storyId", h.quote, h.before, h.after,
  h.start, h.at`

/** In the order of the articles' text, by articles; the articles marked last first. */
export async function listHighlights(db: Database, readerId: ReaderId, limit: number): Promise<StoredHighlight[]> {
  const { rows } = await sql<Row>`
    with latest as (select * from highlights where reader_id = ${readerId} order by at desc, id limit ${limit})
    select ${columns} from latest h left join story_entries m on m.entry_id = h.entry_id
    order by max(h.at) over (partition by h.entry_id) desc, h.entry_id, h.start, h.id`.execute(db)
  return rows.map(highlightOf)
}

/** Those in the articles of these stories, in the order of the articles' text. */
export async function highlightsUnder(
  db: Database,
  readerId: ReaderId,
  storyIds: readonly StoryId[],
): Promise<Map<StoryId, StoredHighlight[]>> {
  const { rows } = await sql<Row>`
    select ${columns} from highlights h left join story_entries m on m.entry_id = h.entry_id
    where h.reader_id = ${readerId} and coalesce(m.story_id, h.story_id) = any(${storyIds}::uuid[])
    order by h.entry_id, h.start, h.id`.execute(db)
  const byStory = new Map<StoryId, StoredHighlight[]>()
  for (const row of rows) {
    if (row.storyId === null) continue
    byStory.set(row.storyId, [...(byStory.get(row.storyId) ?? []), highlightOf(row)])
  }
  return byStory
}

/** Of one article, in the order of its text. */
export async function highlightsIn(db: Database, readerId: ReaderId, entryId: EntryId): Promise<StoredHighlight[]> {
  const { rows } = await sql<Row>`
    select ${columns} from highlights h left join story_entries m on m.entry_id = h.entry_id
    where h.reader_id = ${readerId} and h.entry_id = ${entryId} order by h.start, h.id`.execute(db)
  return rows.map(highlightOf)
}

/** How many the reader has, apart from one of this id: of all articles, and of one. */
export async function countHighlights(
  db: Database,
  readerId: ReaderId,
  { entryId, without }: { readonly entryId: EntryId; readonly without: string },
): Promise<{ readonly all: number; readonly ofArticle: number }> {
  const { rows } = await sql<{ all: number; ofArticle: number }>`
    select count(*)::int as all, count(*) filter (where entry_id = ${entryId})::int as "ofArticle" from highlights
    where reader_id = ${readerId} and id <> ${without}`.execute(db)
  return rows[0] ?? { all: 0, ofArticle: 0 }
}

/** Saves one, or puts it in the place of the reader's one with the same id. */
export async function saveHighlight(
  db: Database,
  readerId: ReaderId,
  { id, entryId, storyId, quote, before, after, start, atMs }: StoredHighlight,
): Promise<void> {
  const values = {
    entry_id: entryId,
    story_id: storyId,
    quote: keepable(quote),
    before: keepable(before),
    after: keepable(after),
    start,
  }
  await db
    .insertInto('highlights')
    .values({ reader_id: readerId, id, at: new Date(atMs), ...values })
    .onConflict((c) => c.columns(['reader_id', 'id']).doUpdateSet(values))
    .execute()
}

/** What was taken away; nothing where the reader had none of this id. */
export async function dropHighlight(
  db: Database,
  readerId: ReaderId,
  id: string,
): Promise<StoredHighlight | undefined> {
  const { rows } = await sql<Row>`
    delete from highlights h where reader_id = ${readerId} and id = ${id}
    returning h.id, h.entry_id as "entryId", h.story_id as "storyId", h.quote, h.before, h.after, h.start, h.at`.execute(
    db,
  )
  return rows.map(highlightOf)[0]
}

function highlightOf({ at, ...rest }: Row): StoredHighlight {
  return { ...rest, atMs: at.getTime() }
}

/** Pages that wait to be read: taken a few at a time per source, given back with a delay, or done. */
import { sql } from 'kysely'
import type { Article } from '../../domain/article.ts'
import type { Entry } from '../../domain/feed.ts'
import type { EntryId, SourceId } from '../../domain/ids.ts'
import type { Database } from './database.ts'
import { replaceArticle } from './entries.ts'

export type WantedPage = {
  readonly entryId: EntryId
  readonly url: string
  readonly attempts: number
  readonly title: string
  /** The entry as its feed gave it. */
  readonly published: Entry
  /** Of what it said then. */
  readonly digest: Buffer
}

export async function wantedPages(db: Database, sourceId: SourceId, limit: number): Promise<WantedPage[]> {
  const { rows } = await sql<Omit<WantedPage, 'entryId'> & { readonly entry_id: EntryId }>`
    select w.entry_id, w.url, w.attempts, e.title, e.published, k.digest
    from pages_wanted w join entries e on e.id = w.entry_id join entry_keys k on k.entry_id = w.entry_id
    where w.source_id = ${sourceId} and w.due_at <= now() order by e.published_at desc, w.entry_id limit ${limit}`.execute(
    db,
  )
  return rows.map(({ entry_id: entryId, ...row }) => ({ ...row, entryId }))
}

/** Sources with pages to read now. */
export async function sourcesWithWantedPages(db: Database): Promise<SourceId[]> {
  const { rows } = await sql<{ source_id: SourceId }>`
    select distinct source_id from pages_wanted where due_at <= now()`.execute(db)
  return rows.map((row) => row.source_id)
}

/**
 * The page was read: its article takes the feed's place, and is given its story and understood anew. Where the feed has changed the entry meanwhile,
 * nothing is: the page is to be read again, beside what the feed says now.
 */
export async function savePage(
  db: Database,
  page: Pick<WantedPage, 'entryId' | 'title' | 'digest'> & { readonly article: Article },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    // Whoever changes the entry holds its article first: it is waited for, and what it says is seen then.
    await sql`select from articles where entry_id = ${page.entryId} for update`.execute(tx)
    const key = await tx
      .selectFrom('entry_keys')
      .select('digest')
      .where('entry_id', '=', page.entryId)
      .executeTakeFirst()
    if (key?.digest.equals(page.digest) !== true) return
    await replaceArticle(tx, { id: page.entryId, article: page.article, title: page.title, fromPage: true })
    await endWaiting(tx, page.entryId)
    await sql`insert into stories_wanted (entry_id, first_seen_at)
      select entry_id, first_seen_at from entry_keys where entry_id = ${page.entryId}
      on conflict (entry_id) do update set version = stories_wanted.version + 1`.execute(tx)
  })
}

/** The page cannot be had: the feed's own words are all there will be, and are understood as such. */
export async function dropWantedPage(db: Database, entryId: EntryId): Promise<void> {
  await db.transaction().execute(async (tx) => await endWaiting(tx, entryId))
}

async function endWaiting(tx: Database, entryId: EntryId): Promise<void> {
  await tx.deleteFrom('pages_wanted').where('entry_id', '=', entryId).execute()
  await sql`insert into understanding_wanted (entry_id, first_seen_at)
    select entry_id, first_seen_at from entry_keys where entry_id = ${entryId}
    on conflict (entry_id) do update set version = understanding_wanted.version + 1`.execute(tx)
}

export async function postponeWantedPage(db: Database, entryId: EntryId, delayMs: number): Promise<void> {
  await db
    .updateTable('pages_wanted')
    .set({ attempts: sql`attempts + 1`, due_at: sql`now() + ${delayMs} * interval '1 millisecond'` })
    .where('entry_id', '=', entryId)
    .execute()
}

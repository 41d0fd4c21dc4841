/** Entries and the articles behind them: saved whole batches at a time, each once however often it is served. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Article } from '../../domain/article.ts'
import type { Entry } from '../../domain/feed.ts'
import type { EntryId, SourceId } from '../../domain/ids.ts'
import { keepable } from '../../domain/keepable.ts'
import type { Database } from './database.ts'
import { giveUpKeys, sameEntries } from './same-entries.ts'
import { storableCount, storableJson, storableTime } from './storable.ts'

export type NewEntry = {
  readonly id: EntryId
  /** With its texts only where its page is to be read: they are weighed against that. */
  readonly entry: Entry
  readonly title: string
  readonly publishedAtMs: number
  readonly article: Article
  /** The page to read for the full text, where the feed does not give it. */
  readonly pageUrl?: string
  /** Its address as written, where its feed has no other entry with it: known by that if its key changes. */
  readonly ownLink?: string
}

export type SavedEntries = { readonly added: readonly EntryId[]; readonly changed: readonly EntryId[] }

/** What came of a source. */
export type Arrival = { readonly sourceId: SourceId; readonly entries: readonly NewEntry[] }

type Arrived = NewEntry & { readonly sourceId: SourceId }

/**
 * Saves what fetches brought, each source's once: new entries are added with their articles, changed ones update theirs and
 * keep what stood there before. Each of them waits for its story and for understanding afterwards, and for its page where it has one. Returns
 * what was saved of each arrival, in order. Call in a transaction.
 */
export async function saveEntries(
  db: Database,
  options: { readonly arrivals: readonly Arrival[]; readonly nowMs: number },
): Promise<SavedEntries[]> {
  const { arrivals, nowMs } = options
  const arrived: Arrived[] = arrivals.flatMap((arrival) =>
    arrival.entries.map((entry) => ({ ...entry, sourceId: arrival.sourceId })),
  )
  if (arrived.length === 0) return arrivals.map(() => ({ added: [], changed: [] }))
  const digests = new Map(arrived.map((e) => [e.id, digestOf(e)]))
  const seenAt = new Date(nowMs).toISOString()
  const fresh = await claimKeys(db, digests, seenAt)
  const known = await sameEntries(db, { arrived, fresh, digests, nowMs })
  if (known.size > 0) await giveUpKeys(db, [...known.keys()])
  const entries = arrived.map((e) => ({ ...e, id: known.get(e.id) ?? e.id }))
  for (const [id, knownId] of known) {
    fresh.delete(id)
    digests.set(knownId, digests.get(id) ?? Buffer.alloc(0))
    digests.delete(id)
  }
  const changed = await changedKeys(db, digests, fresh)
  const added = entries.filter((e) => fresh.has(e.id))
  const edited = entries.filter((e) => changed.has(e.id))
  await insertEntries(db, added, seenAt)
  await insertArticles(db, added, seenAt)
  for (const entry of edited) await editArticle(db, entry, { digest: digests.get(entry.id), seenAt })
  await want(db, { entries: [...added, ...edited], seenAt, changed })
  return arrivals.map((arrival) => ({
    added: arrival.entries.flatMap(({ id }) => (fresh.has(id) ? [id] : [])),
    changed: arrival.entries.flatMap(({ id }) => (changed.has(known.get(id) ?? id) ? [known.get(id) ?? id] : [])),
  }))
}

/** What makes an entry another one than before: its words, not its wrapping. */
function digestOf({ title, article, entry }: NewEntry): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([title, article.text, entry.url ?? '']))
    .digest()
    .subarray(0, 16)
}

async function claimKeys(db: Database, digests: ReadonlyMap<EntryId, Buffer>, seenAt: string): Promise<Set<string>> {
  const rows = [...digests].map(([id, digest]) => ({ id, digest: digest.toString('hex') }))
  // Sorted, so that two fetches of one source never wait for each other in a circle.
  rows.sort((a, b) => (a.id < b.id ? -1 : 1))
  const result = await sql<{ entry_id: string }>`
    insert into entry_keys (entry_id, first_seen_at, digest)
    select id, ${seenAt}::timestamptz, decode(digest, 'hex')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, digest text)
    on conflict do nothing returning entry_id`.execute(db)
  return new Set(result.rows.map((row) => row.entry_id))
}

async function changedKeys(
  db: Database,
  digests: ReadonlyMap<EntryId, Buffer>,
  fresh: ReadonlySet<string>,
): Promise<Map<string, Date>> {
  const known = [...digests.keys()].filter((id) => !fresh.has(id))
  if (known.length === 0) return new Map()
  // Of one that grew too old to be kept only the key is here: what its publisher makes of it now is nothing new.
  const rows = await db
    .selectFrom('entry_keys')
    .selectAll()
    .where('entry_id', 'in', known)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('entries')
          .select('id')
          .whereRef('entries.id', '=', 'entry_keys.entry_id')
          .whereRef('entries.first_seen_at', '=', 'entry_keys.first_seen_at'),
      ),
    )
    .execute()
  const changed = new Map<string, Date>()
  for (const row of rows) {
    // Keys in the table are entry ids.
    if (digests.get(row.entry_id as EntryId)?.equals(row.digest) === false) changed.set(row.entry_id, row.first_seen_at)
  }
  return changed
}

async function insertEntries(db: Database, entries: readonly Arrived[], seenAt: string): Promise<void> {
  const rows = entries.map((e) => ({
    id: e.id,
    source_id: e.sourceId,
    url: e.entry.url ?? null,
    title: e.title,
    published_at: storableTime(e.publishedAtMs),
    updated_at: updatedAtOf(e.entry),
    authors: e.entry.authors,
    categories: e.entry.categories,
    published: e.entry,
  }))
  await sql`
    insert into entries (id, first_seen_at, source_id, url, title, published_at, updated_at, authors, categories, published)
    select id, ${seenAt}::timestamptz, source_id, url, title, published_at, updated_at, authors, categories, published
    from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(id uuid, source_id uuid, url text, title text,
      published_at timestamptz, updated_at timestamptz, authors text[], categories text[], published jsonb)`.execute(db)
}

function updatedAtOf({ updatedAt }: Entry): string | null {
  const ms = Date.parse(updatedAt ?? '')
  return Number.isNaN(ms) ? null : storableTime(ms)
}

async function insertArticles(db: Database, entries: readonly NewEntry[], seenAt: string): Promise<void> {
  const rows = entries.map((e) => ({ entry_id: e.id, ...articleColumns(e.article, e.title) }))
  await sql`
    insert into articles (entry_id, first_seen_at, title, byline, language, site_name, canonical_url, lead_image, videos,
      key_points, related, topic_line, barrier, comment_count, comments_url, html, text)
    select entry_id, ${seenAt}::timestamptz, title, byline, language, site_name, canonical_url, lead_image, videos,
      key_points, related, topic_line, barrier, comment_count, comments_url, html, text
    from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(entry_id uuid, title text, byline text, language text,
      site_name text, canonical_url text, lead_image jsonb, videos jsonb, key_points text[], related jsonb, topic_line text,
      barrier text, comment_count integer, comments_url text, html text, text text)`.execute(db)
}

/** An article's columns, beside its keys. */
function articleColumns(article: Article, title: string) {
  return {
    title: keepable(article.title ?? title),
    byline: storableOrNull(article.byline),
    language: storableOrNull(article.language),
    site_name: storableOrNull(article.siteName),
    canonical_url: storableOrNull(article.canonicalUrl),
    lead_image: article.leadImage ?? null,
    videos: article.videos,
    key_points: article.keyPoints.map(keepable),
    related: article.related,
    topic_line: storableOrNull(article.topicLine),
    barrier: article.barrier ?? null,
    comment_count: article.commentCount === undefined ? null : storableCount(article.commentCount),
    comments_url: storableOrNull(article.commentsUrl),
    html: keepable(article.html),
    text: keepable(article.text),
  }
}

function storableOrNull(text: string | undefined): string | null {
  return text === undefined ? null : keepable(text)
}

/** Kept of what stood in an article before: what was published first, and the latest. Some feeds write each time anew when it is. */
export const editsMax = 20

async function editArticle(
  db: Database,
  edited: NewEntry,
  { digest, seenAt }: { readonly digest: Buffer | undefined; readonly seenAt: string },
): Promise<void> {
  await sql`insert into article_edits (entry_id, at, title, text)
    select entry_id, ${seenAt}::timestamptz, title, text from articles where entry_id = ${edited.id}
    on conflict do nothing`.execute(db)
  await sql`delete from article_edits using (
      select at, row_number() over (order by at) as from_first, row_number() over (order by at desc) as from_latest
      from article_edits where entry_id = ${edited.id}) as ranked
    where entry_id = ${edited.id} and article_edits.at = ranked.at
      and from_first > 1 and from_latest >= ${editsMax}`.execute(db)
  await replaceArticle(db, { id: edited.id, article: edited.article, title: edited.title, fromPage: false })
  await db
    .updateTable('entries')
    .set({
      url: storableOrNull(edited.entry.url),
      title: keepable(edited.title),
      updated_at: updatedAtOf(edited.entry),
      authors: edited.entry.authors.map(keepable),
      categories: edited.entry.categories.map(keepable),
      published: storableJson(edited.entry),
    })
    .where('id', '=', edited.id)
    .execute()
  if (digest !== undefined)
    await db.updateTable('entry_keys').set({ digest }).where('entry_id', '=', edited.id).execute()
}

/** Puts an article in the place of the one that was there. */
export async function replaceArticle(
  db: Database,
  options: { readonly id: EntryId; readonly article: Article; readonly title: string; readonly fromPage: boolean },
): Promise<void> {
  const columns = articleColumns(options.article, options.title)
  await db
    .updateTable('articles')
    .set({
      ...columns,
      lead_image: columns.lead_image === null ? null : storableJson(columns.lead_image),
      videos: storableJson(columns.videos),
      related: storableJson(columns.related),
      from_page: options.fromPage,
    })
    .where('entry_id', '=', options.id)
    .execute()
}

/** Marks what has to be done next. An edited entry's page is read again only when the feed does not give the text. */
async function want(
  db: Database,
  options: {
    readonly entries: readonly Arrived[]
    readonly seenAt: string
    readonly changed: ReadonlyMap<string, Date>
  },
): Promise<void> {
  const rows = options.entries.map((e) => ({
    id: e.id,
    source_id: e.sourceId,
    at: options.changed.get(e.id)?.toISOString() ?? options.seenAt,
    url: e.pageUrl ?? null,
  }))
  await sql`insert into understanding_wanted (entry_id, first_seen_at)
    select id, at from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(id uuid, at timestamptz)
    order by id on conflict (entry_id) do update set version = understanding_wanted.version + 1`.execute(db)
  await sql`insert into stories_wanted (entry_id, first_seen_at)
    select id, at from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(id uuid, at timestamptz)
    order by id on conflict (entry_id) do update set version = stories_wanted.version + 1`.execute(db)
  await sql`insert into pages_wanted (entry_id, source_id, url)
    select id, source_id, url from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(id uuid, source_id uuid, url text)
    where url is not null on conflict (entry_id) do update set url = excluded.url`.execute(db)
}

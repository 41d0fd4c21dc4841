/** Sources: what is asked, when, and how the last answers were. */
import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { ReadSitemap } from '../../domain/feed.ts'
import type { SourceId } from '../../domain/ids.ts'
import { keepable } from '../../domain/keepable.ts'
import type { Problem } from '../../domain/problem.ts'
import { visibleText } from '../../domain/visible-text.ts'
import type { Database } from './database.ts'
import { storableJson } from './storable.ts'
import type { Tables } from './tables.ts'

export type NewSource = {
  readonly id: SourceId
  readonly kind: 'feed' | 'page' | 'push'
  readonly feedUrl: string
  readonly title: string
  readonly siteUrl?: string
  readonly folders: readonly string[]
}

/** A source as a fetch needs it. Times are milliseconds since 1970. */
export type SourceState = {
  readonly id: SourceId
  readonly feedUrl: string
  readonly title: string
  readonly language?: string
  readonly etag?: string
  readonly lastModified?: string
  readonly failures: number
  readonly movedTo?: string
  readonly movedCount: number
  readonly unconditionalAtMs?: number
  readonly lastFetchAtMs?: number
  readonly lastBytes: number
  readonly fullText: FullText
  /** How often a person wants it to be asked. */
  readonly ownIntervalMinutes?: number
  /** Its hub has promised to send what is new, as of now. */
  readonly hubSends: boolean
  /** When it was to be asked, as of now. */
  readonly dueAtMs: number
  readonly sitemaps?: readonly ReadSitemap[]
}

/** Whether pages are read: where the feed gives too little, always, or never. */
export type FullText = 'auto' | 'always' | 'never'

/** Adds those not known yet; known ones keep all they have, one that was here before has its entries. Returns the ids added now. */
export async function addSources(db: Database, sources: readonly NewSource[]): Promise<SourceId[]> {
  const { rows } = await sql<{ id: SourceId }>`
    insert into sources (id, kind, feed_url, title, site_url, folders, entries_seen)
    select id, kind, feed_url, title, site_url, folders, (select count(*) from entries where source_id = r.id)
    from jsonb_to_recordset(${storableJson(
      sources.map((s) => ({
        id: s.id,
        kind: s.kind,
        feed_url: s.feedUrl,
        title: titleOf(s.title),
        site_url: s.siteUrl ?? null,
        folders: s.folders,
      })),
    )}::jsonb) as r(id uuid, kind text, feed_url text, title text, site_url text, folders text[])
    on conflict do nothing returning id`.execute(db)
  return rows.map((row) => row.id)
}

/** Feeds may call themselves by a whole page. */
const titleCharactersMax = 500

/** As it is kept. */
export function titleOf(given: string): string {
  return visibleText(keepable(given)).slice(0, titleCharactersMax).toWellFormed()
}

export async function loadSource(db: Database, id: SourceId): Promise<SourceState | undefined> {
  return (await loadSources(db, [id]))[0]
}

/** Those that there are, in no order. */
export async function loadSources(db: Database, ids: readonly SourceId[]): Promise<SourceState[]> {
  const rows = await db
    .selectFrom('sources')
    .selectAll('sources')
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('hub_subscriptions')
            .select('source_id')
            .whereRef('hub_subscriptions.source_id', '=', 'sources.id')
            .where('lease_until', '>', sql<Date>`now()`),
        )
        .as('hub_sends'),
    )
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute()
  return rows.map(stateOf)
}

type SourceRow = Selectable<Tables['sources']> & { readonly hub_sends: SqlBool }

function stateOf(row: SourceRow): SourceState {
  return {
    // Ids in the table were made by sourceIdOf.
    id: row.id as SourceId,
    feedUrl: row.feed_url,
    title: row.title,
    ...(row.language === null ? {} : { language: row.language }),
    ...(row.etag === null ? {} : { etag: row.etag }),
    ...(row.last_modified === null ? {} : { lastModified: row.last_modified }),
    failures: row.failures,
    ...(row.moved_to === null ? {} : { movedTo: row.moved_to }),
    movedCount: row.moved_count,
    ...(row.unconditional_at === null ? {} : { unconditionalAtMs: row.unconditional_at.getTime() }),
    ...(row.last_fetch_at === null ? {} : { lastFetchAtMs: row.last_fetch_at.getTime() }),
    lastBytes: row.last_bytes,
    // Written by saveSettings alone, or by the default.
    fullText: row.full_text as FullText,
    ...(row.own_interval_minutes === null ? {} : { ownIntervalMinutes: row.own_interval_minutes }),
    hubSends: row.hub_sends === true,
    dueAtMs: row.next_due_at.getTime(),
    ...(row.sitemaps === null ? {} : { sitemaps: row.sitemaps }),
  }
}

/** What one fetch changed. Undefined fields stay as they are; null ones are cleared. */
export type FetchRecord = {
  readonly atMs: number
  /** When the source was to be asked as the fetch began: who wished for it sooner since then is not overruled. */
  readonly dueBeforeMs: number
  readonly nextDueAtMs: number
  readonly intervalMinutes: number
  readonly intervalWhy: string
  /** Until when its server asked to be left alone. */
  readonly leftAloneUntilMs?: number
  readonly problem: Problem | null
  readonly stopped?: boolean
  readonly etag?: string | null
  readonly lastModified?: string | null
  readonly unconditional?: boolean
  readonly title?: string
  readonly siteUrl?: string
  readonly language?: string
  readonly bytesReceived?: number
  readonly bytesSaved?: number
  readonly lastBytes?: number
  readonly feedUrl?: string
  readonly moved?: { readonly to: string | null; readonly count: number }
  readonly sitemaps?: readonly ReadSitemap[] | null
}

/** As planned; sooner where somebody changed meanwhile when it is due. Read in milliseconds, `before` may be off by one. */
export function nextDue(before: RawBuilder<unknown>, planned: RawBuilder<unknown>) {
  return sql<Date>`case when abs(extract(epoch from next_due_at - ${before})) < 0.002 then ${planned}
    else least(next_due_at, ${planned}) end`
}

/** The new address, unless that is another source's: then both stay where they are. */
function movedTo(id: SourceId, feedUrl: string) {
  return sql<string>`case when exists (select from sources other where other.feed_url = ${feedUrl} and other.id <> ${id})
    then feed_url else ${feedUrl} end`
}

export async function saveFetch(db: Database, id: SourceId, fetch: FetchRecord): Promise<void> {
  const at = new Date(fetch.atMs)
  const failed = fetch.problem !== null
  const leftAloneUntil = fetch.leftAloneUntilMs === undefined ? null : new Date(fetch.leftAloneUntilMs)
  await db
    .updateTable('sources')
    .set((eb) => ({
      last_fetch_at: at,
      next_due_at: sql<Date>`greatest(${leftAloneUntil}::timestamptz, ${nextDue(
        sql`${new Date(fetch.dueBeforeMs)}::timestamptz`,
        sql`${new Date(fetch.nextDueAtMs)}::timestamptz`,
      )})`,
      left_alone_until: leftAloneUntil,
      interval_minutes: fetch.intervalMinutes,
      interval_why: fetch.intervalWhy,
      problem: fetch.problem === null ? null : storableJson(fetch.problem),
      failures: failed ? eb('failures', '+', 1) : 0,
      ...(failed ? {} : { last_success_at: at }),
      ...(fetch.stopped === true ? { stopped_at: at } : failed ? {} : { stopped_at: null }),
      ...(fetch.etag === undefined ? {} : { etag: fetch.etag }),
      ...(fetch.lastModified === undefined ? {} : { last_modified: fetch.lastModified }),
      ...(fetch.unconditional === true ? { unconditional_at: at } : {}),
      ...(fetch.title === undefined
        ? {}
        : { title: sql`case when title_kept then title else ${titleOf(fetch.title)} end` }),
      ...(fetch.siteUrl === undefined ? {} : { site_url: keepable(fetch.siteUrl) }),
      ...(fetch.language === undefined ? {} : { language: keepable(fetch.language) }),
      ...(fetch.lastBytes === undefined ? {} : { last_bytes: fetch.lastBytes }),
      ...(fetch.feedUrl === undefined ? {} : { feed_url: movedTo(id, fetch.feedUrl) }),
      ...(fetch.sitemaps === undefined ? {} : { sitemaps: fetch.sitemaps && storableJson(fetch.sitemaps) }),
      ...(fetch.moved === undefined ? {} : { moved_to: fetch.moved.to, moved_count: fetch.moved.count }),
      bytes_received: sql`bytes_received + ${fetch.bytesReceived ?? 0}`,
      bytes_saved: sql`bytes_saved + ${fetch.bytesSaved ?? 0}`,
    }))
    .where('id', '=', id)
    .execute()
}

/** What a fetch that found nothing new changed. */
export type UnchangedRecord = Pick<
  FetchRecord,
  'atMs' | 'dueBeforeMs' | 'nextDueAtMs' | 'intervalMinutes' | 'intervalWhy'
> & {
  readonly id: SourceId
  readonly bytesSaved: number
  readonly moved: { readonly to: string | null; readonly count: number }
}

export async function saveUnchanged(db: Database, fetches: readonly UnchangedRecord[]): Promise<void> {
  const rows = fetches.map(
    ({ id, atMs, dueBeforeMs, nextDueAtMs, intervalMinutes, intervalWhy, bytesSaved, moved }) => ({
      id,
      due_before: new Date(dueBeforeMs).toISOString(),
      at: new Date(atMs).toISOString(),
      due: new Date(nextDueAtMs).toISOString(),
      minutes: intervalMinutes,
      why: intervalWhy,
      saved: bytesSaved,
      moved_to: moved.to,
      moved_count: moved.count,
    }),
  )
  await sql`
    with held as (select id from sources where id = any(${rows.map(({ id }) => id)}::uuid[]) order by id for no key update)
    update sources set last_fetch_at = at, last_success_at = at, next_due_at = ${nextDue(sql`due_before`, sql`due`)}, interval_minutes = minutes,
      interval_why = why, problem = null, failures = 0, stopped_at = null, bytes_saved = bytes_saved + saved,
      moved_to = r.moved_to, moved_count = r.moved_count
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, at timestamptz,
      due_before timestamptz, due timestamptz, minutes real,
      why text, saved bigint, moved_to text, moved_count int) join held using (id)
    where sources.id = r.id`.execute(db)
}

/** A source's health, for lists. */
export type SourceHealth = {
  readonly id: SourceId
  readonly kind: 'feed' | 'page' | 'push'
  readonly feedUrl: string
  readonly title: string
  readonly siteUrl?: string
  readonly folders: readonly string[]
  readonly lastSuccessAt?: Date
  readonly lastFetchAt?: Date
  readonly nextDueAt: Date
  readonly intervalMinutes: number
  readonly intervalWhy: string
  readonly failures: number
  readonly problem?: Problem
  readonly stoppedAt?: Date
  readonly addedAt: Date
  readonly movingTo?: string
  readonly titleKept: boolean
  readonly fullText: FullText
  readonly ownIntervalMinutes?: number
  readonly bytesReceived: number
  readonly bytesSaved: number
  readonly entries: number
  readonly hub?: HubHealth
  readonly latestEntryAt?: Date
  /** Over the last 30 days, or since the source or its oldest entry is known, if that is less. */
  readonly entriesPerDay: number
}

/** The hub that a source names (WebSub), where this server can be reached by it. */
export type HubHealth = {
  readonly url: string
  /** It has promised to send until then. */
  readonly sendsUntil?: Date
  readonly askedNextAt: Date
  readonly problem?: Problem
}

const rhythmDays = 30

/** How far back the entries of a source are known; `e` says when its oldest of the last days came. */
const daysKnown = sql<number>`(extract(epoch from now() - least(e.oldest_at, sources.added_at)) / 86400)::float8`

function perDay(entries: number, days: number): number {
  return entries / Math.min(rhythmDays, Math.max(1, days))
}

/** All sources by title, or the one asked for. */
export async function listSources(db: Database, id?: SourceId): Promise<SourceHealth[]> {
  let query = db
    .selectFrom('sources')
    .leftJoin(
      (eb) =>
        eb
          .selectFrom('entries')
          .select([
            'source_id',
            sql<Date>`max(published_at)`.as('latest_at'),
            sql<Date>`min(published_at)`.as('oldest_at'),
            sql<number>`count(*)::int`.as('recent'),
          ])
          .where('published_at', '>', sql<Date>`now() - ${rhythmDays} * interval '1 day'`)
          .$if(id !== undefined, (recent) => recent.where('source_id', '=', id ?? ''))
          .groupBy('source_id')
          .as('e'),
      (join) => join.onRef('e.source_id', '=', 'sources.id'),
    )
    .leftJoin('hub_subscriptions as hub', 'hub.source_id', 'sources.id')
    .selectAll('sources')
    .select(['e.latest_at', 'e.recent', daysKnown.as('days')])
    .select(['hub.hub_url', 'hub.lease_until', 'hub.next_at as hub_next_at', 'hub.problem as hub_problem'])
  if (id !== undefined) query = query.where('sources.id', '=', id)
  const rows = await query.orderBy('title').orderBy('id').execute()
  return rows.map((row) => ({
    // Ids in the table were made by sourceIdOf.
    id: row.id as SourceId,
    // Written by addSources alone.
    kind: row.kind as SourceHealth['kind'],
    feedUrl: row.feed_url,
    title: row.title,
    ...(row.site_url === null ? {} : { siteUrl: row.site_url }),
    folders: row.folders,
    ...(row.last_success_at === null ? {} : { lastSuccessAt: row.last_success_at }),
    ...(row.last_fetch_at === null ? {} : { lastFetchAt: row.last_fetch_at }),
    nextDueAt: row.next_due_at,
    intervalMinutes: row.interval_minutes,
    intervalWhy: row.interval_why,
    failures: row.failures,
    ...(row.problem === null ? {} : { problem: row.problem }),
    ...(row.stopped_at === null ? {} : { stoppedAt: row.stopped_at }),
    addedAt: row.added_at,
    ...(row.moved_to === null ? {} : { movingTo: row.moved_to }),
    titleKept: row.title_kept,
    fullText: row.full_text as FullText,
    ...(row.own_interval_minutes === null ? {} : { ownIntervalMinutes: row.own_interval_minutes }),
    bytesReceived: Number(row.bytes_received),
    bytesSaved: Number(row.bytes_saved),
    entries: Number(row.entries_seen),
    ...hubOf(row),
    ...(row.latest_at === null ? {} : { latestEntryAt: row.latest_at }),
    entriesPerDay: perDay(row.recent ?? 0, row.days),
  }))
}

type HubColumns = {
  readonly hub_url: string | null
  readonly hub_next_at: Date | null
  readonly lease_until: Date | null
  readonly hub_problem: Problem | null
}

function hubOf({ hub_url, hub_next_at, lease_until, hub_problem }: HubColumns): { readonly hub?: HubHealth } {
  if (hub_url === null || hub_next_at === null) return {}
  return {
    hub: {
      url: hub_url,
      askedNextAt: hub_next_at,
      ...(lease_until === null || lease_until < new Date() ? {} : { sendsUntil: lease_until }),
      ...(hub_problem === null ? {} : { problem: hub_problem }),
    },
  }
}

/** What a person decides about a source; undefined stays, null goes back to what the source itself says. */
export type SettingsChange = {
  readonly title?: string | null
  readonly folders?: readonly string[]
  readonly fullText?: FullText
  readonly intervalMinutes?: number | null
}

/** False: there is no such source. A source whose name or interval is its own again is read in full when it is due next. */
export async function saveSettings(db: Database, id: SourceId, change: SettingsChange): Promise<boolean> {
  const { title, folders, fullText, intervalMinutes } = change
  const result = await db
    .updateTable('sources')
    .set({
      // Never without a column to set.
      title_kept: title === undefined ? sql`title_kept` : title !== null,
      ...(typeof title === 'string' ? { title } : {}),
      ...(title === null ? { etag: null, last_modified: null } : {}),
      ...(folders === undefined ? {} : { folders: [...folders] }),
      ...(fullText === undefined ? {} : { full_text: fullText }),
      ...(intervalMinutes === undefined ? {} : { own_interval_minutes: intervalMinutes }),
      ...(typeof intervalMinutes === 'number'
        ? {
            next_due_at: sql`greatest(left_alone_until, least(next_due_at, now() + ${intervalMinutes} * interval '1 minute'))`,
          }
        : {}),
    })
    .where('id', '=', id)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Sources that were never read yet. */
export async function countPending(db: Database): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from sources where kind = 'feed' and stopped_at is null and last_fetch_at is null`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

/** Removes a source, and revokes the keys that push to it; what it published stays in the stories that others report too. False: there is none. */
export async function removeSource(db: Database, id: SourceId): Promise<boolean> {
  const { numAffectedRows } = await sql`
    with revoked as (update push_keys set revoked_at = now() where source_id = ${id} and revoked_at is null)
    delete from sources where id = ${id}`.execute(db)
  return (numAffectedRows ?? 0n) > 0n
}

/** Publication times of each source's newest entries, newest first, for its rhythm. */
export async function recentEntryTimes(
  db: Database,
  ids: readonly SourceId[],
  limit: number,
): Promise<Map<SourceId, number[]>> {
  const { rows } = await sql<{ id: SourceId; times: Date[] }>`
    select wanted.id, array(
      select published_at from entries where source_id = wanted.id order by published_at desc limit ${limit}) as times
    from unnest(${ids}::uuid[]) as wanted(id)`.execute(db)
  return new Map(rows.map(({ id, times }) => [id, times.map((time) => time.getTime())]))
}

export async function countSources(db: Database): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from sources`.execute(db)
  return rows[0]?.count ?? 0
}

/** Entries a day of each source that published something lately. */
export async function sourceRates(db: Database): Promise<Map<SourceId, number>> {
  const { rows } = await sql<{ id: SourceId; recent: number; days: number }>`
    select sources.id, e.recent, ${daysKnown} as days
    from sources join (
      select source_id, min(published_at) as oldest_at, count(*)::int as recent from entries
      where published_at > now() - ${rhythmDays} * interval '1 day' group by source_id) e on e.source_id = sources.id`.execute(
    db,
  )
  return new Map(rows.map((row) => [row.id, perDay(row.recent, row.days)]))
}

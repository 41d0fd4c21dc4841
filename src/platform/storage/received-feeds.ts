/** What became of sources whose feeds were received, many at a time. */
import { sql } from 'kysely'
import type { SourceId } from '../../domain/ids.ts'
import { keepable } from '../../domain/keepable.ts'
import type { Database } from './database.ts'
import { type FetchRecord, nextDue, titleOf } from './sources.ts'
import { storableJson } from './storable.ts'

/** Of a source that was not moved: its feed was read, no problem is left, and nothing stops it. */
export type ReceivedRecord = Omit<FetchRecord, 'problem' | 'stopped' | 'feedUrl' | 'bytesSaved' | 'lastBytes'> &
  Required<Pick<FetchRecord, 'etag' | 'lastModified' | 'bytesReceived' | 'moved' | 'sitemaps'>> & {
    readonly id: SourceId
  }

/** Does what `saveFetch` does with each. Call in the transaction that holds the sources. */
export async function saveReceived(db: Database, fetches: readonly ReceivedRecord[]): Promise<void> {
  if (fetches.length === 0) return
  await sql`
    update sources set last_fetch_at = at, last_success_at = at,
      next_due_at = greatest(alone_until, ${nextDue(sql`due_before`, sql`due`)}), left_alone_until = alone_until,
      interval_minutes = minutes, interval_why = why, problem = null, failures = 0, stopped_at = null,
      etag = r.etag, last_modified = r.last_modified,
      unconditional_at = case when unconditional then at else unconditional_at end,
      title = case when title_kept then sources.title else coalesce(r.title, sources.title) end,
      site_url = coalesce(r.site_url, sources.site_url), language = coalesce(r.language, sources.language),
      last_bytes = received, sitemaps = r.sitemaps,
      moved_to = r.moved_to, moved_count = r.moved_count, bytes_received = bytes_received + received
    from jsonb_to_recordset(${JSON.stringify(fetches.map(rowOf))}::jsonb) as r(id uuid, at timestamptz,
      due_before timestamptz, due timestamptz, alone_until timestamptz, minutes real, why text, etag text,
      last_modified text, unconditional boolean, title text, site_url text, language text, received int, sitemaps jsonb,
      moved_to text, moved_count int)
    where sources.id = r.id`.execute(db)
}

function rowOf(fetch: ReceivedRecord) {
  const time = (ms: number): string => new Date(ms).toISOString()
  return {
    id: fetch.id,
    at: time(fetch.atMs),
    due_before: time(fetch.dueBeforeMs),
    due: time(fetch.nextDueAtMs),
    alone_until: fetch.leftAloneUntilMs === undefined ? null : time(fetch.leftAloneUntilMs),
    minutes: fetch.intervalMinutes,
    why: fetch.intervalWhy,
    // Echoed as they came.
    etag: fetch.etag,
    last_modified: fetch.lastModified,
    unconditional: fetch.unconditional === true,
    title: fetch.title === undefined ? null : titleOf(fetch.title),
    site_url: fetch.siteUrl === undefined ? null : keepable(fetch.siteUrl),
    language: fetch.language === undefined ? null : keepable(fetch.language),
    received: fetch.bytesReceived,
    sitemaps: fetch.sitemaps && JSON.parse(storableJson(fetch.sitemaps)),
    moved_to: fetch.moved.to,
    moved_count: fetch.moved.count,
  }
}

/** Entries that come once more under another key, as from feeds that make new keys for every fetch. */
import { sql } from 'kysely'
import type { EntryId, SourceId } from '../../domain/ids.ts'
import { keepable } from '../../domain/keepable.ts'
import type { Database } from './database.ts'
import { storableJson } from './storable.ts'

/** As much of an entry as tells whether it is one that is there. */
export type Newcomer = {
  readonly id: EntryId
  readonly sourceId: SourceId
  readonly ownLink?: string
  readonly title: string
  readonly publishedAtMs: number
}

type Known = {
  readonly id: EntryId
  readonly known_id: EntryId
  readonly same_title: boolean
  readonly same_words: boolean
  readonly published_at: Date
}

/** So long an entry is known by its link and title. */
const knownDays = 90
/** Of the entries under one link the latest are looked at. */
const perLinkMax = 20
/** With other words it is the same entry for so long; later it is the next of a series, as a forecast is. */
const editedMsMax = 86_400_000

/**
 * Those of the entries with new keys that their feed gave before, by link and title, and the ids that they had then. A link that
 * led to entries of several titles tells nothing.
 */
export async function sameEntries(
  db: Database,
  options: {
    /** All that came, of any source. */
    readonly arrived: readonly Newcomer[]
    /** Those of them whose keys are new. */
    readonly fresh: ReadonlySet<string>
    readonly digests: ReadonlyMap<EntryId, Buffer>
    readonly nowMs: number
  },
): Promise<Map<EntryId, EntryId>> {
  const { arrived, fresh, digests, nowMs } = options
  const asked = arrived.flatMap(({ id, sourceId, ownLink, title }): Asked[] => {
    const digest = digests.get(id)
    if (!fresh.has(id) || ownLink === undefined || digest === undefined) return []
    return [{ id, source_id: sourceId, url: ownLink, title: keepable(title), digest: digest.toString('hex') }]
  })
  if (asked.length === 0) return new Map()
  const known = await knownUnderLinks(db, asked, new Date(nowMs - knownDays * 86_400_000))
  const shown = new Set<string>(arrived.map(({ id }) => id))
  const same = new Map<EntryId, EntryId>()
  for (const { id, publishedAtMs } of arrived) {
    const there = known.get(id) ?? []
    const [latest] = there
    if (latest === undefined || there.some((k) => !k.same_title || shown.has(k.known_id))) continue
    const apartMs = Math.abs(publishedAtMs - latest.published_at.getTime())
    if (latest.same_words || apartMs <= editedMsMax) same.set(id, latest.known_id)
  }
  return same
}

type Asked = {
  readonly id: EntryId
  readonly source_id: SourceId
  readonly url: string
  readonly title: string
  /** In hex. */
  readonly digest: string
}

async function knownUnderLinks(db: Database, asked: readonly Asked[], after: Date): Promise<Map<EntryId, Known[]>> {
  const { rows } = await entriesUnderLinks(asked, after).execute(db)
  const known = new Map<EntryId, Known[]>()
  for (const row of rows) known.set(row.id, [...(known.get(row.id) ?? []), row])
  return known
}

/**
 * What their feeds gave under the same links, latest first for each. Who pushes articles gives them keys on purpose. Looked for
 * link by link: their index answers in one step, however much is stored.
 */
export function entriesUnderLinks(asked: readonly Asked[], after: Date) {
  return sql<Known>`
    select r.id, e.id as known_id, e.title = r.title as same_title, e.published_at,
      (select digest from entry_keys where entry_id = e.id) = decode(r.digest, 'hex') as same_words
    from jsonb_to_recordset(${storableJson(asked)}::jsonb) as r(id uuid, source_id uuid, url text, title text, digest text)
    join sources on sources.id = r.source_id and sources.kind = 'feed'
    cross join lateral (
      select id, title, published_at, first_seen_at from entries
      where url = r.url and source_id = r.source_id and first_seen_at > ${after}
      order by first_seen_at desc limit ${perLinkMax}) e
    order by r.id, e.first_seen_at desc`
}

/** Gives new keys up again. */
export async function giveUpKeys(db: Database, ids: readonly EntryId[]): Promise<void> {
  await sql`delete from entry_keys where entry_id = any(${ids}::uuid[])`.execute(db)
}

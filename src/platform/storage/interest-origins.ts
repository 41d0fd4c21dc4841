/** Where learned interests come from: the signals behind each. */
import { sql } from 'kysely'
import type { ReaderId, StoryId } from '../../domain/ids.ts'
import type { SignalKind } from '../../domain/reader.ts'
import type { Database } from './database.ts'

export type InterestOrigins = {
  readonly sinceMs: number
  /** The latest signals, newest first; not those of what was merely seen. */
  readonly from: readonly {
    readonly kind: SignalKind
    readonly atMs: number
    readonly storyId?: StoryId
    readonly headline?: string
  }[]
}

const originsMax = 4

type Row = { ref: string; since: Date; latest: { k: SignalKind; t: string; s: StoryId | null; h: string | null }[] }

/** By the id of the topic or source. Those without signals that tell of them are left out. */
export async function interestOrigins(
  db: Database,
  readerId: ReaderId,
  of: { readonly topics: readonly string[]; readonly sources: readonly string[] },
): Promise<Map<string, InterestOrigins>> {
  const { rows } = await sql<Row>`
    with told as (select * from signals where reader_id = ${readerId} and kind <> 'seen' and learns),
    behind as (
      select t.topic_id as ref, told.* from told join story_topics t on t.story_id = told.story_id
        where t.topic_id = any(${of.topics}::text[])
      union all select told.topic_id, told.* from told where told.topic_id = any(${of.topics}::text[])
      union all select distinct e.source_id::text, told.* from told join story_entries m on m.story_id = told.story_id
        join entries e on e.id = m.entry_id and e.first_seen_at = m.first_seen_at
        where e.source_id = any(${of.sources}::uuid[])
      union all select told.source_id::text, told.* from told where told.source_id = any(${of.sources}::uuid[]))
    select ref, min(at) as since, (array_agg(jsonb_build_object('k', kind, 't', at, 's', b.story_id, 'h', s.headline)
      order by at desc, b.id))[1:${sql.lit(originsMax)}] as latest
    from behind b left join stories s on s.id = b.story_id group by ref`.execute(db)
  return new Map(
    rows.map(({ ref, since, latest }) => [
      ref,
      {
        sinceMs: since.getTime(),
        from: latest.map(({ k, t, s, h }) => ({
          kind: k,
          atMs: Date.parse(t),
          ...(s === null ? {} : { storyId: s }),
          ...(h === null ? {} : { headline: h }),
        })),
      },
    ]),
  )
}

/** The stories of entries at these addresses, by address. */
export async function storiesAt(db: Database, urls: readonly string[]): Promise<Map<string, StoryId>> {
  if (urls.length === 0) return new Map()
  const { rows } = await sql<{ url: string; story_id: StoryId }>`
    select e.url, m.story_id from entries e join story_entries m on m.entry_id = e.id and m.first_seen_at = e.first_seen_at
    where e.url = any(${urls}::text[])`.execute(db)
  return new Map(rows.map(({ url, story_id }) => [url, story_id]))
}

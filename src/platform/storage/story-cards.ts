/** Stories as pages show them: with their reports, outlets and vector. */
import { sql } from 'kysely'
import type { LeadImage } from '../../domain/article.ts'
import type { EntryId, SourceId, StoryId, TopicId } from '../../domain/ids.ts'
import { outletOf } from '../../domain/outlet.ts'
import type { Story, Telling } from '../../domain/story.ts'
import type { EntityMention, TopicScore } from '../../domain/topic.ts'
import type { Database } from './database.ts'
import { floatsOf } from './embeddings.ts'

/** One report of a story. */
export type StoryReport = {
  readonly entryId: EntryId
  readonly sourceId: SourceId
  readonly sourceTitle: string
  /** Whose the source is, where it is not an outlet of its own: see `outletOf`. */
  readonly outlet?: string
  readonly atMs: number
  /** Names as published. */
  readonly authors: readonly string[]
  readonly copyOf?: EntryId
}

export type StoredStory = {
  readonly story: Story
  /** Earliest first. */
  readonly reports: readonly StoryReport[]
  readonly embedding?: Float32Array
}

type Row = {
  id: StoryId
  headline: string
  language: string
  first_at: Date
  latest_at: Date
  key_points: string[]
  in_other_languages: Record<string, Telling> | null
  topics: TopicScore[]
  entities: EntityMention[]
  importance: number
  lead_image: LeadImage | null
  vector: Buffer | null
  reports: {
    e: EntryId
    s: SourceId
    n: string | null
    f: string | null
    w: string | null
    t: string
    c: EntryId | null
    a: string[]
  }[]
}

const columns = sql`s.id, s.headline, s.language, s.first_at, s.latest_at, s.key_points, s.in_other_languages, s.topics, s.entities, s.importance,
  s.lead_image, v.vector, r.reports`
const joins = sql`
  left join story_embeddings v on v.story_id = s.id and v.headline = s.headline
    and v.model = (select model from embedding_state)
  join lateral (
    select jsonb_agg(jsonb_build_object('e', e.id, 's', e.source_id, 'n', o.title, 'f', o.feed_url, 'w', o.site_url, 't', e.published_at, 'c', m.copy_of,
      'a', case when e.authors = '{}' and a.byline is not null then array[a.byline] else e.authors end)
      order by e.published_at, e.id) as reports
    from story_entries m join entries e on e.id = m.entry_id and e.first_seen_at = m.first_seen_at
    left join sources o on o.id = e.source_id
    left join articles a on a.entry_id = e.id and a.first_seen_at = e.first_seen_at
    where m.story_id = s.id) r on r.reports is not null`

/** The newest stories, newest first: those of the window, and older ones where these are fewer than `atLeast`. */
export async function recentStories(
  db: Database,
  options: { readonly sinceMs: number; readonly limit: number; readonly atLeast: number },
): Promise<StoredStory[]> {
  const { rows } = await sql<Row>`
    with newest as (select id, latest_at from stories order by latest_at desc, id limit ${options.limit}),
    recent as (
      select id from newest where latest_at >= ${new Date(options.sinceMs).toISOString()}::timestamptz
      union
      (select id from newest order by latest_at desc, id limit ${options.atLeast}))
    select ${columns} from recent join stories s using (id) ${joins} order by s.latest_at desc, s.id`.execute(db)
  return rows.map(storyOf)
}

/** Those of the ids that there are, in any order. */
export async function storiesById(db: Database, ids: readonly StoryId[]): Promise<StoredStory[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<Row>`
    select ${columns} from stories s ${joins} where s.id = any(${ids}::uuid[])`.execute(db)
  return rows.map(storyOf)
}

/** The story that a merged one went to, followed to its end; the id itself when it did not move. */
export async function currentStoryId(db: Database, id: StoryId): Promise<StoryId> {
  return (await currentStoryIds(db, [id])).get(id) ?? id
}

/** The same of many, by the ids given. One that moved once and is there again stays where it is. */
export async function currentStoryIds(db: Database, ids: readonly StoryId[]): Promise<ReadonlyMap<StoryId, StoryId>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ given: string; id: StoryId }>`
    with recursive trail(given, id, steps) as (
      select id, id, 0 from unnest(${[...new Set(ids)]}::uuid[]) id
      union all
      select t.given, m.new_id, t.steps + 1 from trail t join story_moves m on m.old_id = t.id
      where t.steps < 20 and not exists (
        select from stories s where s.id = t.id and exists (select from story_entries e where e.story_id = s.id)))
    select distinct on (given) given, id from trail order by given, steps desc`.execute(db)
  const found = new Map(rows.map((row) => [row.given, row.id]))
  return new Map(ids.map((id) => [id, found.get(id.toLowerCase()) ?? id]))
}

/** Those of the ids that moved, with where they are now. */
export async function movesOf(db: Database, ids: readonly StoryId[]): Promise<ReadonlyMap<StoryId, StoryId>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: StoryId }>`
    select old_id as id from story_moves where old_id = any(${ids}::uuid[])`.execute(db)
  const current = await currentStoryIds(
    db,
    rows.map(({ id }) => id),
  )
  return new Map([...current].filter(([id, now]) => id !== now))
}

/** Ids of a topic's stories, newest first. */
export async function storiesOfTopic(db: Database, topicId: TopicId, limit: number): Promise<StoryId[]> {
  const { rows } = await sql<{ id: StoryId }>`
    select s.id from story_topics t join stories s on s.id = t.story_id where t.topic_id = ${topicId}
    order by s.latest_at desc, s.id limit ${limit}`.execute(db)
  return rows.map((row) => row.id)
}

/** What a search asks for; without words, all stories that pass the other filters. */
export type StorySearch = {
  readonly text: string
  readonly sourceId?: SourceId
  readonly topicId?: TopicId
  readonly language?: string
  readonly sinceMs?: number
  readonly untilMs?: number
  readonly limit: number
}

/** Reports looked at for the best order, the newest: a word that stands in every report costs no more than this. */
const reportsMax = 5_000

const wordsOfReport = sql`to_tsvector('simple', a.title || ' ' || left(a.text, 100000))`
const reports = sql`articles a join story_entries m on m.entry_id = a.entry_id
  join entries e on e.id = a.entry_id and e.first_seen_at = a.first_seen_at`

function reportsThat({ text, sourceId }: StorySearch) {
  const words = text.trim() === '' ? sql`true` : sql`${wordsOfReport} @@ websearch_to_tsquery('simple', ${text})`
  return sourceId === undefined ? words : sql`${words} and e.source_id = ${sourceId}::uuid`
}

function storiesThat({ topicId, language, sinceMs, untilMs }: StorySearch) {
  const time = (ms: number) => sql`to_timestamp(${ms}::float8 / 1000)`
  const conditions = [
    ...(topicId === undefined
      ? []
      : [sql`exists (select from story_topics t where t.story_id = s.id and t.topic_id = ${topicId}::text)`]),
    ...(language === undefined ? [] : [sql`s.language = ${language}`]),
    ...(sinceMs === undefined ? [] : [sql`s.latest_at >= ${time(sinceMs)}`]),
    ...(untilMs === undefined ? [] : [sql`s.first_at <= ${time(untilMs)}`]),
  ]
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}

/** Ids of stories with a report that holds all the words, newest first. `after` is the last id of the answer before. */
export async function searchStories(
  db: Database,
  query: StorySearch & { readonly after?: StoryId },
): Promise<StoryId[]> {
  const after = query.after ?? null
  const { rows } = await sql<{ id: StoryId }>`
    select s.id from stories s where s.id in (select m.story_id from ${reports} where ${reportsThat(query)})
    and ${storiesThat(query)}
    and (${after}::uuid is null or (s.latest_at, s.id) < (select b.latest_at, b.id from stories b where b.id = ${after}::uuid))
    order by s.latest_at desc, s.id desc limit ${query.limit}`.execute(db)
  return rows.map((row) => row.id)
}

/** The same, those with the words in a title first. */
export async function bestStories(db: Database, query: StorySearch): Promise<StoryId[]> {
  const { rows } = await sql<{ id: StoryId }>`
    with hits as (
      select m.story_id, a.title from ${reports} where ${reportsThat(query)}
      order by a.first_seen_at desc, a.entry_id limit ${reportsMax}),
    found as (
      select story_id, bool_or(to_tsvector('simple', title) @@ websearch_to_tsquery('simple', ${query.text})) as in_title
      from hits group by story_id)
    select s.id from found f join stories s on s.id = f.story_id where ${storiesThat(query)}
    order by f.in_title desc, s.latest_at desc, s.id desc limit ${query.limit}`.execute(db)
  return rows.map((row) => row.id)
}

/** How many readers opened each story since then. */
export async function opensSince(db: Database, sinceMs: number): Promise<Map<StoryId, number>> {
  const { rows } = await sql<{ story_id: StoryId; opens: number }>`
    select story_id, count(distinct reader_id)::int as opens from signals
    where at >= ${new Date(sinceMs).toISOString()}::timestamptz and kind = 'opened' and story_id is not null group by 1`.execute(
    db,
  )
  return new Map(rows.map((row) => [row.story_id, row.opens]))
}

function storyOf(row: Row): StoredStory {
  const reports = row.reports.map((r): StoryReport => {
    const outlet = outletOf({ id: r.s, feedUrl: r.f, siteUrl: r.w })
    return {
      entryId: r.e,
      sourceId: r.s,
      sourceTitle: r.n ?? '',
      ...(outlet === r.s ? {} : { outlet }),
      atMs: Date.parse(r.t),
      authors: r.a,
      ...(r.c === null ? {} : { copyOf: r.c }),
    }
  })
  const sourceIds = [...new Set(reports.map((r) => r.sourceId))]
  const outletCount = new Set(reports.map(({ outlet, sourceId }) => outlet ?? sourceId)).size
  return {
    story: {
      id: row.id,
      headline: row.headline,
      language: row.language,
      entryIds: reports.map((r) => r.entryId),
      sourceIds,
      ...(outletCount < sourceIds.length ? { outletCount } : {}),
      firstAtMs: row.first_at.getTime(),
      latestAtMs: row.latest_at.getTime(),
      keyPoints: row.key_points,
      ...(row.in_other_languages === null ? {} : { inOtherLanguages: row.in_other_languages }),
      topics: row.topics,
      entities: row.entities,
      importance: row.importance,
      ...(row.lead_image === null ? {} : { leadImage: row.lead_image }),
    },
    reports,
    ...(row.vector === null ? {} : { embedding: floatsOf(row.vector) }),
  }
}

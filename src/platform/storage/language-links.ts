/** Stories that are one though told in different languages. */
import { sql } from 'kysely'
import type { EntryId, StoryId } from '../../domain/ids.ts'
import type { EntityMention } from '../../domain/topic.ts'
import type { Database } from './database.ts'
import { floatsOf } from './embeddings.ts'

/** Of so many days before the newest, and so many stories of these, the newest, others are looked for. */
const days = 3
const storiesMax = 3_000
/** Links are kept as long as their reports can still come together. */
const keptDays = 45

export type StoryToLink = {
  readonly id: StoryId
  readonly entryId: EntryId
  readonly languages: readonly string[]
  readonly firstAtMs: number
  readonly latestAtMs: number
  readonly headline: string
  readonly keyPoints: readonly string[]
  readonly entities: readonly EntityMention[]
  readonly vector: Float32Array
}

type Row = {
  id: StoryId
  entry_id: EntryId
  languages: string[]
  first_at: Date
  latest_at: Date
  headline: string
  key_points: string[]
  entities: EntityMention[]
  vector: Buffer
}

/** Whether the newest stories are in more than one language. */
export async function storiesSpeakSeveralLanguages(db: Database): Promise<boolean> {
  const { rows: spoken } = await sql`select distinct language from stories
    where latest_at >= (select max(latest_at) from stories) - make_interval(days => ${days}) limit 2`.execute(db)
  return spoken.length > 1
}

/** The newest stories that have a vector of the model in use. */
export async function storiesToLink(db: Database): Promise<StoryToLink[]> {
  const { rows } = await sql<Row>`
    select s.id, s.first_at, s.latest_at, s.headline, s.key_points, s.entities, v.vector, m.languages, m.entry_id
    from stories s
    join story_embeddings v on v.story_id = s.id and v.headline = s.headline
      and v.model = (select model from embedding_state)
    cross join lateral (
      select array_agg(distinct u.language) as languages, (array_agg(e.entry_id order by u.first_seen_at, e.entry_id))[1] as entry_id
      from story_entries e join understandings u on u.entry_id = e.entry_id and u.first_seen_at = e.first_seen_at
      where e.story_id = s.id) m
    where s.latest_at >= (select max(latest_at) from stories) - make_interval(days => ${days}) and m.entry_id is not null
    order by s.latest_at desc, s.id limit ${storiesMax}`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    entryId: row.entry_id,
    languages: row.languages,
    firstAtMs: row.first_at.getTime(),
    latestAtMs: row.latest_at.getTime(),
    headline: row.headline,
    keyPoints: row.key_points,
    entities: row.entities,
    vector: floatsOf(row.vector),
  }))
}

/** Keeps that these are one, by the model in use; returns how many are new. */
export async function saveLinks(
  db: Database,
  links: readonly { readonly a: EntryId; readonly b: EntryId }[],
): Promise<number> {
  if (links.length === 0) return 0
  const { rows } = await sql`
    insert into language_links (a, b, model)
    select a, b, model from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as r(a uuid, b uuid), embedding_state
    on conflict (a, b) do update set model = excluded.model, at = now() where language_links.model <> excluded.model
    returning a`.execute(db)
  return rows.length
}

/** By the model in use, in the order of their finding. */
export async function linksHeld(db: Database): Promise<{ readonly a: EntryId; readonly b: EntryId }[]> {
  const { rows } = await sql<{ a: EntryId; b: EntryId }>`
    select a, b from language_links where model = (select model from embedding_state) order by at, a, b`.execute(db)
  return rows
}

export async function forgetLinks(db: Database): Promise<void> {
  await sql`delete from language_links where at < now() - make_interval(days => ${keptDays})
    or model <> (select model from embedding_state)`.execute(db)
}

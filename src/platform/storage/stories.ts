/** Stories and their members. One program at a time changes them. */
import { sql } from 'kysely'
import type { LeadImage } from '../../domain/article.ts'
import type { EntryId, ReaderId, SourceId, StoryId } from '../../domain/ids.ts'
import { outletOf } from '../../domain/outlet.ts'
import { outletCountOf, type Story } from '../../domain/story.ts'
import type { EntityMention, TopicScore, Understood } from '../../domain/topic.ts'
import type { Database } from './database.ts'
import { publish } from './outbox.ts'

/** An entry as story formation needs it. */
export type StoredEntry = {
  readonly entryId: EntryId
  readonly sourceId: SourceId
  readonly title: string
  readonly text: string
  readonly language: string
  readonly publishedAtMs: number
}

/**
 * The same before its language is told: what is known of it is what was understood of the entry, in this version of it or the
 * one before, and what its publisher declares.
 */
export type FormedEntry = Omit<StoredEntry, 'language'> & {
  readonly language?: string
  readonly declaredLanguage?: string
}

/** The same with what its story is described by. */
export type StoredMember = StoredEntry & {
  /** Whose its source is, as `outletOf` names it. */
  readonly outlet: string
  readonly url?: string
  readonly leadImage?: LeadImage
  readonly understood: Understood
}

/** How much of a text story formation reads, and how much description does. */
const charactersMax = { formed: 2_000, described: 4_000 } as const

type EntryRow = {
  entry_id: EntryId
  source_id: SourceId
  title: string
  text: string
  published_at: Date
}

type FormedRow = EntryRow & { language: string | null; declared_language: string | null }

type MemberRow = EntryRow & {
  feed_url: string | null
  site_url: string | null
  language: string
  url: string | null
  lead_image: LeadImage | null
  key_points: string[]
  topics: TopicScore[]
  entities: EntityMention[]
}

const entryColumns = (characters: number) =>
  sql`e.id as entry_id, e.source_id, a.title, left(a.text, ${characters}) as text, e.published_at`
const formedColumns = sql`${entryColumns(charactersMax.formed)}, a.language as declared_language`
const memberColumns = sql`${entryColumns(charactersMax.described)},
  e.url, o.feed_url, o.site_url, a.lead_image, u.language, u.key_points, u.topics, u.entities`
const entryTables = sql`entries e
  join articles a on a.entry_id = e.id and a.first_seen_at = e.first_seen_at`
const understoodAs = sql`understandings u on u.entry_id = e.id and u.first_seen_at = e.first_seen_at`
const memberTables = sql`${entryTables} join ${understoodAs} left join sources o on o.id = e.source_id`

function entryOf(row: EntryRow): Omit<StoredEntry, 'language'> {
  return {
    entryId: row.entry_id,
    sourceId: row.source_id,
    title: row.title,
    text: row.text,
    publishedAtMs: row.published_at.getTime(),
  }
}

function formedOf(row: FormedRow): FormedEntry {
  return {
    ...entryOf(row),
    ...(row.language === null ? {} : { language: row.language }),
    ...(row.declared_language === null ? {} : { declaredLanguage: row.declared_language }),
  }
}

function memberOf(row: MemberRow): StoredMember {
  return {
    ...entryOf(row),
    language: row.language,
    outlet: outletOf({ id: row.source_id, feedUrl: row.feed_url, siteUrl: row.site_url }),
    ...(row.url === null ? {} : { url: row.url }),
    ...(row.lead_image === null ? {} : { leadImage: row.lead_image }),
    understood: {
      language: row.language,
      keyPoints: row.key_points,
      topics: row.topics,
      entities: row.entities,
    },
  }
}

/** An entry that waits for a story, as it was wanted when it was read. */
export type WaitingEntry = { readonly entry: FormedEntry; readonly version: number }

/**
 * Oldest arrival first, without those in hand. Articles are looked up one by one: of a table that has just grown all are read
 * otherwise.
 */
export async function entriesWithoutStory(
  db: Database,
  { limit, inHand }: { readonly limit: number; readonly inHand: readonly WaitingEntry[] },
): Promise<WaitingEntry[]> {
  const ids = inHand.map(({ entry }) => entry.entryId)
  // What was understood of an entry before it changed says nothing of what it is now.
  const { rows } = await sql<FormedRow & { version: number }>`
    with taken as (
      select entry_id, first_seen_at, version from stories_wanted where entry_id <> all(${ids}::uuid[])
      order by first_seen_at, entry_id limit ${limit})
    select ${formedColumns}, null as language, t.version from taken t
    join entries e on e.id = t.entry_id and e.first_seen_at = t.first_seen_at
    join lateral (
      select * from articles where entry_id = e.id and first_seen_at = e.first_seen_at limit 1) a on true`.execute(db)
  return rows.map((row) => ({ entry: formedOf(row), version: row.version }))
}

/** They have their stories. One that was wanted again meanwhile, with another text, goes on waiting. */
export async function endWaitingForStory(db: Database, done: readonly WaitingEntry[]): Promise<void> {
  const rows = done.map(({ entry, version }) => ({ entry_id: entry.entryId, version }))
  await sql`delete from stories_wanted w
    using jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(entry_id uuid, version integer)
    where w.entry_id = r.entry_id and w.version = r.version`.execute(db)
}

/** Entries of the hot window that have a story, in pages by id. */
export async function entriesWithStory(
  db: Database,
  options: { readonly sinceMs: number; readonly after: string; readonly limit: number },
): Promise<{ entry: FormedEntry; storyId: StoryId }[]> {
  const { rows } = await sql<FormedRow & { story_id: StoryId }>`
    select ${formedColumns}, u.language, s.story_id from story_entries s
    join ${entryTables} on e.id = s.entry_id and e.first_seen_at = s.first_seen_at
    left join ${understoodAs}
    where s.entry_id > ${options.after}::uuid and e.published_at >= ${new Date(options.sinceMs).toISOString()}::timestamptz
    order by s.entry_id limit ${options.limit}`.execute(db)
  return rows.map((row) => ({ entry: formedOf(row), storyId: row.story_id }))
}

/** A member as it was last known: a copy of another one, or not. */
export type KnownMember = StoredMember & { readonly copyOf?: EntryId }

/** The members of stories that are understood: what is not is told of when it is. */
export async function membersOfStories(
  db: Database,
  storyIds: readonly StoryId[],
): Promise<Map<StoryId, KnownMember[]>> {
  const members = new Map<StoryId, KnownMember[]>()
  if (storyIds.length === 0) return members
  const { rows } = await sql<MemberRow & { story_id: StoryId; copy_of: EntryId | null }>`
    select ${memberColumns}, s.story_id, s.copy_of from story_entries s
    join ${memberTables} on e.id = s.entry_id and e.first_seen_at = s.first_seen_at
    where s.story_id = any(${storyIds}::uuid[]) order by e.published_at, e.id`.execute(db)
  for (const row of rows) {
    const member = { ...memberOf(row), ...(row.copy_of === null ? {} : { copyOf: row.copy_of }) }
    const held = members.get(row.story_id)
    if (held === undefined) members.set(row.story_id, [member])
    else held.push(member)
  }
  return members
}

/** Which of these stories have no members at all any more, understood or not. */
export async function emptyStories(db: Database, ids: readonly StoryId[]): Promise<StoryId[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: StoryId }>`
    select id from unnest(${ids}::uuid[]) id where not exists (select from story_entries m where m.story_id = id)`.execute(
    db,
  )
  return rows.map((row) => row.id)
}

/** Has the stories of these entries told anew that are understood; those of others are when they are. */
export async function wantDescriptionsOfUnderstood(db: Database, entryIds: readonly EntryId[]): Promise<void> {
  await sql`insert into descriptions_wanted (entry_id)
    select id from unnest(${entryIds}::uuid[]) id
    where not exists (select from understanding_wanted u where u.entry_id = id)
    order by id on conflict do nothing`.execute(db)
}

/** Has the stories of these entries told anew, of which they do not tell yet. */
export async function wantDescriptions(db: Database, entryIds: readonly EntryId[]): Promise<void> {
  await sql`insert into descriptions_wanted (entry_id)
    select id from unnest(${entryIds}::uuid[]) id order by id on conflict do nothing`.execute(db)
}

/**
 * Takes stories that do not tell all of their entries, in the transaction that tells it. An entry that is in no story will be
 * told of when it is.
 */
export async function takeToDescribe(db: Database, limit: number): Promise<StoryId[]> {
  const { rows } = await sql<{ story_id: StoryId }>`
    with taken as materialized (
      select distinct m.story_id from descriptions_wanted w join story_entries m on m.entry_id = w.entry_id
      order by m.story_id limit ${limit}),
    told as (
      delete from descriptions_wanted w using story_entries m
      where m.entry_id = w.entry_id and m.story_id in (select story_id from taken)),
    nowhere as (
      delete from descriptions_wanted w where not exists (select from story_entries m where m.entry_id = w.entry_id))
    select story_id from taken`.execute(db)
  return rows.map((row) => row.story_id)
}

export type Membership = { readonly entryId: EntryId; readonly storyId: StoryId; readonly copyOf?: EntryId }

/** Writes where entries belong now. */
export async function saveMemberships(db: Database, memberships: readonly Membership[]): Promise<void> {
  if (memberships.length === 0) return
  const rows = memberships.map((m) => ({ entry_id: m.entryId, story_id: m.storyId, copy_of: m.copyOf ?? null }))
  await sql`
    insert into story_entries (entry_id, story_id, first_seen_at, copy_of)
    select r.entry_id, r.story_id, k.first_seen_at, r.copy_of
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(entry_id uuid, story_id uuid, copy_of uuid)
    join entry_keys k using (entry_id)
    on conflict (entry_id) do update set story_id = excluded.story_id, copy_of = excluded.copy_of`.execute(db)
}

/** Saves stories as described, their topics, and that their headlines want a vector. */
export async function saveStories(db: Database, stories: readonly Story[]): Promise<void> {
  if (stories.length === 0) return
  // In order of id: two who describe the same stories then wait for each other, and never both.
  const inOrder = stories.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const rows = inOrder.map((story) => ({
    id: story.id,
    headline: story.headline,
    language: story.language,
    first_at: new Date(story.firstAtMs).toISOString(),
    latest_at: new Date(story.latestAtMs).toISOString(),
    entries: story.entryIds.length,
    sources: outletCountOf(story),
    key_points: story.keyPoints,
    in_other_languages: story.inOtherLanguages ?? null,
    topics: story.topics,
    entities: story.entities,
    // What is too small for a 32-bit number is nothing, and no error.
    importance: Math.fround(story.importance),
    lead_image: story.leadImage ?? null,
  }))
  await sql`
    insert into stories (id, headline, language, first_at, latest_at, entries, sources, key_points, in_other_languages, topics, entities, importance, lead_image)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, headline text, language text,
      first_at timestamptz, latest_at timestamptz, entries integer, sources integer, key_points text[], in_other_languages jsonb, topics jsonb,
      entities jsonb, importance real, lead_image jsonb)
    on conflict (id) do update set headline = excluded.headline, language = excluded.language, first_at = excluded.first_at,
      latest_at = excluded.latest_at, entries = excluded.entries, sources = excluded.sources, key_points = excluded.key_points,
      in_other_languages = excluded.in_other_languages, topics = excluded.topics, entities = excluded.entities, importance = excluded.importance,
      lead_image = excluded.lead_image, described_at = now()`.execute(db)
  await saveTopics(db, stories)
  await sql`
    insert into embeddings_wanted (story_id) select s.id from stories s
    where s.id = any(${stories.map((story) => story.id)}::uuid[])
      and not exists (select from story_embeddings v where v.story_id = s.id and v.headline = s.headline
        and v.model = (select model from embedding_state))
    order by s.id on conflict do nothing`.execute(db)
}

async function saveTopics(db: Database, stories: readonly Story[]): Promise<void> {
  const ids = stories.map((story) => story.id)
  const rows = stories.flatMap((story) =>
    story.topics.map((topic) => ({
      topic_id: topic.id,
      story_id: story.id,
      score: topic.score,
      label: topic.label,
      kind: topic.kind,
      last_at: new Date(story.latestAtMs).toISOString(),
    })),
  )
  const json = JSON.stringify(rows)
  await sql`delete from story_topics where story_id = any(${ids}::uuid[])`.execute(db)
  await sql`insert into story_topics (topic_id, story_id, score)
    select topic_id, story_id, max(score) from jsonb_to_recordset(${json}::jsonb) as r(topic_id text, story_id uuid, score real)
    group by 1, 2`.execute(db)
  await sql`insert into topics (id, label, kind, last_at)
    select topic_id, min(label), min(kind), max(last_at)
    from jsonb_to_recordset(${json}::jsonb) as r(topic_id text, label text, kind text, last_at timestamptz)
    group by 1 order by 1
    on conflict (id) do update set last_at = greatest(topics.last_at, excluded.last_at)`.execute(db)
}

/** Removes stories that have no members any more, and sends their readers to where the members went. */
export async function dropEmptyStories(
  db: Database,
  moved: ReadonlyMap<StoryId, StoryId>,
  emptied: readonly StoryId[],
): Promise<void> {
  if (emptied.length === 0) return
  await db.deleteFrom('stories').where('id', 'in', emptied).execute()
  await db.deleteFrom('story_topics').where('story_id', 'in', emptied).execute()
  await db.deleteFrom('embeddings_wanted').where('story_id', 'in', emptied).execute()
  const rows = emptied.flatMap((id) => {
    const to = moved.get(id)
    return to === undefined ? [] : [{ old_id: id, new_id: to }]
  })
  if (rows.length > 0)
    await db
      .insertInto('story_moves')
      .values(rows)
      .onConflict((c) => c.column('old_id').doUpdateSet((eb) => ({ new_id: eb.ref('excluded.new_id') })))
      .execute()
  if (rows.length === 0) return
  const readers = new Set([...(await moveSignals(db, rows)), ...(await moveSaved(db, rows))])
  await tellReaders(db, [...readers])
}

/** When the entries of stories came in here, in milliseconds since 1970, earliest first. */
export async function arrivalsOf(db: Database, ids: readonly StoryId[]): Promise<Map<StoryId, number[]>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: StoryId; at: number[] }>`
    select story_id as id, array_agg((extract(epoch from first_seen_at) * 1000)::float8 order by first_seen_at) as at
    from story_entries where story_id = any(${ids}::uuid[]) group by story_id`.execute(db)
  return new Map(rows.map(({ id, at }) => [id, at]))
}

type Move = { readonly old_id: StoryId; readonly new_id: StoryId }

/**
 * What was done with a story was done with the one that it is in now. Answers whose profiles tell of it. Those who have only
 * seen it are too many for that: where they have seen it is followed when their profile is loaded.
 */
async function moveSignals(db: Database, moves: readonly Move[]): Promise<ReaderId[]> {
  const { rows } = await sql<{ reader_id: ReaderId }>`
    with moved as (
      update signals set story_id = m.new_id, shown_as = coalesce(signals.shown_as, signals.story_id)
      from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as m(old_id uuid, new_id uuid)
      where signals.story_id = m.old_id returning signals.reader_id, signals.kind)
    select distinct reader_id from moved where kind <> 'seen'`.execute(db)
  return rows.map((row) => row.reader_id)
}

/** What was saved stays saved under the story that it is in now, with the labels of both. */
async function moveSaved(db: Database, moves: readonly Move[]): Promise<ReaderId[]> {
  const { rows } = await sql<{ reader_id: ReaderId }>`
    with moved as (
      delete from saved using jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as m(old_id uuid, new_id uuid)
      where saved.story_id = m.old_id returning reader_id, m.new_id, at, labels),
    labelled as (
      select reader_id, new_id, max(at) as at, array(
        select distinct label from moved other, unnest(other.labels) label
        where other.reader_id = moved.reader_id and other.new_id = moved.new_id order by label) as labels
      from moved group by reader_id, new_id)
    insert into saved (reader_id, story_id, at, labels) select reader_id, new_id, at, labels from labelled
    order by reader_id, new_id
    on conflict (reader_id, story_id) do update set at = greatest(saved.at, excluded.at), labels = array(
      select distinct label from unnest(saved.labels || excluded.labels) label order by label)
    returning reader_id`.execute(db)
  return rows.map((row) => row.reader_id)
}

const toldAtOnce = 1_000

/**
 * Profiles that name stories that are no more are forgotten: each is made anew when its reader comes. Readers are held, so that
 * none saves a profile meanwhile that was made from what stood there before.
 */
async function tellReaders(db: Database, readers: readonly ReaderId[]): Promise<void> {
  if (readers.length === 0) return
  await sql`select from readers where id = any(${readers}::uuid[]) order by id for no key update`.execute(db)
  await sql`delete from profiles where reader_id = any(${readers}::uuid[])`.execute(db)
  for (let n = 0; n < readers.length; n += toldAtOnce)
    await publish(
      db,
      ...readers.slice(n, n + toldAtOnce).map((readerId) => ({ kind: 'reader-changed', readerId }) as const),
    )
}

/** Whether nothing changed since stories were last settled in full. */
export async function storiesAreSettled(db: Database): Promise<boolean> {
  const row = await db.selectFrom('story_state').select('settled').executeTakeFirst()
  return row?.settled ?? false
}

/** Said in the transaction that makes it so. */
export async function markSettled(db: Database, settled: boolean): Promise<void> {
  await db.updateTable('story_state').set({ settled }).where('settled', '<>', settled).execute()
}

/** When the newest entry was published, in milliseconds since 1970: the hot window reaches back from there. */
export async function newestEntryMs(db: Database): Promise<number> {
  const row = await db
    .selectFrom('entries')
    .select((eb) => eb.fn.max('published_at').as('at'))
    .executeTakeFirst()
  return row?.at?.getTime() ?? 0
}

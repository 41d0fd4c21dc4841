/** Readers, what they follow and mute, and what they did. Every query of one reader's things begins with their id. */
import { sql } from 'kysely'
import type { ReaderId, SourceId, StoryId, TopicId } from '../../domain/ids.ts'
import { nameProblem } from '../../domain/name.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Dials, Follow, Mute, Signal, SignalKind } from '../../domain/reader.ts'
import type { Database } from './database.ts'
import { featuresAt } from './page-log.ts'
import { storableJson } from './storable.ts'
import { currentStoryId, currentStoryIds } from './story-cards.ts'

export type StoredReader = {
  readonly id: ReaderId
  readonly name: string
  readonly createdAt: Date
  readonly dials: Partial<Dials>
  readonly learningPaused: boolean
  /** Languages, by code; none means all. */
  readonly reads: readonly string[]
}

/** The one place where readers are made. What is wrong: a name that none can have, or that another one has. */
export async function createReader(
  db: Database,
  reader: { readonly id: ReaderId; readonly name: string },
): Promise<Problem | undefined> {
  const unfit = nameProblem(reader.name)
  if (unfit !== undefined) return unfit
  const result = await db
    .insertInto('readers')
    .values({ ...reader, dials: '{}' })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  if ((result.numInsertedOrUpdatedRows ?? 0n) > 0n) return undefined
  return { code: 'reader-exists', message: `There is a reader called ${JSON.stringify(reader.name)} already.` }
}

/** Makes the first reader; `setup-done` when there is one, also when two ask at once. */
export async function createFirstReader(
  db: Database,
  reader: { readonly id: ReaderId; readonly name: string },
): Promise<Problem | undefined> {
  return await db.transaction().execute(async (tx) => {
    await sql`lock table readers in share row exclusive mode`.execute(tx)
    const there = await tx.selectFrom('readers').select('id').limit(1).executeTakeFirst()
    if (there !== undefined) return { code: 'setup-done', message: 'There is a reader already; others are invited.' }
    return await createReader(tx, reader)
  })
}

/** In the order they were made. */
export async function listReaders(db: Database): Promise<StoredReader[]> {
  const rows = await db.selectFrom('readers').selectAll().orderBy('created_at').orderBy('id').execute()
  return rows.map(readerOf)
}

/** The first of them, without looking at the others. */
export async function firstReaders(db: Database, limit: number): Promise<StoredReader[]> {
  const rows = await db.selectFrom('readers').selectAll().orderBy('created_at').orderBy('id').limit(limit).execute()
  return rows.map(readerOf)
}

export async function readerByName(db: Database, name: string): Promise<StoredReader | undefined> {
  const row = await db.selectFrom('readers').selectAll().where('name', '=', name).executeTakeFirst()
  return row === undefined ? undefined : readerOf(row)
}

/**
 * Waits until nobody else changes what is this reader's, and keeps others waiting until the transaction ends; false: there is
 * no such reader. `erasing` also holds up whoever is about to write something new of theirs.
 */
export async function holdReader(
  db: Database,
  id: ReaderId,
  how: 'changing' | 'erasing' = 'changing',
): Promise<boolean> {
  const lock = how === 'erasing' ? sql`update` : sql`no key update`
  const { rows } = await sql`select 1 from readers where id = ${id} for ${lock}`.execute(db)
  return rows.length > 0
}

export async function loadReader(db: Database, id: ReaderId): Promise<StoredReader | undefined> {
  const row = await db.selectFrom('readers').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : readerOf(row)
}

function readerOf(row: {
  id: string
  name: string
  created_at: Date
  dials: unknown
  learning_paused: boolean
  reads: string[]
}): StoredReader {
  // Ids and dials were written by this file.
  const dials = row.dials as Partial<Dials>
  return {
    id: row.id as ReaderId,
    name: row.name,
    createdAt: row.created_at,
    dials,
    learningPaused: row.learning_paused,
    reads: row.reads,
  }
}

export async function saveDials(db: Database, id: ReaderId, dials: Dials): Promise<void> {
  await db
    .updateTable('readers')
    .set({ dials: JSON.stringify(dials) })
    .where('id', '=', id)
    .execute()
}

export async function saveReads(db: Database, id: ReaderId, reads: readonly string[]): Promise<void> {
  await db
    .updateTable('readers')
    .set({ reads: [...reads] })
    .where('id', '=', id)
    .execute()
}

export async function saveLearningPaused(db: Database, id: ReaderId, paused: boolean): Promise<void> {
  await db.updateTable('readers').set({ learning_paused: paused }).where('id', '=', id).execute()
}

// Follows and mutes: `ref` is the topic's or source's id, the author's name, or the words.

export async function loadFollows(db: Database, readerId: ReaderId): Promise<Follow[]> {
  const rows = await db
    .selectFrom('follows')
    .selectAll()
    .where('reader_id', '=', readerId)
    .orderBy('at')
    .orderBy('ref')
    .execute()
  return rows.map((row): Follow => {
    switch (row.kind) {
      case 'topic':
        return { kind: 'topic', topicId: row.ref as TopicId, label: row.label }
      case 'source':
        return { kind: 'source', sourceId: row.ref as SourceId, label: row.label }
      default:
        return { kind: 'author', name: row.ref }
    }
  })
}

export async function saveFollow(db: Database, readerId: ReaderId, follow: Follow): Promise<void> {
  await saveFollows(db, readerId, [follow])
}

/** Any number at once; those followed already stay as they are. */
export async function saveFollows(db: Database, readerId: ReaderId, follows: readonly Follow[]): Promise<void> {
  const rows = follows.map((follow) => ({
    kind: follow.kind,
    ref: followRef(follow),
    label: follow.kind === 'author' ? follow.name : follow.label,
  }))
  await sql`insert into follows (reader_id, kind, ref, label)
    select ${readerId}::uuid, kind, ref, label
    from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(kind text, ref text, label text)
    on conflict do nothing`.execute(db)
}

export async function dropFollow(db: Database, readerId: ReaderId, kind: Follow['kind'], ref: string): Promise<void> {
  await db
    .deleteFrom('follows')
    .where('reader_id', '=', readerId)
    .where('kind', '=', kind)
    .where('ref', '=', ref)
    .execute()
}

function followRef(follow: Follow): string {
  switch (follow.kind) {
    case 'topic':
      return follow.topicId
    case 'source':
      return follow.sourceId
    case 'author':
      return follow.name
  }
}

export async function loadMutes(db: Database, readerId: ReaderId): Promise<Mute[]> {
  const rows = await db
    .selectFrom('mutes')
    .selectAll()
    .where('reader_id', '=', readerId)
    .orderBy('at')
    .orderBy('ref')
    .execute()
  return rows.map((row) => ({
    what:
      row.kind === 'topic'
        ? { kind: 'topic', topicId: row.ref as TopicId, label: row.label }
        : row.kind === 'source'
          ? { kind: 'source', sourceId: row.ref as SourceId, label: row.label }
          : { kind: 'words', words: row.ref },
    strength: row.strength === 'less' ? 'less' : 'none',
    ...(row.until === null ? {} : { untilMs: row.until.getTime() }),
  }))
}

/** Adds or renews mutes. Returns how many the reader has then. */
export async function saveMutes(db: Database, readerId: ReaderId, mutes: readonly Mute[]): Promise<number> {
  const rows = mutes.map((mute) => ({
    kind: mute.what.kind,
    ref: muteRef(mute),
    label: mute.what.kind === 'words' ? mute.what.words : mute.what.label,
    strength: mute.strength,
    until: mute.untilMs === undefined ? null : new Date(mute.untilMs).toISOString(),
  }))
  await sql`
    insert into mutes (reader_id, kind, ref, label, strength, until)
    select distinct on (kind, ref) ${readerId}::uuid, kind, ref, label, strength, until
    from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(kind text, ref text, label text, strength text, until timestamptz)
    on conflict (reader_id, kind, ref) do update set strength = excluded.strength, until = excluded.until`.execute(db)
  const { count } = await db
    .selectFrom('mutes')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('reader_id', '=', readerId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export async function dropMute(db: Database, readerId: ReaderId, kind: string, ref: string): Promise<void> {
  await db
    .deleteFrom('mutes')
    .where('reader_id', '=', readerId)
    .where('kind', '=', kind)
    .where('ref', '=', ref)
    .execute()
}

function muteRef({ what }: Mute): string {
  switch (what.kind) {
    case 'topic':
      return what.topicId
    case 'source':
      return what.sourceId
    case 'words':
      return what.words
  }
}

// Signals.

/** A reader's latest pages, in which the features of a story are looked up that a signal is about. */
const pagesLookedAt = 30

/**
 * Saves those not known yet, with what the reader's latest page said of their stories; the same signal sent twice counts
 * once. What is said of a story that moved counts for where it went. Returns how many were new.
 */
export async function saveSignals(db: Database, readerId: ReaderId, signals: readonly Signal[]): Promise<number> {
  if (signals.length === 0) return 0
  const current = await currentStoryIds(
    db,
    signals.flatMap(({ storyId }) => storyId ?? []),
  )
  const rows = signals.map((s) => ({
    id: s.id,
    at: new Date(s.atMs).toISOString(),
    kind: s.kind,
    story_id: (s.storyId && current.get(s.storyId)) ?? null,
    given_id: s.storyId ?? null,
    topic_id: s.topicId ?? null,
    source_id: s.sourceId ?? null,
    // In thousandths: of what is smaller than any time, the column's type would make an error.
    seconds: s.seconds === undefined ? null : Math.round(s.seconds * 1000) / 1000,
  }))
  const { rows: added } = await sql<{ id: string; kind: SignalKind; story_id: StoryId | null; at: Date }>`
    with latest as (
      select made_at, story_ids, feature_names, features from pages
      where reader_id = ${readerId} order by made_at desc limit ${pagesLookedAt}),
    shown as materialized (
      select distinct on (i.id) i.id as story, ${featuresAt(sql<number>`i.place`)} as features
      from latest p, unnest(p.story_ids) with ordinality i(id, place)
      where i.id = any(${rows.flatMap(({ given_id }) => given_id ?? [])}::uuid[]) order by i.id, p.made_at desc)
    insert into signals (reader_id, id, at, kind, story_id, shown_as, topic_id, source_id, seconds, learns, features)
    select distinct on (id) ${readerId}::uuid, id, at, kind, story_id, nullif(given_id, story_id), topic_id, source_id,
      seconds, not exists (select from readers where readers.id = ${readerId} and learning_paused),
      (select features from shown where story = given_id)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, at timestamptz, kind text, story_id uuid,
      given_id uuid, topic_id text, source_id uuid, seconds real)
    where not exists (select from signals s where s.reader_id = ${readerId}::uuid and s.id = r.id)
    on conflict do nothing returning id, kind, story_id, at`.execute(db)
  for (const { kind, story_id, at } of added) {
    if (kind !== 'saved' || story_id === null) continue
    await db
      .insertInto('saved')
      .values({ reader_id: readerId, story_id, at })
      .onConflict((c) => c.doNothing())
      .execute()
  }
  return added.length
}

/** Takes back all signals of a kind on a story, or on the one that it moved to. */
export async function dropSignals(db: Database, readerId: ReaderId, kind: SignalKind, given: StoryId): Promise<void> {
  const storyId = await currentStoryId(db, given)
  await db
    .deleteFrom('signals')
    .where('reader_id', '=', readerId)
    .where('kind', '=', kind)
    .where('story_id', '=', storyId)
    .execute()
  if (kind === 'saved')
    await db.deleteFrom('saved').where('reader_id', '=', readerId).where('story_id', '=', storyId).execute()
}

/** The newest signals that count, oldest first: what was sent while learning was paused tells only what was seen and hidden. */
export async function loadSignals(db: Database, readerId: ReaderId, limit: number): Promise<Signal[]> {
  const rows = await db
    .selectFrom('signals')
    .selectAll()
    .where('reader_id', '=', readerId)
    .where((eb) => eb.or([eb('learns', '=', true), eb('kind', 'in', ['seen', 'hidden'])]))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.reverse().map((row) => ({
    id: row.id,
    // Written by saveSignals from the domain's own kinds and ids.
    kind: row.kind as SignalKind,
    atMs: row.at.getTime(),
    ...(row.story_id === null ? {} : { storyId: row.story_id as StoryId }),
    ...(row.topic_id === null ? {} : { topicId: row.topic_id as TopicId }),
    ...(row.source_id === null ? {} : { sourceId: row.source_id as SourceId }),
    ...(row.seconds === null ? {} : { seconds: row.seconds }),
    ...(row.features === null ? {} : { features: row.features as Record<string, number> }),
  }))
}

export async function savedStories(db: Database, readerId: ReaderId, limit: number): Promise<StoryId[]> {
  const rows = await db
    .selectFrom('saved')
    .select('story_id')
    .where('reader_id', '=', readerId)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => row.story_id as StoryId)
}

/** Drops the signals behind one learned interest: those on the topic's or the source's own, and on its stories. */
export async function forgetInterest(
  db: Database,
  readerId: ReaderId,
  what: { readonly kind: 'topic' | 'source'; readonly id: string },
): Promise<void> {
  if (what.kind === 'topic')
    await sql`delete from signals where reader_id = ${readerId} and (topic_id = ${what.id}
      or story_id in (select story_id from story_topics where topic_id = ${what.id}))`.execute(db)
  else
    await sql`delete from signals where reader_id = ${readerId} and (source_id::text = ${what.id}
      or story_id in (select m.story_id from story_entries m join entries e on e.id = m.entry_id
        where e.source_id::text = ${what.id}))`.execute(db)
}

/** Everything kept of a reader, as it stands in the tables; of their ways in, nothing that would let anybody in. */
export async function exportReader(db: Database, readerId: ReaderId): Promise<Record<string, unknown[]>> {
  const tables = ['follows', 'mutes', 'signals', 'saved', 'highlights', 'pages'] as const
  const result: Record<string, unknown[]> = {}
  for (const table of tables)
    result[table] = await db.selectFrom(table).selectAll().where('reader_id', '=', readerId).execute()
  result['queries'] = await db
    .selectFrom('queries')
    .select(['id', 'words', 'by_meaning', 'at'])
    .where('reader_id', '=', readerId)
    .execute()
  result['corrections'] = await db
    .selectFrom('corrections')
    .select(['id', 'kind', 'story_id', 'at', 'undone_at'])
    .where('reader_id', '=', readerId)
    .execute()
  result['sessions'] = await db
    .selectFrom('sessions')
    .select(['created_at', 'expires_at', 'ip_address', 'user_agent'])
    .where('reader_id', '=', readerId)
    .execute()
  for (const table of ['access_tokens', 'passkeys'] as const)
    result[table] = await db
      .selectFrom(table)
      .select(['name', 'created_at', 'last_used_at'])
      .where('reader_id', '=', readerId)
      .execute()
  return result
}

export async function saveProfileSnapshot(db: Database, readerId: ReaderId, profile: unknown): Promise<void> {
  await db
    .insertInto('profiles')
    .values({ reader_id: readerId, profile: JSON.stringify(profile), made_at: new Date() })
    .onConflict((c) =>
      c
        .column('reader_id')
        .doUpdateSet((eb) => ({ profile: eb.ref('excluded.profile'), made_at: eb.ref('excluded.made_at') })),
    )
    .execute()
}

export async function loadProfileSnapshot(db: Database, readerId: ReaderId): Promise<unknown> {
  const row = await db.selectFrom('profiles').select('profile').where('reader_id', '=', readerId).executeTakeFirst()
  return row?.profile
}

/** What a reader last said of each story: more like it, or less. */
export async function loadSaid(db: Database, readerId: ReaderId): Promise<Map<StoryId, 'more' | 'less'>> {
  const { rows } = await sql<{ story_id: StoryId; kind: 'more' | 'less' }>`
    select distinct on (story_id) story_id, kind from signals
    where reader_id = ${readerId} and kind in ('more', 'less') and story_id is not null
    order by story_id, at desc, id`.execute(db)
  return new Map(rows.map((row) => [row.story_id, row.kind]))
}

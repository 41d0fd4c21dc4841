/** Entities that an operator says are one. */
import { sql } from 'kysely'
import type { EntityId, ReaderId, StoryId, TopicId } from '../../domain/ids.ts'
import type { Database } from './database.ts'

/** Merges that are looked at; a list that long was not made by hand. */
const mergesMax = 20_000

export type StoredMerge = {
  readonly aliasId: EntityId
  readonly entityId: EntityId
  readonly name: string
  /** What the alias was called. */
  readonly aliasName: string
  readonly at: Date
}

/** As they were said: an entity may itself be the alias of a further one. `name`: what the entity is called. */
export async function listMerges(db: Database): Promise<StoredMerge[]> {
  const { rows } = await sql<StoredMerge>`
    select m.alias_id as "aliasId", m.entity_id as "entityId", coalesce(t.label, m.entity_id) as name,
      coalesce(a.label, m.alias_id) as "aliasName", m.at
    from entity_merges m left join topics t on t.id = 'entity:' || m.entity_id
      left join topics a on a.id = 'entity:' || m.alias_id order by m.at, m.alias_id limit ${mergesMax}`.execute(db)
  return rows
}

/** Keeps whoever else says or takes back a merge waiting until the transaction ends. */
export async function holdMerges(db: Database): Promise<void> {
  await sql`lock table entity_merges in share row exclusive mode`.execute(db)
}

/**
 * Keeps it as it was said, and has those who follow or mute the alias do so with what it is now, `now`, too. Returns whose
 * profiles tell of it.
 */
export async function saveMerge(
  db: Database,
  merge: {
    readonly aliasId: EntityId
    readonly entityId: EntityId
    readonly now: EntityId
    readonly readerId: ReaderId
  },
): Promise<ReaderId[]> {
  const { aliasId, entityId, now, readerId } = merge
  const before = await takeAlong(db, aliasId)
  await sql`insert into entity_merges (alias_id, entity_id, reader_id) values (${aliasId}, ${entityId}, ${readerId})
    on conflict (alias_id) do update set entity_id = excluded.entity_id, reader_id = excluded.reader_id, at = now()`.execute(
    db,
  )
  const alias = `entity:${aliasId}`
  const entity = `entity:${now}`
  const { rows } = await sql<{ id: ReaderId }>`
    with followed as (
      insert into follows (reader_id, kind, ref, label)
      select f.reader_id, 'topic', t.id, t.label from follows f join topics t on t.id = ${entity}
      where f.kind = 'topic' and f.ref = ${alias} on conflict do nothing returning reader_id),
    muted as (
      insert into mutes (reader_id, kind, ref, label, strength, until)
      select m.reader_id, 'topic', t.id, t.label, m.strength, m.until from mutes m join topics t on t.id = ${entity}
      where m.kind = 'topic' and m.ref = ${alias} on conflict do nothing returning reader_id)
    select reader_id as id from followed union select reader_id from muted order by id`.execute(db)
  return [...new Set([...before, ...rows.map((row) => row.id)])].sort()
}

/** Takes it back, with what the merge had readers follow and mute. Returns whose profiles tell of it; `undefined`: there is none. */
export async function dropMerge(db: Database, aliasId: EntityId): Promise<ReaderId[] | undefined> {
  const readers = await takeAlong(db, aliasId)
  const { rows } = await sql`delete from entity_merges where alias_id = ${aliasId} returning alias_id`.execute(db)
  return rows.length > 0 ? readers : undefined
}

/** Drops the follows and mutes that a merge made: they bear the time of its transaction, to the microsecond. */
async function takeAlong(db: Database, aliasId: EntityId): Promise<ReaderId[]> {
  const alias = `entity:${aliasId}`
  const { rows } = await sql<{ id: ReaderId }>`
    with merge as (select at from entity_merges where alias_id = ${aliasId}),
    unfollowed as (
      delete from follows f using merge, follows of_alias
      where f.kind = 'topic' and f.at = merge.at and f.ref <> ${alias} and of_alias.reader_id = f.reader_id
        and of_alias.kind = 'topic' and of_alias.ref = ${alias} returning f.reader_id),
    unmuted as (
      delete from mutes m using merge, mutes of_alias
      where m.kind = 'topic' and m.at = merge.at and m.ref <> ${alias} and of_alias.reader_id = m.reader_id
        and of_alias.kind = 'topic' and of_alias.ref = ${alias} returning m.reader_id)
    select reader_id as id from unfollowed union select reader_id from unmuted order by id`.execute(db)
  return rows.map((row) => row.id)
}

/** Stories with a report that names one of the entities, as it was understood; the newest first. */
export async function storiesNaming(db: Database, ids: readonly EntityId[], limit: number): Promise<StoryId[]> {
  const named = ids.map((id) => sql`u.entities @> ${JSON.stringify([{ id }])}::jsonb`)
  const { rows } = await sql<{ id: StoryId }>`
    select s.id from stories s where exists (
      select from story_entries m join understandings u on u.entry_id = m.entry_id and u.first_seen_at = m.first_seen_at
      where m.story_id = s.id and (${sql.join(named, sql` or `)}))
    order by s.latest_at desc, s.id limit ${limit}`.execute(db)
  return rows.map((row) => row.id)
}

/** More steps than any chain of merges that people made. */
const stepsMax = 50

/** The topic that this one is by all merges, or that its name means in the news of these days; else the topic itself. */
export async function mergedTopicId(db: Database, id: TopicId): Promise<TopicId> {
  const { rows } = await sql<{ id: TopicId }>`
    with recursive trail(id, steps) as (
      select ${id}::text, 0
      union all
      select 'entity:' || m.entity_id, t.steps + 1 from trail t join (
        select alias_id, entity_id from entity_merges
        union all select short_id, full_id from meant_names where short_id not in (select alias_id from entity_merges)
      ) m on 'entity:' || m.alias_id = t.id
      where t.steps < ${stepsMax})
    select id from trail order by steps desc limit 1`.execute(db)
  return rows[0]?.id ?? id
}

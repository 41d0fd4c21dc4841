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

/** `name`: what the entity is called. */
export async function listMerges(db: Database): Promise<StoredMerge[]> {
  const { rows } = await sql<StoredMerge>`
    select m.alias_id as "aliasId", m.entity_id as "entityId", coalesce(t.label, m.entity_id) as name,
      coalesce(a.label, m.alias_id) as "aliasName", m.at
    from entity_merges m left join topics t on t.id = 'entity:' || m.entity_id
      left join topics a on a.id = 'entity:' || m.alias_id order by m.at, m.alias_id limit ${mergesMax}`.execute(db)
  return rows
}

/** Keeps it, moves aliases of the alias along, and has those who follow or mute the alias do so with the entity too. Returns who does now. */
export async function saveMerge(
  db: Database,
  merge: { readonly aliasId: EntityId; readonly entityId: EntityId; readonly readerId: ReaderId },
): Promise<ReaderId[]> {
  const { aliasId, entityId, readerId } = merge
  await sql`update entity_merges set entity_id = ${entityId} where entity_id = ${aliasId}`.execute(db)
  await sql`insert into entity_merges (alias_id, entity_id, reader_id) values (${aliasId}, ${entityId}, ${readerId})
    on conflict (alias_id) do update set entity_id = excluded.entity_id, reader_id = excluded.reader_id, at = now()`.execute(
    db,
  )
  const alias = `entity:${aliasId}`
  const entity = `entity:${entityId}`
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
  return rows.map((row) => row.id)
}

/** False: there is no such merge. */
export async function dropMerge(db: Database, aliasId: EntityId): Promise<boolean> {
  const { rows } = await sql`delete from entity_merges where alias_id = ${aliasId} returning alias_id`.execute(db)
  return rows.length > 0
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

/** The topic that this one was merged into; the topic itself where it was not. */
export async function mergedTopicId(db: Database, id: TopicId): Promise<TopicId> {
  const { rows } = await sql<{ id: TopicId }>`
    select 'entity:' || entity_id as id from entity_merges where 'entity:' || alias_id = ${id}`.execute(db)
  return rows[0]?.id ?? id
}

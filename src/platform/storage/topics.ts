/** Topics as things to follow: their labels, and which are written about. */
import { sql } from 'kysely'
import type { TopicId } from '../../domain/ids.ts'
import type { TopicKind } from '../../domain/topic.ts'
import type { Database } from './database.ts'
import { holding } from './like-pattern.ts'

export type StoredTopic = { readonly id: TopicId; readonly label: string; readonly kind: TopicKind }

export async function loadTopic(db: Database, id: TopicId): Promise<StoredTopic | undefined> {
  const { rows } = await sql<StoredTopic>`select id, label, kind from topics where id = ${id}`.execute(db)
  return rows[0]
}

/** A topic that no article has been about yet: it has a page from now on, and is found by its name. */
export async function saveTopic(db: Database, { id, label, kind }: StoredTopic, at: Date): Promise<void> {
  await db
    .insertInto('topics')
    .values({ id, label, kind, last_at: at })
    .onConflict((c) => c.doNothing())
    .execute()
}

/** Topics of the most stories since then, most first; none that is called as a source, which is followed as that. */
export async function liveTopics(
  db: Database,
  options: { readonly sinceMs: number; readonly kinds: readonly TopicKind[]; readonly limit: number },
): Promise<StoredTopic[]> {
  const { rows } = await sql<StoredTopic>`
    select t.id, t.label, t.kind from topics t
    join story_topics st on st.topic_id = t.id join stories s on s.id = st.story_id
    where s.latest_at >= ${new Date(options.sinceMs).toISOString()}::timestamptz and t.kind = any(${options.kinds}::text[])
      and not exists (select from sources where sources.title = t.label)
    group by t.id having count(*) > 1 order by sum(st.score * s.sources) desc, t.id limit ${options.limit}`.execute(db)
  return rows
}

/** Topics whose label begins with or holds the words. */
export async function topicsNamed(db: Database, words: string, limit: number): Promise<StoredTopic[]> {
  const { rows } = await sql<StoredTopic>`
    select id, label, kind from topics where label ilike ${holding(words)}
    order by position(lower(${words}) in lower(label)), length(label), last_at desc limit ${limit}`.execute(db)
  return rows
}

/** Topics that share the most stories with this one. */
export async function relatedTopics(db: Database, id: TopicId, limit: number): Promise<StoredTopic[]> {
  const { rows } = await sql<StoredTopic>`
    select t.id, t.label, t.kind from story_topics mine
    join story_topics other on other.story_id = mine.story_id and other.topic_id <> mine.topic_id
    join topics t on t.id = other.topic_id
    where mine.topic_id = ${id} group by t.id order by sum(other.score) desc, t.id limit ${limit}`.execute(db)
  return rows
}

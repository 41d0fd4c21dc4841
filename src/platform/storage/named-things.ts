/** Whether what a request names is here. */
import { sql } from 'kysely'
import type { SourceId, StoryId, TopicId } from '../../domain/ids.ts'
import type { Database } from './database.ts'

export type Named = {
  readonly stories: readonly StoryId[]
  readonly topics: readonly TopicId[]
  readonly sources: readonly SourceId[]
}

/** Those of the ids that there are; a story that moved is where it went, and is not here under its old one. Ids of stories and sources are UUIDs. */
export async function idsHere(db: Database, { stories, topics, sources }: Named): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select id::text as id from stories where id = any(${stories}::uuid[])
    union all select id from topics where id = any(${topics}::text[])
    union all select id::text from sources where id = any(${sources}::uuid[])`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

/** Sources by what they are called and where they are, for whoever needs no more of them. */
import { sql } from 'kysely'
import { isUuid } from '../../domain/derive-id.ts'
import type { SourceId } from '../../domain/ids.ts'
import type { Database } from './database.ts'
import { holding } from './like-pattern.ts'

export type NamedSource = { readonly id: SourceId; readonly title: string; readonly feedUrl: string }

/** Those whose names hold the words, best match first. */
export async function sourcesNamed(db: Database, words: string, limit: number): Promise<NamedSource[]> {
  const { rows } = await sql<NamedSource>`
    select id, title, feed_url as "feedUrl" from sources where title ilike ${holding(words)}
    order by position(lower(${words}) in lower(title)), length(title), title, id limit ${limit}`.execute(db)
  return rows
}

/** Undefined for anything that is no source's id. */
export async function sourceNamed(db: Database, id: string): Promise<NamedSource | undefined> {
  if (!isUuid(id)) return undefined
  const { rows } = await sql<NamedSource>`
    select id, title, feed_url as "feedUrl" from sources where id = ${id}`.execute(db)
  return rows[0]
}

/** Those that are asked for at one of these addresses. */
export async function sourcesAt(db: Database, feedUrls: readonly string[]): Promise<NamedSource[]> {
  const { rows } = await sql<NamedSource>`
    select id, title, feed_url as "feedUrl" from sources where feed_url = any(${feedUrls}::text[])
    order by title, id`.execute(db)
  return rows
}

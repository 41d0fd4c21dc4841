/** How often a reader asked for new feed addresses. */
import { sql } from 'kysely'
import type { ReaderId } from '../../domain/ids.ts'
import type { Database } from './database.ts'

const first = 1

export async function feedVersion(db: Database, readerId: ReaderId): Promise<number> {
  const row = await db
    .selectFrom('feed_addresses')
    .select('version')
    .where('reader_id', '=', readerId)
    .executeTakeFirst()
  return row?.version ?? first
}

/** Counts on; returns the new count. */
export async function renewFeedVersion(db: Database, readerId: ReaderId): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    insert into feed_addresses (reader_id, version) values (${readerId}, ${first + 1})
    on conflict (reader_id) do update set version = feed_addresses.version + 1 returning version`.execute(db)
  return rows[0]?.version ?? first
}

/** What arrives of sources: for those that are still there, and counted. */
import { sql } from 'kysely'
import type { SourceId } from '../../domain/ids.ts'
import type { Database } from './database.ts'

/**
 * Which of these there are; none of them is removed or changed by others until the transaction ends. Always in one order, so
 * that no two transactions wait for each other.
 */
export async function holdSources(db: Database, ids: readonly SourceId[]): Promise<Set<SourceId>> {
  const { rows } = await sql<{ id: SourceId }>`
    select id from sources where id = any(${ids}::uuid[]) order by id for no key update`.execute(db)
  return new Set(rows.map((row) => row.id))
}

/** So many more entries are known of each. Call in the transaction that holds them. */
export async function countArrived(
  db: Database,
  arrived: readonly { readonly sourceId: SourceId; readonly added: number }[],
): Promise<void> {
  const rows = arrived.filter(({ added }) => added > 0).map(({ sourceId, added }) => ({ id: sourceId, added }))
  if (rows.length === 0) return
  await sql`
    update sources set entries_seen = entries_seen + r.added
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, added int) where sources.id = r.id`.execute(
    db,
  )
}

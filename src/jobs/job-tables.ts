import { runMigrations } from 'graphile-worker'
import type { Pool } from 'pg'

/** Makes graphile-worker's own tables, or brings them up to date. */
export async function makeJobTables(pool: Pool): Promise<void> {
  await runMigrations({ pgPool: pool })
}

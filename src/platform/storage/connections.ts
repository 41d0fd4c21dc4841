/** Connections to a database that is there already: for the program itself, and for threads beside it. */
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Tables } from './tables.ts'

/** Where a database is, and how to get in. Plain data: it can be given to a thread. */
export type DatabaseAddress = Pick<
  pg.PoolConfig,
  'connectionString' | 'host' | 'port' | 'user' | 'password' | 'database' | 'application_name'
>

export type Connections = { readonly db: Kysely<Tables>; readonly close: () => Promise<void> }

const waitMsMax = 120_000

/** Opened when they are needed, `max` at most. */
export function openConnections(address: DatabaseAddress, max: number): Connections {
  // A large import keeps every connection busy for a while: what waits for one is not lost.
  const pool = new pg.Pool({ ...address, max, connectionTimeoutMillis: waitMsMax })
  // A connection that breaks while idle is replaced by its pool; the next query tells of what is really wrong.
  pool.on('error', () => {})
  return { db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }), close: async () => await pool.end() }
}

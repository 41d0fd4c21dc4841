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

/**
 * A pool whose connections may break at any time: one that breaks while idle is replaced, one that breaks in somebody's hands fails
 * their next query, which tells of what is really wrong. Nobody else would hear of it between two queries, and an error that nobody
 * hears ends the program.
 */
export function openPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config)
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** Opened when they are needed, `max` at most. */
export function openConnections(address: DatabaseAddress, max: number): Connections {
  // A large import keeps every connection busy for a while: what waits for one is not lost.
  const pool = openPool({ ...address, max, connectionTimeoutMillis: waitMsMax })
  return { db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }), close: async () => await pool.end() }
}

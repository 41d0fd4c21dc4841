/** Events, written in the transaction of the rows that they tell of, and sent on by the bus after it commits. */
import { sql } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import type { BusEvent } from '../../domain/bus-event.ts'
import type { Database } from './database.ts'

/** The NOTIFY channel that wakes the bus. */
const outboxChannel = 'salient_outbox'
const keepHours = 24
const reconnectMs = 1_000

export async function publish(db: Database, ...events: readonly BusEvent[]): Promise<void> {
  if (events.length === 0) return
  await db
    .insertInto('outbox')
    .values(events.map(({ kind, ...payload }) => ({ kind, payload: JSON.stringify(payload) })))
    .execute()
  await sql`select pg_notify(${outboxChannel}, '')`.execute(db)
}

/** Events after the given one, in order. */
export async function eventsAfter(
  db: Database,
  after: bigint,
  limit: number,
): Promise<{ id: bigint; event: BusEvent }[]> {
  const { rows } = await sql<{ id: string; kind: string; payload: object }>`
    select id, kind, payload from outbox where id > ${after.toString()}::bigint order by id limit ${limit}`.execute(db)
  // Only publish() writes this table.
  return rows.map((row) => ({ id: BigInt(row.id), event: { kind: row.kind, ...row.payload } as BusEvent }))
}

export async function lastEventId(db: Database): Promise<bigint> {
  const { rows } = await sql<{ id: string | null }>`select max(id) as id from outbox`.execute(db)
  return BigInt(rows[0]?.id ?? 0)
}

export async function forgetOldEvents(db: Database): Promise<void> {
  await sql`delete from outbox where at < now() - ${keepHours} * interval '1 hour'`.execute(db)
}

/**
 * Calls `wake` after each publication, and once after a broken connection is back: a server that is away is tried until it is
 * there again. Returns the function that ends it.
 */
export async function listenForEvents(pool: Pool, wake: () => void): Promise<() => void> {
  let client: PoolClient | undefined
  let retry: NodeJS.Timeout | undefined
  let stopped = false
  const listenAgain = (): void => {
    client = undefined
    if (!stopped) retry = setTimeout(() => void listen().then(wake, listenAgain), reconnectMs).unref()
  }
  const listen = async (): Promise<void> => {
    const fresh = await pool.connect()
    if (stopped) return fresh.release(true)
    client = fresh
    fresh.on('notification', wake)
    const broken = new Promise<Error>((resolve) => fresh.once('error', resolve))
    try {
      await fresh.query(`listen ${outboxChannel}`)
    } catch (error) {
      fresh.release(true)
      throw error
    }
    void broken.then((error) => {
      if (stopped) return
      fresh.release(error)
      listenAgain()
    })
  }
  await listen()
  return () => {
    stopped = true
    clearTimeout(retry)
    client?.release(true)
  }
}

/**
 * The bus on one machine: LISTEN wakes it, the outbox holds the events. Notifications carry nothing but the wake-up, so none
 * is too long and none that was missed while reconnecting is lost.
 */
import type { Pool } from 'pg'
import type { Bus, BusEvent } from '../../domain/bus-event.ts'
import type { Database } from '../storage/database.ts'
import { eventsAfter, lastEventId, listenForEvents } from '../storage/outbox.ts'

const batchMax = 500
/** Transactions commit in another order than they took their ids; an id that comes late is looked for this far back. */
const lookBack = 200n
const againMs = 1_000

export async function openPostgresBus(db: Database, pool: Pool): Promise<Bus> {
  const handlers = new Set<(event: BusEvent) => void>()
  const seen = new Set<bigint>()
  let last = await lastEventId(db)
  for (const { id } of await eventsAfter(db, last - lookBack, batchMax)) seen.add(id)
  let closed = false
  let reading: Promise<void> | undefined
  let retry: NodeJS.Timeout | undefined
  let again = false

  const readOnce = async (): Promise<void> => {
    const events = await eventsAfter(db, last - lookBack, batchMax)
    if (events.length === batchMax) again = true
    for (const { id, event } of events) {
      if (seen.has(id)) continue
      seen.add(id)
      if (id > last) last = id
      for (const handle of handlers) handle(event)
    }
    for (const id of seen) if (id < last - 2n * lookBack) seen.delete(id)
  }
  const read = async (): Promise<void> => {
    try {
      do {
        // Before the query: who wakes during it may have published what the answer does not hold.
        again = false
        await readOnce()
      } while (again && !closed)
    } catch {
      // The notification is used up, and another one may not come for long.
      clearTimeout(retry)
      if (!closed) retry = setTimeout(wake, againMs).unref()
    } finally {
      reading = undefined
    }
  }
  const wake = (): void => {
    again = true
    if (!closed) reading ??= read()
  }
  const stopListening = await listenForEvents(pool, wake)
  return {
    subscribe: (handle) => {
      handlers.add(handle)
      return () => handlers.delete(handle)
    },
    close: async () => {
      closed = true
      clearTimeout(retry)
      handlers.clear()
      await reading
      stopListening()
    },
  }
}

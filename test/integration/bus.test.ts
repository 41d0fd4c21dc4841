/** The bus over a real outbox: what is published while it reads, and what it could not read at once. */
import { sql } from 'kysely'
import { afterEach, expect, test, vi } from 'vitest'
import type { BusEvent } from '../../src/domain/bus-event.ts'
import type { SourceId } from '../../src/domain/ids.ts'
import { openPostgresBus } from '../../src/platform/bus/postgres-bus.ts'
import { publish } from '../../src/platform/storage/outbox.ts'
import { openTestDatabase } from '../harness/database.ts'
import { gateAnswers } from '../harness/gated-answers.ts'
import { until } from '../harness/until.ts'

afterEach(() => {
  vi.useRealTimers()
})

const event = (added: number): BusEvent => ({
  kind: 'entries-saved',
  sourceId: 'vantry' as SourceId,
  added,
  changed: 0,
})

/** A bus whose answers from the database go through `gate.pass`, and the notifications that its connection has had. */
async function openGatedBus() {
  const database = await openTestDatabase()
  const { db: gated, gate } = gateAnswers(database.db)
  let notifications = 0
  database.pool.once('acquire', (client) => {
    client.on('notification', () => {
      notifications += 1
    })
  })
  const bus = await openPostgresBus(gated, database.pool)
  const heard: BusEvent[] = []
  bus.subscribe((each) => heard.push(each))
  let closed = false
  const close = async (): Promise<void> => {
    closed = true
    await bus.close()
  }
  return {
    db: database.db,
    gate,
    heard,
    notifications: () => notifications,
    close,
    [Symbol.asyncDispose]: async () => {
      if (!closed) await close()
      await database[Symbol.asyncDispose]()
    },
  }
}

test('what is published while the bus reads is heard without another publication', async () => {
  await using open = await openGatedBus()
  let goOn = (): void => {}
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  open.gate.pass = async () => await held
  const before = open.gate.answers
  await publish(open.db, event(1))
  await until('an answer with the first event', () => open.gate.answers > before)
  await publish(open.db, event(2))
  await until('the second notification', () => open.notifications() === 2)
  open.gate.pass = async () => {}
  goOn()
  await until('both events', () => open.heard.length === 2)
  expect(open.heard).toEqual([event(1), event(2)])
})

test('what could not be read is read a little later without another publication', async () => {
  await using open = await openGatedBus()
  let failed = 0
  open.gate.pass = async () => {
    failed += 1
    if (failed <= 2) throw new Error('the connection is gone')
  }
  await publish(open.db, event(1))
  await until('the event', () => open.heard.length === 1)
  expect(failed).toBe(3)
})

test('a server that is away for a while is listened to again when it is back', async () => {
  await using database = await openTestDatabase()
  let refused = 0
  let away = false
  // The pool of connections, which gets none as long as the server is away.
  const pool = new Proxy(database.pool, {
    get: (target, name) =>
      name === 'connect' && away
        ? async () => {
            refused += 1
            throw new Error('the server is away')
          }
        : Reflect.get(target, name).bind(target),
  })
  const bus = await openPostgresBus(database.db, pool)
  const heard: BusEvent[] = []
  bus.subscribe((each) => heard.push(each))
  away = true
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %'`.execute(database.db)
  await until('the server to be asked for twice', () => refused >= 2)
  await publish(database.db, event(1))
  away = false
  await until('what was published meanwhile', () => heard.length === 1)
  await publish(database.db, event(2))
  await until('what was published since', () => heard.length === 2)
  await bus.close()
})

test('a closed bus does not try again', async () => {
  await using open = await openGatedBus()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  open.gate.pass = async () => {
    throw new Error('the connection is gone')
  }
  const before = open.gate.answers
  await publish(open.db, event(1))
  // As long as it is open it does.
  while (open.gate.answers < before + 2) await vi.advanceTimersByTimeAsync(100)
  await open.close()
  const { answers } = open.gate
  await vi.advanceTimersByTimeAsync(60_000)
  expect(open.gate.answers).toBe(answers)
})

/** The log of pages when the program stops: what was made before is written, what comes later keeps nobody waiting. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { deriveId } from '../../src/domain/derive-id.ts'
import type { ReaderId } from '../../src/domain/ids.ts'
import type { Page } from '../../src/domain/page.ts'
import { createReader } from '../../src/platform/storage/readers.ts'
import { PageLog } from '../../src/server/doors/page-log.ts'
import { openTestDatabase } from '../harness/database.ts'

const pageOf = (n: number): Page => ({
  id: deriveId('page', `${n}`),
  madeAtMs: n,
  model: 'test',
  items: [],
  leftOut: 0,
})

test('a request that outlives the stop is not logged, and nothing is tried again for ever', async () => {
  // Reader ids are made where readers are.
  const id = deriveId('reader', 'ada') as ReaderId
  const reports: string[] = []
  const database = await openTestDatabase()
  const log = new PageLog(database.db, (_facts, words) => reports.push(words))
  await createReader(database.db, { id, name: 'ada' })
  log.add(id, pageOf(1))
  await log.close()
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from pages`.execute(database.db)
  expect(rows).toEqual([{ count: 1 }])

  const late = new PageLog(database.db, (_facts, words) => reports.push(words))
  late.add(id, pageOf(2))
  await database[Symbol.asyncDispose]()
  // There is no database any more to write to.
  await late.close()
  log.add(id, pageOf(3))
  await log.flush()
  expect(new Set(reports)).toEqual(new Set(['pages could not be logged yet']))
  const told = reports.length
  // Longer than the log waits before it tries again.
  await sleep(2_500)
  expect(reports.length).toBe(told)
})

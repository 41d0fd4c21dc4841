/** When what only improves stored entries has to wait. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { importIsOn } from '../../src/jobs/import-is-on.ts'
import { makeJobTables } from '../../src/jobs/job-tables.ts'
import { takeUpWork } from '../../src/jobs/take-up-work.ts'
import type { JobRequest } from '../../src/jobs/work.ts'
import { openTestDatabase } from '../harness/database.ts'

test('an import is on until its last entry has its story, and a trickle is none; until then no pages are asked for', async () => {
  await using database = await openTestDatabase()
  const { db } = database
  await makeJobTables(database.pool)
  await sql`insert into pages_wanted (entry_id, source_id, url)
    values (gen_random_uuid(), gen_random_uuid(), 'http://127.0.0.1/article')`.execute(db)
  let nowMs = Date.parse('2030-01-01T10:00:00Z')
  const isOn = async (waiting: number): Promise<boolean> => {
    await sql`delete from understanding_wanted`.execute(db)
    await sql`insert into understanding_wanted (entry_id, first_seen_at)
      select gen_random_uuid(), now() from generate_series(1, ${waiting}::int)`.execute(db)
    return await importIsOn({ db, now: () => nowMs })
  }
  const takenUp = async (): Promise<string[]> => {
    const asked: JobRequest[] = []
    await takeUpWork({ db, now: () => nowMs, ask: async (requests) => void asked.push(...requests) })
    return asked.map(({ job }) => job)
  }
  expect(await isOn(299)).toBe(false)
  expect(await isOn(300)).toBe(true)
  expect(await takenUp()).toEqual(['understand-entry'])
  expect(await isOn(1)).toBe(true)
  expect(await isOn(0)).toBe(false)
  expect(await takenUp()).toEqual(['embed-story', 'embed-entry', 'fetch-article'])
  expect(await isOn(299)).toBe(false)

  expect(await isOn(5_000)).toBe(true)
  nowMs += 20_000
  expect(await isOn(20)).toBe(true)
  nowMs += 20_000
  expect(await isOn(20)).toBe(false)
})

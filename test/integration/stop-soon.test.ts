/** A stop waits for no outlet that keeps the program waiting, and nothing is said against either. */
import { expect, test } from 'vitest'
import { sourceIdOf } from '../../src/domain/derive-id.ts'
import { makeJobTables } from '../../src/jobs/job-tables.ts'
import { openJobs, runWorker } from '../../src/jobs/run-worker.ts'
import type { Log } from '../../src/jobs/work.ts'
import { workersThatHoldJobs } from '../../src/platform/storage/job-counts.ts'
import { addSources, listSources } from '../../src/platform/storage/sources.ts'
import { openOutlets } from '../harness/outlets.ts'
import { until } from '../harness/until.ts'
import { openWork } from '../harness/work.ts'
import { clientForTests } from '../net/client-for-tests.ts'

test('a source that answers nothing is let go at a stop, and asked again at the next start', async () => {
  await using outlets = await openOutlets(1, 1)
  await using held = await openWork()
  await using http = clientForTests()
  const { db } = held.work
  await makeJobTables(held.pool)
  const said: string[] = []
  const say = (_: object, words: string): void => void said.push(words)
  const log: Log = { ...held.work.log, warn: say, error: say }
  const jobs = await openJobs(held.pool, log)
  const asked = { begun: 0, letGo: 0 }
  outlets.other.set('/gazette', (_request, response) => {
    asked.begun += 1
    response.on('close', () => {
      asked.letGo += 1
    })
  })
  const feedUrl = `${outlets.origin}/gazette`
  const id = sourceIdOf(feedUrl)
  await addSources(db, [{ id, kind: 'feed', feedUrl, title: 'Gazette', folders: [] }])
  const stop = await runWorker(
    { ...held.work, http, log, ask: jobs.ask },
    { pool: held.pool, fetchConcurrency: 4, breakOff: async () => await http[Symbol.asyncDispose]() },
  )
  await jobs.ask([{ job: 'refresh-source', sourceIds: [id], atMs: Date.now() }])
  await until('the source to be asked', () => asked.begun > 0)
  await stop()
  await until('it to be let go', () => asked.letGo > 0)
  expect(await workersThatHoldJobs(db)).toEqual([])
  expect((await listSources(db, id))[0]?.problem).toBeUndefined()
  expect(said).toEqual([])
  const { rows } = await held.pool.query('select task_identifier as job from graphile_worker.jobs')
  expect(rows).toEqual([{ job: 'refresh-source' }])
  await jobs.close()
})

/** A source that is due again while its fetch goes on waits for its end, and is then asked again. */
import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { sourceIdOf } from '../../src/domain/derive-id.ts'
import type { SourceId } from '../../src/domain/ids.ts'
import { makeJobTables } from '../../src/jobs/job-tables.ts'
import { refreshSources } from '../../src/jobs/refresh-source.ts'
import { openJobs, runWorker } from '../../src/jobs/run-worker.ts'
import { startScheduler } from '../../src/jobs/schedule-sources.ts'
import type { Work } from '../../src/jobs/work.ts'
import { makeDue, makeOneDue } from '../../src/platform/storage/due-sources.ts'
import { addSources, listSources, removeSource } from '../../src/platform/storage/sources.ts'
import { openOutlets } from '../harness/outlets.ts'
import { until } from '../harness/until.ts'
import { openWork } from '../harness/work.ts'

const feed = '<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette</title></channel></rss>'

test('one fetch of a source at a time, and none is lost', async () => {
  await using outlets = await openOutlets(1, 1)
  await using held = await openWork()
  await makeJobTables(held.pool)
  const jobs = await openJobs(held.pool, held.work.log)
  const waiting: ServerResponse[] = []
  outlets.other.set('/gazette', (_request, response) => waiting.push(response))
  const feedUrl = `${outlets.origin}/gazette`
  const id = sourceIdOf(feedUrl)
  await addSources(held.work.db, [{ id, kind: 'feed', feedUrl, title: 'Gazette', folders: [] }])
  const work = { ...held.work, ask: jobs.ask }
  const stopWorker = await runWorker(work, { pool: held.pool, fetchConcurrency: 4, breakOff: async () => {} })
  const scheduler = startScheduler(work)
  const jobsOnIt = async (): Promise<number> => {
    const text = "select count(*)::int as count from graphile_worker.jobs where task_identifier = 'refresh-source'"
    return (await held.pool.query<{ count: number }>(text)).rows[0]?.count ?? 0
  }
  try {
    await until('the first request', () => waiting.length === 1)
    for (let times = 0; times < 3; times += 1) {
      await makeOneDue(held.work.db, id)
      await until('somebody who saw it', async () => !(await isDue()))
      expect(await jobsOnIt()).toBe(1)
    }
    await makeOneDue(held.work.db, id)
    waiting.shift()?.writeHead(200, { 'content-type': 'application/rss+xml' }).end(feed)
    await until('the first fetch saved', async () => (await listSources(held.work.db, id))[0]?.lastSuccessAt)
    // Wished for while the first was under way: its end does not undo that.
    await until('the second request', () => waiting.length === 1)
    waiting.shift()?.writeHead(200, { 'content-type': 'application/rss+xml' }).end(feed)
    await until('its end', async () => (await jobsOnIt()) === 0)
  } finally {
    for (const response of waiting) response.destroy()
    await scheduler.stop()
    await stopWorker()
    await jobs.close()
  }

  async function isDue(): Promise<boolean> {
    const [source] = await listSources(held.work.db, id)
    return source === undefined || source.nextDueAt.getTime() <= Date.now()
  }
})

test('a job that runs again asks those that it has not asked yet', async () => {
  await using outlets = await openOutlets(2, 1)
  await using held = await openWork()
  const sources = [0, 1].map((outlet) => {
    const feedUrl = outlets.feedUrl(outlet)
    return { id: sourceIdOf(feedUrl), kind: 'feed', feedUrl, title: 'Gazette', folders: [] } as const
  })
  await addSources(held.work.db, sources)
  const sourceIds = sources.map(({ id }) => id)
  const atMs = held.clock.nowMs
  held.clock.nowMs += 1_000
  await refreshSources(held.work, { sourceIds: sourceIds.slice(0, 1), atMs })
  expect(outlets.requests()).toBe(1)
  for (const times of [1, 2]) {
    await refreshSources(held.work, { sourceIds, atMs })
    expect([times, outlets.requests()]).toEqual([times, 2])
  }
  held.clock.nowMs += 1_000
  await refreshSources(held.work, { sourceIds, atMs: held.clock.nowMs - 500 })
  expect(outlets.requests()).toBe(4)
})

test('a fetch that is over before the scheduler hears that it was asked for does not count as going on', async () => {
  await using outlets = await openOutlets(1, 1)
  await using held = await openWork()
  const feedUrl = outlets.feedUrl(0)
  const gone = {
    id: sourceIdOf(`${feedUrl}-gone`),
    kind: 'feed',
    feedUrl: `${feedUrl}-gone`,
    title: 'Gone',
    folders: [],
  } as const
  await addSources(held.work.db, [
    { id: sourceIdOf(feedUrl), kind: 'feed', feedUrl, title: 'Gazette', folders: [] },
    gone,
  ])
  const ask: Work['ask'] = async (requests) => {
    for (const request of requests) {
      if (request.job !== 'refresh-source') continue
      // Taken away after it was found due.
      await removeSource(held.work.db, gone.id)
      await refreshSources(held.work, request)
    }
  }
  const scheduler = startScheduler({ ...held.work, ask })
  try {
    await until('the first request', () => outlets.requests() === 1)
    await until('its end', () => held.work.refreshing.size === 0)
    await makeDue(held.work.db)
    await until('the second request', () => outlets.requests() === 2)
    await until('its end', () => held.work.refreshing.size === 0)
  } finally {
    await scheduler.stop()
  }
})

test('who adds a source has it asked at once, also while the scheduler is looking', async () => {
  await using held = await openWork()
  const asked = new Set<SourceId>()
  const ask: Work['ask'] = async (requests) => {
    // Added while somebody looks.
    if (asked.size === 2) await add('/third')
    for (const request of requests)
      if (request.job === 'refresh-source') for (const id of request.sourceIds) asked.add(id)
  }
  const add = async (path: string): Promise<void> => {
    const feedUrl = `https://outlet.example${path}`
    await addSources(held.work.db, [{ id: sourceIdOf(feedUrl), kind: 'feed', feedUrl, title: 'Gazette', folders: [] }])
    scheduler.lookNow()
  }
  const scheduler = startScheduler({ ...held.work, ask }, { lookMs: 2 ** 31 - 1 })
  try {
    await add('/first')
    await until('the first', () => asked.size === 1)
    await add('/second')
    await until('the second', () => asked.size === 2)
    await add('/fourth')
    await until('the rest', () => asked.size === 4)
  } finally {
    await scheduler.stop()
  }
})

test('when nothing has changed, a source is asked as often as its entries came, as before', async () => {
  await using outlets = await openOutlets(1, 6)
  await using held = await openWork()
  const feedUrl = outlets.feedUrl(0)
  const id = sourceIdOf(feedUrl)
  await addSources(held.work.db, [{ id, kind: 'feed', feedUrl, title: 'Gazette', folders: [] }])
  const rhythm: unknown[] = []
  for (const changed of [true, false]) {
    held.clock.nowMs += 1_000
    await refreshSources(held.work, { sourceIds: [id], atMs: held.clock.nowMs })
    const [source] = await listSources(held.work.db, id)
    expect([changed, (source?.bytesSaved ?? 0) === 0]).toEqual([changed, changed])
    rhythm.push(source?.intervalWhy)
  }
  expect(rhythm[0]).not.toContain('no dates')
  expect(rhythm[1]).toBe(rhythm[0])
})

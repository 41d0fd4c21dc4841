/** However often a source's pages are asked for while they are read, each is read once. */
import { expect, test } from 'vitest'
import { sourceIdOf } from '../../src/domain/derive-id.ts'
import { makeJobTables } from '../../src/jobs/job-tables.ts'
import { openJobs, runWorker } from '../../src/jobs/run-worker.ts'
import { countWaiting } from '../../src/platform/storage/job-counts.ts'
import { addSources } from '../../src/platform/storage/sources.ts'
import { openOutlets } from '../harness/outlets.ts'
import { until } from '../harness/until.ts'
import { openWork, type TestWork } from '../harness/work.ts'

const pages = 12

test('each page is asked for once', async () => {
  await using outlets = await openOutlets(1, 1)
  await using held = await openWork()
  await makeJobTables(held.pool)
  const jobs = await openJobs(held.pool, held.work.log)
  const asked = new Map<string, number>()
  let letGo = (): void => {}
  const released = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const feedUrl = `${outlets.origin}/gazette`
  outlets.other.set('/gazette', (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(feed(outlets.origin))
  })
  for (let n = 0; n < pages; n += 1) {
    outlets.other.set(`/page-${n}`, (_request, response) => {
      asked.set(`page ${n}`, (asked.get(`page ${n}`) ?? 0) + 1)
      void released.then(() => response.writeHead(200, { 'content-type': 'text/html' }).end(page(n)))
    })
  }
  const sourceId = sourceIdOf(feedUrl)
  await addSources(held.work.db, [{ id: sourceId, kind: 'feed', feedUrl, title: 'Gazette', folders: [] }])
  const stop = await runWorker(
    { ...held.work, ask: jobs.ask },
    { pool: held.pool, fetchConcurrency: 8, breakOff: async () => {} },
  )
  try {
    await jobs.ask([{ job: 'refresh-source', sourceIds: [sourceId], atMs: Date.now() }])
    await until('the first page asked for', () => asked.size > 0)
    for (let times = 0; times < 6; times += 1) {
      // Housekeeping comes after reading pages: once it is done, whoever could read has begun.
      await jobs.ask([{ job: 'fetch-article', sourceId }, { job: 'housekeeping' }])
      await until('housekeeping', async () => !(await jobsHeld(held)).includes('housekeeping'))
    }
    letGo()
    await until(
      'all pages read',
      async () => (await countWaiting(held.work.db)).pages === 0 && (await jobsHeld(held)).length === 0,
    )
  } finally {
    letGo()
    await stop()
    await jobs.close()
  }
  expect([...asked.values()]).toEqual(Array.from({ length: pages }, () => 1))
})

async function jobsHeld({ pool }: TestWork): Promise<string[]> {
  const { rows } = await pool.query<{ job: string }>('select task_identifier as job from graphile_worker.jobs')
  return rows.map(({ job }) => job)
}

function feed(origin: string): string {
  const items = Array.from(
    { length: pages },
    (_, n) =>
      `<item><title>Lisk mends lock number ${n}</title><link>${origin}/page-${n}</link><guid>${n}</guid><pubDate>${new Date().toUTCString()}</pubDate></item>`,
  )
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette</title>${items.join('')}</channel></rss>`
}

function page(n: number): string {
  const text = `The lock keepers of Lisk mended lock number ${n} on Monday, and the council thanked all of them for the work. `
  return `<!doctype html><title>Lock ${n}</title><article><h1>Lisk mends lock number ${n}</h1><p>${text.repeat(6)}</p></article>`
}

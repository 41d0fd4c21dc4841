/** Outlets that mean harm cost their own time-outs and nothing else: the jobs and the scheduler of the program, beside good ones. */
import { expect, test } from 'vitest'
import { addOpml } from '../../src/jobs/add-sources.ts'
import { makeJobTables } from '../../src/jobs/job-tables.ts'
import { openJobs, runWorker } from '../../src/jobs/run-worker.ts'
import { startScheduler } from '../../src/jobs/schedule-sources.ts'
import type { Work } from '../../src/jobs/work.ts'
import type { HttpClientOptions } from '../../src/platform/net/http-client.ts'
import { makeOneDue } from '../../src/platform/storage/due-sources.ts'
import { listSources, type SourceHealth } from '../../src/platform/storage/sources.ts'
import { type Outlets, openOutlets } from '../harness/outlets.ts'
import { until } from '../harness/until.ts'
import { openWork, type TestWork } from '../harness/work.ts'
import { clientForTests } from '../net/client-for-tests.ts'
import { type HostileOutlet, hostileLookup, openHostileOutlets } from '../net/hostile-outlets.ts'

/** What the program fetches at once unless it is told otherwise. */
const fetchConcurrency = 32
const roundsMin = 3

test('two dozen hostile outlets, and good ones on schedule beside them', async () => {
  await using held = await openWork()
  await makeJobTables(held.pool)
  const good = await Promise.all([1, 2, 3].map(async () => await openOutlets(1, 2)))
  const hostile = await openHostileOutlets()
  try {
    expect(hostile.length).toBeGreaterThanOrEqual(20)
    const urls = [...hostile.map(({ url }) => url), ...good.map((outlets) => outlets.feedUrl(0))]
    const outlines = urls.map((url) => `<outline type="rss" text="x" xmlUrl="${url}"/>`)
    await addOpml(held.work, Buffer.from(`<opml version="2.0"><body>${outlines.join('')}</body></opml>`))
    await stayOnSchedule(held, { good, hostile })
    await endByThemselves(held, { good, hostile })
  } finally {
    for (const each of [...good, ...hostile]) await each[Symbol.asyncDispose]()
  }
}, 400_000)

type Both = { readonly good: readonly Outlets[]; readonly hostile: readonly HostileOutlet[] }

/** With time-outs that never come: whoever hangs goes on hanging, and the good are read round by round. */
async function stayOnSchedule(held: TestWork, { good, hostile }: Both): Promise<void> {
  const patient = { connectMs: 600_000, firstByteMs: 600_000, wholeMs: 600_000 }
  const stop = await start(held, patient)
  try {
    for (let round = 0; round < roundsMin; round += 1) {
      for (const outlets of good) {
        outlets.advance(1)
        const { id } = await sourceAt(held.work, outlets.feedUrl(0))
        await makeOneDue(held.work.db, id)
      }
      await until('the good outlets’ entries', async () => {
        const read = await Promise.all(
          good.map(async (outlets) => (await sourceAt(held.work, outlets.feedUrl(0))).entries),
        )
        return read.every((entries, at) => entries === good[at]?.shown()) || undefined
      })
    }
    await until('every other outlet’s failure', async () => {
      const sources = await listSources(held.work.db)
      const isDone = ({ url, hangs }: HostileOutlet) =>
        hangs || sources.find(({ feedUrl }) => feedUrl === url)?.lastFetchAt !== undefined
      return hostile.every(isDone) || undefined
    })
    for (const { name, url, hangs, requests } of hostile) {
      if (!hangs) continue
      expect([name, (await sourceAt(held.work, url)).lastFetchAt]).toEqual([name, undefined])
      expect([name, requests()]).toEqual([name, url.includes('silent.example') ? 0 : 1])
    }
  } finally {
    await stop()
  }
}

/** With short time-outs: each ends with a code of its own, and has cost the good ones nothing. */
async function endByThemselves({ work, ...held }: TestWork, { good, hostile }: Both): Promise<void> {
  const stop = await start({ work, ...held }, { connectMs: 2_000, firstByteMs: 2_000, wholeMs: 4_000 })
  try {
    for (const { url, hangs } of hostile) if (hangs) await makeOneDue(work.db, (await sourceAt(work, url)).id)
    await until('every outlet’s end', async () => {
      const sources = await listSources(work.db)
      return sources.every(({ lastFetchAt }) => lastFetchAt !== undefined) || undefined
    })
  } finally {
    await stop()
  }
  for (const { name, url, code } of hostile) {
    const { problem, entries } = await sourceAt(work, url)
    if (code === undefined) expect([name, problem, entries <= 2_000]).toEqual([name, undefined, true])
    else expect([name, problem?.code]).toEqual([name, expect.stringMatching(code)])
  }
  for (const outlets of good) {
    const { problem, failures, entries } = await sourceAt(work, outlets.feedUrl(0))
    expect({ problem, failures, entries }).toEqual({ problem: undefined, failures: 0, entries: outlets.shown() })
  }
}

async function sourceAt(work: Work, url: string): Promise<SourceHealth> {
  const source = (await listSources(work.db)).find(({ feedUrl }) => feedUrl === url)
  if (source === undefined) throw new Error(`no source has the address ${url}`)
  return source
}

/** Jobs and scheduler as the program runs them, with these limits. The returned function breaks off what is under way. */
async function start({ work, pool }: TestWork, limits: HttpClientOptions['limits']): Promise<() => Promise<void>> {
  const http = clientForTests({
    allowPrivateNetworks: ['127.0.0.1'],
    concurrency: fetchConcurrency,
    lookup: hostileLookup(),
    ...(limits === undefined ? {} : { limits }),
  })
  const jobs = await openJobs(pool, work.log)
  // What follows on a fetch is not looked at here, and costs the machine more than all the fetches.
  const ask: Work['ask'] = async (requests) => await jobs.ask(requests.filter(({ job }) => job === 'refresh-source'))
  const running: Work = { ...work, http, fetchArticles: false, now: Date.now, random: Math.random, ask }
  const breakOff = async (): Promise<void> => await http[Symbol.asyncDispose]()
  const stopWorker = await runWorker(running, { pool, fetchConcurrency, breakOff })
  const scheduler = startScheduler(running)
  return async () => {
    await scheduler.stop()
    await breakOff()
    await stopWorker()
    await jobs.close()
  }
}

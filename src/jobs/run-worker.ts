/** Runs the jobs: graphile-worker, with our own names for its queues and keys. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, makeWorkerUtils, type Runner, run, type TaskList } from 'graphile-worker'
import type { Pool } from 'pg'
import type { Database } from '../platform/storage/database.ts'
import { supersededJobs, workersThatHoldJobs } from '../platform/storage/job-counts.ts'
import { assignStory } from './assign-story.ts'
import { batchUp } from './batch-up.ts'
import { embedEntry } from './embed-entry.ts'
import { embedStory } from './embed-story.ts'
import { fetchArticle } from './fetch-article.ts'
import { housekeeping } from './housekeeping.ts'
import { learnRankingWeights } from './learn-weights.ts'
import { linkLanguages } from './link-languages.ts'
import { openRefreshStore, refreshSources } from './refresh-source.ts'
import { renewSubscriptions } from './renew-subscriptions.ts'
import { takeUpWork } from './take-up-work.ts'
import { understandEntry } from './understand-entry.ts'
import { updateProfile } from './update-profile.ts'
import { type Ask, BrokenOff, type JobRequest, type Log, type Work } from './work.ts'

/** Jobs beside the fetches: understanding, stories, vectors, profiles. */
const otherJobsAtOnce = 6
const attemptsMax = 12
/** New jobs are told of; only those that try again are looked for. */
const pollMs = 5_000
/** How long jobs may go on at a stop, and from when on those that wait for the network wait no longer. */
const stopMsMax = 8_000
const answerMsMax = 1_000
const crontab = `
* * * * * take-up-work
*/5 * * * * renew-subscriptions
7 * * * * assign-story ?jobKey=settle&queue=stories {settle:true}
17 3 * * * housekeeping ?fill=1d
*/10 * * * * learn-weights
`
/** Lower runs first: what a reader waits for goes before what only improves. */
const priorities = {
  'update-profile': 0,
  'assign-story': 1,
  'understand-entry': 2,
  'refresh-source': 5,
  'fetch-article': 8,
  'embed-story': 9,
  'learn-weights': 9,
  'renew-subscriptions': 9,
  'embed-entry': 10,
  housekeeping: 9,
} as const

/** The function that asks for jobs. */
export async function openJobs(pool: Pool, log: Log): Promise<{ ask: Ask; close: () => Promise<void> }> {
  const utils = await makeWorkerUtils({ pgPool: pool, logger: loggerTo(log) })
  // Hundreds of sources ask for the same at once; it is asked for once for all of them.
  const askSome = batchUp(
    async (asked: readonly (readonly JobRequest[])[]) => {
      const wanted = new Map(asked.flat().map((request) => [placeOf(request).jobKey ?? request, request]))
      for (const request of wanted.values()) {
        const { job, ...payload } = request
        await utils.addJob(job, payload, { ...placeOf(request), priority: priorities[job], maxAttempts: attemptsMax })
      }
      return () => undefined
    },
    { itemsMax: 10_000 },
  )
  const ask: Ask = async (requests) => {
    if (requests.length > 0) await askSome(requests)
  }
  return { ask, close: async () => await utils.release() }
}

/** One drain of each kind at a time, one reader of each source's pages; which sources are due is told to one job alone. */
function placeOf(request: JobRequest): { jobKey?: string; queueName?: string } {
  switch (request.job) {
    case 'refresh-source':
      return {}
    case 'fetch-article':
      return { jobKey: `pages:${request.sourceId}`, queueName: `pages:${request.sourceId}` }
    case 'update-profile':
      return { jobKey: `profile:${request.readerId}` }
    case 'understand-entry':
      return { jobKey: 'understand', queueName: 'understanding' }
    case 'assign-story':
      return { jobKey: request.settle === true ? 'settle' : 'assign', queueName: 'stories' }
    case 'embed-story':
      return { jobKey: 'embed', queueName: 'embeddings' }
    case 'learn-weights':
      return { jobKey: 'learn-weights' }
    case 'renew-subscriptions':
      return { jobKey: 'renew-subscriptions' }
    case 'embed-entry':
      return { jobKey: 'subjects', queueName: 'embeddings' }
    case 'housekeeping':
      return { jobKey: 'housekeeping' }
  }
}

/**
 * Starts working. Only for the program that owns the installation: jobs that a killed one held are taken up again. The
 * returned function lets running jobs end, for a while, and stops; `breakOff` ends their requests, which are made again at the
 * next start.
 */
export async function runWorker(
  work: Work,
  options: { readonly pool: Pool; readonly fetchConcurrency: number; readonly breakOff: () => Promise<void> },
): Promise<() => Promise<void>> {
  await freeHeldJobs(work.db, options.pool, work.log)
  const runner: Runner = await run({
    pgPool: options.pool,
    concurrency: options.fetchConcurrency + otherJobsAtOnce,
    taskList: taskList(work),
    noHandleSignals: true,
    pollInterval: pollMs,
    crontab,
    logger: loggerTo(work.log),
  })
  await takeUpWork(work)
  return async () => {
    const stopped = runner.stop()
    const stoppedIn = async (ms: number): Promise<void> =>
      await Promise.race([stopped, sleep(ms, undefined, { ref: false })])
    await stoppedIn(answerMsMax)
    await options.breakOff()
    // A job that goes on for longer is cut off by the end of the program, and runs again at the next start.
    await stoppedIn(stopMsMax)
  }
}

async function freeHeldJobs(db: Database, pool: Pool, log: Log): Promise<void> {
  const held = await workersThatHoldJobs(db)
  if (held.length === 0) return
  log.info({ workers: held.length }, 'jobs of a program that was killed are taken up again')
  const utils = await makeWorkerUtils({ pgPool: pool, logger: loggerTo(log) })
  await utils.forceUnlockWorkers(held)
  await utils.completeJobs(await supersededJobs(db))
  await utils.release()
}

function taskList(work: Work): TaskList {
  const store = openRefreshStore(work)
  // Payloads were written by `ask`, whose types say what they hold.
  return {
    'refresh-source': async (payload) =>
      await refreshSources(work, payload as Parameters<typeof refreshSources>[1], store),
    'fetch-article': async (payload) => await fetchArticle(work, payload as Parameters<typeof fetchArticle>[1]),
    'understand-entry': async () => await understandEntry(work),
    'assign-story': async (payload) => await assignStory(work, payload as Parameters<typeof assignStory>[1]),
    'embed-story': async () => {
      await embedStory(work)
      await linkLanguages(work)
    },
    'embed-entry': async () => await embedEntry(work),
    'update-profile': async (payload) => await updateProfile(work, payload as Parameters<typeof updateProfile>[1]),
    'take-up-work': async () => await takeUpWork(work),
    'learn-weights': async () => await learnRankingWeights(work),
    'renew-subscriptions': async () => await renewSubscriptions(work),
    housekeeping: async () => await housekeeping(work),
  }
}

/** It warns at each start that jobs are more than connections. They are: most wait for the network and hold none meanwhile. */
const knownWarning = /maxPoolSize/

function loggerTo(log: Log): Logger {
  return new Logger(() => (level, message, facts) => {
    // Errors of connections hold the whole connection.
    const error = facts?.['error'] instanceof Error ? { error: facts['error'].message } : {}
    const told = { ...facts, ...error, from: 'graphile-worker' }
    if (level === 'error' && !(facts?.['error'] instanceof BrokenOff)) log.error(told, message)
    else if (level === 'warning' && !knownWarning.test(message)) log.warn(told, message)
    else log.debug(told, message)
  })
}

/** What works on an installation, built by hand. Loaded by the commands that work: those that only look begin sooner without. */
import { availableParallelism } from 'node:os'
import type { Installation } from '../cli/command.ts'
import type { Embedder } from '../domain/embedding.ts'
import type { Settings } from '../domain/settings.ts'
import { openBuiltInEmbedder } from '../jobs/embedder/built-in-embedder.ts'
import { embeddingModelOf, openEmbedder } from '../jobs/embedder/open-embedder.ts'
import { openJobs, runWorker } from '../jobs/run-worker.ts'
import { type Scheduler, startScheduler } from '../jobs/schedule-sources.ts'
import { openThreads } from '../jobs/threads/open-threads.ts'
import { openStoryKeeper } from '../jobs/threads/story-keeper.ts'
import type { Log, Work } from '../jobs/work.ts'
import { understandingVersion } from '../platform/lexicons/understanding-version.ts'
import { createHttpClient, type HttpClient } from '../platform/net/http-client.ts'
import type { OpenDatabase } from '../platform/storage/database.ts'
import { useModel } from '../platform/storage/embeddings.ts'
import { useUnderstanding } from '../platform/storage/understandings.ts'
import { openLog } from './log.ts'
import { version } from './version.ts'

export async function openInstallation(settings: Settings, database: OpenDatabase, as: string): Promise<Installation> {
  const log = openLog(settings)
  const http = openHttp(settings)
  const threads = openThreads(availableParallelism())
  const stories = openStoryKeeper()
  const jobs = await openJobs(database.pool, log)
  const builtIn = openOnce(async () => await openBuiltInEmbedder())
  const chosen =
    settings.embeddings.kind === 'built-in' ? builtIn : openOnce(async (ending) => await openEmbedder(settings, ending))
  const work: Work = {
    db: database.db,
    http,
    threads: threads.reading,
    understanding: threads.understanding,
    stories,
    refreshing: new Set(),
    arriving: new Map(),
    embedder: chosen.open,
    embeddingModel: embeddingModelOf(settings),
    subjectEmbedder: builtIn.open,
    log,
    now: Date.now,
    random: Math.random,
    fetchArticles: settings.fetchArticles,
    keepDays: settings.keepDays,
    ...(settings.publicUrl === undefined ? {} : { publicUrl: settings.publicUrl }),
    ask: jobs.ask,
  }
  const stops: (() => Promise<void>)[] = []
  let scheduler: Scheduler | undefined
  const start: Installation['startWorking'] = async () => {
    const ownership = await database.own(as, (holder) => endFor(holder, log))
    if (!ownership.owned) return { own: false, holder: ownership.holder }
    threads.reading.warm()
    await bringUpToDate(work)
    const { fetchConcurrency } = settings
    const breakOff = async () => await http[Symbol.asyncDispose]()
    stops.push(await runWorker(work, { pool: database.pool, fetchConcurrency, breakOff }))
    scheduler = startScheduler(work)
    stops.push(scheduler.stop)
    return { own: true }
  }
  let starting: ReturnType<typeof start> | undefined
  return {
    database,
    work,
    startWorking: async () => {
      starting = start()
      return await starting
    },
    lookForDue: () => scheduler?.lookNow(),
    [Symbol.asyncDispose]: async () => {
      // Who is interrupted just then may be about to begin.
      await starting?.catch(() => {})
      for (const stop of stops.reverse()) await stop()
      await jobs.close()
      await http[Symbol.asyncDispose]()
      await threads.reading[Symbol.asyncDispose]()
      await threads.understanding[Symbol.asyncDispose]()
      await stories[Symbol.asyncDispose]()
      for (const each of new Set([builtIn, chosen])) await each.close()
      await database.close()
    },
  }
}

function openHttp(settings: Settings): HttpClient & AsyncDisposable {
  return createHttpClient({
    userAgent: `Salient/${version} (+https://github.com/salient/salient)`,
    allowPrivateNetworks: settings.allowPrivateNetworks,
    scope: settings.fetchScope,
    spacingMs: settings.fetchSpacingMs,
    concurrency: settings.fetchConcurrency,
  })
}

/** As when it is asked to stop: what runs ends in good order, and is taken up by the other program. */
function endFor(holder: string, log: Log): void {
  log.error({ holder }, 'the database was away, and another program works on this installation since; this one ends')
  process.kill(process.pid, 'SIGTERM')
}

/** Lets what was made with another model, or with fewer names and words, wait to be made again. */
async function bringUpToDate({ db, embeddingModel: model, log }: Work): Promise<void> {
  if (await useModel(db, model))
    log.info({ model }, 'another embedding model is used from now on; headlines get new vectors')
  const articles = (await useUnderstanding(db, await understandingVersion())) ?? 0
  if (articles > 0) log.info({ articles }, 'more is known of names and words; recent articles are understood again')
}

/** Opens an embedder when it is first asked for. One that could not be opened is tried again the next time. */
function openOnce(open: (ending: AbortSignal) => Promise<Embedder & AsyncDisposable>) {
  const ending = new AbortController()
  let opening: Promise<Embedder & AsyncDisposable> | undefined
  return {
    open: async (): Promise<Embedder> => {
      opening ??= open(ending.signal)
      opening.catch(() => {
        opening = undefined
      })
      return await opening
    },
    close: async (): Promise<void> => {
      // A service that is busy is not waited for.
      ending.abort(new Error('the program stops'))
      await (await opening?.catch(() => undefined))?.[Symbol.asyncDispose]()
    },
  }
}

/** What jobs work with, in this process: a database of its own, the real client and threads, and a clock that the test sets. */
import { afterAll, beforeAll } from 'vitest'
import { openBuiltInEmbedder } from '../../src/jobs/embedder/built-in-embedder.ts'
import { embeddingModelOf } from '../../src/jobs/embedder/open-embedder.ts'
import { openThreads } from '../../src/jobs/threads/open-threads.ts'
import { openStoryKeeper } from '../../src/jobs/threads/story-keeper.ts'
import type { JobRequest, Work } from '../../src/jobs/work.ts'
import type { OpenDatabase } from '../../src/platform/storage/database.ts'
import { clientForTests } from '../net/client-for-tests.ts'
import { openTestDatabase } from './database.ts'

export type TestWork = AsyncDisposable & {
  readonly work: Work
  readonly pool: OpenDatabase['pool']
  readonly address: OpenDatabase['address']
  readonly clock: { nowMs: number }
  /** Jobs that were asked for; nobody does them. */
  readonly asked: JobRequest[]
}

export async function openWork(): Promise<TestWork> {
  const database = await openTestDatabase()
  const http = clientForTests()
  const threads = openThreads(1)
  const stories = openStoryKeeper()
  const clock = { nowMs: Date.now() }
  const asked: JobRequest[] = []
  const quiet = (): void => {}
  let opened: ReturnType<typeof openBuiltInEmbedder> | undefined
  // One encoder for all who ask: opening one takes a second.
  const embedder = async () => {
    opened ??= openBuiltInEmbedder()
    return await opened
  }
  const work: Work = {
    db: database.db,
    http,
    threads: threads.reading,
    understanding: threads.understanding,
    stories,
    refreshing: new Set(),
    arriving: new Map(),
    embedder,
    embeddingModel: embeddingModelOf({ embeddings: { kind: 'built-in' } }),
    subjectEmbedder: embedder,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    now: () => clock.nowMs,
    random: () => 0,
    fetchArticles: true,
    keepDays: 0,
    ask: async (requests) => {
      asked.push(...requests)
    },
  }
  return {
    work,
    pool: database.pool,
    address: database.address,
    clock,
    asked,
    [Symbol.asyncDispose]: async () => {
      await http[Symbol.asyncDispose]()
      await threads.reading[Symbol.asyncDispose]()
      await threads.understanding[Symbol.asyncDispose]()
      await stories[Symbol.asyncDispose]()
      await (await opened)?.[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

/** One for all tests of a suite; its parts have their values from the first test on. */
export function workOfSuite(): TestWork {
  // Suites name these at their top and look into them in tests, when they are filled.
  const work = {} as Work
  const held = { work } as TestWork
  let opened: TestWork | undefined
  beforeAll(async () => {
    opened = await openWork()
    Object.assign(work, opened.work)
    Object.assign(held, { ...opened, work })
  })
  afterAll(async () => await opened?.[Symbol.asyncDispose]())
  return held
}

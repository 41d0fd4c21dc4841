/** Many readers at once: their pages come from threads, and are what one thread would have made of what each of them did. */
import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import type { ReaderId, StoryId } from '../../src/domain/ids.ts'
import { type PageView, pageSchema } from '../../src/server/api/contract.ts'
import { type Ask, type InventedNews, openInventedNews, storyIdOf } from '../harness/invented-news.ts'
import { until } from '../harness/until.ts'

const storyCount = 120
/** More than one thread is left to make alone. */
const manyPages = 60
const manyAtOnce = 16
/** Far more than are made while the rows of one reader are read. */
const othersMax = 2_000

const pageOf = async (ask: Ask): Promise<PageView> => {
  const response = await ask('/api/v1/page')
  expect(response.status).toBe(200)
  // What the API answers is what its schema says.
  return (await response.json()) as PageView
}

const idsOf = ({ stories }: PageView): string[] => stories.map(({ id }) => id)

async function askMany(asks: readonly Ask[]): Promise<void> {
  await Promise.all(
    Array.from({ length: manyPages }, async (_, n) => await pageOf(asks[n % asks.length] ?? neverAsked)),
  )
}

const neverAsked: Ask = () => Promise.reject(new Error('there is no reader'))

async function openThreads(news: InventedNews, asks: readonly Ask[]): Promise<void> {
  await until('threads that make pages', async () => {
    await askMany(asks)
    return news.open.threads?.isOpen
  })
}

async function loggedPages(news: InventedNews): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from pages`.execute(news.work.work.db)
  return rows[0]?.count ?? 0
}

test('pages from threads are those of the program itself, and know at once what a reader did', async () => {
  await using news = await openInventedNews({ stories: storyCount, seed: 5, pageThreads: { size: 2 } })
  const readers = await Promise.all(['ada', 'ben', 'cleo', 'dora'].map(news.reader))
  await openThreads(
    news,
    readers.map(({ ask }) => ask),
  )
  for (const reader of readers) {
    const own = await news.open.doors.page(reader, { atMs: news.work.clock.nowMs, leftOut: false })
    expect(await pageOf(reader.ask)).toEqual(JSON.parse(JSON.stringify(pageSchema.parse(own))))
  }
  for (const { ask } of readers)
    for (let n = 0; n < 5; n += 1) {
      const [first = ''] = idsOf(await pageOf(ask))
      const signal = { id: `hide ${n}`, kind: 'hidden', at: new Date().toISOString(), storyId: first }
      expect((await ask('/api/v1/signals', { signals: [signal] })).status).toBe(200)
      // Several at once, too.
      const pages = await Promise.all(Array.from({ length: manyAtOnce }, async () => await pageOf(ask)))
      for (const page of pages) expect(idsOf(page)).not.toContain(first)
    }
  const late = { ...news.storyOf(storyCount, 'The Orrick ferry sails again'), importance: 1 }
  await news.publish([late])
  await until('a new story on pages from threads', async () => {
    const pages = await Promise.all(readers.map(async ({ ask }) => idsOf(await pageOf(ask))))
    return pages.every((ids) => ids.includes(storyIdOf(storyCount)))
  })
})

test('who comes new has a page while others ask without end', async () => {
  await using news = await openInventedNews({ stories: storyCount, seed: 8, pageThreads: { size: 1 } })
  const ada = await news.reader('ada')
  await openThreads(news, [ada.ask])
  const pageFromThread = async (id: ReaderId) =>
    await news.open.threads?.page(id, { atMs: news.work.clock.nowMs, leftOut: false })
  for (const name of ['ben', 'cleo', 'dora']) {
    const newcomer = await news.reader(name)
    let isThere = false
    let others = 0
    const asking = Array.from({ length: 16 }, async () => {
      while (!isThere && others < othersMax) {
        await pageFromThread(ada.id)
        others += 1
      }
    })
    expect(await pageFromThread(newcomer.id)).toBeDefined()
    isThere = true
    await Promise.all(asking)
    expect(others).toBeLessThan(othersMax)
  }
})

test('the log holds pages of threads when the program has stopped, and none of a reader who was erased', async () => {
  const news = await openInventedNews({ stories: storyCount, seed: 6, pageThreads: { size: 2 } })
  try {
    const [ada, ben] = await Promise.all([news.reader('ada'), news.reader('ben')])
    await openThreads(news, [ada.ask, ben.ask])
    await news.open.doors.exportReader(ada)
    const before = await loggedPages(news)
    // A page has one name for all that ask for it in one moment.
    for (let n = 0; n < 7; n += 1) {
      news.work.clock.nowMs += 60_000
      await Promise.all([pageOf(ada.ask), pageOf(ben.ask)])
    }
    // A page of which only the headers are wanted is seen by nobody.
    const logged = async () => {
      await news.open.doors.exportReader(ada)
      return await loggedPages(news)
    }
    const beforeHeads = await logged()
    news.work.clock.nowMs += 60_000
    for (const path of ['/api/v1/page', '/']) expect((await ada.ask(path, undefined, 'HEAD')).status).toBe(200)
    expect(await logged()).toBe(beforeHeads)
    await news.open.doors.erase(ben, 'learned')
    const { rows } = await sql`select 1 from pages where reader_id = ${ben.id}`.execute(news.work.work.db)
    expect(rows).toEqual([])
    news.work.clock.nowMs += 60_000
    await pageOf(ada.ask)
    await news.open.close()
    const own = await sql`select distinct id from pages where reader_id = ${ada.id}`.execute(news.work.work.db)
    expect(own.rows.length).toBeGreaterThanOrEqual(8)
    expect(before).toBeGreaterThan(0)
  } finally {
    await news[Symbol.asyncDispose]()
  }
})

test('threads that cannot begin take no page away', async () => {
  await using news = await openInventedNews({ stories: storyCount, seed: 7, pageThreads: { size: 2, nowhere: true } })
  const warned = vi.spyOn(news.work.work.log, 'warn')
  const { ask } = await news.reader('ada')
  await until('threads that break', async () => {
    await askMany([ask])
    return warned.mock.calls.some(([, words]) => words === 'a thread that makes pages broke')
  })
  expect(news.open.threads?.isOpen).toBe(false)
  const broke = () => warned.mock.calls.filter(([, words]) => words === 'a thread that makes pages broke').length
  // As long as it is looked several times whether threads are wanted.
  const askedUntilMs = performance.now() + 4_000
  while (performance.now() < askedUntilMs) await askMany([ask])
  expect(broke()).toBeLessThanOrEqual(2)
  expect(idsOf(await pageOf(ask)).length).toBeGreaterThan(20)
  const known: ReadonlySet<string> = new Set<StoryId>(news.stories.keys())
  expect(idsOf(await pageOf(ask)).every((id) => known.has(id))).toBe(true)
})

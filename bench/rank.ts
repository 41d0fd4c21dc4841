/**
 * How long a page of 30 takes from 20,000 stories (100,000 articles) in the window: picking and ranking in one process, on
 * one core, bundled; each reader's first page, when nothing is held of their profile, and another one. Then the same with ten
 * times the stories, in turns with the first window; and what 100,000 articles take of memory.
 * Run: node --expose-gc scripts/bench.mjs rank [readers]; then what making readers leaves behind is cleared up between pages,
 * and not while one is made.
 */
import { availableParallelism, loadavg } from 'node:os'
import type { Candidate } from '../src/domain/page.ts'
import type { Profile } from '../src/domain/reader.ts'
import { rankPage } from '../src/pipeline/ranking/rank-page.ts'
import { StoryTable } from '../src/pipeline/ranking/story-table.ts'
import { hourMs, quantile, readerOf, storyOf } from './rank-news.ts'

const storyCount = 20_000
const timesMore = 10
const readerCount = 10_000
const pageSize = 30
const nowMs = Math.floor(Date.now() / hourMs) * hourMs
const warmUp = 300
/** Readers are made so many at a time, so that what their making leaves behind is not cleared up while a page is made. */
const readersAtOnce = 100
const readersAsked = Number(process.argv[3] ?? 2_000)

type Times = { readonly wall: number[]; readonly processor: number[] }
const noTimes = (): Times => ({ wall: [], processor: [] })

function say(facts: object): void {
  process.stdout.write(`${JSON.stringify(facts)}\n`)
}

const rounded = (value: number): number => Math.round(value * 100) / 100

function makePage(table: StoryTable, profile: Profile, seed: string, times?: Times): void {
  const usedBefore = process.cpuUsage()
  const from = performance.now()
  const picked = table.pick(profile, { nowMs, seed })
  rankPage({ profile, ...picked, nowMs, seed, size: pageSize })
  const until = performance.now()
  const used = process.cpuUsage(usedBefore)
  times?.wall.push(until - from)
  // Of the whole process, whatever other programs do: clearing up in other threads is in it.
  times?.processor.push((used.user + used.system) / 1_000)
}

const figures = ({ wall, processor }: Times) => ({
  pages: wall.length,
  p50Ms: rounded(quantile(wall, 0.5)),
  p99Ms: rounded(quantile(wall, 0.99)),
  processorP50Ms: rounded(quantile(processor, 0.5)),
  processorP99Ms: rounded(quantile(processor, 0.99)),
})

/** The memory that is really in use: everything else is cleared up first, where the bench may ask for that. */
function memory(): { readonly heap: number; readonly vectors: number; readonly resident: number } {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage()
  return { heap: heapUsed, vectors: arrayBuffers, resident: rss }
}

/** As `act` for some readers, who are made before it and forgotten after it. */
function withReaders(
  stories: readonly Candidate[],
  count: number,
  act: (some: readonly { readonly n: number; readonly profile: Profile }[]) => void,
): void {
  for (let start = 0; start < count; start += readersAtOnce) {
    const some = Array.from({ length: Math.min(readersAtOnce, count - start) }, (_, at) => ({
      n: start + at,
      profile: readerOf((start + at) % readerCount, stories, nowMs),
    }))
    globalThis.gc?.()
    act(some)
  }
}

function measureMemory(): { readonly stories: readonly Candidate[]; readonly table: StoryTable } {
  const before = memory()
  const stories = Array.from({ length: storyCount }, (_, n) => storyOf(n, nowMs))
  const withStories = memory()
  const builtFrom = performance.now()
  const table = StoryTable.from(stories)
  table.refresh(nowMs)
  const builtMs = performance.now() - builtFrom
  const after = memory()
  const mb = (of: 'heap' | 'vectors' | 'resident', from = before, to = after): number =>
    Math.round((to[of] - from[of]) / 1e6)
  say({
    memoryMb: {
      articles: stories.reduce((sum, { story }) => sum + story.entryIds.length, 0),
      storiesHeap: mb('heap', before, withStories),
      storiesVectors: mb('vectors', before, withStories),
      tableHeap: mb('heap', withStories),
      tableColumns: mb('vectors', withStories),
      residentBefore: Math.round(before.resident / 1e6),
      residentAfter: Math.round(after.resident / 1e6),
    },
    tableBuiltMs: Math.round(builtMs),
  })
  return { stories, table }
}

function measurePages(table: StoryTable, stories: readonly Candidate[]): void {
  withReaders(stories, warmUp, (some) => {
    for (const { n, profile } of some) makePage(table, profile, `warm ${n}`)
  })
  const [first, again] = [noTimes(), noTimes()]
  withReaders(stories, readersAsked, (some) => {
    for (const { n, profile } of some) makePage(table, profile, `${n}`, first)
    for (const { n, profile } of some) makePage(table, profile, `again ${n}`, again)
  })
  say({ stories: table.size, firstPage: figures(first), anotherPage: figures(again) })
}

function measureMore(table: StoryTable, stories: readonly Candidate[]): void {
  const more = new StoryTable()
  for (let n = 0; n < storyCount * timesMore; n += 1) more.put(stories[n] ?? storyOf(n, nowMs))
  more.refresh(nowMs)
  const [one, ten] = [noTimes(), noTimes()]
  withReaders(stories, readersAsked, (some) => {
    for (const { n, profile } of some) {
      const both = [() => makePage(table, profile, `${n}`, one), () => makePage(more, profile, `${n}`, ten)]
      // In turns, so that whatever else the machine does meets both alike.
      for (const make of n % 2 === 0 ? both : both.reverse()) make()
    }
  })
  const sum = ({ processor }: Times): number => processor.reduce((all, value) => all + value, 0)
  say({
    stories: more.size,
    firstPage: figures(ten),
    besides: figures(one),
    tenTimesTheStoriesCost: rounded(sum(ten) / sum(one)),
  })
}

say({ processors: availableParallelism(), loadBefore: loadavg().map(rounded) })
const { stories, table } = measureMemory()
measurePages(table, stories)
measureMore(table, stories)
say({ loadAfter: loadavg().map(rounded) })

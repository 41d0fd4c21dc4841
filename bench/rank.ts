/**
 * How long a page of 30 takes from 20,000 stories (100,000 articles) in the window: picking and ranking in one process, on
 * one core, bundled; the same with ten times the stories, in turns; and what the table takes of memory.
 * Run: node scripts/bench.mjs rank [pages]
 */
import { availableParallelism, loadavg } from 'node:os'
import { rankPage } from '../src/pipeline/ranking/rank-page.ts'
import { StoryTable } from '../src/pipeline/ranking/story-table.ts'
import { hourMs, quantile, readerOf, storyOf } from './rank-news.ts'

const storyCount = 20_000
const timesMore = 10
const readerCount = 10_000
const pageSize = 30
const nowMs = Math.floor(Date.now() / hourMs) * hourMs
const warmUp = 300
const pageCount = Number(process.argv[3] ?? 2_000)

type Times = { readonly wall: number[]; readonly processor: number[] }

function say(facts: object): void {
  process.stdout.write(`${JSON.stringify(facts)}\n`)
}

function measureInProcess(): void {
  const stories = Array.from({ length: storyCount }, (_, n) => storyOf(n, nowMs))
  const before = process.memoryUsage()
  const builtFrom = performance.now()
  const table = StoryTable.from(stories)
  table.refresh(nowMs)
  const builtMs = performance.now() - builtFrom
  const after = process.memoryUsage()
  const more = new StoryTable()
  for (let n = 0; n < storyCount * timesMore; n += 1) more.put(stories[n] ?? storyOf(n, nowMs))
  more.refresh(nowMs)
  const tables = [
    { table, times: { wall: [], processor: [] } as Times },
    { table: more, times: { wall: [], processor: [] } as Times },
  ]
  for (let n = 0; n < warmUp + pageCount; n += 1) {
    // Each reader is made for their page and forgotten: 10,000 of them at once would measure memory instead.
    const profile = readerOf(n % readerCount, stories, nowMs)
    // In turns, so that whatever else the machine does meets both alike.
    for (const one of n % 2 === 0 ? tables : tables.toReversed()) {
      const usedBefore = process.cpuUsage()
      const from = performance.now()
      const picked = one.table.pick(profile, { nowMs, seed: `${n}` })
      rankPage({ profile, ...picked, nowMs, seed: `${n}`, size: pageSize })
      const until = performance.now()
      const used = process.cpuUsage(usedBefore)
      if (n < warmUp) continue
      one.times.wall.push(until - from)
      one.times.processor.push((used.user + used.system) / 1_000)
    }
  }
  for (const {
    table: { size },
    times,
  } of tables)
    say({
      inProcess: { stories: size, pages: times.wall.length },
      p50Ms: rounded(quantile(times.wall, 0.5)),
      p99Ms: rounded(quantile(times.wall, 0.99)),
      // Processor time of the whole process: what a page costs when other programs use the machine too.
      processorP50Ms: rounded(quantile(times.processor, 0.5)),
      processorP99Ms: rounded(quantile(times.processor, 0.99)),
    })
  const [one, ten] = tables.map(({ times }) => times.processor.reduce((sum, value) => sum + value, 0))
  say({
    tenTimesTheStoriesCost: rounded((ten ?? Number.NaN) / (one ?? Number.NaN)),
    tableBuiltMs: Math.round(builtMs),
    tableMb: Math.round((after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 1e6),
  })
}

const rounded = (value: number): number => Math.round(value * 100) / 100

say({ processors: availableParallelism(), loadBefore: loadavg().map(rounded) })
measureInProcess()
say({ loadAfter: loadavg().map(rounded) })

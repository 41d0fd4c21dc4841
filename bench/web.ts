/**
 * What a phone on a slow line sees of the page: Fast 3G and a processor four times slower, through the DevTools protocol,
 * against the real server over invented news. Then 200 cards scrolled at this machine's own speed, a frame after a frame.
 * Run: node scripts/bench.mjs web [runs]
 */
import { chromium } from 'playwright-core'
import { createServer } from '../src/server/server.ts'
import { sampleDoors } from '../test/web/sample-doors.ts'
import { sampleNowMs } from '../test/web/sample-news.ts'

/** DevTools' own "Fast 3G": bytes a second, milliseconds. */
const fast3g = { offline: false, latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 }
const cpuSlowdown = 4
const cardsOnFirstPage = 30
const cardsScrolled = 200
const frameMsMax = 50
const runs = Number(process.argv[3] ?? 5)

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
try {
  // A browser that has just begun reads itself from the disk at its first page: readers' browsers run already.
  await measured(cardsOnFirstPage, slowLoad, 1)
  const first = await measured(cardsOnFirstPage, slowLoad)
  const kb = (name: 'scriptBytes' | 'allBytes'): string => (middle(first, name) / 1000).toFixed(1)
  say(`${cardsOnFirstPage} cards on Fast 3G, processor ÷ ${cpuSlowdown}, medians of ${runs} runs (extremes):`)
  say(`  first card ${ms(first, 'firstCardMs')} of 1500, usable ${ms(first, 'usableMs')} of 2500`)
  say(`  script ${kb('scriptBytes')} kB compressed of 60, everything ${kb('allBytes')} kB`)
  say(`  layout shift ${Math.max(...first.map(({ shift }) => shift)).toFixed(3)} of 0.05`)
  const frames = await measured(cardsScrolled, scroll)
  const longest = frames.map((deltas) => Math.max(...deltas))
  const over = frames.map((deltas) => deltas.filter((delta) => delta > frameMsMax).length)
  say(
    `${cardsScrolled} cards scrolled: longest frame ${longest.map((delta) => delta.toFixed(0)).join(', ')} ms in ${runs} runs;`,
  )
  say(`  frames over ${frameMsMax} ms: ${over.join(', ')} of ${frames.map(({ length }) => length).join(', ')}`)
} finally {
  await browser.close()
}

type Load = Awaited<ReturnType<typeof slowLoad>>

function middle(loads: readonly Load[], name: keyof Load): number {
  const sorted = loads.map((load) => load[name]).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function ms(loads: readonly Load[], name: 'firstCardMs' | 'usableMs'): string {
  const all = loads.map((load) => load[name])
  return `${middle(loads, name).toFixed(0)} ms (${Math.min(...all).toFixed(0)}–${Math.max(...all).toFixed(0)})`
}

function say(words: string): void {
  process.stdout.write(`${words}\n`)
}

/** One fresh browser and server for each run. */
async function measured<Result>(
  cards: number,
  measure: (url: string) => Promise<Result>,
  count = runs,
): Promise<Result[]> {
  const results: Result[] = []
  for (let run = 0; run < count; run += 1) {
    const server = createServer(withCards(cards), { clock: () => sampleNowMs, timeZone: 'UTC' })
    const { url, close } = await server.listen({ host: '127.0.0.1', port: 0 })
    results.push(await measure(url))
    await close()
  }
  return results
}

/** The sample's stories again and again, each time under other ids. */
function withCards(count: number) {
  const doors = sampleDoors({ readers: ['Mira'] })
  const page: typeof doors.page = async (reader, options) => {
    const made = await doors.page(reader, options)
    const stories = Array.from({ length: count }, (_, index) => {
      const card = made.stories[index % made.stories.length]
      if (card === undefined) throw new Error('the sample has no story')
      return { ...card, id: `${card.id}-${index}` }
    })
    return { ...made, stories }
  }
  return { ...doors, page }
}

async function slowLoad(url: string) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, serviceWorkers: 'block' })
  const page = await context.newPage()
  const devTools = await context.newCDPSession(page)
  await devTools.send('Network.enable')
  await devTools.send('Network.emulateNetworkConditions', fast3g)
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown })
  const types = new Map<string, string>()
  let scriptBytes = 0
  let allBytes = 0
  devTools.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type))
  devTools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    allBytes += encodedDataLength
    if (types.get(requestId) === 'Script') scriptBytes += encodedDataLength
  })
  await page.addInitScript(watch)
  await page.goto(url, { waitUntil: 'load', timeout: 60_000 })
  await page.waitForFunction(() => performance.getEntriesByName('ready').length > 0)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  const seen = await page.evaluate(() => {
    const { firstCardMs = 0, shift = 0 } = globalThis as { firstCardMs?: number; shift?: number }
    const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0
    const ready = performance.getEntriesByName('ready')[0]?.startTime ?? 0
    return { firstCardMs: Math.max(firstCardMs, painted), usableMs: Math.max(firstCardMs, painted, ready), shift }
  })
  await context.close()
  return { ...seen, scriptBytes, allBytes }
}

/** Runs in the page before anything else: when the first card stood in a frame, and how much moved. */
function watch(): void {
  const seen = globalThis as { firstCardMs?: number; shift?: number }
  const look = () => {
    if (document.querySelector('article.card h2') === null) requestAnimationFrame(look)
    else requestAnimationFrame((at) => Object.assign(seen, { firstCardMs: at }))
  }
  requestAnimationFrame(look)
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      // A layout shift's value is not in the type of its entry.
      seen.shift = (seen.shift ?? 0) + (entry as PerformanceEntry & { readonly value: number }).value
    }
  }).observe({ type: 'layout-shift', buffered: true })
}

/** Milliseconds between frames from the first card to the end. */
async function scroll(url: string): Promise<number[]> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, serviceWorkers: 'block' })
  const page = await context.newPage()
  await page.goto(url, { waitUntil: 'load' })
  const deltas = await page.evaluate(async () => {
    const pixels = 80
    const found: number[] = []
    let last = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
    while (scrollY + innerHeight < document.documentElement.scrollHeight - 1) {
      scrollBy({ top: pixels, behavior: 'instant' })
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
      found.push(now - last)
      last = now
    }
    return found
  })
  await context.close()
  return deltas
}

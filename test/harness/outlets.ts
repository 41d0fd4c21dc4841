/** Outlets on loopback that publish on demand and count what they are asked: a small publisher, honest about 304. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export type Outlets = AsyncDisposable & {
  readonly origin: string
  readonly opmlUrl: string
  readonly feedUrl: (outlet: number) => string
  /** Every outlet publishes this many more. */
  readonly advance: (entries: number) => void
  /** Entries that all feeds show together. */
  readonly shown: () => number
  readonly notModified: () => number
  readonly requests: () => number
  /** Answers any other path with what the test says. */
  readonly other: Map<string, (request: IncomingMessage, response: ServerResponse) => void>
}

const harbours = [
  'Brannhaven',
  'Eldmouth',
  'Tessel',
  'Orrick',
  'Vantry',
  'Lisk',
  'Quarrow',
  'Ulvar',
  'Pendle',
  'Maasby',
]
const doings = [
  'opens a ferry line to',
  'signs a fishing pact with',
  'sues the port of',
  'lends cranes to',
  'closes its road to',
]
const startMs = Date.now() - 2 * 86_400_000

type Item = { readonly key: string; readonly title: string; readonly text: string; readonly atMs: number }

export async function openOutlets(count: number, start: number): Promise<Outlets> {
  const shelves: Item[][] = Array.from({ length: count }, () => [])
  let requests = 0
  let notModified = 0
  let told = 0
  const other: Outlets['other'] = new Map()
  // Every event is reported by three outlets in a row, so that there is something to fold.
  const advance = (entries: number): void => {
    for (let n = 0; n < entries; n += 1) {
      for (const [outlet, shelf] of shelves.entries()) shelf.unshift(itemOf(Math.floor(outlet / 3), told, outlet))
      told += 1
    }
  }
  advance(start)
  const server = createServer((request, response) => {
    requests += 1
    const url = new URL(request.url ?? '/', 'http://x')
    const special = other.get(url.pathname)
    if (special !== undefined) return special(request, response)
    if (url.pathname === '/opml')
      return void response.writeHead(200, { 'content-type': 'text/x-opml' }).end(opml(count, origin))
    const shelf = shelves[Number(/^\/(\d+)\.xml$/.exec(url.pathname)?.[1])]
    if (shelf === undefined) return void response.writeHead(404).end()
    const etag = `"${shelf.length}"`
    if (request.headers['if-none-match'] === etag) {
      notModified += 1
      return void response.writeHead(304, { etag }).end()
    }
    response.writeHead(200, { 'content-type': 'application/rss+xml', etag }).end(rss(shelf, url.pathname))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  return {
    origin,
    opmlUrl: `${origin}/opml`,
    feedUrl: (outlet) => `${origin}/${outlet}.xml`,
    advance,
    shown: () => shelves.reduce((sum, shelf) => sum + shelf.length, 0),
    notModified: () => notModified,
    requests: () => requests,
    other,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function itemOf(region: number, event: number, outlet: number): Item {
  const from = harbours[(region * 3 + event) % harbours.length] ?? ''
  const to = harbours[(region * 7 + event * 3 + 1) % harbours.length] ?? ''
  const doing = doings[(region + event) % doings.length] ?? ''
  const number = 100 + region * 17 + event * 29
  return {
    key: `${outlet}-${event}`,
    title: `${from} ${doing} ${to} after ${number} days`,
    text: `The council of ${from} said on Monday that it ${doing} ${to}. Outlet ${outlet} learned that ${number} days of talks went before. The harbour master of ${to} was not available.`,
    atMs: startMs + event * 3_600_000 + (outlet % 3) * 60_000,
  }
}

function rss(items: readonly Item[], path: string): string {
  const body = items.map(
    ({ key, title, text, atMs }) =>
      `<item><title>${title}</title><guid isPermaLink="false">${key}</guid><pubDate>${new Date(atMs).toUTCString()}</pubDate><description>${text}</description></item>`,
  )
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Outlet ${path}</title><link>http://outlet.example/</link><description>News</description>${body.join('')}</channel></rss>`
}

function opml(count: number, origin: string): string {
  const outlines = Array.from(
    { length: count },
    (_, n) => `<outline type="rss" text="Outlet ${n}" xmlUrl="${origin}/${n}.xml"/>`,
  )
  return `<?xml version="1.0"?><opml version="2.0"><head><title>Outlets</title></head><body>${outlines.join('')}</body></opml>`
}

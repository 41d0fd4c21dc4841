/** The sample newsroom: fourteen invented outlets on loopback, which go on publishing while they run. */
import { readdir, readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { basename, join } from 'node:path'
import { parseEvents, type SampleEvent } from './events.ts'
import { landscape } from './landscape.ts'
import { type Outlet, outlets } from './outlets.ts'
import { feedOf, type Publication, type Published, pageOf } from './publications.ts'
import { type Report, reportsOf, updateReports } from './reports.ts'

export type SampleNewsroom = AsyncDisposable & {
  readonly feedUrls: readonly string[]
  /** Publishes the next update now; false when all are out. */
  readonly publishNext: () => boolean
}

const hourMs = 3_600_000
const othersShown = 5

/** `folder` holds the event files; an update is published every `everyMs`, none by itself when it is 0. */
export async function openSampleNewsroom(options: {
  readonly folder: string
  readonly port: number
  readonly everyMs: number
  readonly now: () => number
}): Promise<SampleNewsroom> {
  const events = await readEvents(options.folder)
  const openedMs = options.now()
  const shelves = new Map<string, Published[]>(outlets.map(({ slug }) => [slug, []]))
  const server = createServer((request, response) => answer(shelves, request, response))
  await listen(server, options.port)
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : options.port}`
  const publish = (report: Report, at: Date): void => {
    const url = `${origin}/o/${report.outlet.slug}/${report.key}.html`
    shelves.get(report.outlet.slug)?.push({ ...report, url, at })
    shelves.get(report.outlet.slug)?.sort((a, b) => b.at.getTime() - a.at.getTime())
  }
  for (const report of reportsOf(events)) publish(report, new Date(openedMs - report.hoursAgo * hourMs))
  const updates = updateReports(events)
  const publishNext = (): boolean => {
    const next = updates.shift()
    if (next !== undefined) publish(next, new Date(options.now()))
    return next !== undefined
  }
  const timer = options.everyMs > 0 ? setInterval(publishNext, options.everyMs) : undefined
  return {
    feedUrls: outlets.map(({ slug }) => `${origin}/o/${slug}/feed`),
    publishNext,
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function readEvents(folder: string): Promise<SampleEvent[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.txt')).sort()
  const files = await Promise.all(
    names.map(async (name) => parseEvents(basename(name, '.txt'), await readFile(join(folder, name), 'utf8'))),
  )
  return files.flat()
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
}

function answer(
  shelves: ReadonlyMap<string, readonly Published[]>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const [place, name = '', file = ''] = (request.url ?? '/').split('/').slice(1)
  if (place === 'pictures' && /^[a-z0-9-]+\.png$/.test(name)) {
    response
      .writeHead(200, { 'content-type': 'image/png', 'cache-control': 'max-age=86400' })
      .end(landscape(name.slice(0, -4)))
    return
  }
  const outlet = outlets.find(({ slug }) => slug === name)
  const publication =
    place === 'o' && outlet !== undefined ? publicationOf(outlet, file, shelves.get(name) ?? []) : undefined
  if (publication === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('There is nothing here.')
    return
  }
  const etag = `"${publication.version}"`
  if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end()
  else response.writeHead(200, { 'content-type': publication.type, etag }).end(publication.body)
}

function publicationOf(
  outlet: Outlet,
  file: string,
  published: readonly Published[],
): (Publication & { readonly version: number }) | undefined {
  const [newest] = published
  if (file === 'feed' || file === '') {
    const home = newest === undefined ? '/' : new URL(`/o/${outlet.slug}/`, newest.url).href
    return { ...feedOf(outlet, home, published), version: published.length }
  }
  const report = published.find(({ key }) => `${key}.html` === file)
  if (report === undefined) return undefined
  const others = published.filter((other) => other !== report).slice(0, othersShown)
  return { ...pageOf(report, others), version: 1 }
}

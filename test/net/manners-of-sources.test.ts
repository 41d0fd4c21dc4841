/** Manners that hold from one fetch to the next, numbered as in manners.test.ts: jobs over a real database, against a real server. */
import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import type { SourceId } from '../../src/domain/ids.ts'
import { type Added, addByUrl } from '../../src/jobs/add-sources.ts'
import { answerHub } from '../../src/jobs/hear-hub.ts'
import { refreshSources } from '../../src/jobs/refresh-source.ts'
import { renewSubscriptions } from '../../src/jobs/renew-subscriptions.ts'
import type { Work } from '../../src/jobs/work.ts'
import { extractArticle } from '../../src/pipeline/articles/extract-article.ts'
import { makeDue, makeOneDue, sourcesNotFetchedSince, takeDueSources } from '../../src/platform/storage/due-sources.ts'
import { listSources, removeSource, type SourceHealth, saveSettings } from '../../src/platform/storage/sources.ts'
import { sourceDoors } from '../../src/server/doors/source-doors.ts'
import { workOfSuite } from '../harness/work.ts'
import { type HostileServer, hostileServer } from './hostile-server.ts'

const hourMs = 3_600_000

const held = workOfSuite()
const { work } = held

const feed = `<rss version="2.0"><channel><title>Gull Post</title><item><guid>1</guid><title>Ferry returns</title>
<description>The ferry is back.</description></item></channel></rss>`

async function added(url: string): Promise<Extract<Added, { kind: 'source' }>> {
  const result = await addByUrl(work, url)
  if (result.kind !== 'source') throw new Error(`expected a source, got ${JSON.stringify(result)}`)
  return result
}

async function healthOf(id: string): Promise<SourceHealth | undefined> {
  return (await listSources(work.db)).find((source) => source.id === id)
}

const paths = ({ seen }: HostileServer) => seen.map(({ url }) => url)

test('2. always conditional once a validator is known, but for one time a day', async () => {
  await using server = await hostileServer((request, response) => {
    if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end()
    else response.setHeader('ETag', '"1"').end(feed)
  })
  const { id } = await added(`${server.origin}/daily.xml`)
  for (const hours of [1, 2, 25, 26]) {
    held.clock.nowMs = Date.now() + hours * hourMs
    await refreshSources(work, { sourceIds: [id], atMs: held.clock.nowMs })
  }
  held.clock.nowMs = Date.now()
  expect(server.seen.map(({ headers }) => headers['if-none-match'])).toEqual([
    undefined,
    '"1"',
    '"1"',
    undefined,
    '"1"',
  ])
})

describe('3. adding costs one request where possible', () => {
  test('what came when it was added is used, its validators too', async () => {
    await using server = await hostileServer((_, response) => response.setHeader('ETag', '"1"').end(feed))
    const { id, entries } = await added(`${server.origin}/feed.xml`)
    expect(entries).toBe(1)
    expect(paths(server)).toEqual(['/feed.xml'])
    await refreshSources(work, { sourceIds: [id], atMs: held.clock.nowMs })
    expect(server.seen[1]?.headers['if-none-match']).toBe('"1"')
  })

  test('a page is read once for the feed that it names; no address is invented', async () => {
    await using server = await hostileServer((request, response) => {
      response.setHeader('Content-Type', request.url === '/' ? 'text/html' : 'application/rss+xml')
      const page =
        '<html><head><link rel="alternate" type="application/rss+xml" href="/news.xml"></head><body>Hello</body></html>'
      response.end(request.url === '/' ? page : feed)
    })
    expect((await added(`${server.origin}/`)).entries).toBe(1)
    expect(paths(server)).toEqual(['/', '/news.xml'])
  })
})

describe('7. what a server asks for is waited out, whoever wants it sooner', () => {
  /** A source that answered when it was added, and 429 ten minutes ago. `meanwhile` happens before that answer comes. */
  async function leftAlone(meanwhile?: (id: SourceId) => Promise<unknown>) {
    let id: SourceId | undefined
    const server = await hostileServer(async (_, response) => {
      if (id === undefined) return response.end(feed)
      await meanwhile?.(id)
      return response.writeHead(429, { 'retry-after': '7200' }).end()
    })
    held.clock.nowMs = Date.now() - 10 * 60_000
    id = (await added(`${server.origin}/busy.xml`)).id
    await refreshSources(work, { sourceIds: [id], atMs: held.clock.nowMs })
    held.clock.nowMs = Date.now()
    return { id, [Symbol.asyncDispose]: server[Symbol.asyncDispose] }
  }
  const dueInHours = async (id: SourceId) =>
    ((await healthOf(id))?.nextDueAt.getTime() ?? 0) / hourMs - Date.now() / hourMs

  test('by a refresh by hand, which says until when', async () => {
    for (const { id } of await listSources(work.db)) await removeSource(work.db, id)
    await using source = await leftAlone()
    const doors = sourceDoors(work, { catalogue: [], subjects: [], places: [] })
    const dueMs = (await healthOf(source.id))?.nextDueAt.getTime() ?? 0
    const minute = new Date(Math.ceil(dueMs / 60_000) * 60_000)
    const refused = {
      code: 'refresh-too-soon',
      message: `The server asks to be left alone until ${minute.toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
    }
    expect(await doors.refresh(source.id)).toEqual({ refused })
    expect(await doors.refresh()).toEqual({ refused })
    expect(await makeDue(work.db)).toBe(0)
    expect(await sourcesNotFetchedSince(work.db, Date.now())).toBe(0)
    expect(await dueInHours(source.id)).toBeGreaterThan(1.5)
  })

  test('by an interval that a person sets, and by a hub that rings', async () => {
    await using source = await leftAlone()
    await saveSettings(work.db, source.id, { intervalMinutes: 5 })
    await makeOneDue(work.db, source.id)
    expect(await dueInHours(source.id)).toBeGreaterThan(1.5)
  })

  test('by who asked for it while the server was being asked', async () => {
    await using source = await leftAlone(async (id) => await makeOneDue(work.db, id))
    expect(await dueInHours(source.id)).toBeGreaterThan(1.5)
  })
})

describe('11. moved and gone', () => {
  test('the stored address changes with the third permanent redirect in a row', async () => {
    let moved = false
    await using server = await hostileServer((request, response) => {
      if (moved && request.url === '/old.xml') response.writeHead(301, { location: '/new.xml' }).end()
      else response.end(feed)
    })
    const { id } = await added(`${server.origin}/old.xml`)
    moved = true
    for (const place of ['/old.xml', '/old.xml', '/new.xml']) {
      await refreshSources(work, { sourceIds: [id], atMs: held.clock.nowMs })
      expect((await healthOf(id))?.feedUrl).toBe(server.origin + place)
    }
  })

  test('410 stops the source, and says so', async () => {
    let gone = false
    await using server = await hostileServer((_, response) =>
      response.writeHead(gone ? 410 : 200).end(gone ? '' : feed),
    )
    const { id } = await added(`${server.origin}/gone.xml`)
    gone = true
    await refreshSources(work, { sourceIds: [id], atMs: held.clock.nowMs })
    const source = await healthOf(id)
    expect(source?.stoppedAt).toBeDefined()
    expect(source?.problem?.message).toContain('gone for good')
    await work.db
      .updateTable('sources')
      .set({ next_due_at: new Date(0) })
      .where('id', '=', id)
      .execute()
    expect(await takeDueSources(work.db, { limit: 1000, leaseMs: 1 })).not.toContain(id)
  })
})

describe('14. hubs', () => {
  /** A source whose hub answers so when it is asked to send. */
  async function withHub(answer: (response: ServerResponse) => void) {
    const server = await hostileServer((request, response) => {
      if (request.url === '/hub') return answer(response)
      const links = `<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="${server.origin}/hub"/>`
      return response.end(feed.replace('<item>', `${links}<item>`))
    })
    const publicly: Work = { ...work, publicUrl: 'http://127.0.0.1:9' }
    const result = await addByUrl(publicly, `${server.origin}/hubbed.xml`)
    if (result.kind !== 'source') throw new Error(`expected a source, got ${JSON.stringify(result)}`)
    await renewSubscriptions(publicly)
    const { id } = result
    const { token } = await work.db
      .selectFrom('hub_subscriptions')
      .select('token')
      .where('source_id', '=', id)
      .executeTakeFirstOrThrow()
    const says = async (mode: string) =>
      await answerHub(work, token, {
        mode,
        topic: `${server.origin}/hubbed.xml`,
        challenge: mode === 'denied' ? '' : 'c',
        leaseSeconds: 3_600,
        reason: 'full',
      })
    return { id, says, [Symbol.asyncDispose]: server[Symbol.asyncDispose] }
  }
  const hubOf = async (id: SourceId) => (await healthOf(id))?.hub

  test('it is told whether one sends, and what it said', async () => {
    await using source = await withHub((response) => response.writeHead(202).end())
    expect(await hubOf(source.id)).toMatchObject({ url: expect.stringMatching(/hub$/) })
    expect(await hubOf(source.id)).not.toHaveProperty('sendsUntil')
    expect(await source.says('subscribe')).toBe('c')
    expect((await hubOf(source.id))?.sendsUntil?.getTime()).toBeGreaterThan(held.clock.nowMs)
    expect(await source.says('denied')).toBe('')
    expect((await hubOf(source.id))?.problem).toMatchObject({ code: 'hub-denied' })
  })

  test('one that wants to be left alone is', async () => {
    await using source = await withHub((response) => response.writeHead(429, { 'retry-after': '7200' }).end())
    const hub = await hubOf(source.id)
    expect(hub?.problem).toMatchObject({ code: 'rate-limited' })
    expect((hub?.askedNextAt.getTime() ?? 0) - held.clock.nowMs).toBeGreaterThan(1.9 * hourMs)
  })
})

describe('15. one fetch for all', () => {
  test('an address that several readers add is one source, and due once', async () => {
    await using server = await hostileServer((_, response) => response.end(feed))
    const first = await added(`${server.origin}/shared.xml`)
    const second = await added(`${server.origin}/shared.xml#for-ben`)
    expect([second.id, second.isNew]).toEqual([first.id, false])
    await work.db
      .updateTable('sources')
      .set({ next_due_at: new Date(0) })
      .where('id', '=', first.id)
      .execute()
    const due = [1, 2].map(async () => await takeDueSources(work.db, { limit: 1000, leaseMs: 60_000 }))
    expect((await Promise.all(due)).flat().filter((id) => id === first.id)).toHaveLength(1)
  })

  test('a refresh by hand has a cooldown', async () => {
    await using server = await hostileServer((_, response) => response.end(feed))
    const { id } = await added(`${server.origin}/cool.xml`)
    const doors = sourceDoors(work, { catalogue: [], subjects: [], places: [] })
    held.clock.nowMs = Date.now()
    expect(await doors.refresh(id)).toMatchObject({ refused: { code: 'refresh-too-soon' } })
    held.clock.nowMs = Date.now() + 2 * 60_000
    expect(await doors.refresh(id)).toEqual({ queued: 1 })
    held.clock.nowMs = Date.now()
  })
})

describe('16. what is no feed or no article is recognised and said in words', () => {
  test('a page served as a feed', async () => {
    let broken = false
    await using server = await hostileServer((_, response) =>
      response.end(broken ? '<!doctype html><html><head><title>Welcome</title></head><body>Hello</body></html>' : feed),
    )
    const { id } = await added(`${server.origin}/page.xml`)
    broken = true
    await refreshSources(work, { sourceIds: [id], atMs: held.clock.nowMs })
    const problem = (await healthOf(id))?.problem
    expect(problem?.code).toBe('not-a-feed')
    expect(problem?.message).toMatch(/web page|HTML/i)
  })

  test('a paywall and a challenge on a page', () => {
    const text = 'The council met for the third time this week and agreed on a plan for the ferry. '.repeat(3)
    const read = (html: string) => extractArticle(html, { url: 'https://news.example/a' })
    const paid = read(`<h1>Ferry</h1><p>${text}</p><div class="paywall"><p>Subscribe to continue reading</p></div>`)
    expect(paid.article.barrier).toBe('paywall')
    expect(paid.problems.map(({ code }) => code)).toEqual(['paywall'])
    const challenged = read('<title>Just a moment...</title><p>Checking your browser before you go on.</p>')
    expect(challenged.problems.map(({ code }) => code)).toEqual(['challenge'])
  })
})

/** What comes may be anything: each kind gets a message with a stable code, and nothing else is disturbed. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Outlets, openOutlets } from '../harness/outlets.ts'
import { openSalient, type Salient, type Started, urlOf } from '../harness/salient.ts'

const headers = { 'content-type': 'application/json' }
let outlets: Outlets
let salient: Salient
let server: Started
let url: string

beforeAll(async () => {
  outlets = await openOutlets(2, 2)
  outlets.other.set('/broken', (_request, response) => response.writeHead(500).end('oh'))
  outlets.other.set('/page', (_request, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<!doctype html><html><head><title>A harbour</title></head><body><p>Hello</p></body></html>'),
  )
  outlets.other.set('/empty', (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(),
  )
  outlets.other.set('/huge', (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/rss+xml' })
    const piece = Buffer.alloc(1024 * 1024, 'x')
    let left = 50
    const more = (): void => {
      while (left > 0 && response.write(piece)) left -= 1
      if (left <= 0) response.end()
    }
    response.on('drain', more)
    more()
  })
  outlets.other.set('/cyrillic.xml', (_request, response) => {
    const text =
      '<?xml version="1.0" encoding="windows-1251"?><rss version="2.0"><channel><title>Гавань</title><link>http://x.example/</link><item><title>Паром снова ходит</title><guid>1</guid><description>Паром снова ходит через пролив.</description></item></channel></rss>'
    response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(windows1251(text))
  })
  salient = await openSalient()
  await salient.run(['add', outlets.opmlUrl])
  server = salient.start(['serve'])
  url = await urlOf(server)
  await fetch(`${url}/api/v1/readers`, { method: 'POST', headers, body: JSON.stringify({ name: 'ada' }) })
})

afterAll(async () => {
  await salient[Symbol.asyncDispose]()
  await outlets[Symbol.asyncDispose]()
})

/** Cyrillic letters sit in one block there; the rest is ASCII. */
function windows1251(text: string): Buffer {
  return Buffer.from(
    [...text].map((sign) => {
      const code = sign.charCodeAt(0)
      return code >= 0x410 && code <= 0x44f ? code - 0x410 + 0xc0 : code
    }),
  )
}

async function deadAddress(): Promise<string> {
  const closed = createServer()
  closed.listen(0, '127.0.0.1')
  await once(closed, 'listening')
  // A listening server's address is an object with a port.
  const { port } = closed.address() as AddressInfo
  closed.close()
  await once(closed, 'close')
  return `http://127.0.0.1:${port}/feed.xml`
}

test.each([
  ['a dead host', async () => await deadAddress(), 'connection-refused'],
  ['a name that is none', async () => 'http://no-such-host.invalid/feed', 'host-not-found'],
  ['nothing there', async () => `${outlets.origin}/nothing.xml`, 'http-404'],
  ['a server with a fault', async () => `${outlets.origin}/broken`, 'http-500'],
  ['a page instead of a feed', async () => `${outlets.origin}/page`, 'no-feed'],
  ['an empty body', async () => `${outlets.origin}/empty`, 'empty-body'],
  ['50 MB', async () => `${outlets.origin}/huge`, 'too-large'],
  ['no address at all', async () => 'mailto:a@b.example', 'bad-url'],
  ['a private address', async () => 'http://10.0.0.1/feed.xml', 'private-address'],
])('%s is told by its code', async (_what, given, code) => {
  const ran = await salient.run(['add', await given()])
  expect(ran.stderr).toContain(`${code}: `)
  expect(ran.code).toBe(1)
})

test('a feed in windows-1251 is read', async () => {
  const ran = await salient.run(['add', `${outlets.origin}/cyrillic.xml`])
  expect(ran.stderr).toBe('')
  expect(ran.stdout).toContain('Added Гавань (1 new entry)')
})

test('an unknown reader is refused at every door', async () => {
  const page = await fetch(`${url}/api/v1/page`, { headers: { authorization: 'Bearer salient_made-up' } })
  expect([page.status, await page.json()]).toMatchObject([401, { error: { code: 'sign-in-needed' } }])
  expect((await salient.run(['feed', '--reader', 'nobody'])).stderr).toContain('reader-unknown')
})

test('10,000 mute words are taken, and pages still come', async () => {
  const targets = Array.from({ length: 10_000 }, (_, n) => ({ kind: 'words', words: `word${n}` }))
  const muted = await fetch(`${url}/api/v1/mutes`, { method: 'POST', headers, body: JSON.stringify({ targets }) })
  expect(await muted.json()).toMatchObject({ mutes: 10_000 })
  expect((await fetch(`${url}/api/v1/page`)).status).toBe(200)
  const again = await fetch(`${url}/api/v1/mutes`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ targets: targets.concat(targets).concat(targets) }),
  })
  expect(again.status).toBeGreaterThanOrEqual(400)
  expect(await again.json()).toMatchObject({ error: { code: expect.any(String) } })
})

test('mutes that come at once are no more than are allowed, and those that are there can be renewed', async () => {
  const mute = async (name: string, count: number, until?: string) => {
    const targets = Array.from({ length: count }, (_, n) => ({ kind: 'words', words: `${name}${n}` }))
    const body = JSON.stringify({ targets, ...(until && { until }) })
    const answer = await fetch(`${url}/api/v1/mutes`, { method: 'POST', headers, body })
    return [answer.status, await answer.json()]
  }
  const two = await Promise.all([mute('one', 9_000), mute('other', 9_000)])
  expect(two).toContainEqual([200, { mutes: 19_000 }])
  expect(two).toContainEqual([422, { error: { code: 'mutes-too-many', message: expect.any(String) } }])
  expect(await mute('word', 10_000, '2036-01-01T00:00:00Z')).toEqual([200, { mutes: 19_000 }])
})

test('nothing of this disturbed the sources that are well', async () => {
  await salient.run(['refresh', '--wait'])
  const { sources, sourcesFailing, entries, jobsFailed } = await salient.status()
  expect({ sources, sourcesFailing, entries, jobsFailed }).toEqual({
    sources: 3,
    sourcesFailing: 0,
    entries: outlets.shown() + 1,
    jobsFailed: 0,
  })
})

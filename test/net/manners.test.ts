/** Manners of fetching, by the numbers of the list in docs; each test fails when its manner is taken out. */
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { nextFetch, redirectDecision } from '../../src/pipeline/feeds/next-fetch.ts'
import { clientForTests, expectKind, problemCode } from './client-for-tests.ts'
import { hostileServer } from './hostile-server.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const nowMs = Date.parse('2026-03-01T12:00:00Z')

describe('1. validators are opaque', () => {
  test('they are echoed byte for byte, quotes, weakness and odd bytes included', async () => {
    const etag = 'W/"a b\\c,\xe9"'
    const lastModified = 'yesterday, about noon'
    await using server = await hostileServer((_, response) => {
      response.setHeader('ETag', etag)
      response.setHeader('Last-Modified', lastModified)
      // A body of bytes leaves the head in Latin-1, as it is on the wire.
      response.end(Buffer.from('<rss/>'))
    })
    await using client = clientForTests()
    const first = expectKind(await client.fetch(server.origin, { accept: 'feed' }), 'ok')
    expect(first).toMatchObject({ etag, lastModified })
    await client.fetch(server.origin, { accept: 'feed', validators: { etag, lastModified } })
    expect(server.seen[0]?.headers).not.toHaveProperty('if-none-match')
    expect(server.seen[1]?.headers).toMatchObject({ 'if-none-match': etag, 'if-modified-since': lastModified })
  })

  test('they are not invented', async () => {
    await using server = await hostileServer((_, response) => response.end('<rss/>'))
    await using client = clientForTests()
    const outcome = await client.fetch(server.origin, { accept: 'feed' })
    expect(outcome).not.toHaveProperty('etag')
    expect(outcome).not.toHaveProperty('lastModified')
    await client.fetch(server.origin, { accept: 'feed', validators: { etag: '"only this"' } })
    expect(server.seen[1]?.headers).not.toHaveProperty('if-modified-since')
  })
})

test('2. a conditional request that finds nothing new is no failure, on a redirected feed too', async () => {
  await using server = await hostileServer((request, response) => {
    if (request.url === '/old') response.writeHead(301, { location: '/new' }).end()
    else if (request.headers['if-none-match'] === '"1"')
      response.writeHead(304, { 'cache-control': 'max-age=900' }).end()
    else response.end('<rss/>')
  })
  await using client = clientForTests()
  const outcome = expectKind(
    await client.fetch(`${server.origin}/old`, { accept: 'feed', validators: { etag: '"1"' } }),
    'not-modified',
  )
  expect(outcome).toEqual({
    kind: 'not-modified',
    url: `${server.origin}/new`,
    permanentUrl: `${server.origin}/new`,
    maxAgeSeconds: 900,
  })
})

test('3. one fetch is one request: no probe comes before it or after', async () => {
  await using server = await hostileServer((_, response) => response.end('<rss/>'))
  await using client = clientForTests()
  await client.fetch(`${server.origin}/feed`, { accept: 'any' })
  expect(server.seen.map(({ url }) => url)).toEqual(['/feed'])
})

test('4. no cookies, no referrer, nothing added to the address', async () => {
  await using server = await hostileServer((request, response) => {
    response.setHeader('Set-Cookie', 'who=you; Path=/')
    if (request.url?.startsWith('/a')) response.writeHead(302, { location: '/b?x=1&y=2#part' }).end()
    else response.end('<rss/>')
  })
  await using client = clientForTests()
  await client.fetch(`${server.origin}/a?q=1#top`, { accept: 'feed' })
  expect(server.seen.map(({ url }) => url)).toEqual(['/a?q=1', '/b?x=1&y=2'])
  for (const { headers } of server.seen)
    expect(Object.keys(headers).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent'])
})

describe('5. we say who we are and what we take', () => {
  test('User-Agent and Accept', async () => {
    await using server = await hostileServer((_, response) => response.end('<rss/>'))
    await using client = clientForTests()
    await client.fetch(server.origin, { accept: 'feed' })
    expect(server.seen[0]?.headers['user-agent']).toBe('Salient/0.1 (+https://salient.example/bot)')
    for (const type of ['application/rss+xml', 'application/atom+xml', 'application/feed+json', 'text/xml'])
      expect(server.seen[0]?.headers.accept).toContain(type)
  })

  test('every encoding that is asked for is decoded', async () => {
    const encoders: Record<string, (text: string) => Buffer> = { gzip: gzipSync, br: brotliCompressSync }
    const text = 'Lanterns over Vessmoor. '.repeat(5_000)
    await using server = await hostileServer((request, response) => {
      const name = request.url?.slice(1) ?? ''
      response.setHeader('Content-Encoding', name)
      response.end(encoders[name]?.(text))
    })
    await using client = clientForTests()
    await client.fetch(`${server.origin}/gzip`, { accept: 'feed' })
    const asked = String(server.seen[0]?.headers['accept-encoding'])
      .split(', ')
      .filter((name) => name !== 'zstd')
    expect(asked.sort()).toEqual(Object.keys(encoders).sort())
    for (const name of asked) {
      const outcome = expectKind(await client.fetch(`${server.origin}/${name}`, { accept: 'feed' }), 'ok')
      expect(Buffer.from(outcome.bytes).toString()).toBe(text)
      expect(outcome.bytesReceived).toBe(encoders[name]?.(text).length)
    }
  })

  test('connections are used again', async () => {
    await using server = await hostileServer((_, response) => response.end('<rss/>'))
    await using client = clientForTests()
    for (let i = 0; i < 3; i++) await client.fetch(server.origin, { accept: 'feed' })
    expect(server.connections()).toBe(1)
  })
})

describe('6. freshness is waited out', () => {
  const freshness: readonly [string, Record<string, string>, number | undefined][] = [
    ['max-age', { 'cache-control': 'public, max-age=5400' }, 5400],
    ['max-age is above Expires', { 'cache-control': 'max-age="60"', expires: 'Thu, 01 Jan 2099 00:00:00 GMT' }, 60],
    ['the age in a cache counts', { 'cache-control': 'max-age=600', age: '200' }, 400],
    ['older in a cache than it may be', { 'cache-control': 'max-age=600', age: '900' }, undefined],
    ['s-maxage is for others', { 'cache-control': 's-maxage=600' }, undefined],
    ['no-cache', { 'cache-control': 'no-cache, max-age=600' }, undefined],
    [
      'Expires by the server’s own clock',
      { date: 'Mon, 03 Jan 2000 10:00:00 GMT', expires: 'Mon, 03 Jan 2000 11:00:00 GMT' },
      3600,
    ],
    ['Expires in no form', { expires: '0' }, undefined],
    ['Expires in the past', { expires: 'Mon, 03 Jan 2000 10:00:00 GMT' }, undefined],
  ]
  test.each(freshness)('%s', async (_, headers, expected) => {
    await using server = await hostileServer((request, response) =>
      request.url === '/304' ? response.writeHead(304, headers).end() : response.writeHead(200, headers).end('<rss/>'),
    )
    await using client = clientForTests()
    const ok = expectKind(await client.fetch(`${server.origin}/200`, { accept: 'feed' }), 'ok')
    const unchanged = expectKind(await client.fetch(`${server.origin}/304`, { accept: 'feed' }), 'not-modified')
    expect([ok.maxAgeSeconds, unchanged.maxAgeSeconds]).toEqual([expected, expected])
  })

  test.each(['received', 'unchanged'] as const)('the next fetch comes after it (%s)', (kind) => {
    const entryTimesMs = [1, 2, 3, 4, 5].map((i) => nowMs - i * 10 * minuteMs)
    const busy = { kind, nowMs, random: 0, entryTimesMs, failures: 0 }
    expect(nextFetch(busy).atMs).toBe(nowMs + 5 * minuteMs)
    expect(nextFetch({ ...busy, maxAgeSeconds: 7200 }).atMs).toBe(nowMs + 2 * hourMs)
    expect(nextFetch({ ...busy, maxAgeSeconds: 2 * 86_400 }).atMs).toBe(nowMs + 2 * dayMs)
    expect(nextFetch({ ...busy, maxAgeSeconds: 10 ** 12, random: 0.9 }).atMs).toBe(nowMs + 7 * dayMs)
  })
})

describe('7. Retry-After', () => {
  const inTwoHours = (): string => new Date(Date.now() + 2 * hourMs).toUTCString()
  const forms: readonly [string, number, () => string, number | undefined][] = [
    ['seconds', 429, () => '120', 120],
    ['a date', 503, inTwoHours, 7200],
    ['a date in the past', 429, () => 'Mon, 03 Jan 2000 10:00:00 GMT', 0],
    ['longer than a week', 429, () => '99999999', 604_800],
    ['no form', 429, () => 'soon', undefined],
  ]
  test.each(forms)('%s', async (_, status, value, expected) => {
    await using server = await hostileServer((__, response) =>
      response.writeHead(status, { 'retry-after': value() }).end('slow down'),
    )
    await using client = clientForTests()
    const outcome = expectKind(await client.fetch(server.origin, { accept: 'feed' }), 'failed')
    expect(outcome.problem.code).toBe('rate-limited')
    if (expected === undefined) expect(outcome).not.toHaveProperty('retryAfterSeconds')
    else expect(Math.abs((outcome.retryAfterSeconds ?? -99) - expected)).toBeLessThanOrEqual(2)
  })

  test('a fault without it is a fault', async () => {
    await using server = await hostileServer((_, response) => response.writeHead(503).end())
    await using client = clientForTests()
    expect(problemCode(await client.fetch(server.origin, { accept: 'feed' }))).toBe('http-503')
  })

  test('the next fetch comes after it', () => {
    const failed = { kind: 'failed', nowMs, entryTimesMs: [], failures: 1 } as const
    for (const random of [0, 0.5, 0.999]) {
      expect(nextFetch({ ...failed, random, retryAfterSeconds: 86_400 * 3 }).atMs).toBeGreaterThanOrEqual(
        nowMs + 3 * dayMs,
      )
      expect(nextFetch({ ...failed, random, retryAfterSeconds: 86_400 * 90 }).atMs).toBe(nowMs + 7 * dayMs)
    }
  })
})

describe('9. the interval follows the source', () => {
  const nextFor = (gapMs: number, more: object = {}) =>
    nextFetch({
      kind: 'received',
      nowMs,
      random: 0,
      failures: 0,
      entryTimesMs: Array.from({ length: 20 }, (_, i) => nowMs - i * gapMs),
      ...more,
    })
  const intervalFor = (gapMs: number, more: object = {}): number => nextFor(gapMs, more).intervalMinutes

  test('says so as people say it', () => {
    expect(nextFor(hourMs).why).toBe('It publishes about every hour.')
    expect(nextFor(6 * hourMs).why).toBe('It publishes about every 6 hours.')
    expect(nextFor(hourMs, { ownIntervalMinutes: 60 }).why).toBe('It is set to be asked every hour.')
  })

  test('often for a busy one, seldom for a slow one, within 5 minutes and 24 hours', () => {
    expect(intervalFor(minuteMs)).toBe(5)
    expect(intervalFor(hourMs)).toBe(30)
    expect(intervalFor(6 * hourMs)).toBe(180)
    expect(intervalFor(30 * dayMs)).toBe(1440)
    for (const random of [0, 0.5, 0.999]) {
      expect(intervalFor(minuteMs, { random })).toBeGreaterThanOrEqual(5)
      expect(intervalFor(30 * dayMs, { random })).toBeLessThanOrEqual(1440)
    }
  })

  test('entries published in one go count as one', () => {
    const weekly = [0, 1, 2].flatMap((week) =>
      Array.from({ length: 10 }, (_, i) => nowMs - week * 7 * dayMs - i * 1000),
    )
    expect(intervalFor(0, { entryTimesMs: weekly })).toBe(1440)
  })

  test('a source that fell silent is looked at less and less', () => {
    const daysSilent = (days: number): number =>
      intervalFor(0, { entryTimesMs: [1, 2, 3].map((i) => nowMs - days * dayMs - i * hourMs) })
    expect([daysSilent(1), daysSilent(4), daysSilent(40)]).toEqual([125, 485, 1440])
  })

  test('the publisher’s wish counts, and dates that are wrong do not', () => {
    expect(intervalFor(minuteMs, { publisherIntervalMinutes: 60 })).toBe(60)
    expect(intervalFor(minuteMs, { publisherIntervalMinutes: 10 ** 9 })).toBe(1440)
    expect(intervalFor(0, { entryTimesMs: [Number.NaN, nowMs + dayMs] })).toBe(60)
  })
})

describe('10. failures wait longer and longer', () => {
  const waits = (random: number): number[] =>
    [1, 2, 3, 4, 5, 6, 7, 8, 60].map(
      (failures) => nextFetch({ kind: 'failed', nowMs, random, entryTimesMs: [], failures }).intervalMinutes,
    )
  test('doubling, up to a day', () => {
    expect(waits(0)).toEqual([7.5, 15, 30, 60, 120, 240, 480, 720, 720])
    expect(Math.max(...waits(0.999))).toBeLessThanOrEqual(1440)
  })
  test('sources that failed together drift apart', () => {
    expect(new Set([0, 0.2, 0.4, 0.6, 0.8].map((random) => waits(random)[2])).size).toBe(5)
  })
})

describe('11. moved and gone', () => {
  test('the third permanent redirect in a row to one place moves the source', () => {
    const to = 'https://news.example/feed'
    const first = redirectDecision({ permanentUrl: to, previousUrl: undefined, count: 0 })
    expect(first).toEqual({ candidateUrl: to, count: 1 })
    const second = redirectDecision({ permanentUrl: to, previousUrl: first.candidateUrl, count: first.count })
    expect(redirectDecision({ permanentUrl: to, previousUrl: second.candidateUrl, count: second.count })).toEqual({
      count: 0,
      newUrl: to,
    })
    expect(redirectDecision({ permanentUrl: 'https://other.example/', previousUrl: to, count: 2 }).count).toBe(1)
    expect(redirectDecision({ permanentUrl: undefined, previousUrl: to, count: 2 })).toEqual({ count: 0 })
  })

  test('only permanent redirects are told as a move, up to the first that is not', async () => {
    const hops: Record<string, [number, string]> = {
      '/a': [301, '/b'],
      '/b': [308, '/c'],
      '/c': [302, '/d'],
      '/d': [301, '/e'],
      '/t': [307, '/e'],
    }
    await using server = await hostileServer((request, response) => {
      const hop = hops[request.url ?? '']
      if (hop === undefined) response.end('<rss/>')
      else response.writeHead(hop[0], { location: hop[1] }).end()
    })
    await using client = clientForTests()
    const moved = expectKind(await client.fetch(`${server.origin}/a`, { accept: 'feed' }), 'ok')
    expect(moved).toMatchObject({ url: `${server.origin}/e`, permanentUrl: `${server.origin}/c` })
    expect(await client.fetch(`${server.origin}/t`, { accept: 'feed' })).not.toHaveProperty('permanentUrl')
  })

  test('410 says that the source is gone', async () => {
    await using server = await hostileServer((request, response) =>
      response.writeHead(request.url === '/gone' ? 410 : 404).end(),
    )
    await using client = clientForTests()
    expect(await client.fetch(`${server.origin}/gone`, { accept: 'feed' })).toMatchObject({
      kind: 'failed',
      gone: true,
      problem: { code: 'http-410' },
    })
    const missing = await client.fetch(server.origin, { accept: 'feed' })
    expect(problemCode(missing)).toBe('http-404')
    expect(missing).not.toHaveProperty('gone')
  })
})

test('16. a challenge for browsers is told from a plain refusal, in words', async () => {
  await using server = await hostileServer((request, response) =>
    response.writeHead(403, request.url === '/cf' ? { 'cf-mitigated': 'challenge' } : {}).end('<html>checking</html>'),
  )
  await using client = clientForTests()
  const challenged = expectKind(await client.fetch(`${server.origin}/cf`, { accept: 'feed' }), 'failed')
  expect(challenged.problem.code).toBe('challenge')
  expect(challenged.problem.message).toMatch(/challenge.*Ask the publisher/)
  expect(problemCode(await client.fetch(server.origin, { accept: 'feed' }))).toBe('http-403')
})

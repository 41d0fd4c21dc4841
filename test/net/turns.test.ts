/** Manner 8: one host, one request at a time, spaced; and nobody waits for somebody else's host. */
import type { ServerResponse } from 'node:http'
import { describe, expect, test, vi } from 'vitest'
import { createHostQueue } from '../../src/platform/net/host-queue.ts'
import { hostKey } from '../../src/platform/net/host-scope.ts'
import { eventually } from '../harness/until.ts'
import { clientForTests, expectKind, problemCode } from './client-for-tests.ts'
import { hostileServer } from './hostile-server.ts'

const never = new AbortController().signal

describe('8. turns', () => {
  test('one request at a time at one host, all of them answered', async () => {
    await using server = await hostileServer((_, response) => setImmediate(() => response.end('<rss/>')))
    await using client = clientForTests()
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, i) => client.fetch(`${server.origin}/${i}`, { accept: 'feed' })),
    )
    for (const outcome of outcomes) expectKind(outcome, 'ok')
    expect(server.openMax()).toBe(1)
  })

  test('a host that answers nothing holds up no other host', async () => {
    const held: ServerResponse[] = []
    await using slow = await hostileServer((_, response) => held.push(response))
    await using quick = await hostileServer((_, response) => response.end('<rss/>'))
    await using client = clientForTests({ concurrency: 2 })
    const waiting = [1, 2, 3, 4].map((i) => client.fetch(`${slow.origin}/${i}`, { accept: 'feed' }))
    for (let i = 0; i < 3; i++) expectKind(await client.fetch(quick.origin, { accept: 'feed' }), 'ok')
    expect(held).toHaveLength(1)
    for (let i = 0; i < waiting.length; i++) {
      await eventually(() => held.length === i + 1)
      held[i]?.end('<rss/>')
    }
    for (const outcome of await Promise.all(waiting)) expectKind(outcome, 'ok')
  })

  test('what somebody waits for now waits for no feed or page of its host, and takes turns of its own', async () => {
    const held: ServerResponse[] = []
    await using server = await hostileServer((request, response) =>
      request.url === '/feed' ? held.push(response) : setImmediate(() => response.end('picture')),
    )
    await using client = clientForTests({ spacingMs: 3_600_000, concurrency: 1 })
    const feed = client.fetch(`${server.origin}/feed`, { accept: 'feed' })
    await eventually(() => held.length === 1)
    const pictures = [1, 2, 3].map((n) => client.fetch(`${server.origin}/${n}`, { accept: 'any', isAwaited: true }))
    for (const outcome of await Promise.all(pictures)) expectKind(outcome, 'ok')
    expect(server.openMax()).toBe(2)
    held[0]?.end('<rss/>')
    expectKind(await feed, 'ok')
  })

  test('requests to one host are spaced from the end of one to the start of the next', async () => {
    vi.useFakeTimers()
    try {
      const queue = createHostQueue({ spacingMs: 1000, concurrency: 8 })
      const leave = await queue.enter('a', never)
      let entered = false
      const second = queue.enter('a', never).then((done) => {
        entered = true
        return done
      })
      await vi.advanceTimersByTimeAsync(5000)
      leave()
      await vi.advanceTimersByTimeAsync(999)
      expect(entered).toBe(false)
      await vi.advanceTimersByTimeAsync(1)
      expect(entered).toBe(true)
      ;(await second)()
      queue.close()
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  test('hosts take turns whatever they queued, and no more than the concurrency run', async () => {
    const queue = createHostQueue({ spacingMs: 0, concurrency: 1 })
    const order: string[] = []
    let running = 0
    let runningMax = 0
    const visit = async (key: string): Promise<void> => {
      const leave = await queue.enter(key, never)
      order.push(key)
      running += 1
      runningMax = Math.max(runningMax, running)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
      leave()
    }
    await Promise.all(['a', 'a', 'a', 'a', 'a', 'a', 'b', 'c'].map(visit))
    expect(order).toHaveLength(8)
    expect(runningMax).toBe(1)
    expect(order.slice(0, 3).sort()).toEqual(['a', 'b', 'c'])
  })

  test('who gives up waiting loses the turn and nobody else does', async () => {
    const queue = createHostQueue({ spacingMs: 0, concurrency: 1 })
    const leave = await queue.enter('a', never)
    const quitting = new AbortController()
    const quitter = queue.enter('a', quitting.signal)
    const next = queue.enter('b', never)
    quitting.abort(new Error('enough'))
    await expect(quitter).rejects.toThrow('enough')
    leave()
    ;(await next)()
    ;(await queue.enter('a', never))()
  })

  test('the scope is the host or the site', () => {
    const key = (url: string, scope: 'host' | 'site') => hostKey(new URL(url), scope)
    expect(key('https://a.news.example/x', 'host')).toBe('a.news.example')
    expect(key('http://a.news.example/x', 'host')).toBe(key('https://a.news.example./y', 'host'))
    expect(key('http://a.news.example:8000/', 'host')).toBe('a.news.example:8000')
    expect(key('https://a.news.example/', 'site')).toBe('news.example')
    expect(key('https://a.news.co.uk/', 'site')).toBe('news.co.uk')
    expect(key('http://192.0.2.7/', 'site')).toBe('192.0.2.7')
    expect(key('http://[2001:db8::7]/', 'site')).toBe('[2001:db8::7]')
  })
})

test('what is under way or waits ends with the client', async () => {
  await using server = await hostileServer(() => undefined)
  const client = clientForTests()
  const both = [client.fetch(server.origin, { accept: 'feed' }), client.fetch(server.origin, { accept: 'feed' })]
  await eventually(() => server.seen.length === 1)
  await client[Symbol.asyncDispose]()
  for (const outcome of await Promise.all(both)) expect(problemCode(outcome)).toBe('aborted')
  expect(problemCode(await client.fetch(server.origin, { accept: 'feed' }))).toBe('aborted')
})

test('the caller’s signal ends a fetch', async () => {
  await using server = await hostileServer(() => undefined)
  await using client = clientForTests()
  const stop = new AbortController()
  const outcome = client.fetch(server.origin, { accept: 'feed', signal: stop.signal })
  await eventually(() => server.seen.length === 1)
  stop.abort()
  expect(problemCode(await outcome)).toBe('aborted')
})

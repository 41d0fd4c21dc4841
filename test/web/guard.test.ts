/** What is refused before anything is done, and what every answer forbids the browser. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asReader, rawHeaders, rawStatus, type Serving, serve } from './serving.ts'

let serving: Serving

beforeAll(async () => {
  serving = await serve({}, { baseUrl: 'https://news.example' })
})

afterAll(async () => {
  await serving.close()
})

describe('hosts', () => {
  test.each([
    ['127.0.0.1:8080', 200],
    ['localhost', 200],
    ['salient.localhost:8080', 200],
    ['[::1]:8080', 200],
    ['news.example', 200],
    ['rebound.example', 421],
    ['127.0.0.1.rebound.example', 421],
    ['localhost.rebound.example:8080', 421],
  ])('%s gets %i on loopback', async (host, status) => {
    expect(await rawStatus(`${serving.url}/saved`, 'GET', { host, ...asReader('Mira') })).toBe(status)
  })
})

describe('origins', () => {
  test.each([
    ['a page of this server', { 'sec-fetch-site': 'same-origin' }, 303],
    ['the public address, behind a proxy', { origin: 'https://news.example' }, 303],
    ['a program', {}, 303],
    ['a page elsewhere', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
    ['a page on another port', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:1' }, 403],
    ['a page elsewhere in an old browser', { origin: 'https://evil.example' }, 403],
    ['a sandboxed frame', { origin: 'null' }, 403],
    ['an address typed by someone', { 'sec-fetch-site': 'none' }, 403],
  ])('a form of %s', async (_who, headers, status) => {
    const type = { ...asReader('Mira'), 'content-type': 'application/x-www-form-urlencoded', 'content-length': '0' }
    expect(await rawStatus(`${serving.url}/do/learning`, 'POST', { ...headers, ...type })).toBe(
      status === 303 ? 400 : status,
    )
  })

  test('a refused request changes nothing', async () => {
    const answer = await fetch(`${serving.url}/do/signal`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
      body: new URLSearchParams({ body: JSON.stringify({ kind: 'saved', storyId: 'fever' }) }),
    })
    expect([answer.status, serving.doors.state.signals]).toEqual([403, []])
  })
})

describe('headers', () => {
  test('allow own files only, nothing inline, no frames, no referrer to others', async () => {
    const { headers } = await fetch(serving.url, { headers: asReader('Mira') })
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/^default-src 'none'; /)
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:|blob:/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('private, no-cache')
    expect((await fetch(`${serving.url}/api/v1/page`)).headers.get('cache-control')).toBe('no-store')
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  test.each(['identity', 'gzip'])('say once that words may come compressed, to who asks for %s', async (encoding) => {
    const headers = { ...asReader('Mira'), 'accept-encoding': encoding }
    for (const path of ['/', '/api/v1/page']) {
      const answer = await fetch(serving.url + path, { headers })
      expect([path, answer.headers.get('vary')]).toEqual([path, 'Accept-Encoding'])
      expect(answer.headers.get('content-encoding')).toBe(encoding === 'gzip' ? 'gzip' : null)
    }
  })

  test('allow the style sheets that stand in a page, by their digests; the front page has one, others two', async () => {
    const stylesOf = async (path: string) => {
      const answer = await fetch(serving.url + path, { headers: { ...asReader('Mira'), 'accept-encoding': 'gzip' } })
      expect(answer.headers.get('content-encoding')).toBe('gzip')
      const styles = [...(await answer.text()).matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, style = '']) => style)
      const allowed = /; style-src ([^;]*);/.exec(answer.headers.get('content-security-policy') ?? '')?.[1]
      return { styles, allowed }
    }
    const front = await stylesOf('/')
    const saved = await stylesOf('/saved')
    expect(front.styles).toEqual(saved.styles.slice(0, 1))
    expect(saved.styles.map(({ length }) => length > 10_000)).toEqual([true, true])
    const digests = saved.styles.map((style) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`)
    expect([front.allowed, saved.allowed]).toEqual([digests.join(' '), digests.join(' ')])
  })

  test.each([
    ['a page elsewhere', { 'sec-fetch-site': 'cross-site' }, 'same-origin'],
    ['a page on another port', { 'sec-fetch-site': 'same-site' }, 'same-origin'],
    ['a browser that does not say', {}, 'same-origin'],
    ['a bookmark', { 'sec-fetch-site': 'none' }, null],
    ['a page of this server', { 'sec-fetch-site': 'same-origin' }, null],
  ])('keep whoever opened the page from holding its window: %s', async (_who, headers, policy) => {
    const opened = await rawHeaders(`${serving.url}/`, { ...headers, ...asReader('Mira') })
    expect(opened['cross-origin-opener-policy'] ?? null).toBe(policy)
  })

  test('let files with a digest in their name be kept for good', async () => {
    const { document } = await serving.page('/sign-in')
    const script = document.querySelector('script[src]')?.getAttribute('src') ?? ''
    const answer = await fetch(serving.url + script)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8'])
    expect(answer.headers.get('cache-control')).toContain('immutable')
    expect((await fetch(`${serving.url}/assets/..%2F..%2Fpackage.json`)).status).toBe(404)
    expect((await fetch(`${serving.url}/assets/icon.svg`)).headers.get('cache-control')).not.toContain('immutable')
  })
})

describe('before the program is ready', () => {
  test('health and pages say so, and everything answers afterwards', async () => {
    const starting = await serve({ ready: false })
    const health = await fetch(`${starting.url}/healthz`)
    expect([health.status, await health.json()]).toEqual([
      503,
      { error: { code: 'starting', message: 'The database is being started.' } },
    ])
    const page = await starting.page('/')
    expect([page.status, page.document.querySelector('h1')?.textContent]).toEqual([503, 'Starting.'])
    Object.assign(starting.doors, {})
    await starting.close()
    expect((await fetch(`${serving.url}/healthz`)).status).toBe(200)
  })
})

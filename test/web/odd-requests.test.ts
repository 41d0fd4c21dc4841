/** Requests that no well-behaved program sends: each is answered by a code, and none of them is a fault of the server's. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tokenOf } from './sample-accounts.ts'
import { type Serving, serve } from './serving.ts'

let serving: Serving

beforeAll(async () => {
  serving = await serve({ readers: ['Mira'] })
})

afterAll(async () => {
  await serving.close()
  expect(serving.errors).toEqual([])
})

const asMira = { authorization: `Bearer ${tokenOf('Mira')}` }
const refusal = (code: string, words: string) => ({ error: { code, message: expect.stringContaining(words) } })

describe('what is no text', () => {
  const at = '2026-01-01T00:00:00Z'
  test.each([
    ['POST', '/api/v1/signals', { signals: [{ id: 'a\u0000b', kind: 'opened', at }] }, 'body.signals.0.id'],
    ['POST', '/api/v1/signals', { signals: [{ id: 'a', kind: 'more', at, topicId: '\ud800' }] }, 'signals.0.topicId'],
    ['POST', '/api/v1/follows', { kind: 'author', name: 'A\u0000da' }, 'body.name'],
    ['POST', '/api/v1/unfollows', { kind: 'topic', topicId: '\u0000' }, 'body.topicId'],
    ['POST', '/api/v1/mutes', { targets: [{ kind: 'words', words: 'x\udfff' }] }, 'body.targets.0.words'],
    ['POST', '/api/v1/queries', { words: 'x\u0000' }, 'body.words'],
    ['PUT', '/api/v1/saved/strait', { labels: ['good', 'b\u0000d'] }, 'body.labels.1'],
    ['PUT', '/api/v1/sources/tidings', { folders: ['\ud83d'] }, 'body.folders.0'],
  ])('is refused where it stands: %s %s', async (method, path, body, place) => {
    expect(await serving.send(path, body, method)).toEqual({ status: 400, body: refusal('request-invalid', place) })
  })

  test.each(['/api/v1/topics/%00', '/api/v1/search?text=a%00', '/topic/%00', '/search?text=%00', '/websub/%00'])(
    'is refused in an address: %s',
    async (path) => {
      expect((await fetch(serving.url + path, { headers: asMira })).status).toBe(400)
    },
  )

  test('is left out of a form’s fields', async () => {
    const signedIn = await serving.submit('/sign-in', { name: '\u0000', password: 'x' })
    expect(signedIn.status).toBe(401)
    const muted = await serving.submit('/do/mute', { words: 'h\u0000at' })
    expect(muted.status).toBe(303)
    expect(serving.doors.state.mutes).toContainEqual(expect.objectContaining({ label: 'hat' }))
  })
})

describe('a method that an address does not take', () => {
  test.each([
    ['PUT', '/api/v1/page', 'GET, HEAD'],
    ['GET', '/api/v1/push', 'POST'],
    ['POST', '/api/v1/sources/tidings', 'GET, HEAD, PUT, DELETE'],
    ['PATCH', '/api/v1/sources', 'GET, HEAD, POST'],
    ['DELETE', '/you', 'GET, HEAD'],
  ])('is refused, with those that it takes: %s %s', async (method, path, allowed) => {
    const answer = await fetch(serving.url + path, { method, headers: asMira })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed])
    if (path.startsWith('/api/'))
      expect(await answer.json()).toEqual(refusal('method-not-allowed', `${path} takes ${allowed}`))
  })

  test('is no matter where nothing is', async () => {
    const answer = await fetch(`${serving.url}/api/v1/nothing`, { method: 'PUT', headers: asMira })
    expect([answer.status, answer.headers.get('allow')]).toEqual([404, null])
  })
})

describe('a field that nobody knows', () => {
  test.each([
    ['PUT', '/api/v1/sources/tidings', { intervalMinute: 30 }, '"intervalMinute"; known are name, folders, fullText'],
    ['PUT', '/api/v1/learning', { isPaused: true, paused: false }, 'there is no field "isPaused"'],
    ['POST', '/api/v1/mutes', { targets: [], untill: '2027-01-01T00:00:00Z' }, '"untill"; known are targets'],
    [
      'POST',
      '/api/v1/mutes',
      { targets: [{ kind: 'words', words: 'hats', whole: true }] },
      'body.targets.0: there is no field "whole"; known are kind, words',
    ],
    [
      'POST',
      '/api/v1/signals',
      { signals: [{ id: 'a', kind: 'dwelt', at: '2026-01-01T00:00:00Z', storyId: 'strait', second: 9 }] },
      'body.signals.0: there is no field "second"; known are id, kind',
    ],
    ['POST', '/api/v1/corrections', { kind: 'together', storyId: 'strait', otherId: 'x' }, '"otherId"; known are kind'],
    ['POST', '/api/v1/follows', { kind: 'topic', topicId: 'x', sourceId: 'y' }, '"sourceId"; known are kind, topicId'],
  ])('is refused, as it would go unheard: %s %s', async (method, path, body, words) => {
    expect(await serving.send(path, body, method)).toEqual({ status: 400, body: refusal('request-invalid', words) })
  })
})

describe('times', () => {
  test.each(['0000-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '1969-12-31T23:59:59Z'])(
    'before 1970: %s',
    async (time) => {
      const refused = { status: 400, body: refusal('request-invalid', 'must not lie before 1970') }
      const signals = [{ id: 'old', kind: 'opened', at: time, storyId: 'strait' }]
      expect(await serving.send('/api/v1/signals', { signals })).toEqual(refused)
      const targets = [{ kind: 'words', words: 'hats' }]
      expect(await serving.send('/api/v1/mutes', { targets, until: time })).toEqual(refused)
    },
  )

  test('corrected by a clock that is thousands of years ahead are still times', async () => {
    const signals = [{ id: 'far', kind: 'opened', at: '2026-01-01T00:00:00Z', storyId: 'strait' }]
    expect(await serving.send('/api/v1/signals', { signals, sentAt: '9999-12-31T23:59:59Z' })).toMatchObject({
      status: 200,
    })
    expect(serving.doors.state.signals.find(({ id }) => id === 'far')?.atMs).toBe(0)
  })

  test.each(['1e9', '1e308'])('no mute ends in %s days', async (days) => {
    expect((await serving.submit('/do/mute', { words: 'hats', days })).status).toBe(400)
  })
})

test.each([
  ['application/json', 200],
  ['Application/JSON; charset=utf-8', 200],
  ['application/jsonp', 415],
  ['text/json', 415],
])('a body sent as %s is answered %i', async (type, status) => {
  const answer = await fetch(`${serving.url}/api/v1/learning`, {
    method: 'PUT',
    headers: { ...asMira, 'content-type': type },
    body: JSON.stringify({ paused: false }),
  })
  expect(answer.status).toBe(status)
})

test('who asks for the head of the events alone holds no stream open', async () => {
  const answer = await fetch(`${serving.url}/api/v1/events`, { method: 'HEAD', headers: asMira })
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
  expect(serving.doors.state.listeners.size).toBe(0)
})

test('what is missing is named by what was asked for', async () => {
  expect(await serving.send('/api/v1/highlights/h1', { entryId: 'nowhere', quote: 'x' }, 'PUT')).toEqual({
    status: 404,
    body: refusal('article-unknown', '"nowhere"'),
  })
})

test.each([
  ['/api/v1/search?q=ferry', 'no parameter "q"; known are text, sourceId'],
  ['/api/v1/page?show=page&shwo=left-out', 'no parameter "shwo"; known are show'],
  ['/api/v1/profile?reader=Ada', 'no parameter "reader"; none is known here'],
])('a query parameter that is not known is refused: %s', async (path, words) => {
  const answer = await fetch(serving.url + path, { headers: asMira })
  expect([answer.status, await answer.json()]).toEqual([400, refusal('request-invalid', words)])
})

test('a page forgives parameters that it does not know', async () => {
  expect((await serving.page('/account?utm_source=mail')).status).toBe(200)
  expect((await serving.submit('/do/learning?from=page', { body: '{"paused":false}' })).status).toBe(303)
})

test.each([
  ['text=ferry', 'nowhere'],
  ['text=ferry', '6b6f2c1e-1111-8222-8333-444455556666'],
  ['text=ferry&order=newest', 'best:20'],
  ['text=', 'best:20'],
])('what no answer to the search %s gave as next does not begin it again: %s', async (query, after) => {
  const answer = await fetch(`${serving.url}/api/v1/search?${query}&after=${after}`, { headers: asMira })
  expect([answer.status, await answer.json()]).toEqual([400, refusal('request-invalid', 'query.after')])
})

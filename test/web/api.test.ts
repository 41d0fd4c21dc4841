/** The REST API over HTTP: what it takes, what it gives, and how it refuses. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits, pageSchema, storySchema } from '../../src/server/api/contract.ts'
import { tokenOf } from './sample-accounts.ts'
import { topics } from './sample-news.ts'
import { type Serving, serve } from './serving.ts'

let serving: Serving

beforeAll(async () => {
  serving = await serve({ readers: ['Mira', 'Jón'] })
})

afterAll(async () => {
  await serving.close()
  expect(serving.errors).toEqual([])
})

const asMira = { authorization: `Bearer ${tokenOf('Mira')}` }

async function get(path: string, headers: Record<string, string> = asMira) {
  const answer = await fetch(serving.url + path, { headers })
  const body: unknown = await answer.json()
  return { status: answer.status, body }
}

const error = (code: string) => ({ error: { code, message: expect.any(String) } })

describe('answers', () => {
  test('hold what the contract says, with images led through the proxy', async () => {
    const page = pageSchema.parse((await get('/api/v1/page')).body)
    expect(page.stories[0]?.image?.url).toMatch(/^\/media\/[\w-]{22}\/[\w-]+$/)
    const story = storySchema.parse((await get('/api/v1/stories/strait')).body)
    expect(story.timeline).toHaveLength(4)
    expect((await get(`/api/v1/topics/${encodeURIComponent(topics.strait.id)}`)).body).toMatchObject({
      id: topics.strait.id,
    })
  })

  test('hold nothing that the contract does not name', async () => {
    const { body } = await get('/api/v1/setup')
    expect(Object.keys(Object(body)).sort()).toEqual([
      'entries',
      'interests',
      'places',
      'readers',
      'sources',
      'sourcesPending',
      'stories',
    ])
  })

  test('are described by OpenAPI, every path of them', async () => {
    const { body } = await get('/api/v1/openapi.json')
    expect(body).toMatchObject({ openapi: '3.1.0', paths: { '/api/v1/page': { get: expect.anything() } } })
    const paths = Object.keys(Object(body).paths)
    expect(paths.length).toBeGreaterThan(24)
    expect(paths).toContain('/api/v1/stories/{id}')
    expect(Object(body).components.schemas).toHaveProperty('StoryCard')
  })
})

describe('the reader', () => {
  test('is the one whose token is sent, and never one that is merely named', async () => {
    expect((await get('/api/v1/profile')).body).toMatchObject({ reader: { name: 'Mira' } })
    const named = await get('/api/v1/profile', { authorization: `Bearer ${tokenOf('Jón')}` })
    expect(named.body).toMatchObject({ reader: { name: 'Jón' } })
    const claimed = await get('/api/v1/profile', { 'salient-reader': 'Mira', cookie: 'reader=Mira' })
    expect(claimed).toEqual({ status: 401, body: error('sign-in-needed') })
  })

  test('must be there', async () => {
    const nobody = await serve({ readers: [] })
    const answer = await fetch(`${nobody.url}/api/v1/page`)
    expect([answer.status, await answer.json()]).toEqual([409, error('setup-needed')])
    expect(await nobody.send('/api/v1/readers', { name: 'Mira', topicIds: [topics.corran.id, 'x'] })).toMatchObject({
      status: 200,
      body: { name: 'Mira', unknown: ['x'] },
    })
    expect(await nobody.send('/api/v1/readers', { name: 'Mira' })).toEqual({
      status: 409,
      body: error('setup-done'),
    })
    await nobody.close()
  })
})

describe('signals', () => {
  const signal = (id: string) => ({ id, kind: 'opened', at: '2026-11-23T09:00:00Z', storyId: 'fever' })

  test('count once under one id', async () => {
    const batch = { signals: [signal('a'), signal('b')] }
    expect((await serving.send('/api/v1/signals', batch)).body).toEqual({ accepted: 2, repeated: 0, unknown: [] })
    expect((await serving.send('/api/v1/signals', batch)).body).toEqual({ accepted: 0, repeated: 2, unknown: [] })
  })

  test('from the future count from now', async () => {
    await serving.send('/api/v1/signals', { signals: [{ ...signal('ahead'), at: '2036-01-01T00:00:00Z' }] })
    const kept = serving.doors.state.signals.find((known) => known.id === 'ahead')
    expect(new Date(kept?.atMs ?? 0).getUTCFullYear()).toBe(2026)
  })

  test('over the bound, of unknown kind or without a time are refused whole', async () => {
    const before = serving.doors.state.signals.length
    const many = Array.from({ length: limits.signalsPerRequest + 1 }, (_, index) => signal(`many-${index}`))
    for (const signals of [many, [], [{ ...signal('x'), kind: 'adored' }], [{ ...signal('x'), at: 'now' }]]) {
      expect(await serving.send('/api/v1/signals', { signals })).toEqual({
        status: 400,
        body: error('request-invalid'),
      })
    }
    expect(serving.doors.state.signals).toHaveLength(before)
  })
})

describe('mutes', () => {
  test('up to the limit of the reader are taken, 10,000 are refused by code', async () => {
    const words = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ kind: 'words', words: `word ${index}` }))
    expect(await serving.send('/api/v1/mutes', { targets: words(4000) })).toMatchObject({ status: 200 })
    expect(await serving.send('/api/v1/mutes', { targets: words(10_000) })).toEqual({
      status: 422,
      body: error('mutes-too-many'),
    })
  })
})

describe('requests that cannot be understood', () => {
  test.each([
    [
      'a body of another type',
      { headers: { 'content-type': 'text/plain' }, body: '{}' },
      415,
      'content-type-unsupported',
    ],
    ['no JSON', { headers: { 'content-type': 'application/json' }, body: '{"signals":' }, 400, 'body-not-json'],
    [
      'too many bytes',
      { headers: { 'content-type': 'application/json' }, body: `"${'x'.repeat(limits.jsonBytes)}"` },
      413,
      'body-too-large',
    ],
  ])('%s', async (_what, init, status, code) => {
    const answer = await fetch(`${serving.url}/api/v1/signals`, { method: 'POST', ...init })
    expect([answer.status, await answer.json()]).toEqual([status, error(code)])
  })

  test('what is not there is said by code', async () => {
    expect(await get('/api/v1/stories/nope')).toEqual({ status: 404, body: error('story-unknown') })
    expect(await get('/api/v1/nowhere')).toEqual({ status: 404, body: error('not-found') })
    expect(await serving.send('/api/v1/follows', { kind: 'topic', topicId: 'nope' })).toEqual({
      status: 404,
      body: error('topic-unknown'),
    })
    expect(await serving.send('/api/v1/refresh/src-tidings', {})).toEqual({
      status: 429,
      body: error('refresh-too-soon'),
    })
  })
})

describe('a broken door', () => {
  test('answers 500 without telling more, and is reported', async () => {
    const broken = await serve()
    Object.assign(broken.doors, { page: () => Promise.reject(new Error('secret detail')) })
    const { createServer } = await import('../../src/server/server.ts')
    const reported: string[] = []
    const server = createServer(broken.doors, {
      access: { signIn: 'one-person' },
      report: (cause, where) => reported.push(`${where}: ${String(cause)}`),
    })
    const answer = await server.fetch(new Request('http://localhost/api/v1/page'))
    expect([answer.status, await answer.json()]).toEqual([500, error('internal')])
    expect(reported).toEqual(['GET /api/v1/page: Error: secret detail'])
    await broken.close()
  })
})

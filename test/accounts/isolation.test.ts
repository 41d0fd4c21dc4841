/**
 * Who may ask for what, route by route, at the real program: a route that nobody has sorted fails; what belongs to readers
 * answers nobody else; and what is one reader's is never another's.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createServer } from '../../src/server/server.ts'
import type { AccountActionName, ActionName } from '../../src/web/action-form.tsx'
import { type Outlets, openOutlets } from '../harness/outlets.ts'
import { openSalient, type Salient, signedIn, urlOf } from '../harness/salient.ts'
import { sampleDoors } from '../web/sample-doors.ts'

/** `open`: for anyone; `own key`: whoever knows the address or the key in it; `first run`: for anyone until there is a reader. */
type Kind = 'open' | 'own key' | 'first run' | 'reader' | 'operator'

const api = (kind: Kind, ...routes: readonly string[]) =>
  routes.map((route) => [route.replace(' ', ' /api/v1'), kind] as const)

const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['GET /healthz', 'open'],
  ['GET /assets/:file', 'open'],
  ['GET /worker.js', 'open'],
  ['GET /offline', 'open'],
  ['GET /sign-in', 'open'],
  ['POST /sign-in', 'open'],
  ['POST /sign-out', 'open'],
  ['POST /passkey/challenge', 'open'],
  ['POST /passkey', 'open'],
  ['GET /api/v1/openapi.json', 'open'],
  ['GET /media/:signature/:url', 'own key'],
  ['GET /feeds/:token/:name{.+}', 'own key'],
  ['GET /websub/:token', 'own key'],
  ['POST /websub/:token', 'own key'],
  ...api('own key', 'POST /push', 'DELETE /push/:id{.+}'),
  ['GET /join', 'own key'],
  ['POST /join', 'own key'],
  ['GET /start', 'first run'],
  ['POST /start', 'first run'],
  ...api('first run', 'GET /setup', 'GET /catalogue', 'POST /readers'),
  ['GET /', 'reader'],
  ['GET /story/:id{.+}', 'reader'],
  ['GET /article/:id{.+}', 'reader'],
  ['GET /topic/:id{.+}', 'reader'],
  ['GET /search', 'reader'],
  ['GET /saved', 'reader'],
  ['GET /history', 'reader'],
  ['GET /sources', 'reader'],
  ['GET /you', 'reader'],
  ['GET /you/export', 'reader'],
  ['GET /account', 'reader'],
  ['GET /feed', 'reader'],
  ['POST /do/:action', 'reader'],
  ...api('reader', 'GET /page', 'GET /stories/:id/why', 'GET /stories/:id{.+}', 'GET /articles/:id{.+}'),
  ...api('reader', 'GET /topics/:id{.+}', 'GET /search', 'GET /saved', 'GET /profile', 'GET /export', 'GET /status'),
  ...api('reader', 'GET /follows', 'POST /follows', 'POST /unfollows', 'GET /events'),
  ...api('reader', 'GET /queries', 'POST /queries', 'DELETE /queries/:id{.+}', 'GET /feeds', 'POST /feeds'),
  ...api('reader', 'GET /corrections', 'POST /corrections', 'DELETE /corrections/:id{.+}', 'GET /merges'),
  ...api('reader', 'POST /signals', 'POST /withdrawals', 'POST /controls', 'POST /mutes', 'DELETE /mutes/:id{.+}'),
  ...api(
    'reader',
    'PUT /dials',
    'PUT /languages',
    'PUT /learning',
    'POST /forgotten',
    'POST /erasures',
    'POST /history',
  ),
  ...api('reader', 'GET /sources', 'POST /sources', 'GET /sources/opml', 'POST /sources/opml', 'GET /sources/:id{.+}'),
  ...api('reader', 'GET /highlights', 'PUT /highlights/:id{.+}', 'DELETE /highlights/:id{.+}'),
  ...api('reader', 'GET /preview', 'PUT /saved/:id{.+}', 'GET /history', 'DELETE /history/:id{.+}'),
  ...api('reader', 'POST /refresh', 'POST /refresh/:id{.+}'),
  ['POST /passkey/new/challenge', 'reader'],
  ['POST /passkey/new', 'reader'],
  ...api(
    'reader',
    'DELETE /passkeys/:id{.+}',
    'GET /account',
    'POST /account/erase',
    'POST /tokens',
    'DELETE /tokens/:id{.+}',
  ),
  ...api('reader', 'DELETE /sessions/:id{.+}', 'POST /sessions/end-others'),
  ['GET /operator', 'operator'],
  ...api('operator', 'GET /installation'),
  ...api('operator', 'PUT /sources/:id{.+}', 'DELETE /sources/:id{.+}', 'POST /merges', 'DELETE /merges/:id{.+}'),
  ...api('operator', 'GET /readers', 'DELETE /readers/:id{.+}', 'POST /resets/:id{.+}'),
  ...api('operator', 'POST /invitations', 'DELETE /invitations/:id{.+}'),
])

/** The type holds every form: a new one does not compile until it is sorted. */
const forms: Readonly<Record<ActionName | AccountActionName, Kind>> = {
  language: 'open',
  signal: 'reader',
  withdraw: 'reader',
  follow: 'reader',
  unfollow: 'reader',
  mute: 'reader',
  unmute: 'reader',
  dials: 'reader',
  reads: 'reader',
  learning: 'reader',
  forget: 'reader',
  label: 'reader',
  'forget-read': 'reader',
  highlight: 'reader',
  'remove-highlight': 'reader',
  control: 'reader',
  'add-sources': 'reader',
  'add-opml': 'reader',
  refresh: 'reader',
  correct: 'reader',
  'undo-correction': 'reader',
  'save-query': 'reader',
  'erase-learned': 'reader',
  'import-history': 'reader',
  password: 'reader',
  'end-session': 'reader',
  'end-other-sessions': 'reader',
  'drop-passkey': 'reader',
  'make-token': 'reader',
  'revoke-token': 'reader',
  erase: 'reader',
  'remove-source': 'operator',
  'set-source': 'operator',
  'merge-names': 'operator',
  'separate-names': 'operator',
  invite: 'operator',
  'withdraw-invitation': 'operator',
  'reset-reader': 'operator',
  'remove-reader': 'operator',
}

/** `{.+}` stands for any characters here, line breaks too. */
const routes = [
  ...new Set(
    createServer(sampleDoors()).routes.map(({ method, path }) => `${method} ${path.replace('{[\\s\\S]+}', '{.+}')}`),
  ),
]
const asked = (wanted: readonly Kind[]) => [
  ...routes.filter((route) => route !== 'POST /do/:action' && wanted.includes(kinds.get(route) ?? 'reader')),
  ...Object.entries(forms)
    .filter(([, kind]) => wanted.includes(kind))
    .map(([name]) => `POST /do/${name}`),
]

let outlets: Outlets
let salient: Salient
let url: string
/** Ada is the operator. Everything that is Ada's alone has this word in it. */
let ada: Person
let ben: Person
const word = 'quillfeather'
let saved: string
/** A report of it, and the mark that Ada made there. */
let article: string
const mark = 'mark-of-ada'

beforeAll(async () => {
  outlets = await openOutlets(4, 2)
  salient = await openSalient()
  await salient.run(['add', outlets.opmlUrl])
  await salient.run(['refresh', '--wait'])
  url = await urlOf(salient.start(['serve']))
  ada = await joined('ada')
  ben = await joined('ben')
  saved = (await ada.get<{ stories: { id: string }[] }>('/page')).stories[0]?.id ?? ''
  expect(saved).not.toBe('')
  const at = new Date().toISOString()
  for (const [path, body] of [
    ['/follows', { kind: 'author', name: `${word} author` }],
    ['/mutes', { targets: [{ kind: 'words', words: `${word} muted` }] }],
    ['/queries', { words: `${word} sought` }],
    ['/tokens', { name: `${word} token` }],
    ['/signals', { signals: [{ id: `${word}-signal`, kind: 'saved', storyId: saved, at }] }],
    ['/signals', { signals: [{ id: `${word}-hidden`, kind: 'more', storyId: saved, at }] }],
  ] as const)
    expect([path, (await ada.ask('POST', `/api/v1${path}`, body)).status]).toEqual([path, 200])
  const { timeline } = await ada.get<{ timeline: { entryId: string }[] }>(`/stories/${saved}`)
  article = timeline[0]?.entryId ?? ''
  const marked = { entryId: article, quote: `${word} marked` }
  expect((await ada.ask('PUT', `/api/v1/highlights/${mark}`, marked)).status).toBe(200)
})

afterAll(async () => {
  await salient[Symbol.asyncDispose]()
  await outlets[Symbol.asyncDispose]()
})

type Ask = (method: string, path: string, body?: object) => Promise<Response>
type Person = { readonly ask: Ask; readonly get: <Answer>(path: string) => Promise<Answer> }

const asking =
  (cookie: string): Ask =>
  async (method, path, body = {}) =>
    await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: { cookie, ...(path.startsWith('/api/') ? { 'content-type': 'application/json' } : {}) },
      ...(method === 'GET' ? {} : { body: path.startsWith('/api/') ? JSON.stringify(body) : new URLSearchParams() }),
    })

async function joined(name: string): Promise<Person> {
  const ask = asking((await signedIn(salient, url, name)).cookie)
  return { ask, get: async (path) => await (await ask('GET', `/api/v1${path}`)).json() }
}

const split = (route: string): readonly [string, string] => {
  const [method = '', path = ''] = route.split(' ')
  return [method, path.replace(/:\w+(\{\.\+\})?/g, encodeURIComponent(saved))]
}

test('every route is sorted: who may ask for it', () => {
  expect(routes.filter((route) => !kinds.has(route))).toEqual([])
  expect([...kinds.keys()].filter((route) => !routes.includes(route))).toEqual([])
})

describe('nobody', () => {
  test.each(asked(['reader', 'operator', 'first run']))('%s', async (route) => {
    const [method, path] = split(route)
    const answer = await asking('')(method, path)
    const text = await answer.text()
    expect(text).not.toContain(word)
    if (answer.status === 303) expect(answer.headers.get('location')).toMatch(/^\/sign-in/)
    else expect(answer.status).toBe(401)
  })
})

describe('a reader who is not the operator', () => {
  test.each(asked(['operator']))('%s', async (route) => {
    const [method, path] = split(route)
    expect((await ben.ask(method, path)).status).toBe(403)
  })
})

describe('what is one reader’s', () => {
  // A stream of events does not end; what it sends is asked for by reader in the doors' own tests.
  const read = asked(['reader', 'first run']).filter((route) => route.startsWith('GET') && !route.includes('/events'))

  test('is there for that reader, so that its absence elsewhere says something', async () => {
    const shown = ['/you', '/account', '/saved', `/article/${article}`]
    for (const part of ['profile', 'export', 'queries', 'follows', 'highlights', 'saved', `articles/${article}`])
      shown.push(`/api/v1/${part}`)
    for (const path of shown)
      expect([path, (await (await ada.ask('GET', path)).text()).includes(word)]).toEqual([path, true])
    const { stories } = await ada.get<{ stories: { id: string }[] }>('/saved')
    expect(stories.map(({ id }) => id)).toEqual([saved])
  })

  test.each(read)('is not in another’s %s', async (route) => {
    const [method, path] = split(route)
    expect(await (await ben.ask(method, path)).text()).not.toContain(word)
  })

  test.each(['/article/', '/api/v1/articles/'])('is not in the article that another opens: %s', async (path) => {
    const answer = await ben.ask('GET', path + article)
    expect([answer.status, (await answer.text()).includes(word)]).toEqual([200, false])
  })

  test('does not show on another’s stories', async () => {
    expect(await ben.get('/saved')).toMatchObject({ stories: [] })
    const { stories } = await ben.get<{ stories: { id: string; saved: boolean }[] }>('/page')
    expect(stories.filter((story) => story.saved)).toEqual([])
    expect((await ben.get<{ saved: boolean }>(`/stories/${saved}`)).saved).toBe(false)
    expect((await ada.get<{ saved: boolean }>(`/stories/${saved}`)).saved).toBe(true)
  })

  test('is not taken away by another who knows its id', async () => {
    const { mutes } = await ada.get<{ mutes: { id: string }[] }>('/profile')
    const { queries } = await ada.get<{ queries: { id: string }[] }>('/queries')
    const { sessions, tokens } = await ada.get<Record<'sessions' | 'tokens', { id: string }[]>>('/account')
    const ids = { mutes, queries, sessions, tokens }
    for (const [what, [first]] of Object.entries(ids)) {
      expect([what, first]).toEqual([what, { ...first, id: expect.any(String) }])
      await ben.ask('DELETE', `/api/v1/${what}/${encodeURIComponent(first?.id ?? '')}`)
    }
    await ben.ask('DELETE', `/api/v1/highlights/${mark}`)
    expect((await ben.ask('PUT', `/api/v1/highlights/${mark}`, { entryId: article, quote: 'ben’s' })).status).toBe(200)
    expect(await ada.get('/highlights')).toMatchObject({ highlights: [{ id: mark, quote: `${word} marked` }] })
    expect(await ben.get('/highlights')).toMatchObject({ highlights: [{ id: mark, quote: 'ben’s' }] })
    await ben.ask('DELETE', `/api/v1/highlights/${mark}`)
    expect(await ben.get('/highlights')).toEqual({ highlights: [] })
    expect(await ada.get('/profile')).toMatchObject({ mutes })
    expect(await ada.get('/queries')).toMatchObject({ queries })
    expect(await ada.get('/account')).toMatchObject({ sessions, tokens: tokens.map(({ id }) => ({ id })) })
  })

  test('is not the operator’s to read either', async () => {
    await ben.ask('POST', '/api/v1/follows', { kind: 'author', name: 'only ben' })
    expect(await ben.get('/follows')).toMatchObject({ follows: [{ name: 'only ben' }] })
    for (const route of read) {
      const [method, path] = split(route)
      expect([path, (await (await ada.ask(method, path)).text()).includes('only ben')]).toEqual([path, false])
    }
    expect(JSON.stringify(await ada.get('/readers'))).not.toContain('only ben')
  })
})

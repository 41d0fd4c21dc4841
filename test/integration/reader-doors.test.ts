/** What is known of a reader, through the API of the real program: shown, explained, brought in, kept apart, and erased. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../src/platform/storage/database.ts'
import type { HistoryView } from '../../src/server/api/contract/kept.ts'
import type { PreviewView } from '../../src/server/api/contract/preview.ts'
import type { HistoryResult, WhyView } from '../../src/server/api/contract/profile.ts'
import type { ArticleView, PageView, ProfileView, SetupView, StoryView } from '../../src/server/api/contract.ts'
import { type Outlets, openOutlets } from '../harness/outlets.ts'
import { headersOf, openSalient, type Salient, type Started, signedIn, urlOf } from '../harness/salient.ts'
import { until } from '../harness/until.ts'
import { root } from '../tidy/source-file.ts'

let outlets: Outlets
let salient: Salient
let server: Started
let url: string
/** Ada's program asks with a token; Ben and Cyd ask from their browsers. */
const headers = new Map<string, Readonly<Record<string, string>>>()
const ids = new Map<string, string>()

beforeAll(async () => {
  outlets = await openOutlets(9, 4)
  salient = await openSalient()
  outlets.other.set('/linked.xml', (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(linkedFeed(outlets.origin))
  })
  await salient.run(['add', outlets.opmlUrl])
  await salient.run(['add', `${outlets.origin}/linked.xml`])
  await salient.run(['refresh', '--wait'])
  server = salient.start(['serve'])
  url = await urlOf(server)
  headers.set('ada', await headersOf(salient, 'ada'))
  for (const name of ['ben', 'cyd']) headers.set(name, await signedIn(salient, url, name))
}, 180_000)

afterAll(async () => {
  await salient[Symbol.asyncDispose]()
  await outlets[Symbol.asyncDispose]()
}, 60_000)

function linkedFeed(origin: string): string {
  const item = `<item><title>Lighthouse of Orrick is lit again</title><link>${origin}/linked/1</link><guid>1</guid></item>`
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Linked</title><link>${origin}</link><description>d</description>${item}</channel></rss>`
}

async function get<View>(reader: string, path: string): Promise<View> {
  const answer = await fetch(`${url}/api/v1/${path}`, { headers: { ...headers.get(reader) } })
  expect([path, answer.status]).toEqual([path, 200])
  // The contract's own tests see to the shape.
  return (await answer.json()) as View
}

const send = async (reader: string, path: string, body: unknown): Promise<Response> =>
  await fetch(`${url}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers.get(reader) },
    body: JSON.stringify(body),
  })

async function post<View>(reader: string, path: string, body: unknown): Promise<View> {
  const answer = await send(reader, path, body)
  expect([path, answer.status]).toEqual([path, 200])
  return (await answer.json()) as View
}

const change = async (reader: string, method: 'PUT' | 'DELETE', path: string, body: unknown = {}): Promise<Response> =>
  await fetch(`${url}/api/v1/${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers.get(reader) },
    ...(method === 'PUT' ? { body: JSON.stringify(body) } : {}),
  })

const storiesOf = async (reader: string) => (await get<PageView>(reader, 'page')).stories
let made = 0
const signal = (kind: string, storyId: string, atMs = Date.now()) => {
  made += 1
  return { id: `signal ${made}`, kind, at: new Date(atMs).toISOString(), storyId }
}

test('a profile says what is learned, how strongly, since when and from what', async () => {
  const [first, second] = await storiesOf('ada')
  const opened = signal('opened', first?.id ?? '', Date.now() - 60_000)
  const signals = [opened, signal('finished', first?.id ?? ''), signal('less', second?.id ?? '')]
  expect(await post('ada', 'signals', { signals })).toEqual({ accepted: 3, repeated: 0, unknown: [] })
  expect(await post('ada', 'signals', { signals: [opened] })).toEqual({ accepted: 0, repeated: 1, unknown: [] })
  const { interests } = await get<ProfileView>('ada', 'profile')
  const learned = interests.find(({ from }) => from.some(({ storyId }) => storyId === first?.id))
  expect(learned?.since).toBe(opened.at)
  expect(learned?.from[0]).toMatchObject({ kind: 'finished', headline: first?.headline })
  expect((await get<ProfileView>('ben', 'profile')).interests).toEqual([])
})

test('signals that name what is not here are told by their ids, and do not count', async () => {
  const story = (await storiesOf('cyd'))[0]?.id ?? ''
  const { sources } = await get<{ sources: { id: string }[] }>('cyd', 'sources')
  const about = (what: object) => ({ ...signal('seen', story), storyId: undefined, ...what })
  const known = [about({ storyId: story.toUpperCase() }), about({ sourceId: sources[0]?.id })]
  const unknown = [
    about({ storyId: 'nowhere' }),
    about({ storyId: crypto.randomUUID() }),
    about({ sourceId: crypto.randomUUID() }),
    about({ topicId: 'constructor' }),
  ]
  expect(await post('cyd', 'signals', { signals: [...known, ...unknown] })).toEqual({
    accepted: 2,
    repeated: 0,
    unknown: unknown.map(({ id }) => id),
  })
})

test('the control of a story that is not here says so', async () => {
  const pressed = await send('cyd', 'controls', { kind: 'less-story', storyId: crypto.randomUUID() })
  expect([pressed.status, await pressed.json()]).toMatchObject([404, { error: { code: 'story-unknown' } }])
})

test('a source that is not here is neither refreshed nor searched instead of all', async () => {
  for (const id of ['nowhere', crypto.randomUUID()]) {
    const refreshed = await send('cyd', `refresh/${id}`, {})
    expect([refreshed.status, await refreshed.json()]).toMatchObject([404, { error: { code: 'source-unknown' } }])
    expect((await get<{ stories: unknown[] }>('cyd', `search?text=&sourceId=${id}`)).stories).toEqual([])
  }
})

test('a client whose clock is wrong is corrected; what comes late counts from when it was', async () => {
  const [story] = await storiesOf('ben')
  const hourMs = 3_600_000
  const opened = signal('opened', story?.id ?? '', Date.now() + 5 * hourMs - 60_000)
  const sentAt = new Date(Date.now() + 5 * hourMs).toISOString()
  await post('ben', 'signals', { signals: [opened, signal('saved', story?.id ?? '', Date.now() - 9 * hourMs)], sentAt })
  const { interests } = await get<ProfileView>('ben', 'profile')
  const age = Date.now() - Date.parse(interests[0]?.at ?? '')
  expect(age).toBeGreaterThan(50_000)
  expect(age).toBeLessThan(hourMs)
})

test('each story says why it is there, or what keeps it away', async () => {
  const [onPage, muted, hidden] = (await storiesOf('ada')).slice(2)
  const why = async (id = ''): Promise<WhyView> => await get<WhyView>('ada', `stories/${id}/why`)
  const shown = await why(onPage?.id)
  expect(shown).toMatchObject({ verdict: 'on-page', storyId: onPage?.id })
  expect(shown.reasons.length).toBeGreaterThan(0)
  const total = shown.features.reduce((sum, { contribution }) => sum + contribution, 0)
  expect(total).toBeCloseTo(shown.score ?? Number.NaN, 6)

  await post('ada', 'mutes', { targets: [{ kind: 'words', words: muted?.headline }] })
  const keptAway = await why(muted?.id)
  expect(keptAway.verdict).toBe('muted')
  expect((await storiesOf('ada')).map(({ id }) => id)).not.toContain(muted?.id)
  const lifted = await fetch(`${url}/api/v1/mutes/${encodeURIComponent(keptAway.muteId ?? '')}`, {
    method: 'DELETE',
    headers: { ...headers.get('ada') },
  })
  expect(lifted.status).toBe(200)
  expect((await why(muted?.id)).verdict).toBe('on-page')

  await post('ada', 'signals', { signals: [signal('hidden', hidden?.id ?? ''), signal('opened', onPage?.id ?? '')] })
  expect([(await why(hidden?.id)).verdict, (await why(onPage?.id)).verdict]).toEqual(['hidden', 'read'])
})

test('what was read is listed once each, the latest first; taken out, it was never opened', async () => {
  const [first, second] = (await storiesOf('cyd')).slice(0, 2)
  const ids = [first?.id ?? '', second?.id ?? ''] as const
  const signals = [
    signal('opened', ids[0], Date.now() - 60_000),
    signal('finished', ids[0], Date.now() - 50_000),
    signal('opened', ids[1], Date.now() - 40_000),
    signal('seen', ids[1], Date.now() - 30_000),
  ]
  await post('cyd', 'signals', { signals })
  const read = async () => (await get<HistoryView>('cyd', 'history')).stories
  expect((await read()).map(({ story, at, finished }) => [story.id, at, finished])).toEqual([
    [ids[1], signals[2]?.at, false],
    [ids[0], signals[1]?.at, true],
  ])
  const turnedTo = async () =>
    (await get<ProfileView>('cyd', 'profile')).interests.filter(({ strength }) => strength > 0)
  expect(await turnedTo()).not.toEqual([])
  for (const id of ids) expect((await change('cyd', 'DELETE', `history/${id}`)).status).toBe(200)
  expect(await read()).toEqual([])
  // That one was seen and passed over stays.
  expect(await turnedTo()).toEqual([])
})

test('saved stories carry labels of their reader', async () => {
  const [story, other] = (await storiesOf('cyd')).map(({ id }) => id).slice(3)
  await post('cyd', 'signals', { signals: [signal('saved', story ?? '')] })
  expect((await change('cyd', 'PUT', `saved/${story}`, { labels: ['work', ' later ', 'work'] })).status).toBe(200)
  const notSaved = await change('cyd', 'PUT', `saved/${other}`, { labels: ['work'] })
  expect([notSaved.status, await notSaved.json()]).toMatchObject([404, { error: { code: 'story-not-saved' } }])
  const unknown = await change('cyd', 'PUT', `saved/${crypto.randomUUID()}`, { labels: ['work'] })
  expect([unknown.status, await unknown.json()]).toMatchObject([404, { error: { code: 'story-unknown' } }])
  expect((await change('ben', 'PUT', `saved/${story}`, { labels: ['theirs'] })).status).toBe(404)
  const saved = (await get<{ stories: { id: string; labels: string[] }[] }>('cyd', 'saved')).stories
  expect(saved.map(({ id, labels }) => [id, labels])).toEqual([[story, ['later', 'work']]])
  const kept = await get<{ sessions: object[]; corrections: object[] }>('cyd', 'export')
  expect(JSON.stringify(kept)).toContain('later')
  expect(kept).toMatchObject({ sessions: [{ ip_address: '127.0.0.1' }], corrections: [], passkeys: [] })
  expect(await get('ada', 'export')).toMatchObject({ access_tokens: [{ name: 'tests' }] })
})

test('what is highlighted saves its story, is found there again, and is bounded', async () => {
  const story = (await storiesOf('cyd')).map(({ id }) => id)[6] ?? ''
  const entryId = (await get<StoryView>('cyd', `stories/${story}`)).timeline[0]?.entryId ?? ''
  const highlight = async (id: string, body: object) => await change('cyd', 'PUT', `highlights/${id}`, body)
  const refusal = async (answer: Response) => [answer.status, (await answer.json()).error.code]
  const long = 'word '.repeat(300)
  expect(await refusal(await highlight('a', { entryId, quote: long }))).toEqual([422, 'highlight-too-long'])
  expect(await refusal(await highlight('a', { entryId, quote: ' \n ' }))).toEqual([400, 'request-invalid'])
  expect(await refusal(await highlight('not/an id', { entryId, quote: 'x' }))).toEqual([400, 'request-invalid'])
  for (const missing of ['none', story])
    expect(await refusal(await highlight('a', { entryId: missing, quote: 'x' }))).toEqual([404, 'article-unknown'])

  const given = { entryId, quote: 'some \u0000words', before: 'Here are ', after: ' that', start: 7 }
  for (let sent = 0; sent < 2; sent += 1) expect((await highlight('a', given)).status).toBe(200)
  const made = { ...given, quote: 'some words', id: 'a', at: expect.any(String) }
  expect((await get<ArticleView>('cyd', `articles/${entryId}`)).highlights).toEqual([made])
  expect(await get('cyd', 'highlights')).toEqual({ highlights: [made] })
  const { stories } = await get<{ stories: { id: string; highlights: object[] }[] }>('cyd', 'saved')
  expect(stories.filter(({ id }) => id === story)).toMatchObject([{ highlights: [made] }])
  expect(JSON.stringify(await get('cyd', 'export'))).toContain('"quote":"some words"')

  for (let n = 0; n < 195; n += 1) await highlight(`more-${n}`, { entryId, quote: `words ${n}` })
  // Also of those that come at once no more are kept.
  await Promise.all(
    [1, 2, 3, 4, 5, 6, 7].map(async (n) => await highlight(`last-${n}`, { entryId, quote: `last ${n}` })),
  )
  expect(await refusal(await highlight('b', { entryId, quote: 'one more' }))).toEqual([422, 'highlights-too-many'])
  expect((await highlight('a', given)).status).toBe(200)
  for (let sent = 0; sent < 2; sent += 1) expect((await change('cyd', 'DELETE', 'highlights/a')).status).toBe(200)
  expect((await get<ArticleView>('cyd', `articles/${entryId}`)).highlights).toHaveLength(199)
  await post('cyd', 'withdrawals', { kind: 'saved', storyId: story })
})

test('other dials are tried without being turned', async () => {
  const before = await get<ProfileView>('cyd', 'profile')
  const shown = (await storiesOf('cyd')).map(({ id }) => id)
  const path = 'preview?importantPersonal=0.5&familiarExploring=0.5&freshLasting=0&chronological='
  const newest = await get<PreviewView>('cyd', `${path}true`)
  expect(newest.stories.length).toBeGreaterThan(3)
  for (const { id, isNew } of newest.stories) expect([id, isNew]).toEqual([id, !shown.includes(id)])
  await change('cyd', 'PUT', 'dials', { ...before.dials, chronological: true })
  const after = (await storiesOf('cyd')).map(({ id }) => id)
  expect(newest.stories.map(({ id }) => id)).toEqual(after.slice(0, newest.stories.length))
  await change('cyd', 'PUT', 'dials', before.dials)
  expect((await get<ProfileView>('cyd', 'profile')).dials).toEqual(before.dials)
})

test('languages that are chosen are what the page keeps to, and what is in others is found elsewhere', async () => {
  const choose = async (...languages: string[]) => await change('cyd', 'PUT', 'languages', { languages })
  const before = (await storiesOf('cyd')).map(({ id }) => id)
  expect(before.length).toBeGreaterThan(3)
  const chosen = await choose('pt-BR', 'deu', 'pt')
  expect(await chosen.json()).toEqual({ languages: ['de', 'pt'] })
  expect((await get<ProfileView>('cyd', 'profile')).reads).toEqual(['de', 'pt'])
  expect(await get('cyd', 'export')).toMatchObject({ reads: ['de', 'pt'] })
  expect((await storiesOf('cyd')).filter(({ language }) => language !== 'und')).toEqual([])
  const [away = ''] = before
  expect(await get<WhyView>('cyd', `stories/${away}/why`)).toMatchObject({ verdict: 'other-language' })
  expect((await get<StoryView>('cyd', `stories/${away}`)).language).toBe('en')
  for (const wrong of ['english', 'und', '../x', '']) {
    const answer = await choose('de', wrong)
    expect([answer.status, (await answer.json()).error.code]).toEqual([400, 'language-unfit'])
  }
  expect((await choose(...Array.from({ length: 61 }, () => 'de'))).status).toBe(400)
  expect((await storiesOf('ben')).map(({ language }) => language)).toContain('en')
  await choose()
  expect((await storiesOf('cyd')).map(({ id }) => id).toSorted()).toEqual(before.toSorted())
})

test('a country can be followed before any article has named it, and has a page', async () => {
  const topicId = 'entity:country:TV'
  const { places } = await get<SetupView>('cyd', 'setup')
  expect(places.length).toBeGreaterThan(190)
  expect(places).toContainEqual({ id: topicId, label: 'Tuvalu', kind: 'entity', followed: false })
  expect((await fetch(`${url}/api/v1/topics/${topicId}`, { headers: { ...headers.get('cyd') } })).status).toBe(404)
  const follow = { kind: 'topic', topicId, label: 'Tuvalu', newCount: 0 }
  expect(await post('cyd', 'follows', { kind: 'topic', topicId })).toEqual(follow)
  expect((await get<ProfileView>('cyd', 'profile')).follows).toContainEqual(follow)
  expect(await get('cyd', `topics/${topicId}`)).toMatchObject({ label: 'Tuvalu', followed: true, stories: [] })
  const nowhere = await send('cyd', 'follows', { kind: 'topic', topicId: 'entity:country:ZZ' })
  expect([nowhere.status, (await nowhere.json()).error.code]).toEqual([404, 'topic-unknown'])
  await post('cyd', 'unfollows', { kind: 'topic', topicId })
})

test('what is called as one of the sources is not offered as a topic', async () => {
  const offered = async () => (await get<SetupView>('cyd', 'setup')).interests.map(({ label }) => label)
  // Subjects are always offered; only what the news named can be called as an outlet.
  const subjects = new Set(
    (await get<SetupView>('cyd', 'setup')).interests.filter(({ kind }) => kind === 'subject').map(({ label }) => label),
  )
  const named = (await offered()).find((label) => !subjects.has(label)) ?? ''
  expect(named).not.toBe('')
  const database = await openDatabase({
    dataDir: salient.dataDir,
    migrationsFolder: join(root, 'migrations'),
    applicationName: 'test',
  })
  try {
    const { rows } = await sql<{
      id: string
      title: string
    }>`select id, title from sources order by id limit 1`.execute(database.db)
    const rename = async (title: string): Promise<unknown> =>
      await sql`update sources set title = ${title} where id = ${rows[0]?.id}::uuid`.execute(database.db)
    await rename(named)
    expect(await offered()).not.toContain(named)
    await rename(rows[0]?.title ?? '')
    expect(await offered()).toContain(named)
  } finally {
    await database.close()
  }
})

test('of what a reader says at the same moment nothing is lost', async () => {
  const words = Array.from({ length: 24 }, (_, n) => `unheard${n}`)
  await Promise.all(
    words.flatMap((word) => [
      post('cyd', 'mutes', { targets: [{ kind: 'words', words: word }], strength: 'none' }),
      post('cyd', 'follows', { kind: 'author', name: `Writer ${word}` }),
    ]),
  )
  const { mutes, follows } = await get<ProfileView>('cyd', 'profile')
  expect(mutes).toHaveLength(words.length)
  expect(follows).toHaveLength(words.length)
})

test('how often a source publishes is counted over as long as it is known', async () => {
  const { sources } = await get<{ sources: { entryCount: number; entriesPerDay: number }[] }>('ada', 'sources')
  const [busiest] = sources.toSorted((a, b) => b.entryCount - a.entryCount)
  // All of it was published within the last days, and nothing is known of the weeks before.
  expect(busiest?.entriesPerDay).toBeGreaterThan((busiest?.entryCount ?? 0) / 5)
})

test('an author can be followed', async () => {
  await post('ben', 'follows', { kind: 'author', name: 'Nobody Inparticular' })
  const { follows } = await get<ProfileView>('ben', 'profile')
  expect(follows.at(-1)).toEqual({ kind: 'author', name: 'Nobody Inparticular', newCount: 0 })
  const again = await post<object>('ben', 'follows', { kind: 'author', name: 'nobody  INPARTICULAR' })
  expect(again).toEqual(follows.at(-1))
  await post('ben', 'unfollows', { kind: 'author', name: 'nobody inparticular' })
  expect(JSON.stringify((await get<ProfileView>('ben', 'profile')).follows)).not.toMatch(/inparticular/i)
  await post('ben', 'follows', { kind: 'author', name: 'Nobody Inparticular' })
})

test('saved items and sources of another reader program are brought in, once', async () => {
  const opml = await (await fetch(outlets.opmlUrl)).text()
  expect(await post<HistoryResult>('ben', 'history', { format: 'opml', text: opml })).toMatchObject({ followed: 9 })
  const item = { title: 'known here', canonical: [{ href: `${outlets.origin}/linked/1` }], published: 1_900_000_000 }
  const elsewhere = {
    title: 'Football club wins the championship final',
    summary: { content: '<p>The football team won the cup final after extra time, and the league title with it.</p>' },
    alternate: [{ href: 'https://elsewhere.example/final' }],
  }
  const dull = { title: 'x\u0000\ud800', canonical: [{ href: 'https://x.example' }] }
  const text = JSON.stringify({ items: [item, elsewhere, dull, { title: 'without an address' }] })
  const brought = await post<HistoryResult>('ben', 'history', { format: 'starred-json', text })
  expect(brought).toMatchObject({ saved: 1, followed: 0 })
  expect(brought.understood + brought.passedOver).toBe(3)
  expect(brought.understood).toBeGreaterThan(0)
  const before = (await get<ProfileView>('ben', 'profile')).interests
  await post('ben', 'history', { format: 'starred-json', text })
  expect((await get<ProfileView>('ben', 'profile')).interests.map(({ evidence }) => evidence)).toEqual(
    before.map(({ evidence }) => evidence),
  )
})

test('begun from scratch, what was learned is gone and what was said stays', async () => {
  await post('ben', 'erasures', { what: 'learned' })
  const { interests, follows } = await get<ProfileView>('ben', 'profile')
  expect(interests).toEqual([])
  expect(follows.length).toBeGreaterThan(9)
})

test('what is kept is not erased by whoever holds a token', async () => {
  for (const what of ['learned', 'everything']) {
    const answer = await send('ada', 'erasures', { what })
    expect([answer.status, await answer.json()]).toMatchObject([403, { error: { code: 'in-person-only' } }])
  }
  expect((await get<ProfileView>('ada', 'profile')).interests).not.toEqual([])
})

test('a token that is taken back is known no more at once, nor a reader whom another program removed', async () => {
  const { id, token } = await post<{ id: string; token: string }>('ben', 'tokens', { name: 'to be lost' })
  const statusWith = async (key: string): Promise<number> =>
    (await fetch(`${url}/api/v1/page`, { headers: { authorization: `Bearer ${key}` } })).status
  expect([await statusWith(token), await statusWith(token)]).toEqual([200, 200])
  const taken = await fetch(`${url}/api/v1/tokens/${id}`, { method: 'DELETE', headers: { ...headers.get('ben') } })
  expect([taken.status, await statusWith(token)]).toEqual([200, 401])
  const { authorization = '' } = await headersOf(salient, 'dan')
  const dans = authorization.replace('Bearer ', '')
  expect(await statusWith(dans)).toBe(200)
  expect((await salient.run(['reader', 'remove', 'dan'])).code).toBe(0)
  await until('the server to know', async () => (await statusWith(dans)) === 401)
})

test('the catalogue begins with outlets of the language that is asked for', async () => {
  for (const [language, country] of [
    ['fr', 'FR'],
    ['pl', 'PL'],
  ]) {
    const { sources } = await get<{ sources: { country?: string }[] }>('ada', `catalogue?limit=3&language=${language}`)
    expect(sources.map((source) => source.country)).toEqual([country, country, country])
  }
  const wrong = `${url}/api/v1/catalogue?language=French`
  expect((await fetch(wrong, { headers: { ...headers.get('ada') } })).status).toBe(400)
})

test('a clean stop has every page in the log, with its chances; who erases is in no table', async () => {
  await post('ada', 'mutes', { targets: [{ kind: 'words', words: 'nothing of this' }], strength: 'less' })
  for (let n = 0; n < 5; n += 1) await storiesOf('ada')
  const [story] = await storiesOf('ben')
  for (const name of ['ben', 'cyd']) {
    await post(name, 'signals', { signals: [signal('saved', story?.id ?? '')] })
    await post(name, 'follows', { kind: 'author', name: 'Somebody Else' })
    await post(name, 'tokens', { name: 'a script' })
    await post(name, 'feeds', {})
    const { timeline } = await get<StoryView>(name, `stories/${story?.id ?? ''}`)
    const marked = await change(name, 'PUT', 'highlights/h1', { entryId: timeline[0]?.entryId, quote: 'some words' })
    expect(marked.status).toBe(200)
    expect((await change(name, 'PUT', 'languages', { languages: ['en'] })).status).toBe(200)
  }
  for (const name of headers.keys()) ids.set(name, (await get<ProfileView>(name, 'profile')).reader.id)
  const shown = (await get<PageView>('ben', 'page')).stories.length
  await post('ben', 'erasures', { what: 'everything' })
  expect((await get<ProfileView>('ben', 'profile')).reads).toEqual([])
  await post('cyd', 'account/erase', { name: 'cyd' })
  expect((await send('cyd', 'follows', { kind: 'author', name: 'Nobody' })).status).toBe(401)
  await server[Symbol.asyncDispose]()
  const database = await openDatabase({
    dataDir: salient.dataDir,
    migrationsFolder: `${root}/migrations`,
    applicationName: 'test',
  })
  try {
    const { rows } = await sql<{ pages: number; least: number; longest: number }>`
      select count(*)::int as pages, min(propensity) as least, max(cardinality(story_ids))::int as longest
      from pages, unnest(propensities) propensity where reader_id = ${ids.get('ada') ?? ''}`.execute(database.db)
    expect(rows[0]?.least).toBeGreaterThan(0)
    expect(rows[0]?.longest).toBeLessThanOrEqual(shown)
    const places = await placesOf(database.db)
    expect(places.length).toBeGreaterThan(8)
    const traces = async (name: string) => {
      const found: string[] = []
      for (const { place, condition } of places) {
        const { rows: some } =
          await sql`select from ${sql.raw(place)} where ${sql.raw(condition)} like ${`%${ids.get(name)}%`} limit 1`.execute(
            database.db,
          )
        if (some.length > 0) found.push(place)
      }
      return found
    }
    expect(await traces('ada')).toEqual(expect.arrayContaining(['signals', 'pages', 'mutes'].map(inPublic)))
    // Left: ways in, and how often the addresses of feeds were changed. Not looked at: events, which tell only of a change.
    expect(await traces('ben')).toEqual(['access_tokens', 'credentials', 'feed_addresses', 'sessions'].map(inPublic))
    expect(await traces('cyd')).toEqual([])
  } finally {
    await database.close()
  }
})

test('the log of pages is written out with what readers did, and replayed', async () => {
  const { code, stdout, stderr } = await salient.run(['page-log', '--ndjson'])
  expect([code, stderr]).toEqual([0, ''])
  const pages = stdout.trim().split('\n')
  expect(pages.length).toBeGreaterThan(5)
  // Readers' ids are in no log that is given away.
  for (const id of ids.values()) expect(stdout).not.toContain(id)
  const [first] = pages.map((line) => JSON.parse(line) as Record<'page' | 'items' | 'signals', unknown>)
  expect(Object.keys(first ?? {}).sort()).toEqual(['items', 'page', 'signals'])
  const file = join(salient.dataDir, '..', 'pages.jsonl')
  await writeFile(file, stdout)
  const measured = await salient.run(['eval', 'rank', file, '--json'])
  // Most pages are looked at and left; how many is said.
  expect([measured.code, measured.stderr]).toEqual([
    0,
    expect.stringMatching(/^\S+: \d+ rows are passed over: on which .*\n$/),
  ])
  // The command's own tests see to the figures.
  const { rows, rankers } = JSON.parse(measured.stdout) as { rows: number; rankers: Record<string, unknown> }
  expect(rows).toBeGreaterThan(0)
  expect(Object.keys(rankers)).toEqual(expect.arrayContaining(['chronological', 'most popular', 'as shown', 'salient']))
}, 60_000)

const inPublic = (table: string) => `public.${table}`

/** Every table that names readers, and every column of JSON there is: what a table added tomorrow is looked at too. */
async function placesOf(db: Database): Promise<{ place: string; condition: string }[]> {
  const { rows } = await sql<{ place: string; condition: string }>`
    select format('%I.%I', c.table_schema, c.table_name) as place, format('%I::text', c.column_name) as condition
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
      and (c.column_name in ('reader_id', 'made_by') or c.data_type in ('json', 'jsonb'))
      and c.table_name <> 'outbox' order by 1, 2`.execute(db)
  return rows
}

/** A reader's own queries are topics: followed, matched by words and meaning as stories come, and nobody else's. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Outlets, openOutlets } from '../harness/outlets.ts'
import { headersOf, openSalient, type Salient, urlOf } from '../harness/salient.ts'
import { until } from '../harness/until.ts'

const news = [
  'Doctors in Ulvar test a vaccine against marsh fever',
  'Kolvane beats Brask on penalties in the football cup final',
  'New telescope finds water in the air of a distant planet',
  'Central bank of Orrick raises interest rates to curb inflation',
  'Farmers of Tessel lose half their wheat to the drought',
  'Court in Vantry sentences former minister for taking bribes',
]

let outlets: Outlets
let salient: Salient
let url: string
const published = [...news]

beforeAll(async () => {
  outlets = await openOutlets(1, 1)
  outlets.other.set('/wire.xml', (_request, response) => {
    const items = published.map(
      (title, n) =>
        `<item><title>${title}</title><guid isPermaLink="false">${n}</guid><pubDate>${new Date(Date.now() - 3_600_000 + n).toUTCString()}</pubDate><description>${title}, the wire reports.</description></item>`,
    )
    response
      .writeHead(200, { 'content-type': 'application/rss+xml' })
      .end(
        `<rss version="2.0"><channel><title>Wire</title><link>http://wire.example/</link>${items.join('')}</channel></rss>`,
      )
  })
  salient = await openSalient()
  await salient.run(['add', `${outlets.origin}/wire.xml`])
  await salient.run(['refresh', '--wait'])
  url = await urlOf(salient.start(['serve']))
  for (const name of ['ada', 'ben']) await headersOf(salient, name)
})

afterAll(async () => {
  await salient[Symbol.asyncDispose]()
  await outlets[Symbol.asyncDispose]()
})

async function send(reader: string, method: string, path: string, body?: unknown) {
  const answer = await fetch(`${url}/api/v1/${path}`, {
    method,
    headers: { ...(await headersOf(salient, reader)), 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  // Every answer of the API is a JSON object.
  return { status: answer.status, body: (await answer.json()) as unknown }
}

async function headlines(reader: string, path: string): Promise<string[]> {
  const { body } = await send(reader, 'GET', path)
  return (body as { stories: { headline: string }[] }).stories.map(({ headline }) => headline)
}

describe('search', () => {
  test('finds what means the same in other words, after what has the words', async () => {
    await until(
      'vectors',
      async () => (await headlines('ada', 'search?text=immunisation+trial')).length > 0 || undefined,
    )
    expect((await headlines('ada', 'search?text=immunisation+trial'))[0]).toBe(news[0])
    expect((await headlines('ada', 'search?text=planet'))[0]).toBe(news[2])
    expect(await headlines('ada', 'search?text=immunisation+trial&order=newest')).toEqual([])
  })

  test('is narrowed by time and language, and pages through what was found', async () => {
    const inOneHour = new Date(Date.now() + 3_600_000).toISOString()
    const yesterday = new Date(Date.now() - 86_400_000).toISOString()
    expect(await headlines('ada', `search?text=planet&since=${inOneHour}`)).toEqual([])
    expect(await headlines('ada', `search?text=planet&until=${yesterday}`)).toEqual([])
    expect(await headlines('ada', 'search?text=planet&language=fr')).toEqual([])
    const { body } = await send('ada', 'GET', 'search?text=the&limit=2')
    expect(body).toMatchObject({ stories: [{}, {}], next: 'best:2' })
    expect(await headlines('ada', 'search?text=the&limit=2&after=best:2')).not.toEqual(
      (body as { stories: { headline: string }[] }).stories.map(({ headline }) => headline),
    )
  })
})

describe('a query', () => {
  test('is followed, brings its stories to the page with a reason, and has a page of its own', async () => {
    const made = await send('ada', 'POST', 'queries', { words: 'planet or volcano' })
    expect(made).toMatchObject({ status: 200, body: { followed: true, words: 'planet or volcano', storyCount: 1 } })
    const { id } = made.body as { id: string }
    const { body: page } = await send('ada', 'GET', 'page')
    const story = (
      page as { stories: { headline: string; reasons: { feature: string; text: string }[] }[] }
    ).stories.find(({ headline }) => headline === news[2])
    expect(story?.reasons).toContainEqual(
      expect.objectContaining({ feature: 'follow', text: expect.stringContaining('planet or volcano') }),
    )
    expect(await headlines('ada', `topics/${id}`)).toEqual([news[2]])
    expect((await send('ada', 'GET', 'follows')).body).toMatchObject({ follows: [{ topicId: id, newCount: 1 }] })
  })

  test('is not there for another reader', async () => {
    const { body } = await send('ada', 'GET', 'queries')
    const [{ id }] = (body as { queries: [{ id: string }] }).queries
    expect(await send('ben', 'GET', `topics/${id}`)).toMatchObject({ status: 404 })
    expect(await send('ben', 'POST', 'follows', { kind: 'topic', topicId: id })).toMatchObject({ status: 404 })
    expect(await send('ben', 'DELETE', `queries/${id}`)).toMatchObject({ status: 404 })
    expect((await send('ben', 'GET', 'queries')).body).toEqual({ queries: [] })
    expect(JSON.stringify((await send('ben', 'GET', 'page')).body)).not.toContain('query:')
  })

  test('meets new stories as they come', async () => {
    published.push('Volcano near Pendle sends ash over three valleys')
    await salient.run(['refresh', '--wait'])
    const count = await until('the new story', async () => {
      const { body } = await send('ada', 'GET', 'queries')
      const [query] = (body as { queries: { storyCount: number }[] }).queries
      return (query?.storyCount ?? 0) > 1 ? query?.storyCount : undefined
    })
    expect(count).toBe(2)
  })

  test('by words alone leaves out what only means the same', async () => {
    const strict = await send('ada', 'POST', 'queries', { words: 'drought harvest', byMeaning: false })
    expect(strict.body).toMatchObject({ storyCount: 0, byMeaning: false })
    const wide = await send('ada', 'POST', 'queries', { words: 'drought harvest', byMeaning: true })
    expect(wide.body).toMatchObject({ storyCount: 1, byMeaning: true })
  })

  test('is refused without words, and when there are too many', async () => {
    expect(await send('ada', 'POST', 'queries', { words: '-- !' })).toMatchObject({
      status: 422,
      body: { error: { code: 'query-empty' } },
    })
    const made = await Promise.all(
      Array.from({ length: 25 }, async (_, n) =>
        send('ada', 'POST', 'queries', { words: `word${n}`, byMeaning: false }),
      ),
    )
    expect(made).toContainEqual({ status: 422, body: { error: expect.objectContaining({ code: 'queries-too-many' }) } })
    const { body } = await send('ada', 'GET', 'queries')
    expect((body as { queries: object[] }).queries).toHaveLength(20)
  })

  test('is gone when it is removed, and so is the follow', async () => {
    const { body } = await send('ada', 'GET', 'queries')
    for (const { id } of (body as { queries: { id: string }[] }).queries)
      expect(await send('ada', 'DELETE', `queries/${id}`)).toMatchObject({ status: 200 })
    expect((await send('ada', 'GET', 'queries')).body).toEqual({ queries: [] })
    expect((await send('ada', 'GET', 'follows')).body).toEqual({ follows: [] })
  })
})

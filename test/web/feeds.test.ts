/** Feeds given out: each format read back by the program's own parser, secret addresses, conditional requests. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseFeed } from '../../src/pipeline/feeds/parse-feed.ts'
import { topics } from './sample-news.ts'
import { type Serving, serve } from './serving.ts'

let serving: Serving

beforeAll(async () => {
  serving = await serve()
})

afterAll(async () => {
  await serving.close()
  expect(serving.errors).toEqual([])
})

async function addresses(): Promise<{ page: Record<'atom' | 'rss' | 'json', string>; topic: string }> {
  const answer = await fetch(`${serving.url}/api/v1/feeds`)
  return (await answer.json()) as Awaited<ReturnType<typeof addresses>>
}

test.each(['atom', 'rss', 'json'] as const)(
  'the page as %s says what the page says, whatever its words',
  async (format) => {
    const answer = await fetch(serving.url + (await addresses()).page[format])
    expect(answer.status).toBe(200)
    const { feed, problems } = parseFeed(new Uint8Array(await answer.arrayBuffer()), {
      url: answer.url,
      contentType: answer.headers.get('content-type') ?? '',
    })
    expect(problems).toEqual([])
    expect(feed).toMatchObject({ format, title: 'Mira · Salient', siteUrl: `${serving.url}/` })
    const [entry] = feed?.entries ?? []
    expect(entry?.title?.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')).toContain(
      'Strait <reopens> & ferries "sail"',
    )
    expect(entry).toMatchObject({
      id: 'urn:uuid:6b6f2c1e-1111-8222-8333-444455556666',
      url: `${serving.url}/story/6b6f2c1e-1111-8222-8333-444455556666`,
      authors: ['Tidings', 'Lowland Courier'],
      categories: ['Corran Strait'],
    })
    const html = `${entry?.content ?? ''}${entry?.summary ?? ''}`
    expect(html).toContain('<li>Ferries sail from &lt;b&gt;noon&lt;/b&gt;.</li>')
    expect(html).toContain('href="https://tidings.example/1?a=1&amp;b=2"')
    expect(html).toContain('You follow Corran Strait')
  },
)

test('a feed that did not change answers 304', async () => {
  const url = serving.url + (await addresses()).page.atom
  const etag = (await fetch(url)).headers.get('etag') ?? ''
  expect(etag).toMatch(/"[\w-]{22}"$/)
  const again = await fetch(url, { headers: { 'if-none-match': etag } })
  expect({ status: again.status, text: await again.text() }).toEqual({ status: 304, text: '' })
})

test('a topic has its feed, one that is not there has none', async () => {
  const { topic } = await addresses()
  const answer = await fetch(serving.url + topic.replace('{id}', encodeURIComponent(topics.strait.id)))
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain(`<title>${topics.strait.label} · Salient</title>`)
  expect((await fetch(serving.url + topic.replace('{id}', 'nothing'))).status).toBe(404)
})

test('a reader is led to their own addresses, which others cannot guess and the reader can renew', async () => {
  const led = await fetch(`${serving.url}/feed?topic=${encodeURIComponent(topics.strait.id)}`, { redirect: 'manual' })
  expect(led.headers.get('location')).toBe(`/feeds/secret/topic/${encodeURIComponent(topics.strait.id)}.atom`)
  expect((await fetch(`${serving.url}/feeds/other/page.atom`)).status).toBe(404)
  expect((await fetch(`${serving.url}/feeds/secret/page.exe`)).status).toBe(404)
  await serving.send('/api/v1/feeds', {})
  expect((await fetch(`${serving.url}/feeds/secret/page.atom`)).status).toBe(404)
  expect((await fetch(serving.url + (await addresses()).page.atom)).status).toBe(200)
})

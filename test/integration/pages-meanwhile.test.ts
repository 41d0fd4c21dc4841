/** What happens while a page is read, and what a hub sends beside entries. */
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import type { SourceId } from '../../src/domain/ids.ts'
import { addByUrl } from '../../src/jobs/add-sources.ts'
import { fetchArticle } from '../../src/jobs/fetch-article.ts'
import { answerHub, receiveFromHub } from '../../src/jobs/hear-hub.ts'
import { refreshSources } from '../../src/jobs/refresh-source.ts'
import { wantSubscription } from '../../src/platform/storage/hub-subscriptions.ts'
import { workOfSuite } from '../harness/work.ts'
import { clientForTests } from '../net/client-for-tests.ts'
import { hostileServer } from '../net/hostile-server.ts'

const held = workOfSuite()
const { work } = held

const words = (about: string) => `The harbour office of Vantry said on Tuesday that ${about}. `.repeat(20)

/** An outlet with one entry, whose page is at another host, as two requests to one are never made at once. */
async function outlet(page: () => Promise<void>) {
  const state = { title: 'Ferry returns' }
  const pages = await hostileServer(async (request, response): Promise<unknown> => {
    if (request.url !== '/page') return response.writeHead(404).end()
    await page()
    return response.setHeader('Content-Type', 'text/html').end(`<html><head><title>${state.title}</title></head><body>
      <article><h1>${state.title}</h1><p>${words(state.title)}</p></article></body></html>`)
  })
  const server = await hostileServer((_, response) =>
    response.end(`<rss version="2.0"><channel><title>Gull Post</title><item><guid isPermaLink="false">1</guid>
      <title>${state.title}</title><link>${pages.origin}/page</link></item></channel></rss>`),
  )
  const added = await addByUrl(work, `${server.origin}/feed`)
  if (added.kind !== 'source') throw new Error('no source')
  const article = async () =>
    await work.db
      .selectFrom('articles')
      .innerJoin('entries', 'entries.id', 'articles.entry_id')
      .select(['articles.title', 'articles.from_page', 'articles.entry_id'])
      .where('source_id', '=', added.id)
      .executeTakeFirstOrThrow()
  const wanted = async () =>
    await work.db.selectFrom('pages_wanted').select('attempts').where('source_id', '=', added.id).execute()
  const close = async () => {
    await server[Symbol.asyncDispose]()
    await pages[Symbol.asyncDispose]()
  }
  return { origin: server.origin, state, id: added.id, article, wanted, [Symbol.asyncDispose]: close }
}

async function refresh(id: SourceId): Promise<void> {
  held.clock.nowMs += 1_000
  await refreshSources(work, { sourceIds: [id], atMs: held.clock.nowMs })
}

test('a headline that is changed while its page is read stays changed', async () => {
  let onPage = async (): Promise<void> => {}
  await using gull = await outlet(async () => await onPage())
  const { state, id, article, wanted } = gull
  onPage = async () => {
    if (state.title === 'Ferry is late') return
    state.title = 'Ferry is late'
    await refresh(id)
  }
  await fetchArticle(work, { sourceId: id })
  expect(await article()).toMatchObject({ title: 'Ferry is late', from_page: false })
  expect(await wanted()).toHaveLength(1)
  await fetchArticle(work, { sourceId: id })
  expect(await article()).toMatchObject({ title: 'Ferry is late', from_page: true })
  expect(await wanted()).toEqual([])
})

test('stopping while a page is read counts as no try', async () => {
  let asked = (): void => {}
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  await using gull = await outlet(async () => {
    asked()
    await new Promise(() => {})
  })
  const { id, wanted } = gull
  const http = clientForTests()
  const reading = fetchArticle({ ...work, http }, { sourceId: id })
  await isAsked
  await http[Symbol.asyncDispose]()
  await reading
  expect(await wanted()).toEqual([{ attempts: 0 }])
})

test('what a hub says is withdrawn disappears, beside what is new', async () => {
  await using gull = await outlet(async () => {})
  const { origin, id } = gull
  await wantSubscription(work.db, { sourceId: id, hubUrl: 'https://hub.example/', topicUrl: `${origin}/feed` })
  const { token, secret } = await work.db
    .selectFrom('hub_subscriptions')
    .select(['token', 'secret'])
    .where('source_id', '=', id)
    .executeTakeFirstOrThrow()
  const bytes =
    Buffer.from(`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">
    <title>Gull Post</title><at:deleted-entry ref="1" when="2026-01-01T00:00:00Z"/>
    <entry><id>2</id><title>Ferry leaves</title></entry></feed>`)
  const signature = `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`
  const sent = { bytes, contentType: 'application/atom+xml', signature }
  expect(await receiveFromHub(work, token, sent)).toBe('taken')
  const titles = await work.db.selectFrom('entries').select('title').where('source_id', '=', id).execute()
  expect(titles).toEqual([{ title: 'Ferry leaves' }])
})

test('a hub that does not say for how long it sends is not asked again all the time', async () => {
  await using gull = await outlet(async () => {})
  const { origin, id } = gull
  const topicUrl = `${origin}/feed`
  await wantSubscription(work.db, { sourceId: id, hubUrl: 'https://hub.example/', topicUrl })
  const subscription = async () =>
    await work.db.selectFrom('hub_subscriptions').selectAll().where('source_id', '=', id).executeTakeFirstOrThrow()
  const question = { mode: 'subscribe', topic: topicUrl, challenge: 'x', leaseSeconds: Number(''), reason: '' }
  expect(await answerHub(work, (await subscription()).token, question)).toBe('x')
  expect((await subscription()).next_at.getTime()).toBeGreaterThan(held.clock.nowMs + 86_400_000)
})

/** Feeds that say what no database can keep: one odd value costs that value, and nothing else of its feed. */
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { sourceIdOf } from '../../src/domain/derive-id.ts'
import type { EntryId } from '../../src/domain/ids.ts'
import { addByUrl, addOpml } from '../../src/jobs/add-sources.ts'
import { exportOpml } from '../../src/jobs/export-opml.ts'
import { receivePush } from '../../src/jobs/receive-push.ts'
import { refreshSources } from '../../src/jobs/refresh-source.ts'
import { parsePushed } from '../../src/pipeline/feeds/pushed-articles.ts'
import { createPushKey, type PushKey, pushKeyOf } from '../../src/platform/storage/push-keys.ts'
import { addSources, listSources } from '../../src/platform/storage/sources.ts'
import { saveUnderstood } from '../../src/platform/storage/understandings.ts'
import { workOfSuite } from '../harness/work.ts'
import { hostileServer } from '../net/hostile-server.ts'

const held = workOfSuite()
const { work } = held

const rss = (...items: readonly string[]) =>
  `<rss version="2.0"><channel><title>Gull Post</title>${items.map((item) => `<item>${item}</item>`).join('')}</channel></rss>`
const well = '<guid>well</guid><title>The ferry is back</title>'
const json = (feed: object) =>
  JSON.stringify({ version: 'https://jsonfeed.org/version/1', title: 'Gull Post', ...feed })
const wide = Array.from({ length: 400_000 }, (_, n) => `w${n}`).join(' ')

/** Serves one body after the other, adds the feed and reads it as often; gives the entries that it has then. */
async function entriesOf(...bodies: readonly string[]) {
  let at = 0
  await using server = await hostileServer((_, response) => response.end(bodies[at]))
  const added = await addByUrl(work, `${server.origin}/feed`)
  if (added.kind !== 'source') throw new Error(`expected a source, got ${JSON.stringify(added)}`)
  for (at = 1; at < bodies.length; at += 1) {
    held.clock.nowMs += 1_000
    await refreshSources(work, { sourceIds: [added.id], atMs: held.clock.nowMs })
  }
  return await work.db.selectFrom('entries').selectAll().where('source_id', '=', added.id).orderBy('title').execute()
}

describe('an odd value keeps nothing else of its feed out', () => {
  test.each([
    ['a date before the first year', rss('<guid>1</guid><pubDate>Mon, 01 Jan 0001 00:00:00 +0100</pubDate>', well)],
    [
      'a date after the last one',
      `<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><id>1</id><updated>9999-12-31T23:59:59-01:00</updated></entry><entry><id>2</id><title>The ferry is back</title></entry></feed>`,
    ],
    [
      'more comments than there are people',
      rss(
        '<guid>1</guid><slash:comments xmlns:slash="http://purl.org/rss/1.0/modules/slash/">99999999999</slash:comments>',
        well,
      ),
    ],
    [
      'a title as long as a book',
      json({
        items: [
          { id: '1', title: wide },
          { id: '2', title: 'The ferry is back' },
        ],
      }),
    ],
    [
      'NUL characters and halves of characters',
      json({
        title: 'Gull\u0000Post\ud800',
        language: 'e\u0000n',
        home_page_url: 'https://gull.example/\u0000',
        items: [
          { id: '1', title: 'A\u0000', author: { name: 'x\u0000y' }, tags: ['\u0000t\ud800'], content_text: '\u0000' },
          { id: '2', title: 'The ferry is back' },
        ],
      }),
    ],
  ])('%s', async (_, body) => {
    const entries = await entriesOf(body)
    expect(entries).toHaveLength(2)
    expect(entries.map(({ title }) => title)).toContain('The ferry is back')
  })

  const commands = ['\u001b]0;taken\u0007', '\u009b31m', '\u007f', '\b'].join('')
  test.each([
    [
      'markup',
      rss(`<guid>1</guid><title>The f${commands}erry is &#27;[2J back</title>`).replace('Post', '&#27;[31mPost'),
    ],
    ['JSON', json({ title: `Gull ${commands}Post`, items: [{ id: '1', title: `The ferry is ${commands}back` }] })],
  ])('what a terminal would take for commands is no text, in %s', async (_, body) => {
    await using server = await hostileServer((_request, response) => response.end(body))
    const added = await addByUrl(work, `${server.origin}/feed`)
    if (added.kind !== 'source') throw new Error(`expected a source, got ${JSON.stringify(added)}`)
    const entries = await work.db.selectFrom('entries').selectAll().where('source_id', '=', added.id).execute()
    expect(entries).toHaveLength(1)
    const shown = [added.title, ...(await listSources(work.db)).map(({ title }) => title), JSON.stringify(entries)]
    for (const text of [...shown, await exportOpml(work.db)]) expect(text).not.toMatch(/[^\P{Cc}\n]|\\u00[01]/u)
  })

  const turned = ['\u202e', '\u2067', '\u200b', '\u206a'].join('')
  test('what would turn the words beside a title, a name or an outlet around is no text', async () => {
    const item = {
      id: '1',
      title: `The ferry${turned} is back`,
      author: { name: `Jo${turned}` },
      tags: [`Sea${turned}`],
    }
    const body = json({ title: `Gull${turned} Post`, items: [{ ...item, content_text: `It is.${turned}` }] })
    const entries = (await entriesOf(body)).map((entry) => ({ ...entry, published: '' }))
    const shown = [...entries, ...(await listSources(work.db)).map(({ title }) => title)]
    expect(shown).toContain('Gull Post')
    expect(JSON.stringify(shown)).toContain('The ferry is back')
    expect(JSON.stringify(shown)).not.toMatch(/[\u202a-\u202e\u2066-\u206f\u200b]/)
    const { rows } = await sql<{ row: unknown }>`select to_jsonb(articles) as row from articles`.execute(work.db)
    expect(JSON.stringify(rows.map(({ row }) => ({ ...Object(row), html: '' })))).not.toMatch(/[\u202e\u2067\u206a]/)
    const [nameless] = await entriesOf(json({ items: [{ id: '2', title: turned, content_text: 'The quay is new.' }] }))
    expect(nameless?.title).toBe('The quay is new.')
  })

  test('the day that stands for no date is none', async () => {
    const [entry] = await entriesOf(rss(`${well}<pubDate>Mon, 01 Jan 0001 00:00:00 +0000</pubDate>`))
    expect(entry?.published_at.getTime()).toBe(held.clock.nowMs)
  })

  test('in a changed entry as in a new one', async () => {
    const items = (title: string) => json({ items: [{ id: '1', title, author: { name: 'x\u0000y' } }] })
    expect((await entriesOf(items('Ferry'), items('Fer\u0000ry late'))).map(({ title }) => title)).toEqual([
      'Ferry late',
    ])
  })

  test('a feed that calls itself by a whole page is listed by the beginning', async () => {
    await entriesOf(rss(well).replace('Gull Post', wide))
    for (const { title } of await listSources(work.db)) expect(title.length).toBeLessThan(1_000)
  })
})

describe('addresses longer than an index holds', () => {
  const long = Array.from({ length: 4_000 }, (_, n) => (n * 2_654_435_761).toString(36))
    .join('')
    .slice(0, 4_000)

  test('are told of as such', async () => {
    await using server = await hostileServer((_, response) => response.end(rss(well)))
    expect(await addByUrl(work, `${server.origin}/${long}`)).toMatchObject({
      kind: 'problem',
      problem: { code: 'bad-url', message: expect.stringContaining('at most 2000') as string },
    })
  })

  test('cost a list no other feed', async () => {
    const outline = (url: string) => `<outline text="x" xmlUrl="${url}"/>`
    const list = `<opml><body>${outline('http://short.example/feed')}${outline(`http://long.example/${long}`)}</body></opml>`
    expect(await addOpml(work, Buffer.from(list))).toMatchObject({
      kind: 'list',
      added: [{ title: 'x' }],
      problems: [{ code: 'bad-url' }],
    })
  })

  test('are nowhere to move to', async () => {
    let moved = false
    await using server = await hostileServer((request, response) => {
      if (moved && request.url === '/short') response.writeHead(301, { location: `/${long}` }).end()
      else response.end(rss(well))
    })
    const added = await addByUrl(work, `${server.origin}/short`)
    moved = true
    for (let n = 0; n < 4 && added.kind === 'source'; n += 1) {
      held.clock.nowMs += 1_000
      await refreshSources(work, { sourceIds: [added.id], atMs: held.clock.nowMs })
    }
    const there = (await listSources(work.db)).filter(({ feedUrl }) => feedUrl.startsWith(server.origin))
    expect(there).toMatchObject([{ feedUrl: `${server.origin}/short`, failures: 0 }])
  })
})

describe('a feed that moved', () => {
  /** A server whose old address leads to the new one from when it is told. */
  const outlet = async () => {
    const state = { moved: false }
    const server = await hostileServer((request, response) => {
      if (state.moved && request.url === '/old') response.writeHead(301, { location: '/new' }).end()
      else response.end(rss(well))
    })
    const refresh = async (id: ReturnType<typeof sourceIdOf>, times: number) => {
      for (let n = 0; n < times; n += 1) {
        held.clock.nowMs += 1_000
        await refreshSources(work, { sourceIds: [id], atMs: held.clock.nowMs })
      }
    }
    const sources = async () => (await listSources(work.db)).filter(({ feedUrl }) => feedUrl.startsWith(server.origin))
    return { state, server, refresh, sources }
  }

  test('is the same source when its new address is added', async () => {
    const { state, server, refresh, sources } = await outlet()
    await using _ = server
    const old = await addByUrl(work, `${server.origin}/old`)
    if (old.kind !== 'source') throw new Error('no source')
    state.moved = true
    await refresh(old.id, 3)
    for (const path of ['/new', '/old'])
      expect(await addByUrl(work, server.origin + path)).toMatchObject({ id: old.id, isNew: false })
    expect(await sources()).toMatchObject([{ id: old.id, feedUrl: `${server.origin}/new` }])
  })

  test('to where another source is goes on where it was', async () => {
    const { state, server, refresh, sources } = await outlet()
    await using _ = server
    const old = await addByUrl(work, `${server.origin}/old`)
    await addByUrl(work, `${server.origin}/new`)
    if (old.kind !== 'source') throw new Error('no source')
    state.moved = true
    await refresh(old.id, 4)
    const [atNew, atOld] = (await sources()).toSorted((a, b) => (a.feedUrl < b.feedUrl ? -1 : 1))
    expect([atNew?.feedUrl, atOld?.feedUrl]).toEqual([`${server.origin}/new`, `${server.origin}/old`])
    expect(atOld?.lastSuccessAt?.getTime()).toBe(held.clock.nowMs)
  })
})

test('an entry that has another address by now is led to there', async () => {
  const item = (title: string, page: string) =>
    rss(`<guid isPermaLink="false">1</guid><title>${title}</title><link>http://gull.example/${page}</link>
      <category>${page}</category><author>${page}</author>`)
  const [entry] = await entriesOf(item('Ferry returns', 'draft'), item('Ferry returns', 'final'))
  expect(entry).toMatchObject({ url: 'http://gull.example/final', authors: ['final'], categories: ['final'] })
  const wanted = await work.db
    .selectFrom('pages_wanted')
    .select('url')
    .where('entry_id', '=', entry?.id ?? '')
    .execute()
  expect(wanted).toEqual([{ url: 'http://gull.example/final' }])
})

test('of an entry that is changed at every fetch the first words are kept, and the latest', async () => {
  const at = Array.from({ length: 25 }, (_, n) => n)
  const [entry] = await entriesOf(...at.map((n) => rss(`<guid>1</guid><title>Read ${n} times</title>`)))
  const edits = await work.db
    .selectFrom('article_edits')
    .select('title')
    .where('entry_id', '=', entry?.id ?? '')
    .orderBy('at')
    .execute()
  expect(edits.map(({ title }) => title)).toEqual([0, ...at.slice(5, 24)].map((n) => `Read ${n} times`))
})

test('words about characters that cannot be kept are understood like others', async () => {
  const [entry] = await entriesOf(rss(well))
  if (entry === undefined) throw new Error('no entry')
  const keyPoints = [String.raw`Vantry wrote \u0000, where \ud800 was meant.`]
  // Entries are read by the ids that they were saved with.
  const result = { entryId: entry.id as EntryId, firstSeenAt: entry.first_seen_at, isFinal: true }
  await saveUnderstood(work.db, [{ ...result, understood: { language: 'en', keyPoints, topics: [], entities: [] } }])
  const saved = await work.db
    .selectFrom('understandings')
    .select('key_points')
    .where('entry_id', '=', entry.id)
    .execute()
  expect(saved).toEqual([{ key_points: keyPoints }])
})

describe('an index of sitemaps', () => {
  const pages = (...urls: readonly string[]) =>
    `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">${urls.join('')}</urlset>`
  const news = (name: string) =>
    `<url><loc>/${name}</loc><news:news><news:publication><news:name>Gull Post</news:name></news:publication>
      <news:publication_date>2026-01-05</news:publication_date><news:title>About ${name}</news:title></news:news></url>`
  const plain = '<url><loc>/about-us</loc><lastmod>2020-01-01</lastmod></url>'
  const yearAgo = '<lastmod>2025-01-01</lastmod>'
  const index = (...paths: readonly string[]) =>
    `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${paths.map((path) => `<sitemap><loc>${path}</loc>${/old|plain/.test(path) ? yearAgo : ''}</sitemap>`).join('')}</sitemapindex>`

  test('gives the news in its sitemaps; what has not changed, and what is no news, is not asked for again', async () => {
    const files = new Map<string, string | Buffer>([
      ['/index.xml', index('/plain.xml', '/news-1.xml.gz', '/old-news.xml', 'http://other.invalid/news.xml')],
      ['/plain.xml', pages(plain, plain)],
      ['/news-1.xml.gz', gzipSync(pages(news('ferry'), news('quay')))],
      ['/old-news.xml', pages(news('herring'))],
    ])
    await using server = await hostileServer((request, response) => {
      const body = files.get(request.url ?? '') ?? ''
      const etag = `"${createHash('md5').update(body).digest('hex')}"`
      if (request.headers['if-none-match'] === etag) response.writeHead(304).end()
      else response.setHeader('ETag', etag).end(body)
    })
    const added = await addByUrl(work, `${server.origin}/index.xml`)
    if (added.kind !== 'source') throw new Error(`expected a source, got ${JSON.stringify(added)}`)
    expect(added).toMatchObject({ title: 'Gull Post', entries: 3 })
    expect(server.seen.map(({ url }) => url)).toEqual(['/index.xml', '/old-news.xml', '/news-1.xml.gz', '/plain.xml'])
    const askedNext = async () => {
      server.seen.length = 0
      held.clock.nowMs += 60_000
      await refreshSources(work, { sourceIds: [added.id], atMs: held.clock.nowMs })
      return server.seen.map(({ url, headers }) => [url, headers['if-none-match'] !== undefined])
    }
    expect(await askedNext()).toEqual([
      ['/index.xml', true],
      ['/news-1.xml.gz', true],
    ])
    files.set('/news-1.xml.gz', gzipSync(pages(news('lighthouse'))))
    await askedNext()
    files.set('/index.xml', index('/news-1.xml.gz', '/news-2.xml'))
    files.set('/news-2.xml', pages(news('tram')))
    expect(await askedNext()).toEqual([
      ['/index.xml', true],
      ['/news-1.xml.gz', true],
      ['/news-2.xml', false],
    ])
    const rows = await work.db.selectFrom('entries').select('title').where('source_id', '=', added.id).execute()
    const titles = ['ferry', 'herring', 'lighthouse', 'quay', 'tram'].map((name) => `About ${name}`)
    expect(rows.map(({ title }) => title).sort()).toEqual(titles)
    const [source] = await listSources(work.db, added.id)
    expect(source).toMatchObject({ failures: 0 })
  })

  test('is told of where none of its sitemaps holds news, and waits where its server wants to be left alone', async () => {
    let isBusy = false
    await using server = await hostileServer((request, response) => {
      if (request.url === '/busy/news.xml' && isBusy) response.writeHead(429, { 'retry-after': '7200' }).end()
      else if (request.url === '/busy/index.xml') response.end(index('/busy/news.xml'))
      else if (request.url === '/index.xml') response.end(index('/plain.xml'))
      else response.end(pages(request.url === '/plain.xml' ? plain : news('ferry')))
    })
    expect(await addByUrl(work, `${server.origin}/index.xml`)).toMatchObject({ problem: { code: 'no-news' } })
    const added = await addByUrl(work, `${server.origin}/busy/index.xml`)
    if (added.kind !== 'source') throw new Error(`expected a source, got ${JSON.stringify(added)}`)
    isBusy = true
    held.clock.nowMs += 60_000
    await refreshSources(work, { sourceIds: [added.id], atMs: held.clock.nowMs })
    const [source] = await listSources(work.db, added.id)
    expect(source).toMatchObject({
      problem: { code: 'rate-limited' },
      intervalWhy: 'The server asks to be left alone for 2 hours.',
    })
  })
})

test('a feed that stands in a list twice, or is addressed as browsers once did, is one source', async () => {
  const outlines = ['http://twice.example/feed', 'feed://twice.example/feed', 'feed:http://twice.example/feed']
    .map((url) => `<outline text="Twice" xmlUrl="${url}"/>`)
    .join('')
  const list = await addOpml(work, Buffer.from(`<opml version="2.0"><body>${outlines}</body></opml>`))
  expect(list).toMatchObject({ kind: 'list', added: [{ title: 'Twice' }], known: 0, problems: [] })
  await using server = await hostileServer((_, response) => response.end(rss(well)))
  const added = await addByUrl(work, server.origin.replace('http:', 'feed:'))
  expect(added).toMatchObject({ kind: 'source', isNew: true, entries: 1 })
})

test('of the feeds that a page names the first is added that is one', async () => {
  await using server = await hostileServer((request, response) => {
    const links = ['gone', 'page', 'feed'].map(
      (name) => `<link rel=alternate type="application/rss+xml" href="/${name}">`,
    )
    if (request.url === '/gone') response.writeHead(404).end()
    else if (request.url === '/feed') response.end(rss(well))
    else response.setHeader('content-type', 'text/html').end(`<html><head>${links.join('')}</head></html>`)
  })
  expect(await addByUrl(work, server.origin)).toMatchObject({ kind: 'source', entries: 1 })
  const [source] = (await listSources(work.db)).filter(({ feedUrl }) => feedUrl === `${server.origin}/feed`)
  expect(source).toBeDefined()
})

describe('what is pushed', () => {
  let key: PushKey | undefined
  beforeAll(async () => {
    const feedUrl = 'https://vantry.example/#push'
    const id = sourceIdOf(feedUrl)
    await addSources(work.db, [{ id, kind: 'push', feedUrl, title: 'Vantry Post', folders: [] }])
    key = await pushKeyOf(work.db, (await createPushKey(work.db, { sourceId: id, name: 'Vantry Post' })).key)
  })

  test.each([
    ['more comments than there are people', { commentCount: 1e12 }],
    ['a title as long as a book', { title: wide }],
    [
      'NUL characters and halves of characters',
      { id: 'nul\u0000\ud800', title: 'A\u0000', language: 'e\u0000n', authors: ['\ud800'] },
    ],
  ])('may hold %s', async (name, fields) => {
    if (key === undefined) throw new Error('no key')
    const articles = parsePushed({ id: name, title: 'The ferry is back', text: 'It is.', ...fields })
    const request = { keyId: key.id, idempotencyKey: name, bodyDigest: Buffer.from(name) }
    const answer = await receivePush(work, { key, articles, request })
    expect(answer).toMatchObject({ articles: [{ state: 'added' }], problems: [] })
    expect(await receivePush(work, { key, articles, request })).toEqual(answer)
  })

  test('is answered as it was done when the program ended before the answer was kept', async () => {
    if (key === undefined) throw new Error('no key')
    await receivePush(work, { key, articles: parsePushed({ id: 'quay', title: 'Quay opens' }) })
    const request = { keyId: key.id, idempotencyKey: 'one', bodyDigest: Buffer.from('x') }
    const withdrawal = { key, articles: parsePushed({ id: 'quay', withdrawn: true }), request }
    await sql`alter table push_receipts add constraint none_kept check (false) not valid`.execute(work.db)
    await expect(receivePush(work, withdrawal)).rejects.toThrow('none_kept')
    await sql`alter table push_receipts drop constraint none_kept`.execute(work.db)
    expect(await receivePush(work, withdrawal)).toMatchObject({ articles: [{ state: 'withdrawn' }] })
  })

  test.each(['0001-01-01T00:00:00+01:00', '9999-12-31T23:59:59-01:00'])('is refused with the time %s', (time) => {
    const [article] = parsePushed({ id: 'a', title: 'The ferry is back', updatedAt: time })
    expect(article).toMatchObject({ kind: 'problem', problem: { code: 'push-invalid' } })
  })
})

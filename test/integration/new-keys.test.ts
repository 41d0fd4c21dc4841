/** Feeds that give their entries other keys at every fetch. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { entryIdOf, sourceIdOf } from '../../src/domain/derive-id.ts'
import { addByUrl } from '../../src/jobs/add-sources.ts'
import { receivePush } from '../../src/jobs/receive-push.ts'
import { refreshSources } from '../../src/jobs/refresh-source.ts'
import { parsePushed } from '../../src/pipeline/feeds/pushed-articles.ts'
import { createPushKey, pushKeyOf } from '../../src/platform/storage/push-keys.ts'
import { entriesUnderLinks } from '../../src/platform/storage/same-entries.ts'
import { addSources } from '../../src/platform/storage/sources.ts'
import { workOfSuite } from '../harness/work.ts'
import { hostileServer } from '../net/hostile-server.ts'

const held = workOfSuite()
const { work } = held

type Item = {
  readonly key: string
  readonly link?: string
  readonly title?: string
  readonly text?: string
  readonly date?: string
}

const feedOf = (...items: readonly Item[]) =>
  `<rss version="2.0"><channel><title>Gull Post</title><link>https://gull.example/</link>${items
    .map(
      ({ key, link = 'https://gull.example/ferry', title = 'The ferry is back', text = 'It is.', date }) =>
        `<item><guid isPermaLink="false">${key}</guid><link>${link}</link><title>${title}</title>
          <description>${text}</description>${date === undefined ? '' : `<pubDate>${date}</pubDate>`}</item>`,
    )
    .join('')}</channel></rss>`

/** Serves one feed after the other, adds it and reads it as often; gives the entries that it has then, and how many were told as new. */
async function entriesOf(...feeds: readonly (readonly Item[])[]) {
  let at = 0
  await using server = await hostileServer((_, response) => response.end(feedOf(...(feeds[at] ?? []))))
  const added = await addByUrl(work, `${server.origin}/feed`)
  if (added.kind !== 'source') throw new Error(`expected a source, got ${JSON.stringify(added)}`)
  for (at = 1; at < feeds.length; at += 1) {
    held.clock.nowMs += 60_000
    await refreshSources(work, { sourceIds: [added.id], atMs: held.clock.nowMs })
  }
  const source = await work.db
    .selectFrom('sources')
    .select('entries_seen')
    .where('id', '=', added.id)
    .executeTakeFirst()
  const rows = await work.db
    .selectFrom('entries')
    .innerJoin('articles', 'articles.entry_id', 'entries.id')
    .select(['entries.id', 'entries.title', 'articles.text'])
    .where('source_id', '=', added.id)
    .orderBy('published_at')
    .orderBy('entries.title')
    .execute()
  expect(Number(source?.entries_seen)).toBe(rows.length)
  return rows.map(({ title, text }) => `${title}: ${text}`)
}

const ferry = 'The ferry is back: It is.'
const monday = 'Mon, 05 Jan 2026 08:00:00 GMT'
const tuesday = 'Tue, 06 Jan 2026 08:00:01 GMT'

test('an entry that comes with another key is the one that is there, and what is new in it is an edit', async () => {
  expect(await entriesOf([{ key: 'a1' }], [{ key: 'a2' }], [{ key: 'a3' }])).toEqual([ferry])
  const edited = await entriesOf([{ key: 'c1', date: monday }], [{ key: 'c2', date: monday, text: 'It was.' }])
  expect(edited).toEqual(['The ferry is back: It was.'])
  // The same words are nothing new, whatever their date says.
  expect(await entriesOf([{ key: 'd1', date: monday }], [{ key: 'd2', date: tuesday }])).toEqual([ferry])
  const two = (n: number): Item[] => [
    { key: `e${n}` },
    { key: `f${n}`, link: 'https://gull.example/quay', title: 'Quay' },
  ]
  expect(await entriesOf(two(1), two(2), two(3))).toHaveLength(2)
})

test('entries that share a link are entries of their own', async () => {
  const link = 'https://gull.example/status'
  const both: Item[] = [
    { key: 'g1', link, title: 'Delays' },
    { key: 'g2', link, title: 'Delays' },
  ]
  expect(await entriesOf(both)).toHaveLength(2)
  expect(
    await entriesOf(
      [{ key: 'h1', link, title: 'Delays' }],
      [
        { key: 'h2', link, title: 'Delays' },
        { key: 'h1', link, title: 'Delays' },
      ],
    ),
  ).toHaveLength(2)
  const episodes = ['One', 'Two', 'One'].map((title, n): Item[] => [{ key: `i${n}`, link, title }])
  expect(await entriesOf(...episodes)).toHaveLength(3)
  const front = ['j1', 'j2'].map((key): Item[] => [{ key, link: 'https://gull.example/', title: 'Outage' }])
  expect(await entriesOf(...front)).toHaveLength(2)
})

test('what is published anew under one link and title, days later and with other words, is new', async () => {
  const weather = (key: string, date: string, text: string): Item[] => [
    { key, date, text, title: 'Weather', link: 'https://gull.example/weather' },
  ]
  expect(await entriesOf(weather('k1', monday, 'Rain.'), weather('k2', tuesday, 'Sun.'))).toEqual([
    'Weather: Rain.',
    'Weather: Sun.',
  ])
  const quay: Item = { key: 'l2', title: 'Quay' }
  expect(await entriesOf([{ key: 'l1' }], [quay])).toHaveLength(2)
})

test('what is pushed has the keys that its publisher gives', async () => {
  const feedUrl = 'https://vantry.example/#new-keys'
  const id = sourceIdOf(feedUrl)
  await addSources(work.db, [{ id, kind: 'push', feedUrl, title: 'Vantry Post', folders: [] }])
  const key = await pushKeyOf(work.db, (await createPushKey(work.db, { sourceId: id, name: 'Vantry Post' })).key)
  if (key === undefined) throw new Error('no key')
  for (const own of ['m1', 'm2']) {
    const articles = parsePushed({ id: own, url: 'https://vantry.example/quay', title: 'Quay opens', text: 'It does.' })
    expect(await receivePush(work, { key, articles })).toMatchObject({ articles: [{ state: 'added' }] })
  }
})

test('among many they are found by the index of links', async () => {
  await sql`insert into entries (id, first_seen_at, source_id, url, title, published_at, published)
    select gen_random_uuid(), now() - n * interval '1 minute', '00000000-0000-4000-8000-000000000001',
      'https://many.example/' || n, 'Title ' || n, now(), '{}' from generate_series(1, 50000) n`.execute(work.db)
  await sql`analyze entries`.execute(work.db)
  const asked = Array.from({ length: 500 }, (_, n) => ({
    id: entryIdOf(sourceIdOf('many'), `${n}`),
    source_id: sourceIdOf('many'),
    url: `https://many.example/${n}`,
    title: 'Title',
    digest: '00',
  }))
  const { rows } = await sql<{ 'QUERY PLAN': string }>`
    explain ${entriesUnderLinks(asked, new Date(0))}`.execute(work.db)
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  expect(plan).toMatch(/Index Scan (?:using|on) entries\w*_url_idx/)
  expect(plan).not.toMatch(/Seq Scan on entries_rest/)
})

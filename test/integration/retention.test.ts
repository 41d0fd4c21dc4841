/** What is older than the operator keeps goes, but for what a reader wants to come back to; and it does not come back by itself. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EntryId, SourceId, StoryId } from '../../src/domain/ids.ts'
import { housekeeping } from '../../src/jobs/housekeeping.ts'
import { newEntries } from '../../src/jobs/new-entries.ts'
import { saveEntries } from '../../src/platform/storage/entries.ts'
import { readStatus } from '../../src/platform/storage/job-counts.ts'
import type { HistoryView } from '../../src/server/api/contract/kept.ts'
import { type Ask, type InventedNews, openInventedNews, storyIdOf } from '../harness/invented-news.ts'
import { eventually } from '../harness/until.ts'

const keepDays = 90
const dayMs = 86_400_000
const stories = 12

let news: InventedNews
let ask: Ask
beforeAll(async () => {
  news = await openInventedNews({ stories, seed: 5 })
  ;({ ask } = await news.reader('ada'))
})
afterAll(async () => await news[Symbol.asyncDispose]())

const count = async (table: string): Promise<number> =>
  (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(news.work.work.db)).rows[0]
    ?.n ?? -1
const kept = async (): Promise<Set<string>> =>
  new Set((await sql<{ id: string }>`select id from stories`.execute(news.work.work.db)).rows.map(({ id }) => id))
const membersOf = (n: number): readonly EntryId[] => news.stories.get(storyIdOf(n))?.entryIds ?? []
const laterBy = (days: number) => ({ ...news.work.work, keepDays, now: () => news.work.clock.nowMs + days * dayMs })

async function say(kind: string, storyId: StoryId): Promise<void> {
  const at = new Date(news.work.clock.nowMs).toISOString()
  const answer = await ask('/api/v1/signals', { signals: [{ id: `${kind} ${storyId}`, kind, at, storyId }] })
  expect(answer.status).toBe(200)
}

test('old stories go with their articles, but for those that are saved, marked or liked', async () => {
  const { db } = news.work.work
  await say('saved', storyIdOf(1))
  await say('more', storyIdOf(2))
  await say('opened', storyIdOf(4))
  await sql`insert into highlights (reader_id, id, entry_id, quote, before, after, start)
    select id, 'mark', ${membersOf(3)[0] ?? ''}::uuid, 'words', '', '', 0 from readers limit 1`.execute(db)
  // One of its reports came in only lately.
  await sql`update story_entries set first_seen_at = ${new Date(news.work.clock.nowMs + 50 * dayMs)}
    where entry_id = ${membersOf(5)[0] ?? ''}::uuid`.execute(db)
  expect((await ask('/api/v1/page')).status).toBe(200)
  const keys = await count('entry_keys')

  await housekeeping(laterBy(keepDays - 20))
  expect((await kept()).size).toBe(stories)
  await housekeeping({ ...laterBy(keepDays + 20), keepDays: 0 })
  expect((await kept()).size).toBe(stories)

  await housekeeping(laterBy(keepDays + 20))
  expect(await kept()).toEqual(new Set([1, 2, 3, 5].map(storyIdOf)))
  const left = [1, 2, 3, 5].flatMap(membersOf).length
  expect(await Promise.all(['entries', 'story_entries', 'pages'].map(count))).toEqual([left, left, 0])
  const { rows } = await sql`
    select 1 from story_topics where story_id not in (select id from stories)
    union all select 1 from story_embeddings where story_id not in (select id from stories)`.execute(db)
  expect(rows).toEqual([])
  // That they came is still known, and counts.
  expect(await count('entry_keys')).toBe(keys)
  expect((await readStatus(db)).entries).toBe(left)
})

test('what went is nowhere found, and nothing breaks for it', async () => {
  await eventually(async () => (await ask(`/api/v1/stories/${storyIdOf(4)}`)).status === 404)
  expect((await ask(`/api/v1/articles/${membersOf(4)[0]}`)).status).toBe(404)
  const history = (await (await ask('/api/v1/history')).json()) as HistoryView
  expect(JSON.stringify(history)).not.toContain(storyIdOf(4))
  for (const path of ['/history', '/you', '/saved', '/', '/api/v1/export', '/api/v1/profile'])
    expect([path, (await ask(path)).status]).toEqual([path, 200])
})

test('a feed that still lists what went does not bring it back, changed or not', async () => {
  const { db, clock } = { ...news.work.work, clock: news.work.clock }
  const [gone = '' as EntryId] = membersOf(4)
  const [stays = '' as EntryId] = membersOf(1)
  const source = news.stories.get(storyIdOf(4))?.sourceIds[0] ?? ('' as SourceId)
  const [made] = newEntries(
    { entries: [{ id: 'x', title: 'Told anew', authors: [], categories: [], enclosures: [], media: [] }] },
    {
      source: { id: source, feedUrl: 'http://127.0.0.1:9/', fullText: 'auto' },
      nowMs: clock.nowMs,
      fetchArticles: false,
    },
  )
  if (made === undefined) throw new Error('no entry')
  const before = await Promise.all(['entries', 'articles', 'article_edits', 'stories_wanted'].map(count))
  const arrivals = [{ sourceId: source, entries: [{ ...made, id: gone }] }]
  const [saved] = await db.transaction().execute(async (tx) => await saveEntries(tx, { arrivals, nowMs: clock.nowMs }))
  expect(saved).toEqual({ added: [], changed: [] })
  expect(await Promise.all(['entries', 'articles', 'article_edits', 'stories_wanted'].map(count))).toEqual(before)
  // What is kept is edited as ever.
  const edits = [{ sourceId: source, entries: [{ ...made, id: stays }] }]
  const [edited] = await db
    .transaction()
    .execute(async (tx) => await saveEntries(tx, { arrivals: edits, nowMs: clock.nowMs }))
  expect(edited).toEqual({ added: [], changed: [stays] })
})

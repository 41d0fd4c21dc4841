/** A story that became part of another: what readers said of it holds for that one, whenever and under whichever id they said it. */
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deriveId } from '../../src/domain/derive-id.ts'
import type { EntryId, StoryId } from '../../src/domain/ids.ts'
import { publish } from '../../src/platform/storage/outbox.ts'
import { readingFigures } from '../../src/platform/storage/reading-figures.ts'
import { dropEmptyStories, saveMemberships, saveStories } from '../../src/platform/storage/stories.ts'
import type { HistoryView } from '../../src/server/api/contract/kept.ts'
import type { WhyView } from '../../src/server/api/contract/profile.ts'
import type { PageView, StoryView } from '../../src/server/api/contract.ts'
import { saveInventedEntries } from '../harness/invented-entries.ts'
import { type Ask, type InventedNews, openInventedNews } from '../harness/invented-news.ts'
import { eventually } from '../harness/until.ts'

let news: InventedNews
let sent = 0

beforeEach(async () => {
  news = await openInventedNews({ stories: 40, seed: 3 })
})

afterEach(async () => await news[Symbol.asyncDispose]())

async function get<View>(ask: Ask, path: string): Promise<View> {
  const answer = await ask(`/api/v1/${path}`)
  expect([path, answer.status]).toEqual([path, 200])
  // The contract's own tests see to the shape.
  return (await answer.json()) as View
}

const idsOnPage = async (ask: Ask): Promise<StoryId[]> =>
  (await get<PageView>(ask, 'page')).stories.map(({ id }) => id as StoryId)

async function say(ask: Ask, ...said: readonly (readonly [kind: string, storyId: StoryId])[]): Promise<void> {
  const signals = said.map(([kind, storyId]) => {
    sent += 1
    return { id: `signal ${sent}`, kind, at: new Date(news.work.clock.nowMs).toISOString(), storyId }
  })
  expect((await ask('/api/v1/signals', { signals })).status).toBe(200)
}

/** As story formation does it, in one transaction. Resolves when pages know of it. */
async function merge(from: StoryId, into: StoryId): Promise<void> {
  const [old, target] = [news.stories.get(from), news.open.window.get(into)?.story]
  if (old === undefined || target === undefined) throw new Error('there is no such story')
  const held = news.open.window.get(from)?.story ?? old
  const merged = { ...target, entryIds: [...target.entryIds, ...held.entryIds] }
  await news.work.work.db.transaction().execute(async (tx) => {
    await saveMemberships(
      tx,
      held.entryIds.map((entryId) => ({ entryId, storyId: into })),
    )
    await saveStories(tx, [merged])
    await dropEmptyStories(tx, new Map([[from, into]]), [from])
    await publish(tx, { kind: 'stories-changed', storyIds: [into], dropped: [from] })
  })
  await eventually(
    () =>
      news.open.window.get(from) === undefined &&
      news.open.window.get(into)?.story.entryIds.length === merged.entryIds.length,
  )
}

const verdict = async (ask: Ask, id: StoryId): Promise<string> => (await get<WhyView>(ask, `stories/${id}/why`)).verdict

async function three(ask: Ask): Promise<readonly [StoryId, StoryId, StoryId]> {
  const [a, b, c] = await idsOnPage(ask)
  if (a === undefined || b === undefined || c === undefined) throw new Error('the page is too short')
  return [a, b, c]
}

test('what was hidden stays hidden, and what was read is read, under the story that it is in now', async () => {
  const [ada, ben] = [await news.reader('ada'), await news.reader('ben')]
  const [hidden, middle, last] = await three(ada.ask)
  const read = (await idsOnPage(ada.ask))[3] ?? hidden
  await say(ada.ask, ['hidden', hidden], ['opened', read], ['less', read])
  const before = await readingFigures(news.work.work.db, 2)
  await merge(hidden, middle)
  await merge(middle, last)
  await eventually(async () => (await verdict(ada.ask, last)) === 'hidden')
  expect(await verdict(ada.ask, hidden)).toBe('hidden')
  expect(await idsOnPage(ada.ask)).not.toContain(last)
  expect(await verdict(ben.ask, last)).not.toBe('hidden')
  const other = (await idsOnPage(ada.ask))[0] ?? last
  await merge(read, other)
  await eventually(async () => (await get<StoryView>(ada.ask, `stories/${other}`)).said === 'less')
  expect((await get<HistoryView>(ada.ask, 'history')).stories.map(({ story }) => story.id)).toEqual([other])
  // In the log of pages it is the one that was opened there.
  expect(before.places.reduce((sum, { opened }) => sum + opened, 0)).toBe(1)
  expect((await readingFigures(news.work.work.db, 2)).places).toEqual(before.places)
  expect((await ada.ask(`/api/v1/history/${read}`, undefined, 'DELETE')).status).toBe(200)
  expect((await get<HistoryView>(ada.ask, 'history')).stories).toEqual([])
})

test('a card of before the merge saves, hides and takes back where its story is now', async () => {
  const { ask } = await news.reader('ada')
  const [first, second, last] = await three(ask)
  await merge(first, second)
  await merge(second, last)
  const saved = async () => (await get<{ stories: { id: string }[] }>(ask, 'saved')).stories.map(({ id }) => id)
  await say(ask, ['saved', first], ['saved', last], ['more', second])
  expect(await saved()).toEqual([last])
  expect(await get<StoryView>(ask, `stories/${first}`)).toMatchObject({ id: last, saved: true, said: 'more' })
  const { rows } = await sql<{ features: object | null }>`
    select features from signals where kind = 'saved' and shown_as = ${first}`.execute(news.work.work.db)
  expect(rows).toMatchObject([{ features: expect.any(Object) }])
  expect((await ask(`/api/v1/saved/${first}`, { labels: ['work'] }, 'PUT')).status).toBe(200)
  for (const kind of ['saved', 'more'])
    expect((await ask('/api/v1/withdrawals', { kind, storyId: first })).status).toBe(200)
  expect(await saved()).toEqual([])
  expect((await get<StoryView>(ask, `stories/${last}`)).said).toBeUndefined()
  await say(ask, ['hidden', first])
  expect(await idsOnPage(ask)).not.toContain(last)
})

test('what was only seen is seen under the story that it is in now, before anything else is done', async () => {
  const { ask, id } = await news.reader('ada')
  const [first, , last] = await three(ask)
  await say(ask, ['seen', first])
  const seen = async () => [...(await news.open.states.of(id)).profile.seen.keys()]
  expect(await seen()).toEqual([first])
  await merge(first, last)
  await eventually(async () => (await seen())[0] === last)
  expect(await seen()).toEqual([last])
})

test('a story that was read comes back when it has grown, whatever was done since', async () => {
  const { ask } = await news.reader('ada')
  const [read, other] = await three(ask)
  await say(ask, ['opened', read])
  expect(await verdict(ask, read)).toBe('read')
  const story = news.stories.get(read)
  if (story === undefined) throw new Error('there is no such story')
  const entryId = deriveId('entry', 'added later') as EntryId
  const grown = { ...story, entryIds: [...story.entryIds, entryId], latestAtMs: news.work.clock.nowMs + 1_000 }
  const { db } = news.work.work
  await saveInventedEntries(db, [{ ...grown, entryIds: [entryId] }])
  await saveMemberships(db, [{ entryId, storyId: read }])
  await saveStories(db, [grown])
  await publish(db, { kind: 'stories-changed', storyIds: [read], dropped: [] })
  await eventually(() => news.open.window.get(read)?.story.entryIds.length === grown.entryIds.length)
  expect(await verdict(ask, read)).not.toBe('read')
  await say(ask, ['seen', other])
  expect(await verdict(ask, read)).not.toBe('read')
  news.work.clock.nowMs = grown.latestAtMs + 1_000
  await say(ask, ['opened', read])
  expect(await verdict(ask, read)).toBe('read')
})

test('a story that is there again is spoken of for itself', async () => {
  const { ask } = await news.reader('ada')
  const [first, , last] = await three(ask)
  const story = news.stories.get(first)
  if (story === undefined) throw new Error('there is no such story')
  await merge(first, last)
  const { db } = news.work.work
  await saveMemberships(
    db,
    story.entryIds.map((entryId) => ({ entryId, storyId: first })),
  )
  await saveStories(db, [story])
  await publish(db, { kind: 'stories-changed', storyIds: [first, last], dropped: [] })
  await eventually(() => news.open.window.get(first))
  await say(ask, ['hidden', first])
  expect(await verdict(ask, first)).toBe('hidden')
  expect(await verdict(ask, last)).not.toBe('hidden')
})

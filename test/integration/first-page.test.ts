/** Whoever begins with many sources has something to read while the rest is still on its way. */
import { expect, test } from 'vitest'
import { entryIdOf, sourceIdOf } from '../../src/domain/derive-id.ts'
import { assignStory } from '../../src/jobs/assign-story.ts'
import type { StoryKeeper } from '../../src/jobs/threads/story-keeper.ts'
import { understandEntry } from '../../src/jobs/understand-entry.ts'
import type { Database } from '../../src/platform/storage/database.ts'
import { saveEntries } from '../../src/platform/storage/entries.ts'
import { addSources } from '../../src/platform/storage/sources.ts'
import { countUnderstood } from '../../src/platform/storage/understandings.ts'
import type { PageView } from '../../src/server/api/contract.ts'
import { doings, openInventedNews, towns } from '../harness/invented-news.ts'
import { until } from '../harness/until.ts'

/** They are given their stories in two batches. */
const entryCount = 1_500
/** As many as are understood at once, and what the threads were at when there were so many. */
const understoodFirst = { min: 300, max: 600 }

test('a first page is there when a part of an import has its stories, and the rest is understood after those have theirs', async () => {
  await using news = await openInventedNews({ stories: 0, seed: 3 })
  const { work } = news.work
  const { ask } = await news.reader('ada')
  const storiesShown = async (): Promise<number> =>
    // What the API answers is what its schema says.
    ((await (await ask('/api/v1/page')).json()) as PageView).stories.length
  await saveImport(work.db, news.work.clock.nowMs)
  expect(await storiesShown()).toBe(0)

  let batches = 0
  const add: StoryKeeper['add'] = async (entries) => {
    if (batches === 0)
      await until('the first entries to be understood while none has a story', async () => {
        return (await countUnderstood(work.db, understoodFirst.min)) >= understoodFirst.min
      })
    else {
      await until('a page while others have no story', async () => (await storiesShown()) > 0)
      expect(await countUnderstood(work.db, entryCount)).toBeLessThan(understoodFirst.max)
    }
    const reply = await work.stories.add(entries)
    // A thread that is new wants to be given the window first, and is asked again.
    if (reply.loaded) batches += 1
    return reply
  }
  const importing = { ...work, stories: { ...work.stories, add } }
  await Promise.all([assignStory(importing, {}), understandEntry(importing)])
  expect(batches).toBe(2)
  expect(await countUnderstood(work.db, entryCount)).toBe(entryCount)
})

/** Three outlets tell of each event, as on the first day of a reader with a long list. */
async function saveImport(db: Database, nowMs: number): Promise<void> {
  const outlets = ['gazette', 'courier', 'post'].map((name) => `https://${name}.example/feed`)
  await addSources(
    db,
    outlets.map((feedUrl) => ({ id: sourceIdOf(feedUrl), kind: 'feed', feedUrl, title: feedUrl, folders: [] })),
  )
  const arrivals = outlets.map((feedUrl) => ({
    sourceId: sourceIdOf(feedUrl),
    entries: Array.from({ length: entryCount / outlets.length }, (_, event) => entryOf(feedUrl, event, nowMs)),
  }))
  await db.transaction().execute(async (tx) => await saveEntries(tx, { arrivals, nowMs }))
}

function entryOf(feedUrl: string, event: number, nowMs: number) {
  const [town, doing] = [towns[event % towns.length], doings[event % doings.length]]
  const title = `${town} tells of its ${doing} number ${event}`
  const text = `${title}. The council of ${town} said on Monday that ${doing} number ${event} had taken ${100 + event * 7} days.`
  return {
    id: entryIdOf(sourceIdOf(feedUrl), String(event)),
    entry: { id: String(event), authors: [], categories: [], enclosures: [], media: [] },
    title,
    publishedAtMs: nowMs - event * 60_000,
    article: { videos: [], keyPoints: [], related: [], html: `<p>${text}</p>`, text },
  }
}

/** Feeds of one outlet's sections: what they report together counts as one outlet's, everywhere. */
import { expect, test } from 'vitest'
import { entryIdOf } from '../../src/domain/derive-id.ts'
import { describeStories } from '../../src/jobs/describe-stories.ts'
import { saveEntries } from '../../src/platform/storage/entries.ts'
import { addSources } from '../../src/platform/storage/sources.ts'
import { saveMemberships } from '../../src/platform/storage/stories.ts'
import { storiesById } from '../../src/platform/storage/story-cards.ts'
import { saveUnderstood } from '../../src/platform/storage/understandings.ts'
import type { StoryView } from '../../src/server/api/contract.ts'
import { openInventedNews, sourceOf, storyIdOf } from '../harness/invented-news.ts'

const feeds = [
  ['https://feeds.gull.example/world', 'https://www.gull.example/world'],
  ['https://feeds.gull.example/politics', 'https://gull.example/politics'],
  ['https://feeds.gull.example/all', 'https://gull.example/all'],
] as const

test('two feeds of an outlet are one outlet on cards, in coverage and for importance', async () => {
  await using news = await openInventedNews({ stories: 0, seed: 2 })
  const { db } = news.work.work
  const nowMs = news.work.clock.nowMs
  await addSources(
    db,
    feeds.map(([feedUrl, siteUrl], n) => ({
      id: sourceOf(n),
      kind: 'feed',
      feedUrl,
      siteUrl,
      title: `Feed ${n}`,
      folders: [],
    })),
  )
  const story = { id: storyIdOf(1) }
  const entryIds = [0, 1, 2].map((n) => entryIdOf(sourceOf(n), 'ferry'))
  await saveEntries(db, {
    nowMs,
    arrivals: entryIds.map((id, n) => ({
      sourceId: sourceOf(n),
      entries: [
        {
          id,
          entry: { id: 'ferry', authors: [], categories: [], enclosures: [], media: [] },
          title: 'The ferry is back',
          publishedAtMs: nowMs - n * 60_000,
          article: { title: 'The ferry is back', videos: [], keyPoints: [], related: [], html: '', text: 'It is.' },
        },
      ],
    })),
  })
  const understood = { language: 'en', keyPoints: [], topics: [], entities: [] }
  const firstSeenAt = new Date(nowMs)
  await saveUnderstood(
    db,
    entryIds.map((entryId) => ({ entryId, firstSeenAt, isFinal: true, understood })),
  )
  await saveMemberships(
    db,
    entryIds.map((entryId) => ({ entryId, storyId: story.id })),
  )
  // The third is of the same outlet, too, until it says that its pages are elsewhere.
  const described = async () => {
    await db.transaction().execute(async (tx) => {
      await describeStories(news.work.work, tx, { touched: [story.id], moves: new Map() })
    })
    const [stored] = await storiesById(db, [story.id])
    if (stored === undefined) throw new Error('no story')
    return stored
  }
  const one = (await described()).story
  await db.updateTable('sources').set({ site_url: 'https://tern.example' }).where('id', '=', sourceOf(2)).execute()
  const two = (await described()).story
  expect([one, two].map((each) => [each.outletCount, each.sourceIds.length])).toEqual([
    [1, 3],
    [2, 3],
  ])
  expect(two.importance).toBeGreaterThan(one.importance)

  const { ask } = await news.reader('ada')
  const view = (await (await ask(`/api/v1/stories/${story.id}`)).json()) as StoryView
  expect(view).toMatchObject({ sourceCount: 2, entryCount: 3 })
  expect(view.sources.map(({ name }) => name)).toEqual(['Feed 2', 'Feed 1'])
  expect(view.coverage.map(({ source, reports }) => [source.name, reports.length])).toEqual([
    ['Feed 1', 2],
    ['Feed 2', 1],
  ])
})

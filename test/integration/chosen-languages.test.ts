/** A reader who chose languages: topics, counts and notices keep to these, until what else there is is asked for. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TopicId } from '../../src/domain/ids.ts'
import type { FollowView, TopicView } from '../../src/server/api/contract.ts'
import { type Ask, type InventedNews, openInventedNews, sourceOf, storyIdOf } from '../harness/invented-news.ts'

// An id of this test.
const topicId = 'entity:tongues' as TopicId
const count = { en: 50, fr: 4, und: 1 }
let news: InventedNews
let ask: Ask

beforeAll(async () => {
  news = await openInventedNews({ stories: 0, seed: 3 })
  const languages = [...Array(count.en).fill('en'), ...Array(count.fr).fill('fr'), 'und'] as string[]
  await news.publish(
    languages.map((language, n) => ({
      ...news.storyOf(n),
      language,
      sourceIds: [sourceOf(language === 'fr' ? 1 : 0)],
      latestAtMs: news.work.clock.nowMs - 60_000 * n,
      topics: [{ id: topicId, label: 'Tongues', kind: 'entity', score: 0.8 }],
    })),
  )
  ask = (await news.reader('ada')).ask
}, 120_000)

afterAll(async () => await news[Symbol.asyncDispose]())

const get = async <View>(path: string): Promise<View> => (await (await ask(`/api/v1/${path}`)).json()) as View
const topic = async (more = '') => await get<TopicView>(`topics/${encodeURIComponent(topicId)}${more}`)
const choose = async (...languages: string[]) =>
  expect((await ask('/api/v1/languages', { languages }, 'PUT')).status).toBe(200)

test('a topic holds back what is told in none of them, says how much, and gives it when it is asked for', async () => {
  expect(await topic()).not.toHaveProperty('inOtherLanguages')
  await choose('fr')
  const chosen = await topic()
  expect(chosen.stories.map(({ language }) => language)).toEqual(['fr', 'fr', 'fr', 'fr', 'und'])
  expect(chosen.inOtherLanguages).toBe(40)
  const all = await topic('?languages=all')
  expect(all.stories.map(({ id }) => id)).toEqual(Array.from({ length: 40 }, (_, n) => storyIdOf(n)))
  expect(all).not.toHaveProperty('inOtherLanguages')
  await choose('en')
  expect(await topic()).toMatchObject({ stories: { length: 40 } })
  await ask('/api/v1/follows', { kind: 'source', sourceId: sourceOf(0) })
  await choose('fr')
  expect(await topic()).not.toHaveProperty('inOtherLanguages')
  await ask('/api/v1/unfollows', { kind: 'source', sourceId: sourceOf(0) })
})

test('what is new in a follow is counted in them', async () => {
  await ask('/api/v1/follows', { kind: 'topic', topicId })
  const counted = async () => {
    const { follows } = await get<{ follows: readonly FollowView[] }>('follows')
    return follows.map(({ newCount }) => newCount)
  }
  await choose()
  expect(await counted()).toEqual([count.en + count.fr + count.und])
  await choose('fr')
  expect(await counted()).toEqual([count.fr + count.und])
})

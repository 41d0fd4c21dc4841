/** The hot window holds what the database says, whatever fails or is withdrawn while it is asked. */
import type { KyselyPlugin } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StoryId } from '../../src/domain/ids.ts'
import { dropEmptyStories } from '../../src/platform/storage/stories.ts'
import { HotWindow } from '../../src/server/doors/hot-window.ts'
import { type InventedNews, openInventedNews, storyIdOf } from '../harness/invented-news.ts'
import { eventually } from '../harness/until.ts'

let news: InventedNews

beforeEach(async () => {
  news = await openInventedNews({ stories: 3, seed: 11 })
})

afterEach(async () => await news[Symbol.asyncDispose]())

const changed = (...storyIds: StoryId[]) => ({ kind: 'stories-changed', storyIds, dropped: [] }) as const

/** The real database, whose answers are kept back or lost on the way. */
function unsteady(): { answers: number; answered: () => Promise<void>; window: HotWindow } {
  const line = { answers: 0, answered: async () => {} }
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      line.answers += 1
      await line.answered()
      return result
    },
  }
  const window = new HotWindow(news.work.work.db.withPlugin(plugin), () => news.work.clock.nowMs)
  return Object.assign(line, { window })
}

async function lost(): Promise<void> {
  throw new Error('the connection broke')
}

test('a story whose load failed is loaded again, without another word of it', async () => {
  const line = unsteady()
  const { window } = line
  const seen = new Set<StoryId>()
  window.watch((ids) => {
    for (const id of ids) seen.add(id)
  })
  await window.measure()
  line.answered = lost
  const failedFrom = line.answers
  window.hear(changed(storyIdOf(0)))
  await eventually(() => line.answers > failedFrom + 1)
  expect([...seen]).toEqual([])
  line.answered = async () => {}
  window.hear(changed(storyIdOf(1)))
  await eventually(() => window.get(storyIdOf(1)))
  await eventually(() => window.get(storyIdOf(0)))
  expect(seen).toEqual(new Set([storyIdOf(0), storyIdOf(1)]))
  window.close()
})

test('what failed is tried later each time, and never after the end', async () => {
  const [ended, other] = [unsteady(), unsteady()]
  for (const { window } of [ended, other]) await window.measure()
  for (const line of [ended, other]) {
    line.answered = lost
    line.answers = 0
    line.window.hear(changed(storyIdOf(0)))
    await eventually(() => line.answers === 2)
  }
  ended.window.close()
  const { answers } = ended
  ended.window.hear(changed(storyIdOf(1)))
  // The other tries later than the one that has ended would have.
  await eventually(() => other.answers === 4)
  expect(ended.answers).toBe(answers)
  other.window.close()
})

test.each(['filling', 'catching up'])('a story dropped while %s loads it stays away', async (how) => {
  const line = unsteady()
  const { window } = line
  await window.measure()
  let release = (): void => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  line.answered = async () => await held
  const before = line.answers
  const filled = how === 'filling' ? window.fill() : window.hear(changed(storyIdOf(0), storyIdOf(1)))
  await eventually(() => line.answers > before)
  await dropEmptyStories(news.work.work.db, new Map(), [storyIdOf(0)])
  window.hear({ kind: 'stories-changed', storyIds: [], dropped: [storyIdOf(0)] })
  release()
  await filled
  await eventually(() => window.get(storyIdOf(1)))
  expect(window.get(storyIdOf(0))).toBeUndefined()
  window.close()
})

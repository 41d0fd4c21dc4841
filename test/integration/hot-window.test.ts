/** The hot window holds what the database says, whatever fails or is withdrawn while it is asked. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StoryId } from '../../src/domain/ids.ts'
import { dropEmptyStories } from '../../src/platform/storage/stories.ts'
import { HotWindow } from '../../src/server/doors/hot-window.ts'
import { gateAnswers } from '../harness/gated-answers.ts'
import { type InventedNews, openInventedNews, storyIdOf } from '../harness/invented-news.ts'
import { eventually } from '../harness/until.ts'

let news: InventedNews

beforeEach(async () => {
  news = await openInventedNews({ stories: 3, seed: 11 })
})

afterEach(async () => await news[Symbol.asyncDispose]())

const changed = (...storyIds: StoryId[]) => ({ kind: 'stories-changed', storyIds, dropped: [] }) as const

/** A window whose answers from the database go through `gate.pass`. */
function unsteady() {
  const { db, gate } = gateAnswers(news.work.work.db)
  return { gate, window: new HotWindow(db, () => news.work.clock.nowMs) }
}

async function lost(): Promise<void> {
  throw new Error('the connection broke')
}

test('a story whose load failed is loaded again, without another word of it', async () => {
  const { gate, window } = unsteady()
  const seen = new Set<StoryId>()
  window.watch((ids) => {
    for (const id of ids) seen.add(id)
  })
  await window.measure()
  gate.pass = lost
  const failedFrom = gate.answers
  window.hear(changed(storyIdOf(0)))
  await eventually(() => gate.answers > failedFrom + 1)
  expect([...seen]).toEqual([])
  gate.pass = async () => {}
  window.hear(changed(storyIdOf(1)))
  await eventually(() => window.get(storyIdOf(1)))
  await eventually(() => window.get(storyIdOf(0)))
  expect(seen).toEqual(new Set([storyIdOf(0), storyIdOf(1)]))
  window.close()
})

test('what failed is tried later each time, and never after the end', async () => {
  const [ended, other] = [unsteady(), unsteady()]
  for (const { window } of [ended, other]) await window.measure()
  for (const { gate, window } of [ended, other]) {
    gate.pass = lost
    gate.answers = 0
    window.hear(changed(storyIdOf(0)))
    await eventually(() => gate.answers === 2)
  }
  ended.window.close()
  const { answers } = ended.gate
  ended.window.hear(changed(storyIdOf(1)))
  // The other tries later than the one that has ended would have.
  await eventually(() => other.gate.answers === 4)
  expect(ended.gate.answers).toBe(answers)
  other.window.close()
})

test.each(['filling', 'catching up'])('a story dropped while %s loads it stays away', async (how) => {
  const { gate, window } = unsteady()
  await window.measure()
  let release = (): void => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  gate.pass = async () => await held
  const before = gate.answers
  const filled = how === 'filling' ? window.fill() : window.hear(changed(storyIdOf(0), storyIdOf(1)))
  await eventually(() => gate.answers > before)
  await dropEmptyStories(news.work.work.db, new Map(), [storyIdOf(0)])
  window.hear({ kind: 'stories-changed', storyIds: [], dropped: [storyIdOf(0)] })
  release()
  await filled
  await eventually(() => window.get(storyIdOf(1)))
  expect(window.get(storyIdOf(0))).toBeUndefined()
  window.close()
})

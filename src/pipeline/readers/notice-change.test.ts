import { expect, test } from 'vitest'
import type { InterestWatch } from '../../domain/reader.ts'
import { haveChanged, nothingWatched, watchInterests } from './notice-change.ts'

type Rates = { readonly like: number; readonly unlike: number }

/** Numbers in [0, 1) from a linear congruence: good enough to toss coins with. */
function tosses(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}

/** What a reader makes of stories: of those like what was learned, and of others, which part they open. */
function browse(toss: () => number, from: InterestWatch, stories: number, opens: Rates) {
  let watch = from
  const alarms: number[] = []
  for (let n = 0; n < stories; n += 1) {
    const isLike = toss() < 0.6
    const features = { 'topic-affinity': (isLike ? 2 : 0) + toss() }
    watch = watchInterests(watch, features, 'seen')
    if (toss() < (isLike ? opens.like : opens.unlike)) watch = watchInterests(watch, features, 'opened')
    if (!haveChanged(watch, 50)) continue
    watch = { ...watch, doubt: 0 }
    alarms.push(n + 1)
  }
  return { watch, alarms }
}

const steady: Rates = { like: 0.35, unlike: 0.05 }
const changed: Rates = { like: 0.03, unlike: 0.1 }
const seeds = Array.from({ length: 20 }, (_, seed) => seed + 1)

test('a reader whose interests hold is seldom suspected', () => {
  const alarms = seeds.map((seed) => browse(tosses(seed), nothingWatched, 600, steady).alarms.length)
  // Once in five hundred stories shown, or some thirty pages; a false alarm forgets, and is learned over.
  expect(alarms.reduce((sum, count) => sum + count, 0)).toBeLessThan(30)
})

test('a reader who opens other things, and less, is noticed within a few pages', () => {
  const after = seeds.map((seed) => {
    const toss = tosses(seed)
    const { watch } = browse(toss, nothingWatched, 600, steady)
    return browse(toss, watch, 600, changed).alarms[0] ?? Number.POSITIVE_INFINITY
  })
  expect(after.toSorted((a, b) => a - b)[18]).toBeLessThan(60)
})

test('of a reader who opened little there is nothing that could have changed', () => {
  const doubted = { ...nothingWatched, doubt: 1_000 }
  expect([haveChanged(doubted, 10), haveChanged(doubted, 50)]).toEqual([false, true])
})

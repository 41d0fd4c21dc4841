import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SourceId, StoryId, TopicId } from '../../domain/ids.ts'
import { type Signal, signalKinds } from '../../domain/reader.ts'
import { applySignal, type SignalStory } from './apply-signal.ts'
import { emptyProfile } from './profile.ts'
import { profileOf } from './profile-of.ts'

const dayMs = 86_400_000
// Ids in tests are plain words: the brands say only which is which.
const stories = new Map<StoryId, SignalStory>(
  [0, 1, 2, 3].map((n) => {
    const topics = [{ id: `query:${n % 2}` as TopicId, label: `Topic ${n % 2}`, kind: 'subject' as const, score: 1 }]
    const id = `story-${n}` as StoryId
    return [id, { id, title: `Story ${n}`, topics, sourceIds: [`source-${n}` as SourceId], entries: n + 1 }]
  }),
)
const featuresOf = (n: number) => ({ importance: n / 3, freshness: 0.5, 'topic-affinity': n - 1 })
const fold = (signals: readonly Signal[]) => profileOf({ follows: [], mutes: [], dials: {}, signals, stories })

const signalArbitrary: fc.Arbitrary<Signal & { readonly storyId: StoryId }> = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom(...signalKinds),
  atMs: fc.integer({ min: 0, max: 100 * dayMs }),
  storyId: fc.constantFrom(...stories.keys(), 'story-unknown' as StoryId),
  seconds: fc.nat(200),
  features: fc.nat(3).map(featuresOf),
})

test('a set of signals makes one profile, in whatever order and however often they arrive', () => {
  const shuffled = fc
    .uniqueArray(signalArbitrary, { maxLength: 30, selector: ({ id }) => id })
    .chain((signals) => fc.tuple(fc.constant(signals), fc.shuffledSubarray(signals, { minLength: signals.length })))
  fc.assert(
    fc.property(shuffled, ([signals, others]) => {
      expect(fold([...others, ...others.slice(0, 3)])).toEqual(fold(signals))
    }),
  )
})

test('signals one by one make the same interests, history and memory as all at once', () => {
  fc.assert(
    fc.property(fc.uniqueArray(signalArbitrary, { maxLength: 20, selector: ({ id }) => id }), (signals) => {
      const inTime = [...signals].sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1))
      const stepwise = inTime.reduce(
        (so, signal) => applySignal(so, signal, stories.get(signal.storyId)),
        emptyProfile(),
      )
      expect(stepwise).toEqual(fold(signals))
    }),
  )
})

test('a story that is seen again and again says no more than once, and nothing after it was opened', () => {
  const signal = (kind: 'seen' | 'opened', n: number, story = 'story-0'): Signal => ({
    id: `${kind} ${n}`,
    kind,
    atMs: n,
    storyId: story as StoryId,
  })
  const against = (...signals: Signal[]): number => fold(signals).topics.get('query:0' as TopicId)?.negative ?? 0
  const once = against(signal('seen', 1))
  expect(once).toBeGreaterThan(0)
  expect(against(...[1, 2, 3, 4].map((n) => signal('seen', n)))).toBe(once)
  expect(against(signal('opened', 1), signal('seen', 2))).toBe(0)
  expect(against(signal('seen', 1), signal('seen', 2, 'story-2'))).toBeGreaterThan(1.9 * once)
})

test('while learning is paused only what was seen and hidden is noted', () => {
  const paused = { ...emptyProfile(), learningPaused: true }
  const [story] = stories.values()
  const signal = { id: 'a', kind: 'hidden', atMs: dayMs, storyId: 'story-0' as StoryId } as const
  const after = applySignal(paused, signal, story)
  expect(after.hidden).toEqual(new Set(['story-0']))
  expect([after.topics.size, after.sources.size, after.history.length, after.model?.size]).toEqual([0, 0, 0, 0])
})

test('opening what a feature spoke for makes that feature count more; passing it over, less', () => {
  const shown = (kind: 'opened' | 'less') => {
    const signals = [1, 2, 3].map(
      (n): Signal => ({
        id: `${n}`,
        kind,
        atMs: n,
        storyId: `story-${n}` as StoryId,
        features: featuresOf(n),
      }),
    )
    return fold(signals).model?.get('importance')?.mean ?? 0
  }
  expect(shown('opened')).toBeGreaterThan(0)
  expect(shown('less')).toBeLessThan(0)
})

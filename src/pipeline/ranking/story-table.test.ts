import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EntryId, SourceId, StoryId, TopicId } from '../../domain/ids.ts'
import type { Candidate } from '../../domain/page.ts'
import { applySignal } from '../readers/apply-signal.ts'
import { emptyProfile } from '../readers/profile.ts'
import { greatest } from './greatest.ts'
import { rankPage } from './rank-page.ts'
import { StoryTable } from './story-table.ts'

const hourMs = 3_600_000
const nowMs = 1_000 * hourMs
const at = { nowMs, seed: 'seed' }
// Ids in tests are plain words: the brands say only which is which.
const topic = (n: number): TopicId => `query:${n}` as TopicId

function story(
  n: number,
  more: { topic?: number; source?: string; ageHours?: number; entries?: number; importance?: number } = {},
): Candidate {
  const latestAtMs = nowMs - (more.ageHours ?? 10) * hourMs
  const entryIds = Array.from({ length: more.entries ?? 1 }, (_, place) => `entry-${n}-${place}` as EntryId)
  const raw = Float32Array.from({ length: 64 }, (_, place) => Math.sin((n + 1) * (place + 1) * 3.7))
  const length = Math.hypot(...raw)
  return {
    story: {
      id: `story-${n}` as StoryId,
      headline: `Headline ${n}`,
      language: 'en',
      entryIds,
      sourceIds: [(more.source ?? 'loud') as SourceId],
      firstAtMs: latestAtMs,
      latestAtMs,
      keyPoints: [],
      topics: [{ id: topic(more.topic ?? n % 50), label: '', kind: 'subject', score: 1 }],
      entities: [],
      importance: more.importance ?? 0.1,
    },
    embedding: raw.map((value) => value / length),
    popularity: 0,
  }
}

const many = Array.from({ length: 3_000 }, (_, n) => story(n, { ageHours: n % 100 }))
const idsIn = (table: StoryTable, profile = emptyProfile()): Set<StoryId> =>
  new Set(table.pick(profile, at).candidates.map((each) => each.story.id))

test('of many stories a few hundred are picked: the important, the followed, the rare, the near and the grown', () => {
  const table = StoryTable.from(many)
  table.put(story(9_001, { importance: 1, ageHours: 120 }))
  table.put(story(9_002, { topic: 777, ageHours: 150 }))
  table.put(story(9_003, { source: 'rare', ageHours: 150 }))
  table.put(story(9_004, { ageHours: 160, entries: 3 }))
  table.put(story(9_005, { ageHours: 30, topic: 888 }))
  const read = { id: 'a', kind: 'opened', atMs: nowMs, storyId: 'story-9004' as StoryId } as const
  const near = { ...story(9_005), title: '', sourceIds: [], topics: [], entries: 1 }
  const profile = applySignal(
    applySignal(
      {
        ...emptyProfile(),
        follows: [
          { kind: 'topic', topicId: topic(777), label: '' },
          { kind: 'source', sourceId: 'rare' as SourceId, label: '' },
        ],
      },
      read,
      { id: read.storyId, title: '', topics: [], sourceIds: [], entries: 2 },
    ),
    { id: 'b', kind: 'more', atMs: nowMs, storyId: 'story-other' as StoryId },
    { ...near, id: 'story-other' as StoryId },
  )
  const picked = idsIn(table, profile)
  for (const n of [9_001, 9_002, 9_003, 9_004, 9_005]) expect(picked).toContain(`story-${n}`)
  expect(picked.size).toBeLessThan(250)
})

test('what was read and has not grown is not picked again, nor what was hidden', () => {
  const table = StoryTable.from([story(1), story(2), story(3)])
  const opened = { id: 'a', kind: 'opened', atMs: nowMs, storyId: 'story-1' as StoryId } as const
  const after = applySignal(emptyProfile(), opened, { ...story(1).story, title: '', entries: 1 })
  const hidden = { ...after, hidden: new Set(['story-2' as StoryId]) }
  // Picks at random may still meet them: ranking leaves them out for good.
  expect(table.pick(hidden, at).candidates.length).toBeLessThanOrEqual(3)
  expect(idsIn(table, hidden)).toContain('story-3')
})

test('who reads a language that little is written in gets a page of it all the same', () => {
  const table = StoryTable.from(many)
  for (let n = 0; n < 60; n += 1) {
    const { story: told, ...more } = story(9_100 + n, { ageHours: 90, importance: 0 })
    table.put({ ...more, story: { ...told, language: 'cy' } })
  }
  table.refresh(nowMs)
  const opened = { id: 'a', kind: 'opened', atMs: nowMs, storyId: 'story-0' as StoryId } as const
  const learned = applySignal(emptyProfile(), opened, { ...story(0), ...story(0).story, title: '', entries: 1 })
  const { candidates } = table.pick({ ...learned, reads: ['cy'] }, at)
  expect(candidates.filter(({ story: { language } }) => language === 'cy')).toHaveLength(60)
})

test('who chose a language is shown some of it at random too', () => {
  const table = StoryTable.from(many)
  for (let n = 0; n < 400; n += 1) {
    const { story: told, ...more } = story(9_100 + n, { ageHours: 90, importance: 0 })
    table.put({ ...more, story: { ...told, language: 'cy' } })
  }
  table.refresh(nowMs)
  const drawn = (language: string, seed: string) =>
    table
      .pick({ ...emptyProfile(), reads: [language] }, { nowMs, seed })
      .candidates.filter(({ story: told }) => told.language === language)
      .map(({ story: told }) => told.id)
  const seeds = Array.from({ length: 20 }, (_, n) => `seed ${n}`)
  const everyTime = drawn('cy', 'seed').filter((id) => seeds.every((seed) => drawn('cy', seed).includes(id)))
  const all = new Set(seeds.flatMap((seed) => drawn('cy', seed)))
  expect(all.size - everyTime.length).toBeGreaterThan(90)
})

test('putting and dropping leave the table as if made of what is left', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ n: fc.nat(30), drop: fc.boolean() }), { maxLength: 80 }), (steps) => {
      const table = new StoryTable()
      const left = new Map<number, Candidate>()
      for (const [place, { n, drop }] of steps.entries()) {
        if (drop) {
          table.drop(story(n).story.id)
          left.delete(n)
        } else {
          const made = story(n, { ageHours: place, topic: place % 4 })
          table.put(made)
          left.set(n, made)
        }
      }
      const fresh = StoryTable.from(left.values())
      expect(table.size).toBe(left.size)
      expect(idsIn(table)).toEqual(idsIn(fresh))
      const [one, other] = [table, fresh].map((each) => each.pick(emptyProfile(), at).background)
      for (let n = 0; n < 4; n += 1) expect(one?.topicShare(topic(n))).toBe(other?.topicShare(topic(n)))
    }),
  )
})

test('surveyed in steps, while stories come and go and another survey may end first, the table has what is left', async () => {
  const change = fc.record({ n: fc.nat(30), act: fc.constantFrom('put', 'drop', 'refresh') })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 40 }), async (changes) => {
      const left = new Map(many.slice(0, 20).map((each, n) => [n, each]))
      const table = StoryTable.from(left.values())
      const waiting = [...changes]
      let surveys = 0
      for (; surveys === 0 || waiting.length > 0; surveys += 1)
        await table.refreshInSteps(nowMs, async () => {
          const next = waiting.shift()
          if (next?.act === 'put') {
            left.set(next.n, story(next.n, { ageHours: waiting.length }))
            table.put(story(next.n, { ageHours: waiting.length }))
          } else if (next?.act === 'drop') {
            left.delete(next.n)
            table.drop(story(next.n).story.id)
          } else if (next !== undefined) table.refresh(nowMs)
          expect(idsIn(table)).toEqual(idsIn(StoryTable.from(left.values())))
        })
      expect(table.size).toBe(left.size)
    }),
  )
})

test('greatest finds what sorting finds', () => {
  fc.assert(
    fc.property(fc.float32Array({ noNaN: true, maxLength: 60 }), fc.nat(20), (values, count) => {
      // Zero and minus zero are equal, and to `toEqual` they are not: adding zero makes them one.
      const finite = [...values].filter((value) => value !== Number.NEGATIVE_INFINITY).map((value) => value + 0)
      const found = greatest(values, count).map((place) => (values[place] ?? Number.NaN) + 0)
      expect(found.sort((a, b) => b - a)).toEqual(finite.sort((a, b) => b - a).slice(0, count))
    }),
  )
})

test('all but some stand where they stood, and make the page that they make by themselves', () => {
  const table = StoryTable.from(many)
  table.drop('story-7' as StoryId)
  table.put(story(8, { ageHours: 1 }))
  const without = new Set(['story-1', 'story-2'] as StoryId[])
  const others = table.allBut(without)
  expect(others.candidates).toHaveLength(many.length - 3)
  expect(others.candidates.filter(({ story: { id } }) => without.has(id))).toEqual([])
  const input = { ...table.pick(emptyProfile(), at), ...others, profile: emptyProfile(), ...at, size: 50 }
  const { pool: _pool, ...byThemselves } = input
  expect(rankPage(input)).toEqual(rankPage(byThemselves))
})

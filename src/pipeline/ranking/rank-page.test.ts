import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EntryId, SourceId, StoryId, TopicId } from '../../domain/ids.ts'
import type { Candidate, Control, Page } from '../../domain/page.ts'
import type { Dials, Follow, Mute, Profile, Signal, SignalKind } from '../../domain/reader.ts'
import type { TopicScore } from '../../domain/topic.ts'
import { applySignal, type SignalStory } from '../readers/apply-signal.ts'
import { defaultDials, emptyProfile } from '../readers/profile.ts'
import { profileOf } from '../readers/profile-of.ts'
import { rankPage } from './rank-page.ts'
import { StoryTable } from './story-table.ts'

const hourMs = 3_600_000
const nowMs = 1_000 * hourMs
const kinds: readonly SignalKind[] = ['seen', 'opened', 'finished', 'saved', 'more', 'less']

// Ids in tests are plain words: the brands say only which is which.
const storyId = (n: number | string): StoryId => `story-${n}` as StoryId
const topicId = (n: number | string): TopicId => `query:${n}` as TopicId
const sourceId = (n: number | string): SourceId => `source-${n}` as SourceId

function vectorOf(n: number): Float32Array {
  const raw = Float32Array.from({ length: 8 }, (_, at) => Math.sin((n + 1) * (at + 1) * 1.7))
  const length = Math.hypot(...raw)
  return raw.map((value) => value / length)
}

type Made = {
  readonly n: number
  readonly topics?: readonly number[]
  readonly sources?: readonly number[]
  readonly ageHours?: number
  readonly importance?: number
  readonly entries?: number
  readonly headline?: string
  readonly popularity?: number
  readonly ratePerDay?: number
  readonly author?: number
  readonly language?: string
}

function candidateOf(made: Made): Candidate {
  const latestAtMs = nowMs - (made.ageHours ?? 5) * hourMs
  return {
    story: {
      id: storyId(made.n),
      headline: made.headline ?? `Headline ${made.n}`,
      language: made.language ?? 'en',
      entryIds: Array.from({ length: made.entries ?? 1 }, (_, at) => `entry-${made.n}-${at}` as EntryId),
      sourceIds: (made.sources ?? [made.n % 7]).map(sourceId),
      firstAtMs: latestAtMs,
      latestAtMs,
      keyPoints: [],
      topics: (made.topics ?? [made.n % 5]).map(
        (n, place): TopicScore => ({
          id: topicId(n),
          label: `Topic ${n}`,
          kind: place === 0 ? 'subject' : 'entity',
          score: 0.8,
        }),
      ),
      entities: [],
      importance: made.importance ?? 0.1,
    },
    embedding: vectorOf(made.n),
    popularity: made.popularity ?? 0,
    ...(made.author === undefined ? {} : { authors: [`author ${made.author}`] }),
    ...(made.ratePerDay === undefined ? {} : { sourceRatePerDay: made.ratePerDay }),
  }
}

function signalStory({ story, embedding }: Candidate): SignalStory {
  const common = { id: story.id, title: story.headline, topics: story.topics, sourceIds: story.sourceIds }
  return { ...common, entries: story.entryIds.length, ...(embedding === undefined ? {} : { embedding }) }
}

const pageOf = (profile: Profile, candidates: readonly Candidate[], size = 10): Page =>
  rankPage({ profile, candidates, nowMs, seed: 'seed', size })
const idsOf = (page: Page): StoryId[] => page.items.map((item) => item.storyId)

const made = fc.record({
  n: fc.nat(60),
  topics: fc.uniqueArray(fc.nat(6), { maxLength: 3 }),
  sources: fc.uniqueArray(fc.nat(8), { minLength: 1, maxLength: 4 }),
  ageHours: fc.nat(100),
  importance: fc.constantFrom(0, 0.2, 0.5, 0.9),
  entries: fc.integer({ min: 1, max: 4 }),
  popularity: fc.nat(30),
  ratePerDay: fc.constantFrom(0.1, 5),
  author: fc.nat(6),
  language: fc.constantFrom('en', 'fr', 'hi', 'und'),
})
const candidatesArbitrary = fc
  .uniqueArray(made, { minLength: 1, maxLength: 25, selector: ({ n }) => n })
  .map((all) => all.map(candidateOf))
const dialsArbitrary: fc.Arbitrary<Dials> = fc.record({
  importantPersonal: fc.constantFrom(0, 0.3, 0.5, 0.8, 1),
  familiarExploring: fc.constantFrom(0, 0.2, 0.5, 1),
  freshLasting: fc.constantFrom(0, 0.5, 0.8, 1),
  chronological: fc.constant(false),
})
const follow: fc.Arbitrary<Follow> = fc.oneof(
  fc.nat(6).map((n): Follow => ({ kind: 'topic', topicId: topicId(n), label: `Topic ${n}` })),
  fc.nat(6).map((n): Follow => ({ kind: 'author', name: `Author ${n}` })),
  fc.nat(8).map((n): Follow => ({ kind: 'source', sourceId: sourceId(n), label: `Source ${n}` })),
)

/** A reader who did things to stories numbered from 100, which are on no page. */
const profileArbitrary = fc
  .record({
    follows: fc.uniqueArray(follow, { maxLength: 4, selector: (each) => JSON.stringify(each) }),
    dials: dialsArbitrary,
    // Much of it asked for less of already.
    less: fc.uniqueArray(fc.nat(14), { maxLength: 5 }),
    acts: fc.array(fc.record({ story: made, kind: fc.constantFrom(...kinds), hours: fc.nat(500) }), { maxLength: 15 }),
  })
  .map(readerWho)

type Deeds = {
  readonly follows: readonly Follow[]
  readonly dials: Dials
  readonly less: readonly number[]
  readonly acts: readonly {
    readonly story: Parameters<typeof candidateOf>[0]
    readonly kind: (typeof kinds)[number]
    readonly hours: number
  }[]
}

function readerWho({ follows, dials, less, acts }: Deeds): Profile {
  const stories = new Map<StoryId, SignalStory>()
  const signals = acts.map(({ story, kind, hours }, place): Signal => {
    const candidate = candidateOf({ ...story, n: 100 + story.n })
    stories.set(candidate.story.id, signalStory(candidate))
    return { id: `${place}`, kind, atMs: nowMs - hours * hourMs, storyId: candidate.story.id }
  })
  const mutes = less.map(
    (n): Mute => ({
      what:
        n < 7
          ? { kind: 'topic', topicId: topicId(n), label: `Topic ${n}` }
          : { kind: 'source', sourceId: sourceId(n - 7), label: '' },
      strength: 'less',
    }),
  )
  return profileOf({ follows, mutes, dials, signals, stories })
}

/** What pressing a control does to a profile. */
function press(profile: Profile, control: Control, candidates: readonly Candidate[]): Profile {
  const signal = { id: 'pressed', kind: 'less', atMs: nowMs } as const
  switch (control.kind) {
    case 'unfollow':
      return without(profile, (each) => each.kind === 'topic' && each.topicId === control.topicId)
    case 'unfollow-source':
      return without(profile, (each) => each.kind === 'source' && each.sourceId === control.sourceId)
    case 'unfollow-author':
      return without(profile, (each) => each.kind === 'author' && each.name === control.name)
    case 'less-topic':
      return muted(profile, { kind: 'topic', topicId: control.topicId, label: control.label }, 'less')
    case 'less-source':
      return muted(profile, { kind: 'source', sourceId: control.sourceId, label: control.label }, 'less')
    case 'less-story': {
      const candidate = candidates.find(({ story }) => story.id === control.storyId)
      const story = candidate === undefined ? undefined : signalStory(candidate)
      return applySignal(profile, { ...signal, storyId: control.storyId }, story)
    }
    case 'dial':
      return {
        ...profile,
        dials: { ...profile.dials, [control.dial]: turned(profile.dials[control.dial], control.towards) },
      }
    case 'mute-topic':
      return muted(profile, { kind: 'topic', topicId: control.topicId, label: control.label })
    case 'mute-source':
      return muted(profile, { kind: 'source', sourceId: control.sourceId, label: control.label })
  }
}

const turned = (value: number, towards: 0 | 1): number =>
  Math.min(1, Math.max(0, value + (towards === 1 ? 0.25 : -0.25)))
const without = (profile: Profile, dropped: (each: Follow) => boolean): Profile => ({
  ...profile,
  follows: profile.follows.filter((each) => !dropped(each)),
})
const muted = (profile: Profile, what: Mute['what'], strength: Mute['strength'] = 'none'): Profile => ({
  ...profile,
  mutes: [...profile.mutes.filter((each) => JSON.stringify(each.what) !== JSON.stringify(what)), { what, strength }],
})

/** Somebody who opens one outlet and asked for less of it: chance seldom makes one, and only they are offered to mute it. */
const fromOneOutlet = {
  n: 1,
  topics: [],
  sources: [1],
  ageHours: 5,
  importance: 0,
  entries: 1,
  popularity: 0,
  ratePerDay: 5,
  author: 1,
}
const lessOfWhatTheyOpen: [Profile, Candidate[]] = [
  readerWho({
    follows: [],
    dials: { importantPersonal: 0.5, familiarExploring: 0.2, freshLasting: 0.5, chronological: false },
    less: [8],
    acts: Array.from({ length: 12 }, (_, n) => ({ story: { ...fromOneOutlet, n }, kind: 'opened' as const, hours: n })),
  }),
  [candidateOf(fromOneOutlet)],
]

describe('properties', () => {
  test('the same input gives the same page, in whatever order candidates come', () => {
    fc.assert(
      fc.property(profileArbitrary, candidatesArbitrary, (profile, candidates) => {
        expect(pageOf(profile, [...candidates].reverse())).toEqual(pageOf(profile, candidates))
      }),
    )
  })

  test('every item has a reason, is there once, and has a chance', () => {
    fc.assert(
      fc.property(profileArbitrary, candidatesArbitrary, (profile, candidates) => {
        const page = pageOf(profile, [...candidates, ...candidates])
        expect(page.items.length).toBe(Math.min(10, candidates.length - page.leftOut))
        expect(new Set(idsOf(page)).size).toBe(page.items.length)
        for (const { reasons, propensity, score } of page.items) {
          expect(reasons.length).toBeGreaterThan(0)
          expect(propensity > 0 && propensity <= 1 && Number.isFinite(score)).toBe(true)
        }
      }),
    )
  })

  test('pressing the control of a reason lowers the score or takes the story away', () => {
    const pressed = new Set<string>()
    fc.assert(
      fc.property(profileArbitrary, candidatesArbitrary, (profile, candidates) => {
        for (const { storyId: id, score, reasons } of pageOf(profile, candidates, 30).items)
          for (const { control } of reasons) {
            if (control === undefined) continue
            pressed.add(control.kind)
            const after = pageOf(press(profile, control, candidates), candidates, 30)
            expect(after.items.find((item) => item.storyId === id)?.score ?? Number.NEGATIVE_INFINITY).toBeLessThan(
              score,
            )
          }
      }),
      { numRuns: 60, examples: [lessOfWhatTheyOpen] },
    )
    expect([...pressed].sort()).toEqual([
      'dial',
      'less-source',
      'less-story',
      'less-topic',
      'mute-source',
      'mute-topic',
      'unfollow',
      'unfollow-author',
      'unfollow-source',
    ])
  })

  test('what is muted never appears, whatever is muted and however the page is made', () => {
    const what: fc.Arbitrary<Mute['what']> = fc.oneof(
      fc.nat(6).map((n): Mute['what'] => ({ kind: 'topic', topicId: topicId(n), label: '' })),
      fc.nat(8).map((n): Mute['what'] => ({ kind: 'source', sourceId: sourceId(n), label: '' })),
      fc.nat(60).map((n): Mute['what'] => ({ kind: 'words', words: `headline ${n}` })),
    )
    const few = fc
      .uniqueArray(made, { minLength: 1, maxLength: 8, selector: ({ n }) => n })
      .map((all) => all.map(candidateOf))
    const hits = (mute: Mute['what'], { story }: Candidate): boolean => {
      switch (mute.kind) {
        case 'topic':
          return story.topics.some(({ id }) => id === mute.topicId)
        case 'source':
          // Of several outlets all must be muted: see below.
          return false
        case 'words':
          return story.headline.toLowerCase() === mute.words
      }
    }
    let met = 0
    fc.assert(
      fc.property(
        few,
        fc.array(what, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (candidates, mutes, chronological) => {
          const profile: Profile = {
            ...emptyProfile(),
            mutes: mutes.map((each) => ({ what: each, strength: 'none' })),
            dials: { ...defaultDials, chronological },
          }
          const picked = StoryTable.from(candidates).pick(profile, { nowMs, seed: 'seed' })
          const page = rankPage({ ...picked, profile, nowMs, seed: 'seed', size: 30 })
          const outlets = new Set(mutes.flatMap((each) => (each.kind === 'source' ? [each.sourceId] : [])))
          const unwanted = candidates.filter(
            (candidate) =>
              mutes.some((each) => hits(each, candidate)) || candidate.story.sourceIds.every((id) => outlets.has(id)),
          )
          met += unwanted.length
          for (const { story } of unwanted) expect(idsOf(page)).not.toContain(story.id)
          expect(page.items.length).toBe(candidates.length - unwanted.length)
        },
      ),
      // Ten thousand more are asked for at the server: test/integration/muted-everywhere.test.ts.
      { numRuns: 10_000 },
    )
    expect(met).toBeGreaterThan(1_000)
  })

  test('with languages chosen a page holds these, what is in none known, and outlets that are followed', () => {
    const reads = fc.uniqueArray(fc.constantFrom('en', 'fr', 'hi', 'de'), { maxLength: 3 })
    let left = 0
    fc.assert(
      fc.property(candidatesArbitrary, reads, fc.uniqueArray(fc.nat(8), { maxLength: 2 }), (candidates, chosen, n) => {
        const follows = n.map((each): Follow => ({ kind: 'source', sourceId: sourceId(each), label: '' }))
        const profile: Profile = { ...emptyProfile(), follows, reads: chosen }
        const wanted = candidates.filter(
          ({ story: { language, sourceIds } }) =>
            chosen.length === 0 ||
            ['und', ...chosen].includes(language) ||
            n.some((each) => sourceIds.includes(sourceId(each))),
        )
        left += candidates.length - wanted.length
        const picked = StoryTable.from(candidates).pick(profile, { nowMs, seed: 'seed' })
        const page = rankPage({ ...picked, profile, nowMs, seed: 'seed', size: 30 })
        expect(idsOf(page).sort()).toEqual(wanted.map(({ story }) => story.id).sort())
      }),
      { numRuns: 300 },
    )
    // About 400; a hundred cases leave out some 130, and one time in twenty fewer than 100.
    expect(left).toBeGreaterThan(100)
  })

  test('asking for less of a topic once more never raises a story on it', () => {
    fc.assert(
      fc.property(profileArbitrary, made, fc.nat(6), fc.integer({ min: 1, max: 5 }), (profile, story, n, times) => {
        const candidate = candidateOf({ ...story, topics: [n] })
        let [before, asked] = [Number.POSITIVE_INFINITY, profile]
        for (let time = 0; time <= times; time += 1) {
          const score = pageOf(asked, [candidate]).items[0]?.score ?? Number.NEGATIVE_INFINITY
          expect(score).toBeLessThanOrEqual(before + 1e-9)
          before = score
          asked = applySignal(asked, { id: `less ${time}`, kind: 'less', atMs: nowMs, topicId: topicId(n) }, undefined)
        }
      }),
    )
  })
})

test('a reader of whom nothing is known gets what matters, not what is merely newest', () => {
  const loud = Array.from({ length: 40 }, (_, n) => candidateOf({ n, ageHours: 1, importance: 0.05, topics: [n % 5] }))
  const big = candidateOf({ n: 90, ageHours: 6, importance: 0.95, sources: [1, 2, 3, 4, 5], topics: [1] })
  const page = pageOf(emptyProfile(), [...loud, big])
  expect(idsOf(page).indexOf(big.story.id)).toBeLessThan(3)
  const reasons = page.items.find((item) => item.storyId === big.story.id)?.reasons.map(({ text }) => text)
  expect(reasons).toContain('5 sources report it')
})

test('three follows already make a page', () => {
  const follows = [1, 2, 3].map((n): Follow => ({ kind: 'topic', topicId: topicId(n), label: `Topic ${n}` }))
  const all = Array.from({ length: 60 }, (_, n) => candidateOf({ n, topics: [n % 12], ageHours: n % 24 }))
  const page = pageOf({ ...emptyProfile(), follows }, all)
  const wanted = page.items.filter(({ reasons }) => reasons.some(({ text }) => text.startsWith('You follow')))
  expect(wanted.length).toBeGreaterThanOrEqual(6)
})

test('a source that seldom publishes is not drowned by a loud one', () => {
  const follows = [1, 2].map((n): Follow => ({ kind: 'source', sourceId: sourceId(n), label: `Source ${n}` }))
  const loud = Array.from({ length: 200 }, (_, n) =>
    candidateOf({ n, sources: [1], ageHours: n % 20, ratePerDay: 200 }),
  )
  const rare = candidateOf({ n: 900, sources: [2], ageHours: 40, ratePerDay: 0.1 })
  expect(idsOf(pageOf({ ...emptyProfile(), follows }, [...loud, rare]))).toContain(rare.story.id)
})

test('a read story comes back only when it has grown, and says so', () => {
  const read = candidateOf({ n: 1, entries: 2 })
  const signal: Signal = { id: 'a', kind: 'opened', atMs: nowMs - hourMs, storyId: read.story.id }
  const profile = applySignal(emptyProfile(), signal, signalStory(read))
  expect(idsOf(pageOf(profile, [read, candidateOf({ n: 2 })]))).toEqual([storyId(2)])
  const others = Array.from({ length: 8 }, (_, n) => candidateOf({ n: n + 2 }))
  const { items } = pageOf(profile, [candidateOf({ n: 1, entries: 4 }), ...others])
  const reasons = items.find((item) => item.storyId === read.story.id)?.reasons.map(({ text }) => text)
  expect(reasons).toContain('2 new reports since you read it')
  // It is nearest to itself, which is no reason to show it.
  expect(reasons).not.toContain('Because you opened “Headline 1”')
})

test('chronological is newest first, with nothing learned', () => {
  const all = Array.from({ length: 12 }, (_, n) => candidateOf({ n, ageHours: (n * 7) % 12, importance: (n % 3) / 2 }))
  const profile = { ...emptyProfile(), dials: { ...defaultDials, chronological: true } }
  const ages = pageOf(profile, all).items.map(
    (item) => all.find(({ story }) => story.id === item.storyId)?.story.latestAtMs,
  )
  expect(ages).toEqual([...ages].sort((a, b) => (b ?? 0) - (a ?? 0)))
})

test('one outlet does not fill a page that others could share', () => {
  const loud = Array.from({ length: 50 }, (_, n) => candidateOf({ n, sources: [1], ageHours: 0 }))
  const quiet = Array.from({ length: 20 }, (_, n) => candidateOf({ n: 100 + n, sources: [10 + n], ageHours: 40 }))
  const page = pageOf(emptyProfile(), [...loud, ...quiet], 20)
  expect(idsOf(page).filter((id) => loud.some(({ story }) => story.id === id)).length).toBeLessThanOrEqual(3)
})

test('what most outlets report is on every first page, however far from what the reader follows', () => {
  const all = Array.from({ length: 80 }, (_, n) => candidateOf({ n, topics: [n % 4], ageHours: 1, importance: 0.35 }))
  const covered = candidateOf({ n: 90, topics: [5], sources: [1, 2, 3, 4, 5, 6], ageHours: 20, importance: 0.3 })
  const pages = [0, 1].map((n) => {
    const follows: Follow[] = [{ kind: 'topic', topicId: topicId(n), label: `Topic ${n}` }]
    const profile = { ...emptyProfile(), follows }
    const picked = StoryTable.from([...all, covered]).pick(profile, { nowMs, seed: 'seed' })
    return idsOf(rankPage({ ...picked, profile, nowMs, seed: 'seed', size: 20 }))
  })
  for (const page of pages) expect(page).toContain(covered.story.id)
  expect(pages[0]?.filter((id) => pages[1]?.includes(id)).length).toBeLessThan(10)
})

test('what was passed over is not kept on the page for its coverage', () => {
  const covered = candidateOf({ n: 90, topics: [5], sources: [1, 2, 3, 4, 5, 6], ageHours: 20, importance: 0.3 })
  const seen: Signal = { id: 'a', kind: 'seen', atMs: nowMs - hourMs, storyId: covered.story.id }
  const profile = applySignal(emptyProfile(), seen, signalStory(covered))
  const others = Array.from({ length: 80 }, (_, n) =>
    candidateOf({ n, topics: [n % 4], sources: [10 + n], ageHours: 1 }),
  )
  expect(idsOf(pageOf(profile, [...others, covered]))).not.toContain(covered.story.id)
})

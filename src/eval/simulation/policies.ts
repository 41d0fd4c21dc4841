/** Who makes the pages: Salient's own ranking, what it is compared with, and one that knows what readers love. */
import type { StoryId } from '../../domain/ids.ts'
import type { Dials, Profile, Signal } from '../../domain/reader.ts'
import { rankPage } from '../../pipeline/ranking/rank-page.ts'
import { StoryTable } from '../../pipeline/ranking/story-table.ts'
import { draftOf, finish, note, signalStoryOf } from '../../pipeline/readers/apply-signal.ts'
import { learnWeights, movedWeights } from '../../pipeline/readers/learn-weights.ts'
import { priorWeights } from '../../pipeline/readers/prior-weights.ts'
import { defaultDials, emptyProfile } from '../../pipeline/readers/profile.ts'
import { type Act, chanceOf, type SimulatedReader } from './population.ts'
import { dayMs, hourMs, type WorldStory } from './world.ts'

/** One way to make pages, with whatever it learns. */
export type Policy = {
  readonly name: string
  /** Before a day's pages: the stories of the window, and how often each was opened in the last day. */
  readonly beginDay: (
    window: readonly WorldStory[],
    opens: ReadonlyMap<StoryId, number>,
    nowMs: number,
  ) => void | Promise<void>
  readonly page: (
    reader: SimulatedReader,
    nowMs: number,
    size: number,
  ) => readonly WorldStory[] | Promise<readonly WorldStory[]>
  readonly learn: (
    reader: SimulatedReader,
    page: readonly WorldStory[],
    acts: readonly Act[],
    nowMs: number,
  ) => void | Promise<void>
}

export function salientPolicy(options: { readonly dials?: Partial<Dials>; readonly name?: string } = {}): Policy {
  const profiles = new Map<number, Profile>()
  const start: Profile = { ...emptyProfile(), dials: { ...defaultDials, ...options.dials } }
  const shown = new Map<number, ReadonlyMap<StoryId, Readonly<Record<string, number>>>>()
  const shifts = new Map<string, { mean: number; evidence: number }>()
  let outcomes = 0
  let weights = priorWeights
  let table = new StoryTable()
  let byId = new Map<StoryId, WorldStory>()
  let signals = 0
  return {
    name: options.name ?? 'salient',
    beginDay: (window, opens, nowMs) => {
      byId = new Map(window.map((story) => [story.candidate.story.id, story]))
      table = StoryTable.from(
        window.map(({ candidate }) => ({ ...candidate, popularity: opens.get(candidate.story.id) ?? 0 })),
      )
      table.refresh(nowMs)
      weights = movedWeights(priorWeights, shifts, outcomes)
    },
    page: (reader, nowMs, size) => {
      const profile = profiles.get(reader.number) ?? start
      const seed = `${reader.number} ${nowMs}`
      const page = rankPage({ ...table.pick(profile, { nowMs, seed }), profile, nowMs, seed, size, weights })
      shown.set(reader.number, new Map(page.items.map(({ storyId, features }) => [storyId, features])))
      return page.items.flatMap(({ storyId }) => byId.get(storyId) ?? [])
    },
    learn: (reader, page, acts, nowMs) => {
      const draft = draftOf(profiles.get(reader.number) ?? start)
      for (const { place, kind } of acts) {
        const candidate = page[place]?.candidate
        if (candidate === undefined) continue
        const { story, embedding } = candidate
        const features = shown.get(reader.number)?.get(story.id)
        signals += 1
        const signal: Signal = {
          id: `${signals}`,
          kind,
          atMs: nowMs,
          storyId: story.id,
          ...(features === undefined ? {} : { features }),
        }
        note(draft, signal, signalStoryOf(story, embedding))
        if (features !== undefined) learnWeights(shifts, features, kind, 'everyone')
        outcomes += 1
      }
      profiles.set(reader.number, finish(draft))
    },
  }
}

/** Pages in one order for everybody, without what the reader opened or saw already. */
function sortedPolicy(
  name: string,
  worthOf: (story: WorldStory, opens: number, nowMs: number, reader: SimulatedReader) => number,
): Policy {
  const met = new Map<number, Set<StoryId>>()
  let window: readonly WorldStory[] = []
  let opens: ReadonlyMap<StoryId, number> = new Map()
  return {
    name,
    beginDay: (stories, opened) => {
      window = stories
      opens = opened
    },
    page: (reader, nowMs, size) => {
      const before = met.get(reader.number)
      return window
        .filter(({ candidate }) => before?.has(candidate.story.id) !== true && candidate.story.latestAtMs <= nowMs)
        .map((story) => ({ story, worth: worthOf(story, opens.get(story.candidate.story.id) ?? 0, nowMs, reader) }))
        .sort((a, b) => b.worth - a.worth)
        .slice(0, size)
        .map(({ story }) => story)
    },
    learn: (reader, page, acts) => {
      const known = met.get(reader.number) ?? new Set<StoryId>()
      for (const { place } of acts) {
        const id = page[place]?.candidate.story.id
        if (id !== undefined) known.add(id)
      }
      met.set(reader.number, known)
    },
  }
}

const freshnessOf = (story: WorldStory, nowMs: number): number =>
  2 ** (-Math.max(0, nowMs - story.candidate.story.latestAtMs) / (18 * hourMs))

export const chronologicalPolicy = (): Policy =>
  sortedPolicy('chronological', (story) => story.candidate.story.latestAtMs / dayMs)

/** What most readers open, and what is new. */
export const popularPolicy = (): Policy =>
  sortedPolicy('most popular + recency', (story, opens, nowMs) => Math.log1p(opens) + freshnessOf(story, nowMs))

/** Knows each reader's chance of opening each story: nobody can do much better. */
export const knowingPolicy = (): Policy =>
  sortedPolicy('knows the readers', (story, _opens, _nowMs, reader) => chanceOf(reader, story))

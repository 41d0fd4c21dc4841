/**
 * Simulated readers browse the pages of a policy, day after day. Figures from here show that the ranking learns, recovers
 * and obeys its dials; they do not show how good its pages are for people.
 */
import type { StoryId } from '../../domain/ids.ts'
import { drawsFrom } from '../metrics/bootstrap.ts'
import type { Policy } from './policies.ts'
import { type Act, browse, changeInterests, readerOf } from './population.ts'
import { dayMs, hourMs, type WorldStory, worldOf } from './world.ts'

export type Simulation = {
  readonly seed: number
  readonly readers: number
  readonly days: number
  readonly pagesPerDay: number
  readonly pageSize: number
  readonly storiesPerDay: number
  /** The day on which every reader comes to love other subjects; none by default. */
  readonly changeOnDay?: number
}

export const defaultSimulation: Simulation = {
  seed: 1,
  readers: 200,
  days: 14,
  pagesPerDay: 3,
  pageSize: 30,
  storiesPerDay: 240,
}

/** One page and what came of it. */
export type Visit = {
  readonly reader: number
  readonly day: number
  /** Stories of the page that were read to the end. */
  readonly reward: number
  /** Stories the reader had opened before this page. */
  readonly openedBefore: number
  /** Signals other than "seen" that the reader gave since their interests changed; undefined before. */
  readonly signalsSinceChange?: number
  /** What the page was made of, for the dials. */
  readonly importance: number
  readonly ageHours: number
  /** Share of its stories on subjects that the reader never opened before. */
  readonly unfamiliar: number
}

const windowDays = 3

/** The same simulation and policy give the same visits. O(days · readers · pages · page). */
export async function simulate(simulation: Simulation, policy: Policy): Promise<Visit[]> {
  const { seed, days, storiesPerDay } = simulation
  const world = worldOf(drawsFrom(seed), { days: days + windowDays, storiesPerDay })
  const population = Array.from({ length: simulation.readers }, (_, number) => {
    // Each reader draws for themselves: what a policy shows one cannot change what another does.
    const draw = drawsFrom(seed * 1_000_003 + number)
    return {
      draw,
      reader: readerOf(draw, number),
      opened: 0,
      since: undefined as number | undefined,
      known: new Set<number>(),
    }
  })
  const visits: Visit[] = []
  let opens = new Map<StoryId, number>()
  for (let day = 0; day < days; day += 1) {
    const window = Array.from({ length: windowDays }, (_, back) => world.storiesOf(day + back)).flat()
    // The first days only fill the window.
    const morningMs = (day + windowDays) * dayMs
    await policy.beginDay(window, opens, morningMs)
    const today = new Map<StoryId, number>()
    for (const person of population) {
      if (day === simulation.changeOnDay) {
        changeInterests(person.draw, person.reader)
        person.since = 0
      }
      const openedToday = new Map<number, number>()
      for (let n = 0; n < simulation.pagesPerDay; n += 1) {
        const nowMs = morningMs + n * 5 * hourMs
        const page = await policy.page(person.reader, nowMs, simulation.pageSize)
        const acts = browse(person.draw, person.reader, page, openedToday)
        visits.push(visitOf({ person, day, page, acts, nowMs }))
        for (const { place, kind } of acts) {
          const story = page[place]
          if (story === undefined || kind === 'seen') continue
          if (person.since !== undefined) person.since += 1
          if (kind !== 'opened') continue
          person.opened += 1
          person.known.add(story.subject)
          const { id } = story.candidate.story
          today.set(id, (today.get(id) ?? 0) + 1)
        }
        await policy.learn(person.reader, page, acts, nowMs)
      }
    }
    // Yesterday's opens count half.
    opens = new Map([...opens].map(([id, count]) => [id, count / 2]))
    for (const [id, count] of today) opens.set(id, (opens.get(id) ?? 0) + count)
  }
  return visits
}

function visitOf(given: {
  readonly person: {
    readonly reader: { readonly number: number }
    readonly opened: number
    readonly since: number | undefined
    readonly known: ReadonlySet<number>
  }
  readonly day: number
  readonly page: readonly WorldStory[]
  readonly acts: readonly Act[]
  readonly nowMs: number
}): Visit {
  const { person, day, page, acts, nowMs } = given
  const mean = (of: (story: WorldStory) => number): number =>
    page.length === 0 ? 0 : page.reduce((sum, story) => sum + of(story), 0) / page.length
  return {
    reader: person.reader.number,
    day,
    reward: acts.filter(({ kind }) => kind === 'finished').length,
    openedBefore: person.opened,
    ...(person.since === undefined ? {} : { signalsSinceChange: person.since }),
    importance: mean(({ candidate }) => candidate.story.importance),
    ageHours: mean(({ candidate }) => (nowMs - candidate.story.latestAtMs) / hourMs),
    unfamiliar: mean(({ subject }) => (person.known.has(subject) ? 0 : 1)),
  }
}

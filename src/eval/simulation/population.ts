/**
 * The invented readers of the simulation. Each loves a few subjects and names and is cold to the rest, looks down a page
 * less and less likely (position bias), tires of a subject within a day (boredom), now and then opens what they do not love
 * (curiosity), and may come to love other things on a certain day (drift). What they do follows from that and the draw.
 */
import { type Draw, namesPerSubject, normal, subjectCount, type WorldStory } from './world.ts'

const lovedSubjects = 3
const lovedNamesPerSubject = 2
/** Log-odds of opening a story that one looks at. */
const worth = { base: -3.4, subject: 2.6, name: 1.4, quality: 1, curiosity: 2.2 } as const
/** Each story already opened of a subject today takes this much. */
const boredomPerOpen = 0.35
/** The chance to look at the next place after looking at one. */
const attention = 0.94

export type SimulatedReader = {
  readonly number: number
  loves: ReadonlySet<number>
  lovesNames: ReadonlySet<number>
  /** The chance that a story outside what they love is looked at with curiosity. */
  readonly curiosity: number
}

export function readerOf(draw: Draw, number: number): SimulatedReader {
  return { number, ...tasteOf(draw, new Set()), curiosity: 0.02 + 0.1 * draw() }
}

/** From now on the reader loves other subjects. */
export function changeInterests(draw: Draw, reader: SimulatedReader): void {
  const { loves, lovesNames } = tasteOf(draw, reader.loves)
  reader.loves = loves
  reader.lovesNames = lovesNames
}

function tasteOf(draw: Draw, not: ReadonlySet<number>): Pick<SimulatedReader, 'loves' | 'lovesNames'> {
  const loves = new Set<number>()
  while (loves.size < lovedSubjects) {
    const subject = Math.floor(draw() * subjectCount)
    if (!not.has(subject)) loves.add(subject)
  }
  const lovesNames = new Set<number>()
  for (const subject of loves)
    for (let n = 0; n < lovedNamesPerSubject; n += 1)
      lovesNames.add(subject * namesPerSubject + Math.floor(draw() ** 2 * namesPerSubject))
  return { loves, lovesNames }
}

/** The chance that the reader opens a story that they look at, when nothing of its subject was opened today. */
export function chanceOf(reader: SimulatedReader, story: WorldStory): number {
  return 1 / (1 + Math.exp(-utilityOf(reader, story)))
}

function utilityOf({ loves, lovesNames }: SimulatedReader, { subject, name, quality }: WorldStory): number {
  return (
    worth.base +
    (loves.has(subject) ? worth.subject : 0) +
    (lovesNames.has(name) ? worth.name : 0) +
    worth.quality * quality
  )
}

export type Act = { readonly place: number; readonly kind: 'seen' | 'opened' | 'finished' | 'less' }

/** What the reader does with a page, from the top. `openedToday`: how often each subject was opened; it is added to. */
export function browse(
  draw: Draw,
  reader: SimulatedReader,
  page: readonly WorldStory[],
  openedToday: Map<number, number>,
): Act[] {
  const acts: Act[] = []
  for (const [place, story] of page.entries()) {
    acts.push({ place, kind: 'seen' })
    const bored = boredomPerOpen * (openedToday.get(story.subject) ?? 0)
    const curious = draw() < reader.curiosity ? worth.curiosity : 0
    const utility = utilityOf(reader, story) - bored + curious
    if (draw() < 1 / (1 + Math.exp(-utility))) {
      openedToday.set(story.subject, (openedToday.get(story.subject) ?? 0) + 1)
      acts.push({ place, kind: 'opened' })
      // Whether it was worth opening: a good story on what one loves is read to its end.
      if (utility + 1 + 0.5 * normal(draw) > 0) acts.push({ place, kind: 'finished' })
    } else if (!reader.loves.has(story.subject) && draw() < 0.004) acts.push({ place, kind: 'less' })
    if (draw() > attention) break
  }
  return acts
}

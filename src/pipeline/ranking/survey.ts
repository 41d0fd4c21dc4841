/** What the table notes of all its stories at once, for any reader: the best of each kind, as rows of the table. */
import type { SourceId, TopicId } from '../../domain/ids.ts'
import type { Candidate } from '../../domain/page.ts'
import { outletCountOf } from '../../domain/story.ts'
import { greatest } from './greatest.ts'
import { sketchLength } from './sketch.ts'

/** Rough weights, in the order of size of the model's own. */
export const rough = { importance: 1.5, popularity: 0.8, freshness: 1.5, follow: 3, interest: 1, taste: 6 } as const
const hourMs = 3_600_000
const freshHalfLifeHours = 18

/** Rows noted of each topic, source and author: best for anyone, and newest. */
const notesMax = { best: 24, newest: 8 } as const
/** Stories, best for anyone first, whose sketches are compared with a reader's taste. */
const surveyedMax = 4_096
const importantMax = 100
/** Of these, so many for their coverage alone. */
const coveredMax = 10
const dayHours = 24
/** Stories whose topics, sources and authors are noted in one step. */
const notedInStep = 1_000

type Noted = {
  readonly byTopic: Map<TopicId, Notes>
  readonly bySource: Map<SourceId, Notes>
  readonly byAuthor: Map<string, Notes>
}
type Notes = { readonly best: number[]; readonly newest: number[] }

export type Survey = {
  readonly atMs: number
  /** All rows, best for anyone first. */
  readonly byGeneral: Int32Array
  /** What matters to everyone: the most covered of the last day, then the most important. */
  readonly forEveryone: readonly number[]
  readonly byTopic: ReadonlyMap<TopicId, Notes>
  readonly bySource: ReadonlyMap<SourceId, Notes>
  readonly byAuthor: ReadonlyMap<string, Notes>
  /** How many of `byGeneral`, from the first, have their sketches side by side in `sketches`. */
  readonly surveyed: number
  readonly sketches: Float32Array
  /** General scores of the same, in the same order. */
  readonly general: Float32Array
  readonly centre: Float32Array | undefined
  readonly popularityMax: number
}

/** Before the first survey: any time is far from its own. */
export const noSurvey: Survey = {
  atMs: Number.NEGATIVE_INFINITY,
  byGeneral: new Int32Array(0),
  forEveryone: [],
  byTopic: new Map(),
  bySource: new Map(),
  byAuthor: new Map(),
  surveyed: 0,
  sketches: new Float32Array(0),
  general: new Float32Array(0),
  centre: undefined,
  popularityMax: 0,
}

/**
 * Made in steps, each a few milliseconds of 20,000 stories, between which pages can be made: it yields after each. Equal
 * scores go by id, so that rows, and with them the order in which stories came, cannot matter. O(n log n).
 */
export function* surveying(table: {
  readonly nowMs: number
  readonly rows: readonly number[]
  readonly candidates: readonly (Candidate | undefined)[]
  /** By row. */
  readonly general: Float32Array
  readonly sketches: Float32Array
  readonly centre: Float32Array | undefined
}): Generator<void, Survey> {
  const { rows, candidates, general } = table
  const idOf = (row: number): string => candidates[row]?.story.id ?? ''
  const byGeneral = Int32Array.from(rows).sort(
    (a, b) => (general[b] ?? 0) - (general[a] ?? 0) || (idOf(a) < idOf(b) ? -1 : 1),
  )
  yield
  const latest = Float64Array.from(byGeneral, (row) => candidates[row]?.story.latestAtMs ?? 0)
  const byLatest = byGeneral.map((_, place) => place).sort((a, b) => (latest[b] ?? 0) - (latest[a] ?? 0) || a - b)
  yield
  const notes: Noted = { byTopic: new Map(), bySource: new Map(), byAuthor: new Map() }
  for (const kind of ['best', 'newest'] as const)
    for (let place = 0; place < byGeneral.length; place += 1) {
      const row = byGeneral[kind === 'best' ? place : (byLatest[place] ?? 0)] ?? 0
      noteIn(notes, candidates[row], row, kind)
      if (place % notedInStep === notedInStep - 1) yield
    }
  const surveyed = Math.min(surveyedMax, byGeneral.length)
  const sketches = new Float32Array(surveyed * sketchLength)
  for (let place = 0; place < surveyed; place += 1) {
    const start = (byGeneral[place] ?? 0) * sketchLength
    sketches.set(table.sketches.subarray(start, start + sketchLength), place * sketchLength)
  }
  yield
  const importance = Float32Array.from(byGeneral, (row) => candidates[row]?.story.importance ?? 0)
  // Of equally many outlets the more important story: importance never reaches a whole outlet.
  const coverage = Float32Array.from(byGeneral, (row, place) =>
    table.nowMs - (latest[place] ?? 0) <= dayHours * hourMs
      ? outletsOn(candidates[row]) + 0.9 * (importance[place] ?? 0)
      : 0,
  )
  const top = (values: Float32Array, count: number): number[] =>
    greatest(values, count)
      .sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b)
      .map((place) => byGeneral[place] ?? 0)
  return {
    atMs: table.nowMs,
    byGeneral,
    forEveryone: [...new Set([...top(coverage, coveredMax), ...top(importance, importantMax - coveredMax)])],
    ...notes,
    surveyed,
    sketches,
    general: Float32Array.from(byGeneral.subarray(0, surveyed), (row) => general[row] ?? 0),
    centre: table.centre,
    popularityMax: rows.reduce((most, row) => Math.max(most, candidates[row]?.popularity ?? 0), 0),
  }
}

/** What a story is worth to anyone. */
export function generalScore({ story, popularity }: Candidate, nowMs: number): number {
  const ageHours = Math.max(0, nowMs - story.latestAtMs) / hourMs
  return (
    rough.importance * story.importance +
    rough.freshness * 2 ** (-ageHours / freshHalfLifeHours) +
    rough.popularity * Math.min(1, Math.log1p(popularity) / Math.LN10)
  )
}

function noteIn(
  { byTopic, bySource, byAuthor }: Noted,
  candidate: Candidate | undefined,
  row: number,
  kind: keyof Notes,
): void {
  for (const { id } of candidate?.story.topics ?? []) noteOf(byTopic, id, row, kind)
  for (const id of candidate?.story.sourceIds ?? []) noteOf(bySource, id, row, kind)
  for (const name of candidate?.authors ?? []) noteOf(byAuthor, name, row, kind)
}

function noteOf<Id>(index: Map<Id, Notes>, id: Id, row: number, kind: keyof Notes): void {
  const notes = index.get(id)
  if (notes === undefined) index.set(id, { best: [], newest: [], [kind]: [row] })
  else if (notes[kind].length < notesMax[kind]) notes[kind].push(row)
}

function outletsOn(candidate: Candidate | undefined): number {
  return candidate === undefined ? 0 : outletCountOf(candidate.story)
}

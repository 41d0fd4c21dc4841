/** What the table notes of all its stories at once, for any reader: the best of each kind, as rows of the table. */
import type { SourceId, TopicId } from '../../domain/ids.ts'
import type { Candidate } from '../../domain/page.ts'
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

/** Equal scores go by id, so that rows, and with them the order in which stories came, cannot matter. O(n log n). */
export function surveyOf(table: {
  readonly nowMs: number
  readonly rows: readonly number[]
  readonly candidates: readonly (Candidate | undefined)[]
  readonly general: Float32Array
  readonly sketches: Float32Array
  readonly centre: Float32Array | undefined
}): Survey {
  const { rows, candidates, general } = table
  const idOf = (row: number): string => candidates[row]?.story.id ?? ''
  const latest = Float64Array.from(general, (_, row) => candidates[row]?.story.latestAtMs ?? 0)
  const descending = (column: Float32Array | Float64Array) =>
    Int32Array.from(rows).sort((a, b) => (column[b] ?? 0) - (column[a] ?? 0) || (idOf(a) < idOf(b) ? -1 : 1))
  const byGeneral = descending(general)
  const notes: Noted = { byTopic: new Map(), bySource: new Map(), byAuthor: new Map() }
  for (const row of byGeneral) noteIn(notes, candidates[row], row, 'best')
  for (const row of descending(latest)) noteIn(notes, candidates[row], row, 'newest')
  const surveyed = Math.min(surveyedMax, byGeneral.length)
  const sketches = new Float32Array(surveyed * sketchLength)
  for (let place = 0; place < surveyed; place += 1) {
    const start = (byGeneral[place] ?? 0) * sketchLength
    sketches.set(table.sketches.subarray(start, start + sketchLength), place * sketchLength)
  }
  const importance = Float32Array.from(general, (_, row) => candidates[row]?.story.importance ?? 0)
  // Of equally many outlets the more important story: importance never reaches a whole outlet.
  const coverage = Float32Array.from(general, (_, row) =>
    table.nowMs - (latest[row] ?? 0) <= dayHours * hourMs
      ? (candidates[row]?.story.sourceIds.length ?? 0) + 0.9 * (importance[row] ?? 0)
      : 0,
  )
  return {
    atMs: table.nowMs,
    byGeneral,
    forEveryone: [
      ...new Set([
        ...descending(coverage).subarray(0, coveredMax),
        ...descending(importance).subarray(0, importantMax - coveredMax),
      ]),
    ],
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

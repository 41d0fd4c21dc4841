/**
 * What ranking reads of the stories to choose from, as numbers side by side: thousands are read for a page, and to follow
 * topics and outlets through objects and ids would cost more than all that is worked out of them. Topics and outlets are
 * numbered. What they are to one reader is noted by their numbers as well, and forgotten when the next scene begins.
 */
import type { SourceId, StoryId, TopicId } from '../../domain/ids.ts'
import type { Candidate } from '../../domain/page.ts'
import type { Profile } from '../../domain/reader.ts'
import type { TopicScore } from '../../domain/topic.ts'
import { Notes } from './notes.ts'
import { Numbering } from './numbering.ts'
import { RaggedRows, widened } from './ragged-rows.ts'
import { dot } from './vectors.ts'

/** Places of a row's facts. `square`: the inner product of its vector with itself. */
const facts = { importance: 0, popularity: 1, latestAtMs: 2, entries: 3, square: 4, length: 5 } as const
/** Flags of a story that the reader has met. */
const met = { seen: 1, opened: 2, done: 4 } as const
const none = -1

/** How the reader met a story before: how many entries it had, and whether they opened it. */
export type Met = { readonly entries: number; readonly opened: boolean }

/** Topics of a row that count in rough scores: the strongest come first in a story. */
const roughTopics = 8

export class StoryColumns {
  /** What topics are to the reader who is looked at, as worked out so far: see `topicStandingOf`. */
  readonly topicNotes = new Notes()
  /** The same of outlets: see `trustInNumbered`. */
  readonly sourceNotes = new Notes()
  readonly #rowOf = new Map<StoryId, number>()
  readonly #candidates: (Candidate | undefined)[] = []
  readonly #topics = new Numbering<TopicId>()
  readonly #sources = new Numbering<SourceId>()
  readonly #topicRows = new RaggedRows()
  #topicNumbers = new Int32Array(0)
  #topicScores = new Float64Array(0)
  /** 1 where the story is about an entity. */
  #topicIsEntity = new Uint8Array(0)
  /** The topic that is the subject a story is most about. */
  #subjects = new Int32Array(64)
  readonly #sourceRows = new RaggedRows()
  #sourceNumbers = new Int32Array(0)
  readonly #embeddings: (Float32Array | undefined)[] = []
  /** Of each row `facts.length` numbers. */
  #facts = new Float64Array(64 * facts.length)
  /** What each topic adds to rough scores for the reader being served; zero between readers. */
  #weights = new Float32Array(256)
  /** Of the stories that the marked reader has met: how many entries they had. */
  readonly #met = new Notes()
  #marked: Profile | undefined

  /** Stories that are there. */
  get size(): number {
    return this.#rowOf.size
  }

  /** Every row is below this; some may be empty. */
  get rows(): number {
    return this.#candidates.length
  }

  rowOf(id: StoryId): number | undefined {
    return this.#rowOf.get(id)
  }

  candidate(row: number): Candidate | undefined {
    return this.#candidates[row]
  }

  /** By row, with gaps where a row is empty. */
  byRow(): (Candidate | undefined)[] {
    return this.#candidates.slice()
  }

  /** Puts a story that is in no row into an empty one. */
  put(row: number, candidate: Candidate): void {
    const { story, embedding } = candidate
    this.#marked = undefined
    this.#rowOf.set(story.id, row)
    this.#candidates[row] = candidate
    this.#embeddings[row] = embedding
    if (row >= this.#subjects.length) this.#widen(2 * row)
    const { importance, latestAtMs, entryIds } = story
    const square = embedding === undefined ? 0 : dot(embedding, embedding)
    this.#facts.set([importance, candidate.popularity, latestAtMs, entryIds.length, square], row * facts.length)
    this.#putTopics(row, story.topics)
    this.#putSources(row, story.sourceIds)
  }

  /** Empties the row of a story; answers what stood there. */
  drop(id: StoryId): Candidate | undefined {
    const row = this.#rowOf.get(id)
    if (row === undefined) return undefined
    const candidate = this.#candidates[row]
    this.#rowOf.delete(id)
    this.#candidates[row] = undefined
    this.#embeddings[row] = undefined
    this.#marked = undefined
    for (const topic of candidate?.story.topics ?? []) this.#topics.release(topic.id)
    for (const source of candidate?.story.sourceIds ?? []) this.#sources.release(source)
    this.#topicRows.put(row, 0)
    this.#sourceRows.put(row, 0)
    return candidate
  }

  /** How many stories are about a topic. */
  topicCount(id: TopicId): number {
    return this.#topics.count(id)
  }

  embedding(row: number): Float32Array | undefined {
    return this.#embeddings[row]
  }

  importance(row: number): number {
    return this.#facts[row * facts.length + facts.importance] ?? 0
  }

  popularity(row: number): number {
    return this.#facts[row * facts.length + facts.popularity] ?? 0
  }

  latestAtMs(row: number): number {
    return this.#facts[row * facts.length + facts.latestAtMs] ?? 0
  }

  entries(row: number): number {
    return this.#facts[row * facts.length + facts.entries] ?? 0
  }

  /** The inner product of a row's vector with itself; 0 where there is none. */
  square(row: number): number {
    return this.#facts[row * facts.length + facts.square] ?? 0
  }

  /** The number of the subject that a story is most about; -1 of one that is about none. */
  subject(row: number): number {
    return this.#subjects[row] ?? none
  }

  /** Notes which stories the reader has met: see `metBefore` and `isDoneWith`. Once for one profile, while nothing is put or dropped. */
  markReader(profile: Profile): void {
    if (this.#marked === profile) return
    this.#met.begin(this.rows)
    for (const [id, { entries, opened }] of profile.seen) {
      const row = this.#rowOf.get(id)
      if (row === undefined) continue
      const hasGrown = this.entries(row) > entries
      this.#met.note(row, entries, met.seen | (opened ? met.opened | (hasGrown ? 0 : met.done) : 0))
    }
    for (const id of profile.hidden) {
      const row = this.#rowOf.get(id)
      if (row === undefined) continue
      const isMet = this.#met.isKnown(row)
      this.#met.note(row, isMet ? this.#met.value(row) : 0, (isMet ? this.#met.flags(row) : 0) | met.done)
    }
    this.#marked = profile
  }

  /** What the marked reader has met of a story. */
  metBefore(row: number): Met | undefined {
    const flags = this.#met.isKnown(row) ? this.#met.flags(row) : 0
    return (flags & met.seen) === 0 ? undefined : { entries: this.#met.value(row), opened: (flags & met.opened) !== 0 }
  }

  /** What the marked reader hid, and what they read and has not grown since. */
  isDoneWith(row: number): boolean {
    return this.#met.isKnown(row) && (this.#met.flags(row) & met.done) !== 0
  }

  /** Where the topics of a row begin, `topicsLength` of them, in the order of the story: see `topicNumber`, `topicScore`, `isEntity`. */
  topicsStart(row: number): number {
    return this.#topicRows.start(row)
  }

  topicsLength(row: number): number {
    return this.#topicRows.length(row)
  }

  topicNumber(at: number): number {
    return this.#topicNumbers[at] ?? 0
  }

  topicScore(at: number): number {
    return this.#topicScores[at] ?? 0
  }

  isEntity(at: number): boolean {
    return this.#topicIsEntity[at] === 1
  }

  topicOf(number: number): TopicId | undefined {
    return this.#topics.idOf(number)
  }

  /** As topics, for the outlets of a row. */
  sourcesStart(row: number): number {
    return this.#sourceRows.start(row)
  }

  sourcesLength(row: number): number {
    return this.#sourceRows.length(row)
  }

  sourceNumber(at: number): number {
    return this.#sourceNumbers[at] ?? 0
  }

  sourceOf(number: number): SourceId | undefined {
    return this.#sources.idOf(number)
  }

  /** Forgets what was noted of topics and outlets: another reader is looked at. */
  beginNotes(): void {
    this.topicNotes.begin(this.#topics.end)
    this.sourceNotes.begin(this.#sources.end)
  }

  /** Runs `act` with `worthOf`, which adds up what a row's topics are worth by these weights. */
  weighed<T>(weights: ReadonlyMap<TopicId, number>, act: (worthOf: (row: number) => number) => T): T {
    if (this.#weights.length < this.#topics.end) this.#weights = new Float32Array(2 * this.#topics.end)
    const numbers: number[] = []
    for (const [id, weight] of weights) {
      const number = this.#topics.numberOf(id)
      if (number === undefined) continue
      numbers.push(number)
      this.#weights[number] = weight
    }
    try {
      return act(numbers.length === 0 ? () => 0 : (row) => this.#worthOf(row))
    } finally {
      for (const number of numbers) this.#weights[number] = 0
    }
  }

  #widen(rows: number): void {
    this.#subjects = widened(this.#subjects, rows)
    this.#facts = widened(this.#facts, rows * facts.length)
  }

  #worthOf(row: number): number {
    const start = this.#topicRows.start(row)
    const end = start + Math.min(roughTopics, this.#topicRows.length(row))
    let worth = 0
    for (let at = start; at < end; at += 1) worth += this.#weights[this.#topicNumbers[at] ?? 0] ?? 0
    return worth
  }

  #putTopics(row: number, topics: readonly TopicScore[]): void {
    const start = this.#topicRows.put(row, topics.length)
    const { end } = this.#topicRows
    if (end > this.#topicNumbers.length) {
      this.#topicNumbers = widened(this.#topicNumbers, 2 * end)
      this.#topicScores = widened(this.#topicScores, 2 * end)
      this.#topicIsEntity = widened(this.#topicIsEntity, 2 * end)
    }
    let subject: TopicScore | undefined
    for (const [place, topic] of topics.entries()) {
      const { id, kind, score } = topic
      if (kind === 'subject' && (subject === undefined || score > subject.score)) subject = topic
      this.#topicNumbers[start + place] = this.#topics.take(id)
      this.#topicScores[start + place] = score
      this.#topicIsEntity[start + place] = kind === 'entity' ? 1 : 0
    }
    this.#subjects[row] = (subject && this.#topics.numberOf(subject.id)) ?? none
  }

  #putSources(row: number, sourceIds: readonly SourceId[]): void {
    const start = this.#sourceRows.put(row, sourceIds.length)
    const { end } = this.#sourceRows
    if (end > this.#sourceNumbers.length) this.#sourceNumbers = widened(this.#sourceNumbers, 2 * end)
    for (const [place, id] of sourceIds.entries()) this.#sourceNumbers[start + place] = this.#sources.take(id)
  }
}

/** Stories to choose from: rows of columns. */
export type Pool = { readonly columns: StoryColumns; readonly rows: readonly number[] }

/** Columns of these alone. Of two states of one story the fuller one counts, whichever comes first. */
export function poolOf(candidates: readonly Candidate[]): Pool {
  const columns = new StoryColumns()
  for (const candidate of candidates) {
    const row = columns.rowOf(candidate.story.id)
    const known = row === undefined ? undefined : columns.candidate(row)
    if (known !== undefined && !isFuller(candidate, known)) continue
    columns.drop(candidate.story.id)
    columns.put(row ?? columns.rows, candidate)
  }
  return { columns, rows: Array.from({ length: columns.rows }, (_, row) => row) }
}

function isFuller(one: Candidate, other: Candidate): boolean {
  const byEntries = one.story.entryIds.length - other.story.entryIds.length
  const byTime = one.story.latestAtMs - other.story.latestAtMs
  return (byEntries || byTime || one.popularity - other.popularity) > 0
}

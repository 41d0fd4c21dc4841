/**
 * The stories of the window in columns, and the few hundred of them worth scoring for one reader. Picking looks at every
 * story with a rough score of a few numbers; ranking then looks closely at what was picked. Knows nothing of pages.
 */
import type { SourceId, StoryId, TopicId } from '../../domain/ids.ts'
import type { Candidate } from '../../domain/page.ts'
import type { Profile } from '../../domain/reader.ts'
import { fading } from '../readers/interest.ts'
import { type Background, smoothedShare } from './background.ts'
import { greatest } from './greatest.ts'
import { uniformOf } from './random.ts'
import { evidenceOf } from './scene.ts'
import { sketchLength, sketchOf } from './sketch.ts'
import { addScaled, dotAt } from './vectors.ts'

/** How many are picked for each cause; some are picked for several. */
const picks = { overall: 110, important: 15, perFollow: 6, grown: 30, explored: 10 } as const
/** Follows that get picks of their own, and interests that raise the rough score, strongest first. */
const followsMax = 40
const interestsMax = 24
/** Rough weights, in the order of size of the model's own. */
const rough = { importance: 1.5, popularity: 0.8, freshness: 1.5, follow: 3, interest: 1, taste: 6 } as const
const hourMs = 3_600_000
const freshHalfLifeHours = 18
const rowsAtFirst = 1_024
/** General scores are made again when the time moved so far: freshness changes by a thousandth meanwhile. */
const generalForMs = 60_000

/** What was picked for a reader, and the news at large to compare it with. */
export type Picked = { readonly candidates: readonly Candidate[]; readonly background: Background }

export class StoryTable {
  readonly #rowOf = new Map<StoryId, number>()
  readonly #free: number[] = []
  readonly #byTopic = new Map<TopicId, Set<number>>()
  readonly #bySource = new Map<SourceId, Set<number>>()
  #candidates: (Candidate | undefined)[] = []
  #sketches = new Float32Array(rowsAtFirst * sketchLength)
  #rough = new Float32Array(rowsAtFirst)
  #general = new Float32Array(rowsAtFirst)
  #importance = new Float32Array(rowsAtFirst)
  #latestMs = new Float64Array(rowsAtFirst)
  /** When the general scores were made; before the first page any time does, they are made again for it. */
  #generalAtMs = Number.NEGATIVE_INFINITY
  #popularityMax = 0
  #vectorSum: Float32Array | undefined
  #vectors = 0

  /** O(stories · (dimensions · 32 + topics)). */
  static from(candidates: Iterable<Candidate>): StoryTable {
    const table = new StoryTable()
    for (const candidate of candidates) table.put(candidate)
    return table
  }

  get size(): number {
    return this.#rowOf.size
  }

  /** Adds a story, or puts its new state in place of the old. */
  put(candidate: Candidate): void {
    const { story, embedding } = candidate
    this.drop(story.id)
    const row = this.#free.pop() ?? this.#candidates.length
    if ((row + 1) * sketchLength > this.#sketches.length) this.#grow()
    this.#rowOf.set(story.id, row)
    this.#candidates[row] = candidate
    this.#latestMs[row] = story.latestAtMs
    this.#importance[row] = story.importance
    for (const { id } of story.topics) postings(this.#byTopic, id).add(row)
    for (const id of story.sourceIds) postings(this.#bySource, id).add(row)
    if (embedding !== undefined) {
      this.#sketches.set(sketchOf(embedding), row * sketchLength)
      this.#count(embedding, 1)
    }
    this.#general[row] = generalScore(candidate, this.#generalAtMs)
    this.#popularityMax = Math.max(this.#popularityMax, candidate.popularity)
  }

  drop(id: StoryId): void {
    const row = this.#rowOf.get(id)
    const candidate = row === undefined ? undefined : this.#candidates[row]
    if (row === undefined || candidate === undefined) return
    this.#rowOf.delete(id)
    this.#candidates[row] = undefined
    this.#free.push(row)
    for (const topic of candidate.story.topics) withdraw(this.#byTopic, topic.id, row)
    for (const source of candidate.story.sourceIds) withdraw(this.#bySource, source, row)
    this.#sketches.fill(0, row * sketchLength, (row + 1) * sketchLength)
    if (candidate.embedding !== undefined) this.#count(candidate.embedding, -1)
    this.#general[row] = Number.NEGATIVE_INFINITY
    this.#importance[row] = Number.NEGATIVE_INFINITY
  }

  /**
   * Candidates for one reader: best by rough score, newest of each follow, important now, grown since they were read, and
   * some at random by `seed`. At most about 140 and 6 for each follow. O(stories · 32).
   */
  pick(profile: Profile, options: { readonly nowMs: number; readonly seed: string }): Picked {
    const { nowMs, seed } = options
    this.#weighGenerally(nowMs)
    const rows = this.#candidates.length
    const scores = this.#rough.subarray(0, rows)
    const background = this.#background()
    scores.set(this.#general.subarray(0, rows))
    this.#addTaste(scores, profile, background.centre, nowMs)
    this.#addInterests(scores, profile, nowMs)
    const newest = this.#followed(profile).flatMap((rows) => this.#raise(rows, scores))
    const grown = this.#withoutRead(scores, profile)
    const found = new Set<number>([
      ...greatest(scores, picks.overall),
      ...greatest(this.#importance.subarray(0, rows), picks.important),
      ...grown.slice(-picks.grown),
      ...newest,
    ])
    for (let n = 0; n < picks.explored; n += 1) found.add(Math.floor(uniformOf(seed, `explored ${n}`) * rows))
    return { candidates: [...found].flatMap((row) => this.#candidates[row] ?? []), background }
  }

  #background(): Background {
    const { size } = this
    const centre = this.#vectors === 0 ? undefined : this.#vectorSum?.map((sum) => sum / this.#vectors)
    const topicShare = (id: TopicId): number => smoothedShare(this.#byTopic.get(id)?.size ?? 0, size)
    return { topicShare, centre, popularityMax: this.#popularityMax }
  }

  #grow(): void {
    const rows = (this.#sketches.length / sketchLength) * 2
    this.#sketches = widened(this.#sketches, rows * sketchLength)
    this.#general = widened(this.#general, rows)
    this.#importance = widened(this.#importance, rows)
    const latestMs = new Float64Array(rows)
    latestMs.set(this.#latestMs)
    this.#latestMs = latestMs
    this.#rough = new Float32Array(rows)
  }

  #count(embedding: Float32Array, sign: 1 | -1): void {
    this.#vectorSum ??= new Float32Array(embedding.length)
    addScaled(this.#vectorSum, embedding, sign)
    this.#vectors += sign
  }

  /** Brings what every story is worth to anyone up to date. */
  #weighGenerally(nowMs: number): void {
    if (Math.abs(nowMs - this.#generalAtMs) < generalForMs) return
    this.#generalAtMs = nowMs
    this.#popularityMax = 0
    for (const [row, candidate] of this.#candidates.entries()) {
      this.#general[row] = candidate === undefined ? Number.NEGATIVE_INFINITY : generalScore(candidate, nowMs)
      this.#popularityMax = Math.max(this.#popularityMax, candidate?.popularity ?? 0)
    }
  }

  /** Adds how near each story lies to what was opened. */
  #addTaste(scores: Float32Array, { history }: Profile, centre: Float32Array | undefined, nowMs: number): void {
    if (centre === undefined) return
    const sum = new Float32Array(centre.length)
    let total = 0
    let centres = 0
    for (const { embedding, weight, atMs } of history) {
      if (embedding === undefined) continue
      const counted = weight * fading(atMs, nowMs)
      addScaled(sum, embedding, counted)
      centres += counted
      total += Math.abs(counted)
    }
    if (total === 0) return
    addScaled(sum, centre, -centres)
    const taste = sketchOf(sum)
    const scale = rough.taste / total
    for (let row = 0; row < scores.length; row += 1)
      scores[row] = (scores[row] ?? 0) + scale * dotAt(this.#sketches, row * sketchLength, taste)
  }

  #addInterests(scores: Float32Array, { topics }: Profile, nowMs: number): void {
    const strongest = [...topics]
      .map(([id, interest]) => ({ id, evidence: evidenceOf(interest, nowMs) }))
      .map(({ id, evidence: { positive, negative } }) => ({ id, weight: Math.log((1 + positive) / (1 + negative)) }))
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.id < b.id ? -1 : 1))
      .slice(0, interestsMax)
    for (const { id, weight } of strongest)
      for (const row of this.#byTopic.get(id) ?? []) scores[row] = (scores[row] ?? 0) + rough.interest * weight
  }

  #followed({ follows }: Profile): ReadonlySet<number>[] {
    return follows.slice(0, followsMax).flatMap((follow) => {
      if (follow.kind === 'author') return []
      const rows = follow.kind === 'topic' ? this.#byTopic.get(follow.topicId) : this.#bySource.get(follow.sourceId)
      return rows ?? []
    })
  }

  /** Takes away what was hidden, and what was read and has not grown; returns what was read and has. */
  #withoutRead(scores: Float32Array, { hidden, seen }: Profile): number[] {
    for (const id of hidden) {
      const row = this.#rowOf.get(id)
      if (row !== undefined) scores[row] = Number.NEGATIVE_INFINITY
    }
    const grown: number[] = []
    for (const [id, { opened, entries }] of seen) {
      const row = opened ? this.#rowOf.get(id) : undefined
      const candidate = row === undefined ? undefined : this.#candidates[row]
      if (row === undefined || candidate === undefined) continue
      if (candidate.story.entryIds.length > entries) grown.push(row)
      else scores[row] = Number.NEGATIVE_INFINITY
    }
    return grown
  }

  /** Raises the rough score of what a follow meets; returns the newest of it. */
  #raise(rows: ReadonlySet<number>, scores: Float32Array): number[] {
    const newest: number[] = []
    let oldestMs = Number.NEGATIVE_INFINITY
    for (const row of rows) {
      scores[row] = (scores[row] ?? 0) + rough.follow
      const latestMs = this.#latestMs[row] ?? 0
      if (newest.length === picks.perFollow && latestMs <= oldestMs) continue
      const place = newest.findIndex((other) => (this.#latestMs[other] ?? 0) < latestMs)
      newest.splice(place === -1 ? newest.length : place, 0, row)
      if (newest.length > picks.perFollow) newest.pop()
      oldestMs = this.#latestMs[newest.at(-1) ?? row] ?? 0
    }
    return newest
  }
}

/** What a story is worth to anyone. */
function generalScore({ story, popularity }: Candidate, nowMs: number): number {
  const ageHours = Math.max(0, nowMs - story.latestAtMs) / hourMs
  return (
    rough.importance * story.importance +
    rough.freshness * 2 ** (-ageHours / freshHalfLifeHours) +
    rough.popularity * Math.min(1, Math.log1p(popularity) / Math.LN10)
  )
}

function postings<Id>(index: Map<Id, Set<number>>, id: Id): Set<number> {
  const known = index.get(id)
  if (known !== undefined) return known
  const made = new Set<number>()
  index.set(id, made)
  return made
}

function withdraw<Id>(index: Map<Id, Set<number>>, id: Id, row: number): void {
  const rows = index.get(id)
  rows?.delete(row)
  if (rows?.size === 0) index.delete(id)
}

function widened(column: Float32Array, length: number): Float32Array<ArrayBuffer> {
  const wider = new Float32Array(length)
  wider.set(column)
  return wider
}

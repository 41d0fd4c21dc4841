/**
 * The stories of the window in columns, and the few hundred of them worth scoring for one reader. Once in a while the
 * table looks at every story and notes the best of each topic, source and author (`refresh`); picking for a reader then
 * looks only into those notes, so that its time hardly grows with the window. Knows nothing of pages.
 */
import type { StoryId, TopicId } from '../../domain/ids.ts'
import type { Candidate } from '../../domain/page.ts'
import type { Follow, Profile } from '../../domain/reader.ts'
import { foldName } from '../readers/fold-words.ts'
import { evidenceOf } from '../readers/interest.ts'
import { type Background, smoothedShare } from './background.ts'
import { greatest } from './greatest.ts'
import { widened } from './ragged-rows.ts'
import { uniformOf } from './random.ts'
import { type Readable, readableBy } from './readable.ts'
import { type Directions, directionsOf, momentOf } from './scene.ts'
import { productsWith } from './similarities.ts'
import { sketchLength, sketchOf } from './sketch.ts'
import { type Pool, StoryColumns } from './story-columns.ts'
import { generalScore, noSurvey, rough, type Survey, surveying } from './survey.ts'
import { addScaled } from './vectors.ts'

/** How many are picked for each cause; some are picked for several. */
const picks = { overall: 110, important: 20, perFollow: 6, grown: 30, explored: 10 } as const
/** How many of each kind are looked at more closely before `overall` of them are picked. */
const looks = { general: 160, perInterest: 8, near: 60 } as const
/** Follows that get picks of their own, and interests that raise the rough score, strongest first. */
const followsMax = 40
const interestsMax = 24
const rowsAtFirst = 64
/** In a language of every twentieth story two of three draws find one. */
const drawsMax = 20
/** With more stories put since the last survey, the next pick surveys again; until then it looks at each of them. */
const freshMax = 1_024
/** General scores are made again when the time moved so far. */
const surveyForMs = 10 * 60_000
/** A smaller share of new vectors moves the centre too little to look again at all that every reader opened. */
const movedMax = 0.01
const hourMs = 3_600_000

/** What was picked for a reader, the news at large to compare it with, and what the reader opened in comparison. */
export type Picked = {
  readonly candidates: readonly Candidate[]
  /** The same, where they stand among all others. */
  readonly pool: Pool
  readonly background: Background
  readonly directions: Directions
}

export class StoryTable {
  readonly #columns = new StoryColumns()
  /** Rows of dropped stories; the survey may still name them, so they are used again only after the next one. */
  readonly #dropped: number[] = []
  readonly #free: number[] = []
  #sketches = new Float32Array(rowsAtFirst * sketchLength)
  #general = new Float32Array(rowsAtFirst)
  readonly #fresh: number[] = []
  #survey: Survey = noSurvey
  #vectorSum: Float32Array | undefined
  #vectors = 0
  #centre: Float32Array | undefined
  /** Vectors put and dropped since the centre was worked out. */
  #moved = 0
  /** For each row, the number of the pick that last looked at it: a set that is emptied by counting on. */
  #lookedAt = new Uint32Array(rowsAtFirst)
  #pickNumber = 0
  /** Of the reader picked for; undefined where any language will do. */
  #isReadable: Readable | undefined

  /** O(stories · (dimensions · 32 + topics)). */
  static from(candidates: Iterable<Candidate>): StoryTable {
    const table = new StoryTable()
    for (const candidate of candidates) table.put(candidate)
    return table
  }

  get size(): number {
    return this.#columns.size
  }

  /** Stories put since the last survey. */
  get fresh(): number {
    return this.#fresh.length
  }

  /** Adds a story, or puts its new state in place of the old. */
  put(candidate: Candidate): void {
    const { story, embedding } = candidate
    this.drop(story.id)
    const row = this.#free.pop() ?? this.#columns.rows
    if ((row + 1) * sketchLength > this.#sketches.length) this.#grow()
    this.#columns.put(row, candidate)
    if (embedding !== undefined) {
      this.#sketches.set(sketchOf(embedding), row * sketchLength)
      this.#count(embedding, 1)
    }
    this.#general[row] = generalScore(candidate, this.#survey.atMs)
    this.#fresh.push(row)
  }

  drop(id: StoryId): void {
    const row = this.#columns.rowOf(id)
    const candidate = this.#columns.drop(id)
    if (row === undefined || candidate === undefined) return
    this.#dropped.push(row)
    this.#sketches.fill(0, row * sketchLength, (row + 1) * sketchLength)
    if (candidate.embedding !== undefined) this.#count(candidate.embedding, -1)
  }

  /** Looks at every story again, at once. O(stories · log stories). */
  refresh(nowMs: number): void {
    const steps = this.#refreshing(nowMs)
    while (steps.next().done !== true);
  }

  /** The same a few milliseconds at a time; `pause` is awaited between, and pages may be made meanwhile. */
  async refreshInSteps(nowMs: number, pause: () => Promise<unknown>): Promise<void> {
    const steps = this.#refreshing(nowMs)
    while (steps.next().done !== true) await pause()
  }

  /** What is put and dropped between the steps is for the next survey; where another one ends before, this one is not used. */
  *#refreshing(nowMs: number): Generator<void, void> {
    const before = this.#survey
    const candidates = this.#columns.byRow()
    const rows = candidates.flatMap((candidate, row) => (candidate === undefined ? [] : [row]))
    const general = Float32Array.from(candidates, (candidate) =>
      candidate === undefined ? 0 : generalScore(candidate, nowMs),
    )
    const dropped = this.#dropped.length
    const fresh = this.#fresh.length
    if (this.#moved > this.#vectors * movedMax) this.#findCentre()
    const centre = this.#centre
    yield
    const survey = yield* surveying({ nowMs, rows, candidates, general, sketches: this.#sketches, centre })
    if (this.#survey !== before) return
    this.#survey = survey
    for (const row of rows) if (this.#columns.candidate(row) === candidates[row]) this.#general[row] = general[row] ?? 0
    this.#free.push(...this.#dropped.splice(0, dropped))
    this.#fresh.splice(0, fresh)
  }

  /**
   * Candidates for one reader: best by rough score, newest of each follow, important now, grown since they were read, and
   * some at random by `seed`. At most about 145 and 6 for each follow. O(follows + interests + 4,000 sketches), whatever
   * the size of the table.
   */
  pick(profile: Profile, options: { readonly nowMs: number; readonly seed: string }): Picked {
    const { nowMs, seed } = options
    if (Math.abs(nowMs - this.#survey.atMs) > surveyForMs || this.#fresh.length > freshMax) this.refresh(nowMs)
    const survey = this.#survey
    const { centre } = survey
    const directions = directionsFor(profile, centre, nowMs)
    const taste = directions.taste === undefined ? undefined : tasteSketch(directions.taste.vector)
    const interests = interestsOf(profile, nowMs)
    const newest = this.#newestFollowed(profile.follows)
    this.#isReadable = readableBy(profile)
    this.#columns.markReader(profile)
    const grown = this.#grown(profile)
    this.#pickNumber += 1
    const pool = [
      ...this.#look(survey.byGeneral, looks.general),
      ...this.#look(this.#fresh, freshMax),
      ...this.#look(this.#nearest(taste), looks.near),
      ...this.#look(newest, newest.length),
    ]
    const weights = withFollows(interests, profile)
    for (const [id, weight] of weights)
      if (weight > 0) pool.push(...this.#look(survey.byTopic.get(id)?.best ?? [], looks.perInterest))
    const followed = new Set(this.#newestFollowed(profile.follows.filter(({ kind }) => kind !== 'topic')))
    const found = new Set<number>()
    const add = (row: number): void => {
      if (this.#columns.candidate(row) !== undefined) found.add(row)
    }
    const scores = this.#columns.weighed(weights, (worthOf) => {
      const made = new Float32Array(pool.length)
      for (const [place, row] of pool.entries())
        made[place] = this.#roughScore(row, taste) + worthOf(row) + (followed.has(row) ? rough.follow : 0)
      return made
    })
    for (const place of greatest(scores, picks.overall)) add(pool[place] ?? -1)
    this.#pickNumber += 1
    for (const row of this.#look(survey.forEveryone, picks.important)) add(row)
    for (const row of newest) if (this.#isWanted(row)) add(row)
    for (const row of grown) add(row)
    for (let n = 0; n < picks.explored; n += 1) add(this.#drawn(seed, `explored ${n}`))
    const rows = [...found]
    return {
      candidates: rows.flatMap((row) => this.#columns.candidate(row) ?? []),
      pool: { columns: this.#columns, rows },
      background: this.#background(),
      directions,
    }
  }

  /** All stories but these, as `pick` gives some: none is copied. O(stories). */
  allBut(without: ReadonlySet<StoryId>): Pick<Picked, 'candidates' | 'pool'> {
    const candidates: Candidate[] = []
    const rows: number[] = []
    for (const [row, candidate] of this.#columns.byRow().entries()) {
      if (candidate === undefined || without.has(candidate.story.id)) continue
      candidates.push(candidate)
      rows.push(row)
    }
    return { candidates, pool: { columns: this.#columns, rows } }
  }

  /** A row at random; with languages chosen it is drawn again, a few times, until its story may be shown. */
  #drawn(seed: string, name: string): number {
    const { byGeneral } = this.#survey
    const rowAt = (drawing: string): number => byGeneral[Math.floor(uniformOf(seed, drawing) * byGeneral.length)] ?? -1
    let row = rowAt(name)
    if (this.#isReadable === undefined) return row
    for (let again = 1; again < drawsMax && !this.#isWanted(row); again += 1) row = rowAt(`${name} ${again}`)
    return row
  }

  #background(): Background {
    const { size } = this
    const { centre, popularityMax } = this.#survey
    return { topicShare: (id) => smoothedShare(this.#columns.topicCount(id), size), centre, popularityMax }
  }

  #grow(): void {
    const rows = (this.#sketches.length / sketchLength) * 2
    this.#sketches = widened(this.#sketches, rows * sketchLength)
    this.#general = widened(this.#general, rows)
    this.#lookedAt = new Uint32Array(rows)
  }

  #count(embedding: Float32Array, sign: 1 | -1): void {
    this.#vectorSum ??= new Float32Array(embedding.length)
    addScaled(this.#vectorSum, embedding, sign)
    this.#vectors += sign
    this.#moved += 1
  }

  #findCentre(): void {
    this.#centre = this.#vectors === 0 ? undefined : this.#vectorSum?.map((sum) => sum / this.#vectors)
    this.#moved = 0
  }

  /** The first `count` of the rows that this reader has not done with and that this pick has not looked at yet. */
  #look(rows: ArrayLike<number>, count: number): number[] {
    const looked: number[] = []
    for (let place = 0; place < rows.length && looked.length < count; place += 1) {
      const row = rows[place] ?? -1
      if (this.#lookedAt[row] === this.#pickNumber || !this.#isWanted(row)) continue
      this.#lookedAt[row] = this.#pickNumber
      looked.push(row)
    }
    return looked
  }

  /** Whether a row holds a story that was not set aside for this reader, in a language that they read. */
  #isWanted(row: number): boolean {
    const candidate = this.#columns.candidate(row)
    if (candidate === undefined || this.#columns.isDoneWith(row)) return false
    return this.#isReadable === undefined || this.#isReadable(candidate.story)
  }

  /** Rows of the latest stories that the reader read and that have grown since. */
  #grown(profile: Profile): number[] {
    const grown: number[] = []
    for (const id of readBy(profile)) {
      const row = this.#columns.rowOf(id)
      if (row === undefined || this.#columns.isDoneWith(row)) continue
      grown.push(row)
      if (grown.length === picks.grown) break
    }
    return grown
  }

  /** Of the stories best for anyone, those nearest to the taste. */
  #nearest(taste: Float32Array | undefined): number[] {
    if (taste === undefined) return []
    const { byGeneral, surveyed, sketches, general } = this.#survey
    const scores = productsWith(sketches, taste)
    for (let place = 0; place < surveyed; place += 1) {
      // What is nearest to a taste may all be in languages that the reader does not read.
      const isOut = this.#isReadable !== undefined && !this.#isWanted(byGeneral[place] ?? -1)
      scores[place] = isOut ? Number.NEGATIVE_INFINITY : (scores[place] ?? 0) + (general[place] ?? 0)
    }
    return greatest(scores, looks.near).map((place) => byGeneral[place] ?? -1)
  }

  #newestFollowed(follows: readonly Follow[]): number[] {
    return follows.slice(0, followsMax).flatMap((follow) => this.#newestOf(follow).slice(0, picks.perFollow))
  }

  #newestOf(follow: Follow): readonly number[] {
    const { byTopic, bySource, byAuthor } = this.#survey
    const surveyed =
      follow.kind === 'topic'
        ? byTopic.get(follow.topicId)
        : follow.kind === 'source'
          ? bySource.get(follow.sourceId)
          : byAuthor.get(foldName(follow.name))
    return surveyed?.newest ?? []
  }

  /** What a row is worth to anyone, and by its nearness to a taste. */
  #roughScore(row: number, taste: Float32Array | undefined): number {
    const general = this.#general[row] ?? 0
    return taste === undefined ? general : general + sketchDot(this.#sketches, row * sketchLength, taste)
  }
}

/** Ids of what a reader opened, latest first. Kept with the profile: it is long, and the same from page to page. */
function readBy(profile: Profile): readonly StoryId[] {
  const known = readBefore.get(profile)
  if (known !== undefined) return known
  const read = [...profile.seen].flatMap(([id, { opened }]) => (opened ? [id] : [])).reverse()
  readBefore.set(profile, read)
  return read
}

const readBefore = new WeakMap<Profile, readonly StoryId[]>()

/** The strongest interests, with what each adds to a rough score. Kept with the profile, as they stand on the hour. */
function interestsOf(profile: Profile, nowMs: number): ReadonlyMap<TopicId, number> {
  const hour = Math.floor(nowMs / hourMs)
  const known = interestsBefore.get(profile)
  if (known?.hour === hour) return known.interests
  const all = [...profile.topics].map(([id, interest]) => {
    const { positive, negative } = evidenceOf(interest, momentOf(profile, hour * hourMs))
    return { id, weight: rough.interest * Math.log((1 + positive) / (1 + negative)) }
  })
  all.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.id < b.id ? -1 : 1))
  const interests = new Map(all.slice(0, interestsMax).map(({ id, weight }) => [id, weight]))
  interestsBefore.set(profile, { hour, interests })
  return interests
}

const interestsBefore = new WeakMap<
  Profile,
  { readonly hour: number; readonly interests: ReadonlyMap<TopicId, number> }
>()

/** What a reader opened, as directions; kept with the profile for the hour, until the centre is another. */
function directionsFor(profile: Profile, centre: Float32Array | undefined, nowMs: number): Directions {
  const hour = Math.floor(nowMs / hourMs)
  const known = directionsBefore.get(profile)
  if (known?.hour === hour && known.centre === centre) return known.directions
  const directions = directionsOf(profile, centre, nowMs)
  directionsBefore.set(profile, { hour, centre, directions })
  return directions
}

const directionsBefore = new WeakMap<
  Profile,
  { readonly hour: number; readonly centre: Float32Array | undefined; readonly directions: Directions }
>()

/** What topics add to rough scores: a follow says more than an interest that was learned. */
function withFollows(interests: ReadonlyMap<TopicId, number>, { follows }: Profile): ReadonlyMap<TopicId, number> {
  const weights = new Map(interests)
  for (const follow of follows.slice(0, followsMax))
    if (follow.kind === 'topic') weights.set(follow.topicId, (weights.get(follow.topicId) ?? 0) + rough.follow)
  return weights
}

/** The sketch of a taste, as it adds to rough scores. */
function tasteSketch(taste: Float32Array): Float32Array {
  const sketch = sketchOf(taste)
  for (let at = 0; at < sketch.length; at += 1) sketch[at] = (sketch[at] ?? 0) * rough.taste
  return sketch
}

function sketchDot(sketches: Float32Array, start: number, taste: Float32Array): number {
  let a = 0
  let b = 0
  for (let at = 0; at < sketchLength; at += 2) {
    a += (sketches[start + at] ?? 0) * (taste[at] ?? 0)
    b += (sketches[start + at + 1] ?? 0) * (taste[at + 1] ?? 0)
  }
  return a + b
}

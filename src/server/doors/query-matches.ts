/**
 * Which stories of the hot window each reader's queries mean: found when the reader first comes, kept fresh as stories
 * change. Readers who are not here cost nothing.
 */
import { setImmediate } from 'node:timers/promises'
import type { BusEvent } from '../../domain/bus-event.ts'
import type { ReaderId, StoryId } from '../../domain/ids.ts'
import type { ReaderQuery, TopicScore } from '../../domain/topic.ts'
import { centreOf, compileQuery, nearnessOf } from '../../pipeline/readers/match-query.ts'
import type { Database } from '../../platform/storage/database.ts'
import { listQueries, storiesHolding } from '../../platform/storage/queries.ts'
import { type StoredStory, searchStories } from '../../platform/storage/story-cards.ts'
import type { HotWindow } from './hot-window.ts'

/** Readers whose queries are matched as stories change. */
const readersMax = 500
/** Readers of whom it is remembered that they have none. */
const withoutMax = 50_000
/** Queries of one reader; `query-doors.ts` refuses more. */
export const queriesPerReaderMax = 20
/** Stories of one query that are remembered, newest first. */
const storiesPerQueryMax = 500
/** Queries looked at between two chances for others to be served. */
const queriesAtOnce = 25
/** How long the middle of the window's vectors is taken for its middle. */
const centreForMs = 60_000

/** A query with the score in (0, 1] of each story of the window that it means. */
export type MatchedQuery = { readonly query: ReaderQuery; readonly scores: ReadonlyMap<StoryId, number> }

const none: readonly MatchedQuery[] = []

type Kept = { readonly query: ReaderQuery; readonly scores: Map<StoryId, number> }
type Tools = {
  readonly db: Database
  readonly window: HotWindow
  /** The model whose vectors the window holds. */
  readonly model: string
  readonly now: () => number
}

export class QueryMatches {
  readonly #tools: Tools
  readonly #readers = new Map<ReaderId, Promise<readonly Kept[]>>()
  readonly #stale = new Set<ReaderId>()
  /** Readers without queries: most of them. They cost a page nothing. */
  readonly #without = new Set<ReaderId>()
  #centre: { readonly vector: Float32Array | undefined; readonly atMs: number } | undefined
  #catchingUp: Promise<void> = Promise.resolve()

  constructor(tools: Tools) {
    this.#tools = tools
    tools.window.watch((ids) => {
      this.#catchingUp = this.#catchingUp.then(async () => await this.#catchUp(ids)).catch(() => {})
    })
  }

  /** Hand every event of the bus to this. */
  readonly hear = (event: BusEvent): void => {
    if (event.kind === 'reader-changed') this.changed(event.readerId)
  }

  /** The reader's queries changed just now, here. */
  changed(id: ReaderId): void {
    this.#without.delete(id)
    if (this.#readers.has(id)) this.#stale.add(id)
  }

  async of(id: ReaderId): Promise<readonly MatchedQuery[]> {
    if (this.#without.has(id)) return none
    const before = this.#readers.get(id)
    if (before !== undefined && !this.#stale.delete(id)) return await before
    if (before === undefined && this.#readers.size >= readersMax) this.#readers.clear()
    const loading = this.#load(id, before)
    this.#readers.set(id, loading)
    loading.then(
      ({ length }) => this.#remember(id, { loading, isEmpty: length === 0 }),
      () => this.#readers.delete(id),
    )
    return await loading
  }

  /** A reader without queries is only remembered as such, unless something changed while that was found out. */
  #remember(
    id: ReaderId,
    { loading, isEmpty }: { readonly loading: Promise<readonly Kept[]>; readonly isEmpty: boolean },
  ): void {
    if (!isEmpty || this.#readers.get(id) !== loading || this.#stale.has(id)) return
    this.#readers.delete(id)
    if (this.#without.size >= withoutMax) this.#without.clear()
    this.#without.add(id)
  }

  /** What was found for queries that are as they were stays. */
  async #load(id: ReaderId, before: Promise<readonly Kept[]> | undefined): Promise<readonly Kept[]> {
    const { db, model } = this.#tools
    const known = new Map((await before?.catch(() => []))?.map((kept) => [kept.query.id, kept]))
    const queries = await listQueries(db, id, model)
    const found: Kept[] = []
    for (const query of queries.slice(0, queriesPerReaderMax)) {
      const kept = known.get(query.id)
      const isSame =
        kept?.query.byMeaning === query.byMeaning &&
        (kept.query.direction === undefined) === (query.direction === undefined)
      found.push(kept !== undefined && isSame ? kept : { query, scores: await this.#search(query) })
    }
    return found
  }

  async #search(query: ReaderQuery): Promise<Map<StoryId, number>> {
    const { db, window } = this.#tools
    const sinceMs = window.all().reduce((oldest, { story }) => Math.min(oldest, story.latestAtMs), this.#tools.now())
    const holding = await searchStories(db, { text: query.words, sinceMs, limit: storiesPerQueryMax })
    return this.#score(query, window.all(), new Set(holding))
  }

  /** O(stories · dimensions). */
  #score(query: ReaderQuery, stories: readonly StoredStory[], holding: ReadonlySet<StoryId>): Map<StoryId, number> {
    const scoreOf = compileQuery(query)
    const centre = this.#centreOfWindow()
    const found: { readonly id: StoryId; readonly latestAtMs: number; readonly score: number }[] = []
    for (const { story, embedding } of stories) {
      const { direction } = query
      const isComparable = direction !== undefined && embedding !== undefined && centre !== undefined
      const score = scoreOf({
        headline: story.headline,
        keyPoints: story.keyPoints,
        holdsAll: holding.has(story.id),
        nearness: isComparable ? nearnessOf(direction, embedding, centre) : undefined,
      })
      if (score > 0) found.push({ id: story.id, latestAtMs: story.latestAtMs, score })
    }
    found.sort((a, b) => b.latestAtMs - a.latestAtMs)
    return new Map(found.slice(0, storiesPerQueryMax).map(({ id, score }) => [id, score]))
  }

  #centreOfWindow(): Float32Array | undefined {
    const nowMs = this.#tools.now()
    if (this.#centre === undefined || nowMs - this.#centre.atMs > centreForMs) {
      const vectors = this.#tools.window.all().flatMap(({ embedding }) => (embedding === undefined ? [] : [embedding]))
      this.#centre = { vector: centreOf(vectors), atMs: nowMs }
    }
    return this.#centre.vector
  }

  async #catchUp(ids: readonly StoryId[]): Promise<void> {
    const { db, window } = this.#tools
    const kept = (await Promise.all([...this.#readers.values()].map((each) => each.catch(() => [])))).flat()
    const stories = ids.flatMap((id) => window.get(id) ?? [])
    for (let n = 0; n < kept.length; n += queriesAtOnce) {
      const some = kept.slice(n, n + queriesAtOnce)
      const pairs = await storiesHolding(
        db,
        some.map(({ query }, place) => ({ id: `${place}`, words: query.words })),
        ids,
      )
      for (const [place, { query, scores }] of some.entries()) {
        const holding = new Set(pairs.flatMap((pair) => (pair.query === `${place}` ? [pair.storyId] : [])))
        for (const id of ids) scores.delete(id)
        for (const [id, score] of this.#score(query, stories, holding)) scores.set(id, score)
        trim(scores)
      }
      await setImmediate()
    }
  }
}

/** The longest known ones go. */
function trim(scores: Map<StoryId, number>): void {
  for (const id of scores.keys()) {
    if (scores.size <= storiesPerQueryMax) return
    scores.delete(id)
  }
}

/** A story's topics for this reader: its own, and those of the reader's queries that mean it. */
export function topicsWithQueries(
  story: { readonly id: StoryId; readonly topics: readonly TopicScore[] },
  matches: readonly MatchedQuery[],
): readonly TopicScore[] {
  const own = matches.flatMap(({ query, scores }): TopicScore[] => {
    const score = scores.get(story.id)
    return score === undefined ? [] : [{ id: query.id, label: query.words, kind: 'query', score }]
  })
  return own.length === 0 ? story.topics : [...story.topics, ...own]
}

/**
 * The hot window: the stories of the last days, in memory, for ranking and for cards. Filled from the database at start,
 * kept fresh from the bus.
 */
import { setImmediate } from 'node:timers/promises'
import type { BusEvent } from '../../domain/bus-event.ts'
import type { SourceId, StoryId } from '../../domain/ids.ts'
import type { Candidate } from '../../domain/page.ts'
import type { Profile } from '../../domain/reader.ts'
import { currentWeights } from '../../jobs/learn-weights.ts'
import { type Picked, StoryTable } from '../../pipeline/ranking/story-table.ts'
import { foldName } from '../../pipeline/readers/fold-words.ts'
import { priorWeights, type RankingWeights } from '../../pipeline/readers/prior-weights.ts'
import type { Database } from '../../platform/storage/database.ts'
import { countPending, sourceRates } from '../../platform/storage/sources.ts'
import { opensSince, recentStories, type StoredStory, storiesById } from '../../platform/storage/story-cards.ts'
import { OneString } from './one-string.ts'

const windowMs = 7 * 86_400_000
const storiesMax = 20_000
/** Where little is published, the newest stories stay, however old. */
const storiesMin = 300
const dayMs = 86_400_000
/** Changes are gathered this long, so that a burst of them is one query. */
const gatherMs = 200
const idsPerQuery = 500
const measureMs = 60_000
/** With so many stories put since, the table surveys anew, off the path of pages. */
const freshMax = 256

export class HotWindow {
  readonly #db: Database
  readonly #now: () => number
  readonly #stories = new Map<StoryId, StoredStory>()
  /** The same stories, ready for picking candidates. */
  readonly #table = new StoryTable()
  readonly #strings = new OneString()
  readonly #titles = new Map<SourceId, string>()
  readonly #changed = new Set<StoryId>()
  readonly #watchers = new Set<(ids: readonly StoryId[]) => void>()
  #opens: ReadonlyMap<StoryId, number> = new Map()
  #rates: ReadonlyMap<SourceId, number> = new Map()
  #pending = 0
  #weights: RankingWeights = priorWeights
  #gathering = false
  #measuredAtMs = Number.NEGATIVE_INFINITY
  #catchingUp: Promise<void> = Promise.resolve()

  constructor(db: Database, now: () => number) {
    this.#db = db
    this.#now = now
  }

  async fill(): Promise<void> {
    await this.measure()
    const window = { sinceMs: this.#now() - windowMs, limit: storiesMax, atLeast: storiesMin }
    for (const stored of await recentStories(this.#db, window)) this.#put(stored)
    this.#table.refresh(this.#now())
  }

  /** Hand every event of the bus to this. */
  readonly hear = (event: BusEvent): void => {
    if (event.kind !== 'stories-changed') return
    for (const id of event.dropped) this.#drop(id)
    for (const id of event.storyIds) this.#changed.add(id)
    if (this.#gathering) return
    this.#gathering = true
    setTimeout(() => {
      this.#gathering = false
      this.#catchingUp = this.#catchingUp.then(async () => await this.#catchUp()).catch(() => {})
    }, gatherMs).unref()
  }

  /** Calls `see` with the ids of stories that changed. Returns the function that ends it. */
  watch(see: (ids: readonly StoryId[]) => void): () => void {
    this.#watchers.add(see)
    return () => this.#watchers.delete(see)
  }

  all(): StoredStory[] {
    return [...this.#stories.values()]
  }

  get size(): number {
    return this.#stories.size
  }

  get(id: StoryId): StoredStory | undefined {
    return this.#stories.get(id)
  }

  /** The stories worth scoring for one reader, and what the news at large is like. */
  pick(profile: Profile, options: { readonly nowMs: number; readonly seed: string }): Picked {
    return this.#table.pick(profile, options)
  }

  /** A story of the window as a candidate. */
  candidate({ story, reports, embedding }: StoredStory): Candidate {
    const authors = [...new Set(reports.flatMap((report) => report.authors.map(foldName)))]
    const rates = story.sourceIds.flatMap((id) => this.#rates.get(id) ?? [])
    return {
      story,
      popularity: this.#opens.get(story.id) ?? 0,
      ...(embedding === undefined ? {} : { embedding }),
      ...(authors.length === 0 ? {} : { authors }),
      ...(rates.length === 0 ? {} : { sourceRatePerDay: Math.min(...rates) }),
    }
  }

  /** Sources that wait for their first fetch, as of the last minute. */
  get sourcesPending(): number {
    return this.#pending
  }

  /** Everyone's weights, as of the last minute. */
  get weights(): RankingWeights {
    return this.#weights
  }

  /** The string that the window holds in place of an equal one. */
  readonly one = (text: string): string => this.#strings.one(text)

  readonly sourceTitle = (id: SourceId): string | undefined => this.#titles.get(id)

  /** Those of the ids that there are, in the order given; older ones than the window come from the database. */
  async byId(ids: readonly StoryId[]): Promise<StoredStory[]> {
    const missing = ids.filter((id) => !this.#stories.has(id))
    const loaded = new Map((await storiesById(this.#db, missing)).map((stored) => [stored.story.id, stored]))
    return ids.flatMap((id) => {
      const stored = this.#stories.get(id) ?? loaded.get(id)
      return stored === undefined ? [] : [stored]
    })
  }

  /** Called on events, and by whoever holds the window once in a while: pages are never made to wait for it. */
  async #catchUp(): Promise<void> {
    const ids = [...this.#changed]
    this.#changed.clear()
    await this.measure()
    for (let n = 0; n < ids.length; n += idsPerQuery) {
      const some = ids.slice(n, n + idsPerQuery)
      const stories = await storiesById(this.#db, some)
      const found = new Set(stories.map(({ story }) => story.id))
      for (const id of some) if (!found.has(id)) this.#drop(id)
      for (const stored of stories) this.#put(stored)
    }
    this.#forgetOld()
    if (this.#table.fresh > freshMax) await this.#refresh()
    for (const see of this.#watchers) see(ids)
  }

  /**
   * How often stories are opened, how often sources publish, which of them wait for their first fetch, and what all readers
   * together teach about weights: all move slowly, and are asked for once in a while. The table surveys its stories anew.
   */
  async measure(): Promise<void> {
    if (this.#now() - this.#measuredAtMs < measureMs) return
    this.#measuredAtMs = this.#now()
    const before = this.#opens
    this.#opens = await opensSince(this.#db, this.#now() - dayMs)
    this.#rates = await sourceRates(this.#db)
    this.#pending = await countPending(this.#db)
    this.#weights = await currentWeights(this.#db)
    for (const [id, opens] of this.#opens) {
      const stored = this.#stories.get(id)
      if (stored !== undefined && before.get(id) !== opens) this.#table.put(this.candidate(stored))
    }
    await this.#refresh()
  }

  async #refresh(): Promise<void> {
    await this.#table.refreshInSteps(this.#now(), setImmediate)
  }

  #put(loaded: StoredStory): void {
    const stored = this.#strings.shared(loaded)
    this.#stories.set(stored.story.id, stored)
    for (const { sourceId, sourceTitle } of stored.reports) this.#titles.set(sourceId, sourceTitle)
    this.#table.put(this.candidate(stored))
  }

  #drop(id: StoryId): void {
    this.#stories.delete(id)
    this.#table.drop(id)
  }

  #forgetOld(): void {
    const sinceMs = this.#now() - windowMs
    const old = [...this.#stories.values()].filter(({ story }) => story.latestAtMs < sinceMs)
    const kept = Math.max(0, storiesMin - (this.#stories.size - old.length))
    old.sort((a, b) => b.story.latestAtMs - a.story.latestAtMs)
    for (const { story } of old.slice(kept)) this.#drop(story.id)
  }
}

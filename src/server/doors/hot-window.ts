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
/** What could not be loaded is tried again twice as late each time, and at the latest after this. */
const tryAgainMsMax = 10_000
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
  readonly #report: (facts: object, words: string) => void
  /** Dropped since the load that is on its way began: it may bring them as they were before. */
  readonly #droppedMeanwhile = new Set<StoryId>()
  #gathering: NodeJS.Timeout | undefined
  #failures = 0
  #isClosed = false
  #measuredAtMs = Number.NEGATIVE_INFINITY
  /** Loads follow one another: an older one would put stories back as they were. */
  #loading: Promise<void> = Promise.resolve()

  constructor(db: Database, now: () => number, report: (facts: object, words: string) => void = () => {}) {
    this.#db = db
    this.#now = now
    this.#report = report
  }

  async fill(): Promise<void> {
    await this.measure()
    const window = { sinceMs: this.#now() - windowMs, limit: storiesMax, atLeast: storiesMin }
    await this.#inTurn(async () => {
      await this.#putLoaded(async () => await recentStories(this.#db, window))
    })
    this.#table.refresh(this.#now())
  }

  /** Nothing is loaded by itself from now on. */
  close(): void {
    this.#isClosed = true
    clearTimeout(this.#gathering)
  }

  /** Hand every event of the bus to this. */
  readonly hear = (event: BusEvent): void => {
    if (event.kind !== 'stories-changed') return
    for (const id of event.dropped) {
      this.#drop(id)
      this.#droppedMeanwhile.add(id)
    }
    // A dropped one may have come back since the event was published: the database knows.
    for (const id of [...event.storyIds, ...event.dropped]) this.#changed.add(id)
    this.#gather()
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

  /** All of the window but these, as `pick` gives some. */
  allBut(without: ReadonlySet<StoryId>): Pick<Picked, 'candidates' | 'pool'> {
    return this.#table.allBut(without)
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

  /** Loads what changed, in a while: pages are never made to wait for it. */
  #gather(): void {
    if (this.#isClosed || this.#gathering !== undefined) return
    const afterMs = Math.min(gatherMs * 2 ** this.#failures, tryAgainMsMax)
    this.#gathering = setTimeout(() => {
      this.#gathering = undefined
      void this.#inTurn(async () => await this.#catchUp()).catch((error: unknown) => this.#failed(error))
    }, afterMs).unref()
  }

  async #inTurn(load: () => Promise<void>): Promise<void> {
    const loaded = this.#loading.then(load)
    this.#loading = loaded.catch(() => {})
    await loaded
  }

  async #catchUp(): Promise<void> {
    const ids = [...this.#changed]
    this.#changed.clear()
    let loaded = 0
    try {
      await this.measure()
      for (; loaded < ids.length; loaded += idsPerQuery) await this.#loadAnew(ids.slice(loaded, loaded + idsPerQuery))
      this.#failures = 0
    } catch (error) {
      for (const id of ids.slice(loaded)) this.#changed.add(id)
      this.#failures += 1
      this.#failed(error)
      this.#gather()
    }
    this.#forgetOld()
    if (this.#table.fresh > freshMax) await this.#refresh()
    for (const see of this.#watchers) see(ids.slice(0, loaded))
  }

  #failed(error: unknown): void {
    if (!this.#isClosed) this.#report({ error: String(error) }, 'stories that changed could not be loaded')
  }

  async #loadAnew(ids: readonly StoryId[]): Promise<void> {
    const found = await this.#putLoaded(async () => await storiesById(this.#db, ids))
    for (const id of ids) if (!found.has(id)) this.#drop(id)
  }

  /** Puts what is loaded, without what was dropped meanwhile. Answers the ids of all that was loaded. */
  async #putLoaded(load: () => Promise<readonly StoredStory[]>): Promise<ReadonlySet<StoryId>> {
    this.#droppedMeanwhile.clear()
    const stories = await load()
    for (const stored of stories) if (!this.#droppedMeanwhile.has(stored.story.id)) this.#put(stored)
    return new Set(stories.map(({ story }) => story.id))
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

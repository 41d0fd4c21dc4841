/**
 * The hot window: the stories of the last days, in memory, for ranking and for cards. Filled from the database at start,
 * kept fresh from the bus.
 */
import type { BusEvent } from '../../domain/bus-event.ts'
import type { StoryId } from '../../domain/ids.ts'
import type { Database } from '../../platform/storage/database.ts'
import { opensSince, recentStories, type StoredStory, storiesById } from '../../platform/storage/story-cards.ts'

const windowMs = 7 * 86_400_000
const storiesMax = 20_000
const dayMs = 86_400_000
/** Changes are gathered this long, so that a burst of them is one query. */
const gatherMs = 200
const idsPerQuery = 500

export class HotWindow {
  readonly #db: Database
  readonly #now: () => number
  readonly #stories = new Map<StoryId, StoredStory>()
  readonly #changed = new Set<StoryId>()
  readonly #watchers = new Set<(ids: readonly StoryId[]) => void>()
  #opens: ReadonlyMap<StoryId, number> = new Map()
  #gathering = false
  #catchingUp: Promise<void> = Promise.resolve()

  constructor(db: Database, now: () => number) {
    this.#db = db
    this.#now = now
  }

  async fill(): Promise<void> {
    const stories = await recentStories(this.#db, { sinceMs: this.#now() - windowMs, limit: storiesMax })
    for (const stored of stories) this.#stories.set(stored.story.id, stored)
    this.#opens = await opensSince(this.#db, this.#now() - dayMs)
  }

  /** Hand every event of the bus to this. */
  readonly hear = (event: BusEvent): void => {
    if (event.kind !== 'stories-changed') return
    for (const id of event.dropped) this.#stories.delete(id)
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
    const sinceMs = this.#now() - windowMs
    return [...this.#stories.values()].filter(({ story }) => story.latestAtMs >= sinceMs)
  }

  opensOf(id: StoryId): number {
    return this.#opens.get(id) ?? 0
  }

  /** Those of the ids that there are, in the order given; older ones than the window come from the database. */
  async byId(ids: readonly StoryId[]): Promise<StoredStory[]> {
    const missing = ids.filter((id) => !this.#stories.has(id))
    const loaded = new Map((await storiesById(this.#db, missing)).map((stored) => [stored.story.id, stored]))
    return ids.flatMap((id) => {
      const stored = this.#stories.get(id) ?? loaded.get(id)
      return stored === undefined ? [] : [stored]
    })
  }

  async #catchUp(): Promise<void> {
    const ids = [...this.#changed]
    this.#changed.clear()
    for (let n = 0; n < ids.length; n += idsPerQuery) {
      const some = ids.slice(n, n + idsPerQuery)
      const stories = await storiesById(this.#db, some)
      for (const id of some) this.#stories.delete(id)
      for (const stored of stories) this.#stories.set(stored.story.id, stored)
    }
    this.#opens = await opensSince(this.#db, this.#now() - dayMs)
    this.#forgetOld()
    for (const see of this.#watchers) see(ids)
  }

  #forgetOld(): void {
    const sinceMs = this.#now() - windowMs
    for (const [id, { story }] of this.#stories) if (story.latestAtMs < sinceMs) this.#stories.delete(id)
  }
}

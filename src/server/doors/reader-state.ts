/** What is known of each reader who is reading now, kept in memory until it changes. */
import type { BusEvent } from '../../domain/bus-event.ts'
import type { ReaderId, StoryId, TopicId } from '../../domain/ids.ts'
import type { Profile } from '../../domain/reader.ts'
import { type Held, loadProfile } from '../../jobs/update-profile.ts'
import type { Database } from '../../platform/storage/database.ts'
import { loadSaid, savedStories } from '../../platform/storage/readers.ts'
import type { CardContext } from './story-card-view.ts'

/** Readers whose profiles are held: about 90 kB each when they have opened fifty stories. The one asked for longest ago goes first. */
const readersMax = 10_000
const savedMax = 500

export type ReaderState = {
  readonly profile: Profile
  readonly followed: ReadonlySet<TopicId>
  readonly saved: ReadonlySet<StoryId>
  readonly said: ReadonlyMap<StoryId, 'more' | 'less'>
}

export class ReaderStates {
  readonly #db: Database
  readonly #now: () => number
  readonly #held: Held
  readonly #states = new Map<ReaderId, Promise<ReaderState>>()
  #watcher: (id: ReaderId) => void = () => {}

  /** `held`: what the hot window holds, so that a story read by many is in memory once. */
  constructor(db: Database, now: () => number, held: Held) {
    this.#db = db
    this.#now = now
    this.#held = held
  }

  readonly hear = (event: BusEvent): void => {
    if (event.kind === 'reader-changed') this.#states.delete(event.readerId)
    if (event.kind === 'stories-changed' && event.dropped.length > 0) this.#forgetWhoSaw(event.dropped)
  }

  /** Profiles that name a story that is no more are loaded anew: it may have become part of another. */
  #forgetWhoSaw(ids: readonly StoryId[]): void {
    for (const [reader, loading] of this.#states)
      loading.then(
        ({ profile: { seen } }) => {
          if (ids.some((id) => seen.has(id)) && this.#states.get(reader) === loading) this.#states.delete(reader)
        },
        () => {},
      )
  }

  /** The reader changed just now, here. */
  forget(id: ReaderId): void {
    this.#states.delete(id)
    this.#watcher(id)
  }

  /** Calls `see` with each reader who changed here. */
  watch(see: (id: ReaderId) => void): void {
    this.#watcher = see
  }

  async of(id: ReaderId): Promise<ReaderState> {
    const known = this.#states.get(id)
    if (known !== undefined) {
      // The last in a map's order is the one set last.
      this.#states.delete(id)
      this.#states.set(id, known)
      return await known
    }
    for (const oldest of this.#states.keys()) {
      if (this.#states.size < readersMax) break
      this.#states.delete(oldest)
    }
    const loading = this.#load(id)
    this.#states.set(id, loading)
    loading.catch(() => {
      if (this.#states.get(id) === loading) this.#states.delete(id)
    })
    return await loading
  }

  async cardContext(id: ReaderId): Promise<CardContext> {
    const { followed, saved, said, profile } = await this.of(id)
    return { nowMs: this.#now(), followed, saved, said, seen: profile.seen }
  }

  async #load(id: ReaderId): Promise<ReaderState> {
    const [profile, saved, said] = await Promise.all([
      loadProfile(this.#db, id, this.#held),
      savedStories(this.#db, id, savedMax),
      loadSaid(this.#db, id),
    ])
    return {
      profile,
      followed: new Set(profile.follows.flatMap((follow) => (follow.kind === 'topic' ? [follow.topicId] : []))),
      saved: new Set(saved),
      said,
    }
  }
}

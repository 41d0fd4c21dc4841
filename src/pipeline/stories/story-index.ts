import type { EntryId } from '../../domain/ids.ts'
import type { StoryEntry } from '../../domain/story.ts'
import { compareInTime, EntryGraph } from './entry-graph.ts'
import type { StorySettings } from './story-settings.ts'
import { type StoryTerms, termsOf } from './story-terms.ts'
import { TermStatistics } from './term-statistics.ts'

/** Share of entries that may come or go before word statistics are taken anew. */
const driftMax = 0.1
const driftEntriesMin = 64
/** Most entries held; the oldest make room. */
const entriesMax = 400_000

/**
 * The stories of the hot window, in memory. An entry gets a provisional story at once; `settle` makes stories final.
 * After `settle({ full: true })` they are those of `clusterEntries` over all entries held, whatever the order of arrival.
 * Between two full settles, statistics of words stay as they were, and `settle` regroups only what changed since.
 */
export class StoryIndex {
  readonly #settings: StorySettings
  readonly #terms = new Map<EntryId, StoryTerms>()
  readonly #statistics = new TermStatistics()
  readonly #groups = new Map<EntryId, EntryId[]>()
  readonly #changed = new Set<EntryId>()
  #graph: EntryGraph
  #drift = 0

  constructor(settings: StorySettings) {
    this.#settings = settings
    this.#graph = new EntryGraph(this.#statistics.copy(), settings)
  }

  get size(): number {
    return this.#terms.size
  }

  /** How many entries changed, or lost a neighbour, since stories were last made final. */
  get unsettled(): number {
    return this.#changed.size
  }

  /** Adds an entry, or takes its new version in place of the old one. `story`: all entries of its provisional story. */
  add(entry: StoryEntry): { readonly story: readonly EntryId[] } {
    this.remove(entry.id)
    const terms = termsOf(entry)
    this.#terms.set(terms.id, terms)
    this.#statistics.add(terms)
    this.#drift += 1
    const neighbours = this.#graph.add(terms)
    this.#changed.add(terms.id)
    const group = this.#bestGroup(neighbours) ?? []
    group.push(terms.id)
    this.#groups.set(terms.id, group)
    if (this.#terms.size > entriesMax) this.#removeOldest()
    return { story: group }
  }

  /** Forgets an entry; its story is regrouped when it settles. */
  remove(id: EntryId): void {
    const terms = this.#terms.get(id)
    if (terms === undefined) return
    this.#terms.delete(id)
    this.#statistics.remove(terms)
    this.#drift += 1
    this.#changed.delete(id)
    const group = this.#groups.get(id) ?? []
    group.splice(group.indexOf(id), 1)
    this.#groups.delete(id)
    for (const neighbour of [...this.#graph.remove(id), ...group]) this.#changed.add(neighbour)
  }

  /** Forgets entries published more than `days` before `newestMs`; those without a time stay. Returns their ids. */
  expire(options: { readonly newestMs: number; readonly days: number }): EntryId[] {
    const oldestMs = options.newestMs - options.days * 86_400_000
    const gone = [...this.#terms.values()].filter((terms) => terms.publishedAtMs < oldestMs).map(({ id }) => id)
    for (const id of gone) this.remove(id)
    return gone
  }

  /**
   * Makes stories final and returns those whose members changed, each earliest first. Takes word statistics anew when
   * asked to, or when more than a tenth of the entries came or went since they were taken.
   */
  settle(options: { readonly full?: boolean } = {}): EntryId[][] {
    const isStale = this.#drift > Math.max(driftEntriesMin, this.#terms.size * driftMax)
    if (options.full === true || isStale) this.#rebuild()
    const groups = this.#graph.groupsAround(this.#changed)
    this.#changed.clear()
    return groups.filter((group) => this.#replace(group))
  }

  /** Every story as it stands, each earliest first after a settle. */
  groups(): EntryId[][] {
    return [...new Set(this.#groups.values())].map((group) => [...group])
  }

  #rebuild(): void {
    this.#graph = new EntryGraph(this.#statistics.copy(), this.#settings)
    for (const terms of this.#terms.values()) this.#graph.add(terms)
    for (const id of this.#terms.keys()) this.#changed.add(id)
    this.#drift = 0
  }

  /** Puts a group in place of what its members had; false when nothing changed. */
  #replace(group: EntryId[]): boolean {
    const formers = new Set(group.map((id) => this.#groups.get(id)))
    const [former] = formers
    const isSame = formers.size === 1 && former?.length === group.length
    for (const id of group) this.#groups.set(id, group)
    return !isSame
  }

  #bestGroup(neighbours: ReadonlyMap<EntryId, number>): EntryId[] | undefined {
    const surplus = new Map<EntryId[], number>()
    for (const [id, logit] of neighbours) {
      const group = this.#groups.get(id)
      if (group !== undefined) surplus.set(group, (surplus.get(group) ?? 0) + logit - this.#settings.absent)
    }
    let best: EntryId[] | undefined
    let bestMean = this.#settings.joinAbove
    for (const [group, sum] of surplus) {
      const mean = this.#settings.absent + sum / group.length
      if (mean > bestMean) [best, bestMean] = [group, mean]
    }
    return best
  }

  #removeOldest(): void {
    let oldest: StoryTerms | undefined
    for (const terms of this.#terms.values())
      if (oldest === undefined || compareInTime(terms, oldest) < 0) oldest = terms
    if (oldest !== undefined) this.remove(oldest.id)
  }
}

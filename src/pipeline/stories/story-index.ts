import type { EntryId } from '../../domain/ids.ts'
import type { Correction, StoryEntry } from '../../domain/story.ts'
import { EntryGraph } from './entry-graph.ts'
import { agreementOf } from './join-groups.ts'
import { PairRulings } from './pair-rulings.ts'
import type { StorySettings } from './story-settings.ts'
import { type StoryTerms, termsOf } from './story-terms.ts'
import { TermStatistics } from './term-statistics.ts'
import { compareInTime } from './time-order.ts'

/** Share of entries that may come or go before word statistics are taken anew. */
const driftMax = 0.2
const driftEntriesMin = 16
/** Compared with each entry that comes when statistics are to be taken anew: nothing that is seen of it lasts longer than that. */
const likestWhenStale = 20
/**
 * From so much drift on, and so many entries, an entry that comes is looked at once: an import brings them, all are settled when it
 * is over, and a second look at each costs as much as everything else.
 */
const onceShare = 1 / 3
const onceEntriesMin = 300
/** Most entries held; this share of them, the oldest, makes room at once. */
const entriesMax = 400_000
const makeRoomShare = 0.01

/**
 * The stories of the hot window, in memory. An entry gets a provisional story at once; `settle` regroups what changed
 * since, and looks at whole stories. After `settle({ full: true })` stories are those of `clusterEntries` over all entries
 * held, to the letter, whatever the order and the batches in which they came and whatever was removed meanwhile.
 * Corrections hold in every settled story, oldest first in the list; of those that contradict each other the newer stands.
 */
export class StoryIndex {
  readonly #settings: StorySettings
  readonly #terms = new Map<EntryId, StoryTerms>()
  readonly #statistics = new TermStatistics()
  readonly #groups = new Map<EntryId, EntryId[]>()
  readonly #changed = new Set<EntryId>()
  #rulings: PairRulings
  #graph: EntryGraph
  #drift = 0

  constructor(settings: StorySettings, corrections: readonly Correction[] = []) {
    this.#settings = settings
    this.#rulings = new PairRulings(corrections)
    this.#graph = new EntryGraph(this.#statistics.copy(), settings)
  }

  get size(): number {
    return this.#terms.size
  }

  /** How many entries came, or lost a companion, since stories were last settled. */
  get unsettled(): number {
    return this.#changed.size
  }

  /** Takes in many entries at once, as at the start, and settles them in full. */
  load(entries: readonly StoryEntry[]): void {
    for (const entry of entries) this.#hold(entry)
    this.settle({ full: true })
  }

  /** Adds an entry, or takes its new version in place of the old one. `story`: all entries of its provisional story. */
  add(entry: StoryEntry): { readonly story: readonly EntryId[] } {
    const terms = this.#hold(entry)
    this.#graph.add(terms, this.#isStale() ? { likest: likestWhenStale } : {})
    const group = this.#correctedGroup(terms.id) ?? this.#likelyGroup(terms.id) ?? []
    group.push(terms.id)
    this.#groups.set(terms.id, group)
    if (this.#terms.size > entriesMax) this.#removeOldest()
    return { story: [...group] }
  }

  /** Takes these corrections in place of those before; they hold when stories settle next. */
  correct(corrections: readonly Correction[]): void {
    const former = this.#rulings
    this.#rulings = new PairRulings(corrections)
    for (const id of [...former.entries(), ...this.#rulings.entries()]) if (this.#terms.has(id)) this.#changed.add(id)
  }

  /** Forgets an entry; its story is regrouped when stories settle. */
  remove(id: EntryId): void {
    const terms = this.#terms.get(id)
    if (terms === undefined) return
    this.#terms.delete(id)
    this.#statistics.remove(terms)
    this.#drift += 1
    this.#changed.delete(id)
    this.#graph.remove(id)
    const group = this.#groups.get(id)
    this.#groups.delete(id)
    group?.splice(group.indexOf(id), 1)
    for (const companion of group ?? []) this.#changed.add(companion)
  }

  /** Forgets entries published more than `days` before `newestMs`; those without a time stay. Returns their ids. */
  expire(options: { readonly newestMs: number; readonly days: number }): EntryId[] {
    const oldestMs = options.newestMs - options.days * 86_400_000
    const gone = [...this.#terms.values()].filter((terms) => terms.publishedAtMs < oldestMs).map(({ id }) => id)
    for (const id of gone) this.remove(id)
    return gone
  }

  /**
   * Regroups the entries that came since the last settle, together with the stories they may belong to, and returns
   * stories whose members changed, each earliest first. In full, everything is weighed and grouped anew: when asked, and
   * when more than a fifth of the entries came or went since word statistics were taken.
   */
  settle(options: { readonly full?: boolean } = {}): EntryId[][] {
    const isFull = options.full === true || this.#isStale()
    if (isFull) this.#weighAnew()
    const groups = this.#graph.groupsAmong(isFull ? this.#terms.keys() : this.#changedSurroundings(), this.#rulings)
    this.#changed.clear()
    const changed = groups.filter((group) => !this.#isStory(group))
    for (const group of groups) for (const id of group) this.#groups.set(id, group)
    return changed.map((group) => [...group])
  }

  /** Every story, each earliest first, in order of the earliest entry; provisional ones as they were added to. */
  groups(): EntryId[][] {
    const ordered = [...this.#terms.values()].sort(compareInTime)
    return [...new Set(ordered.map(({ id }) => this.#groups.get(id)))].flatMap((group) => (group ? [[...group]] : []))
  }

  #hold(entry: StoryEntry): StoryTerms {
    this.remove(entry.id)
    const terms = termsOf(entry)
    this.#terms.set(terms.id, terms)
    this.#statistics.add(terms)
    this.#drift += 1
    this.#changed.add(terms.id)
    return terms
  }

  /** So many entries came or went since words were weighed that the next settling weighs them anew. */
  #isStale(): boolean {
    return this.#drift > Math.max(driftEntriesMin, this.#terms.size * driftMax)
  }

  #weighAnew(): void {
    this.#graph = new EntryGraph(this.#statistics.copy(), this.#settings)
    for (const terms of [...this.#terms.values()].sort(compareInTime)) this.#graph.add(terms)
    this.#drift = 0
  }

  /** What changed, what it likely belongs with, and the stories of all these. */
  #changedSurroundings(): Set<EntryId> {
    const around = new Set(this.#changed)
    for (const id of this.#changed)
      this.#graph.visitNeighbours(id, (neighbour, logit) => {
        if (logit > this.#settings.likelyAbove) around.add(neighbour)
      })
    // Goes on through what it adds: companions belong with others in turn.
    for (const id of around) {
      for (const companion of this.#groups.get(id) ?? []) around.add(companion)
      for (const companion of this.#rulings.togetherWith(id)) around.add(companion)
    }
    return around
  }

  /** Whether these entries, and no others, are one story already. */
  #isStory(group: readonly EntryId[]): boolean {
    const former = new Set(group.map((id) => this.#groups.get(id)))
    const [only] = former
    return former.size === 1 && only?.length === group.length
  }

  #correctedGroup(id: EntryId): EntryId[] | undefined {
    return this.#rulings
      .togetherWith(id)
      .map((companion) => this.#groups.get(companion))
      .find((group) => group !== undefined)
  }

  #likelyGroup(entry: EntryId): EntryId[] | undefined {
    const kept = new Set(this.#rulings.apartFrom(entry).map((id) => this.#groups.get(id)))
    const surplus = new Map<EntryId[], number>()
    const visit = (id: EntryId, logit: number): void => {
      const group = this.#groups.get(id)
      if (group !== undefined && !kept.has(group))
        surplus.set(group, (surplus.get(group) ?? 0) + logit - this.#settings.absent)
    }
    const isOnce = this.#drift > Math.max(onceEntriesMin, this.#terms.size * onceShare)
    if (isOnce) this.#graph.visitNeighbours(entry, visit)
    else this.#graph.visitCompany(entry, visit)
    let best: EntryId[] | undefined
    let bestAgreement = isOnce ? this.#settings.likelyAbove : this.#settings.joinAbove
    for (const [group, sum] of surplus) {
      const agreement = agreementOf({ surplus: sum, pairs: group.length, size: group.length + 1 }, this.#settings)
      if (agreement > bestAgreement) [best, bestAgreement] = [group, agreement]
    }
    return best
  }

  #removeOldest(): void {
    const oldest = [...this.#terms.values()].sort(compareInTime).slice(0, Math.ceil(entriesMax * makeRoomShare))
    for (const { id } of oldest) this.remove(id)
  }
}

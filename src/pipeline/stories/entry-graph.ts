import type { EntryId } from '../../domain/ids.ts'
import { pairLogit, type WeighedEntry, weighEntry } from './compare-entries.ts'
import { type Edge, joinGroups } from './join-groups.ts'
import type { StorySettings } from './story-settings.ts'
import type { StoryTerms } from './story-terms.ts'
import type { TermStatistics } from './term-statistics.ts'

/** A term that stands in more entries than this share of all says nothing of where to look. */
const sharedTermShareMax = 0.1
const sharedTermEntriesMin = 100
const sharedTermEntriesMax = 2_000

/**
 * Entries and how much each two agree, under statistics that stay as they are: so the graph is a function of the set of
 * entries, and adding one entry changes no edge between others.
 */
export class EntryGraph {
  readonly #statistics: TermStatistics
  readonly #settings: StorySettings
  readonly #heldMax: number
  readonly #slots: (WeighedEntry | undefined)[] = []
  readonly #free: number[] = []
  readonly #slotOf = new Map<EntryId, number>()
  readonly #postings = new Map<number, number[]>()
  readonly #edges: Map<number, number>[] = []
  #likeness = new Float64Array(1024)

  constructor(statistics: TermStatistics, settings: StorySettings) {
    this.#statistics = statistics
    this.#settings = settings
    const share = Math.ceil(statistics.entries * sharedTermShareMax)
    this.#heldMax = Math.min(Math.max(share, sharedTermEntriesMin), sharedTermEntriesMax)
  }

  /** Adds an entry and returns the entries it agrees with more than an unseen pair would, with the log-odds. */
  add(terms: StoryTerms): ReadonlyMap<EntryId, number> {
    const entry = weighEntry(terms, this.#statistics)
    const neighbours = new Map<EntryId, number>()
    const edges = new Map<number, number>()
    const slot = this.#free.pop() ?? this.#slots.length
    for (const other of this.#candidates(entry)) {
      const candidate = this.#slots[other]
      if (candidate === undefined || this.#tooFarApart(entry, candidate)) continue
      const logit = pairLogit(entry, candidate, this.#settings.model)
      if (logit <= this.#settings.absent) continue
      edges.set(other, logit)
      this.#edges[other]?.set(slot, logit)
      neighbours.set(candidate.terms.id, logit)
    }
    this.#slots[slot] = entry
    this.#edges[slot] = edges
    this.#slotOf.set(terms.id, slot)
    for (const id of this.#searchTerms(entry)) append(this.#postings, id, slot)
    return neighbours
  }

  /** Forgets an entry and returns those it had agreed with. */
  remove(id: EntryId): EntryId[] {
    const slot = this.#slotOf.get(id)
    const entry = slot === undefined ? undefined : this.#slots[slot]
    if (slot === undefined || entry === undefined) return []
    const neighbours: EntryId[] = []
    for (const other of this.#edges[slot]?.keys() ?? []) {
      this.#edges[other]?.delete(slot)
      const neighbour = this.#slots[other]
      if (neighbour !== undefined) neighbours.push(neighbour.terms.id)
    }
    for (const term of this.#searchTerms(entry)) {
      const left = (this.#postings.get(term) ?? []).filter((held) => held !== slot)
      if (left.length > 0) this.#postings.set(term, left)
      else this.#postings.delete(term)
    }
    this.#slots[slot] = undefined
    this.#edges[slot] = new Map()
    this.#slotOf.delete(id)
    this.#free.push(slot)
    return neighbours
  }

  /** The groups of every entry that `from` reaches over joinable pairs, each earliest first. */
  groupsAround(from: Iterable<EntryId>): EntryId[][] {
    const slots = this.#reach(from).sort((one, other) => this.#inOrder(one, other))
    const numberOf = new Map(slots.map((slot, number) => [slot, number]))
    const edges: Edge[] = []
    for (const [left, slot] of slots.entries()) {
      const own: Edge[] = []
      for (const [other, logit] of this.#edges[slot] ?? []) {
        const right = numberOf.get(other)
        if (right !== undefined && left < right) own.push({ left, right, logit })
      }
      edges.push(...own.sort((one, other) => one.right - other.right))
    }
    const groups = new Map<number, EntryId[]>()
    for (const [number, group] of joinGroups(slots.length, edges, this.#settings).entries()) {
      const entry = this.#slots[slots[number] ?? -1]
      if (entry !== undefined) append(groups, group, entry.terms.id)
    }
    return [...groups.values()]
  }

  #reach(from: Iterable<EntryId>): number[] {
    const reached = new Set<number>()
    for (const id of from) {
      const slot = this.#slotOf.get(id)
      if (slot !== undefined) reached.add(slot)
    }
    for (const slot of reached)
      for (const [other, logit] of this.#edges[slot] ?? []) if (logit > this.#settings.joinAbove) reached.add(other)
    return [...reached]
  }

  #inOrder(one: number, other: number): number {
    const left = this.#slots[one]?.terms
    const right = this.#slots[other]?.terms
    if (left === undefined || right === undefined) return one - other
    return compareInTime(left, right)
  }

  #tooFarApart(one: WeighedEntry, other: WeighedEntry): boolean {
    const gapMs = Math.abs(one.terms.publishedAtMs - other.terms.publishedAtMs)
    return gapMs > this.#settings.gapDaysMax * 86_400_000
  }

  #searchTerms(entry: WeighedEntry): Uint32Array {
    return entry.words.ids.filter((id) => this.#statistics.frequency('words', id) <= this.#heldMax)
  }

  #candidates(entry: WeighedEntry): number[] {
    if (this.#likeness.length < this.#slots.length) this.#likeness = new Float64Array(2 * this.#slots.length)
    const likeness = this.#likeness
    const touched: number[] = []
    const { ids, weights } = entry.words
    for (let place = 0; place < ids.length; place += 1) {
      const id = ids[place] ?? 0
      for (const slot of this.#postings.get(id) ?? []) {
        if (likeness[slot] === 0) touched.push(slot)
        likeness[slot] = (likeness[slot] ?? 0) + (weights[place] ?? 0) * this.#weightOf(slot, id)
      }
    }
    const candidates = touched.filter((slot) => (likeness[slot] ?? 0) >= this.#settings.likenessMin)
    for (const slot of touched) likeness[slot] = 0
    return candidates
  }

  #weightOf(slot: number, id: number): number {
    const vector = this.#slots[slot]?.words
    if (vector === undefined) return 0
    let low = 0
    let high = vector.ids.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((vector.ids[middle] ?? 0) < id) low = middle + 1
      else high = middle
    }
    return vector.ids[low] === id ? (vector.weights[low] ?? 0) : 0
  }
}

/** Earlier first; entries of one time by id; entries without a time last. A total order. */
export function compareInTime(
  one: { readonly publishedAtMs: number; readonly id: string },
  other: { readonly publishedAtMs: number; readonly id: string },
): number {
  const left = Number.isNaN(one.publishedAtMs) ? Number.POSITIVE_INFINITY : one.publishedAtMs
  const right = Number.isNaN(other.publishedAtMs) ? Number.POSITIVE_INFINITY : other.publishedAtMs
  if (left !== right) return left < right ? -1 : 1
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}

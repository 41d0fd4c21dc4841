import type { EntryId } from '../../domain/ids.ts'
import { type Agreement, Company } from './company.ts'
import {
  Comparer,
  coefficientsOf,
  likenessOf,
  logitOf,
  nearWeight,
  pairFeatureNames,
  type WeighedEntry,
  weighEntry,
} from './compare-entries.ts'
import { joinGroups } from './join-groups.ts'
import { Nearness } from './nearness.ts'
import type { PairRulings } from './pair-rulings.ts'
import { groundAgreements, type Placed } from './shared-neighbours.ts'
import type { StorySettings } from './story-settings.ts'
import type { StoryTerms } from './story-terms.ts'
import { rarityOf, type TermStatistics } from './term-statistics.ts'
import { compareInTime } from './time-order.ts'

/** A term that stands in more entries than this share of all says nothing of where to look. */
const sharedTermShareMax = 0.1
const sharedTermEntriesMin = 100
const sharedTermEntriesMax = 400
/** Entries that one entry is compared with in full: those most like it. */
const comparedMax = 150

/**
 * Entries and how much each two agree, under word statistics that stay as they are. Entries added in order of time make a
 * graph, and groups, that are a function of the set of entries.
 */
export class EntryGraph {
  readonly #statistics: TermStatistics
  readonly #settings: StorySettings
  readonly #slots: (WeighedEntry | undefined)[] = []
  readonly #free: number[] = []
  readonly #slotOf = new Map<EntryId, number>()
  readonly #postings = new Map<number, Postings>()
  readonly #comparisons: Map<number, Comparison>[] = []
  readonly #nearness = new Nearness()
  readonly #comparer = new Comparer()
  readonly #coefficients: Float64Array
  #sums = new Float64Array(1024)

  constructor(statistics: TermStatistics, settings: StorySettings) {
    this.#statistics = statistics
    this.#settings = settings
    this.#coefficients = coefficientsOf(settings.pairModel, pairFeatureNames)
  }

  /** Adds an entry and returns the entries that it agrees with, with the log-odds at first look. */
  add(terms: StoryTerms): ReadonlyMap<EntryId, number> {
    const entry = weighEntry(terms, this.#statistics)
    const slot = this.#free.pop() ?? this.#slots.length
    const { pairModel } = this.#settings
    this.#nearness.clear(slot)
    this.#comparer.take(entry)
    const compared: { readonly other: number; readonly comparison: Comparison }[] = []
    for (const other of this.#candidates(entry)) {
      const candidate = this.#slots[other]
      if (candidate === undefined || this.#isFarApart(entry, candidate)) continue
      const look = this.#comparer.lookAt(candidate)
      const { words, grams } = look
      for (const place of [slot, other]) this.#nearness.note(place, likenessOf(look))
      const plain = logitOf(pairModel.constant, this.#coefficients, look.features)
      compared.push({ other, comparison: { words, grams, plain, nearWeight: nearWeight(look, pairModel) } })
    }
    const own = new Map<number, Comparison>()
    for (const { other, comparison } of compared) {
      if (this.#logit(slot, other, comparison) <= this.#settings.absent) continue
      own.set(other, comparison)
      this.#comparisons[other]?.set(slot, comparison)
    }
    this.#slots[slot] = entry
    this.#comparisons[slot] = own
    this.#slotOf.set(terms.id, slot)
    for (const { id, weight } of this.#searchTerms(entry)) this.#post(id, slot, weight)
    return this.#neighboursOf(slot)
  }

  /** Forgets an entry. */
  remove(id: EntryId): void {
    const slot = this.#slotOf.get(id)
    const entry = slot === undefined ? undefined : this.#slots[slot]
    if (slot === undefined || entry === undefined) return
    for (const other of this.#comparisons[slot]?.keys() ?? []) this.#comparisons[other]?.delete(slot)
    for (const { id: term } of this.#searchTerms(entry)) this.#unpost(term, slot)
    this.#slots[slot] = undefined
    this.#comparisons[slot] = new Map()
    this.#slotOf.delete(id)
    this.#free.push(slot)
  }

  /** The entries that an entry agrees with, with the log-odds at first look. */
  neighbours(id: EntryId): ReadonlyMap<EntryId, number> {
    return this.#neighboursOf(this.#slotOf.get(id) ?? -1)
  }

  /** The groups that these entries form among themselves, each earliest first, in order of their earliest entry; rulings hold. */
  groupsAmong(ids: Iterable<EntryId>, rulings: PairRulings): EntryId[][] {
    const placed = this.#place(ids)
    const { entries } = placed
    const agreements = groundAgreements(placed, { ...this.#settings, models: this.#settings.groundModels })
    const ruled = rulings.among(new Map(entries.map(({ terms }, number) => [terms.id, number])))
    const groups = new Map<number, EntryId[]>()
    for (const [number, group] of joinGroups(entries.length, agreements, { ...this.#settings, ...ruled }).entries()) {
      const entry = entries[number]
      if (entry !== undefined) append(groups, group, entry.terms.id)
    }
    return [...groups.values()]
  }

  /** These entries in order of time, and who agrees with whom among them. */
  #place(ids: Iterable<EntryId>): Placed {
    const held: { readonly slot: number; readonly entry: WeighedEntry }[] = []
    for (const id of new Set(ids)) {
      const slot = this.#slotOf.get(id) ?? -1
      const entry = this.#slots[slot]
      if (entry !== undefined) held.push({ slot, entry })
    }
    held.sort((one, other) => compareInTime(one.entry.terms, other.entry.terms))
    const numberOf = new Int32Array(this.#slots.length).fill(-1)
    for (const [number, { slot }] of held.entries()) numberOf[slot] = number
    const agreements = held.flatMap(({ slot }, left) => this.#agreementsFrom(slot, left, numberOf))
    return { entries: held.map(({ entry }) => entry), company: new Company(held.length, agreements) }
  }

  /** With which entries of later numbers an entry agrees, ascending. */
  #agreementsFrom(slot: number, left: number, numberOf: Int32Array): Agreement[] {
    const agreements: Agreement[] = []
    for (const [other, comparison] of this.#comparisons[slot] ?? []) {
      const right = numberOf[other] ?? -1
      if (right <= left) continue
      const logit = this.#logit(slot, other, comparison)
      if (logit > this.#settings.absent)
        agreements.push({ left, right, logit, words: comparison.words, grams: comparison.grams })
    }
    return agreements.sort((one, other) => one.right - other.right)
  }

  /** Log-odds at first look, as near as the surroundings of both are by now. */
  #logit(slot: number, other: number, { plain, nearWeight }: Comparison): number {
    return plain + (nearWeight * (this.#nearness.of(slot) + this.#nearness.of(other))) / 2
  }

  #neighboursOf(slot: number): Map<EntryId, number> {
    const neighbours = new Map<EntryId, number>()
    for (const [other, comparison] of this.#comparisons[slot] ?? []) {
      const neighbour = this.#slots[other]
      const logit = this.#logit(slot, other, comparison)
      if (neighbour !== undefined && logit > this.#settings.absent) neighbours.set(neighbour.terms.id, logit)
    }
    return neighbours
  }

  #isFarApart(one: WeighedEntry, other: WeighedEntry): boolean {
    const gapMs = Math.abs(one.terms.publishedAtMs - other.terms.publishedAtMs)
    return gapMs > this.#settings.gapDaysMax * 86_400_000
  }

  #post(term: number, slot: number, weight: number): void {
    const postings = this.#postings.get(term)
    if (postings === undefined) this.#postings.set(term, { slots: [slot], weights: [weight] })
    else {
      postings.slots.push(slot)
      postings.weights.push(weight)
    }
  }

  #unpost(term: number, slot: number): void {
    const postings = this.#postings.get(term)
    const place = postings?.slots.indexOf(slot) ?? -1
    if (postings === undefined || place < 0) return
    postings.slots.splice(place, 1)
    postings.weights.splice(place, 1)
    if (postings.slots.length === 0) this.#postings.delete(term)
  }

  #searchTerms({ terms: { language }, words, bits }: WeighedEntry): { readonly id: number; readonly weight: number }[] {
    const terms: { readonly id: number; readonly weight: number }[] = []
    const rarityMin = searchedFrom(this.#statistics.entriesIn(language))
    for (let place = 0; place < words.ids.length; place += 1)
      if ((bits[place] ?? 0) >= rarityMin) terms.push({ id: words.ids[place] ?? 0, weight: words.weights[place] ?? 0 })
    return terms
  }

  /** Slots of the entries whose words are most like the entry's, at most `comparedMax`. */
  #candidates(entry: WeighedEntry): number[] {
    if (this.#sums.length < this.#slots.length) this.#sums = new Float64Array(2 * this.#slots.length)
    const sums = this.#sums
    const touched: number[] = []
    for (const { id, weight } of this.#searchTerms(entry)) {
      const postings = this.#postings.get(id)
      if (postings === undefined) continue
      const { slots, weights } = postings
      for (let place = 0; place < slots.length; place += 1) {
        const slot = slots[place] ?? 0
        const sum = sums[slot] ?? 0
        if (sum === 0) touched.push(slot)
        sums[slot] = sum + weight * (weights[place] ?? 0)
      }
    }
    const found = touched.filter((slot) => (sums[slot] ?? 0) >= this.#settings.likenessMin)
    const compared = found.length > comparedMax ? highest(found, sums) : found
    for (const slot of touched) sums[slot] = 0
    return compared
  }
}

/** The `comparedMax` slots with the highest sums; of equals the first slots. */
function highest(slots: readonly number[], sums: Float64Array): number[] {
  const ordered = Float64Array.from(slots, (slot) => sums[slot] ?? 0).sort()
  const least = ordered[ordered.length - comparedMax] ?? 0
  const above = slots.filter((slot) => (sums[slot] ?? 0) > least)
  const level = slots.filter((slot) => sums[slot] === least).sort((one, other) => one - other)
  return [...above, ...level.slice(0, comparedMax - above.length)]
}

/** Two entries compared: `plain` are the log-odds without regard to how near their surroundings are. */
type Comparison = {
  readonly words: number
  readonly grams: number
  readonly plain: number
  readonly nearWeight: number
}

/** Which slots hold a term, and with what weight: two plain lists, because there are tens of millions of these. */
type Postings = { readonly slots: number[]; readonly weights: number[] }

/** Rarity from which a word of a language with so many entries says where to look. */
function searchedFrom(entries: number): number {
  const share = Math.ceil(entries * sharedTermShareMax)
  const holdersMax = Math.min(Math.max(share, sharedTermEntriesMin), sharedTermEntriesMax)
  return Math.fround(rarityOf(holdersMax, entries))
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}

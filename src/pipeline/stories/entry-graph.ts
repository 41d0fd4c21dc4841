import type { EntryId } from '../../domain/ids.ts'
import { type Agreement, Company, voicesOf } from './company.ts'
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
import { type Comparison, Comparisons, comparisonFigures } from './comparisons.ts'
import { joinGroups } from './join-groups.ts'
import { KnownCohesion } from './known-cohesion.ts'
import { Nearness } from './nearness.ts'
import { NewcomerLook, type VisitAgreeing } from './newcomer-look.ts'
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
  readonly #comparisons = new Comparisons()
  readonly #nearness = new Nearness()
  readonly #comparer = new Comparer()
  readonly #coefficients: Float64Array
  readonly #features = new Float64Array(pairFeatureNames.length)
  /** What is known of words, by ground model. */
  readonly #known: readonly KnownCohesion[]
  readonly #newcomerLook: NewcomerLook | undefined
  #sums = new Float64Array(1024)
  /** Slots whose sums are not 0: a list that is filled anew for each entry, because thousands are touched. */
  #touched = new Int32Array(1024)

  constructor(statistics: TermStatistics, settings: StorySettings) {
    this.#statistics = statistics
    this.#settings = settings
    this.#coefficients = coefficientsOf(settings.pairModel, pairFeatureNames)
    this.#known = settings.groundModels.map(() => new KnownCohesion())
    this.#newcomerLook = this.#lookOfNewcomers()
  }

  /** Adds an entry, compared with the `likest` of those that are there. */
  add(terms: StoryTerms, { likest = comparedMax }: { readonly likest?: number } = {}): void {
    const entry = weighEntry(terms, this.#statistics)
    const slot = this.#free.pop() ?? this.#slots.length
    this.#nearness.clear(slot)
    this.#newcomerLook?.clear(slot)
    const compared = this.#candidates(entry, likest)
    const comparisons = this.#compare(entry, slot, compared)
    this.#comparisons.begin(slot)
    for (const [place, comparison] of comparisons.entries()) {
      const other = compared[place] ?? 0
      if (this.#logit(slot, other, comparison) > this.#settings.absent) this.#comparisons.add(slot, other, comparison)
    }
    this.#slots[slot] = entry
    this.#slotOf.set(terms.id, slot)
    const { ids, weights } = entry.words
    for (const place of this.#searchPlaces(entry)) this.#post(ids[place] ?? 0, slot, weights[place] ?? 0)
  }

  /** Looks at the entry beside each of the others, in order, and notes how near they are to each other. */
  #compare(entry: WeighedEntry, slot: number, others: readonly number[]): Comparison[] {
    const { pairModel } = this.#settings
    this.#comparer.take(entry)
    return others.map((other) => {
      // Those that it is compared with are there.
      const look = this.#comparer.lookAt(this.#slots[other] ?? entry, this.#features)
      const { words, grams, features } = look
      const likeness = likenessOf(look)
      this.#nearness.note(slot, likeness)
      this.#nearness.note(other, likeness)
      const plain = logitOf(pairModel.constant, this.#coefficients, features)
      return { words, grams, plain, nearWeight: nearWeight(look, pairModel) }
    })
  }

  /** Forgets an entry. */
  remove(id: EntryId): void {
    const slot = this.#slotOf.get(id)
    const entry = slot === undefined ? undefined : this.#slots[slot]
    if (slot === undefined || entry === undefined) return
    this.#comparisons.forget(slot)
    for (const place of this.#searchPlaces(entry)) this.#unpost(entry.words.ids[place] ?? 0, slot)
    this.#slots[slot] = undefined
    this.#slotOf.delete(id)
    this.#free.push(slot)
  }

  /** Visits the entries that an entry agrees with, with the log-odds at first look. */
  visitNeighbours(id: EntryId, visit: (neighbour: EntryId, logit: number) => void): void {
    const slot = this.#slotOf.get(id) ?? -1
    this.#visitAgreeing(slot, (other, logit) => {
      const neighbour = this.#slots[other]
      if (neighbour !== undefined) visit(neighbour.terms.id, logit)
    })
  }

  /**
   * Visits the entries that an entry likely belongs with, those that it shares no word with among them: with the mean of the
   * log-odds at first look and at the second.
   */
  visitCompany(id: EntryId, visit: (companion: EntryId, logit: number) => void): void {
    const { absent } = this.#settings
    const slot = this.#slotOf.get(id) ?? -1
    const entry = this.#slots[slot]
    this.#newcomerLook?.visit(slot, (other, logit, first = absent) => {
      const companion = this.#slots[other]
      const mean = (Math.max(logit, absent) + first) / 2
      if (entry === undefined || companion === undefined || mean <= absent || this.#isFarApart(entry, companion)) return
      visit(companion.terms.id, mean)
    })
  }

  #lookOfNewcomers(): NewcomerLook | undefined {
    const [[model], [known]] = [this.#settings.groundModels, this.#known]
    if (model === undefined || known === undefined) return undefined
    const neighbourhood = {
      entryAt: (slot: number) => this.#slots[slot],
      comparisonsOf: (slot: number) => this.#comparisons.of(slot),
      visit: (slot: number, visit: VisitAgreeing) => this.#visitAgreeing(slot, visit),
    }
    return new NewcomerLook(neighbourhood, model, known)
  }

  /** The groups that these entries form among themselves, each earliest first, in order of their earliest entry; rulings hold. */
  groupsAmong(ids: Iterable<EntryId>, rulings: PairRulings): EntryId[][] {
    const placed = this.#place(ids)
    const { entries } = placed
    const agreements = groundAgreements(placed, {
      ...this.#settings,
      models: this.#settings.groundModels,
      known: this.#known,
    })
    const ruled = rulings.among(new Map(entries.map(({ terms }, number) => [terms.id, number])))
    const voices = voicesOf(entries.length, agreements)
    const joined = joinGroups(entries.length, agreements, { ...this.#settings, ...ruled, voices })
    const groups = new Map<number, EntryId[]>()
    for (const [number, group] of joined.entries()) {
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
    const { figures } = this.#comparisons.of(slot)
    this.#visitAgreeing(slot, (other, logit, at) => {
      const right = numberOf[other] ?? -1
      if (right > left) agreements.push({ left, right, logit, words: figures[at] ?? 0, grams: figures[at + 1] ?? 0 })
    })
    return agreements.sort((one, other) => one.right - other.right)
  }

  /** Log-odds at first look, as near as the surroundings of both are by now. */
  #logit(slot: number, other: number, { plain, nearWeight }: Pick<Comparison, 'plain' | 'nearWeight'>): number {
    return plain + (nearWeight * (this.#nearness.of(slot) + this.#nearness.of(other))) / 2
  }

  /** Visits the slots that one agrees with. */
  #visitAgreeing(slot: number, visit: VisitAgreeing): void {
    const { others, figures } = this.#comparisons.of(slot)
    for (let place = 0; place < others.length; place += 1) {
      const other = others[place] ?? 0
      const at = comparisonFigures * place
      const logit = this.#logit(slot, other, { plain: figures[at + 2] ?? 0, nearWeight: figures[at + 3] ?? 0 })
      if (logit > this.#settings.absent) visit(other, logit, at)
    }
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

  /** Places among the entry's words of those that say where to look. */
  #searchPlaces({ terms: { language }, words, bits }: WeighedEntry): number[] {
    const places: number[] = []
    const rarityMin = searchedFrom(this.#statistics.entriesIn(language))
    for (let place = 0; place < words.ids.length; place += 1) if ((bits[place] ?? 0) >= rarityMin) places.push(place)
    return places
  }

  /** Slots of the entries whose words are most like the entry's, at most `max`, and that are near it in time. */
  #candidates(entry: WeighedEntry, max: number): number[] {
    if (this.#sums.length < this.#slots.length) {
      this.#sums = new Float64Array(2 * this.#slots.length)
      this.#touched = new Int32Array(2 * this.#slots.length)
    }
    const sums = this.#sums
    let touchedCount = 0
    const { ids, weights: own } = entry.words
    for (const at of this.#searchPlaces(entry)) {
      const postings = this.#postings.get(ids[at] ?? 0)
      if (postings === undefined) continue
      const { slots, weights } = postings
      const weight = own[at] ?? 0
      for (let place = 0; place < slots.length; place += 1) {
        const slot = slots[place] ?? 0
        const sum = sums[slot] ?? 0
        if (sum === 0) this.#touched[touchedCount++] = slot
        sums[slot] = sum + weight * (weights[place] ?? 0)
      }
    }
    const touched = this.#touched.subarray(0, touchedCount)
    const found: number[] = []
    for (const slot of touched) if ((sums[slot] ?? 0) >= this.#settings.likenessMin) found.push(slot)
    const likest = found.length > max ? highest(found, sums, max) : found
    for (const slot of touched) sums[slot] = 0
    return likest.filter((slot) => {
      const candidate = this.#slots[slot]
      return candidate !== undefined && !this.#isFarApart(entry, candidate)
    })
  }
}

/** So many slots with the highest sums; of equals the first slots. */
function highest(slots: readonly number[], sums: Float64Array, count: number): number[] {
  const ordered = Float64Array.from(slots, (slot) => sums[slot] ?? 0).sort()
  const least = ordered[ordered.length - count] ?? 0
  const above = slots.filter((slot) => (sums[slot] ?? 0) > least)
  const level = slots.filter((slot) => sums[slot] === least).sort((one, other) => one - other)
  return [...above, ...level.slice(0, count - above.length)]
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

import type { Company } from './company.ts'
import { gapHoursOf, type WeighedEntry } from './compare-entries.ts'
import type { KnownCohesion } from './known-cohesion.ts'
import { TermCounts } from './term-counts.ts'

/** A word that more entries hold than this says nothing of one event. */
const holdersMax = 400
/** Holders further apart than this are not asked whether they agree: the same word comes back with other events. */
const gapHoursMax = 72
/** How many pairs of holders the usual cohesion counts for, and that cohesion: what is taken of a word nobody else holds. */
const usual = { pairs: 2, cohesion: 0.3 } as const
const [cohesionMin, cohesionMax] = [0.001, 0.97]

/** How well the words that two entries share hold together what has them. */
export type SharedCohesion = {
  /** Of the most cohesive word, in [0, 1]. */
  readonly most: number
  /** Of all together: the logarithm of how sure they make it that the two are one, each taken as a witness of its own. */
  readonly all: number
  /** The mean, weighed by how rare the words are; 0 where no word is shared. */
  readonly mean: number
}

/** What the words that two entries share come to, word by word. */
export class CohesionSum {
  #most = 0
  #doubt = 0
  #bits = 0
  #weighed = 0

  /** A word so rare, of so many pairs of holders of which so many agree. */
  add(agreed: number, asked: number, bits: number): void {
    const share = (Math.max(agreed, 0) + usual.pairs * usual.cohesion) / (Math.max(asked, 0) + usual.pairs)
    const cohesion = Math.min(Math.max(share, cohesionMin), cohesionMax)
    this.#most = Math.max(this.#most, cohesion)
    this.#doubt -= Math.log(1 - cohesion)
    this.#bits += bits
    this.#weighed += bits * cohesion
  }

  get sum(): SharedCohesion {
    return { most: this.#most, all: Math.log1p(this.#doubt), mean: this.#bits > 0 ? this.#weighed / this.#bits : 0 }
  }
}

/**
 * Which words mark one event. Two words may be as rare as each other, and yet the holders of one ("surname") agree with
 * each other and those of the other ("latest") don't. A word's cohesion is the mean probability that two of its holders
 * tell of one event, by the look before. Asked of a pair of entries, the pairs that these two are part of don't count.
 */
export class TermCohesion {
  readonly #entries: readonly WeighedEntry[]
  /** Words of entry n stand in the lists below from `starts[n]` up to `starts[n + 1]`. */
  readonly #starts: Int32Array
  readonly #terms: Int32Array
  readonly #bits: Float32Array
  /** Agreement of the entry with the other holders of the word, summed up, and how many of these are near in time. */
  readonly #agreed: Float64Array
  readonly #asked: Int32Array
  /** By word: the same over all pairs of holders. */
  readonly #agreedByAll: Float64Array
  readonly #askedByAll: Float64Array
  /** By word: where it stands in the lists for the present entry, or -1. */
  readonly #places: Int32Array
  #entry = 0

  /**
   * `entries` in order of time. What is `known` of words counts where more holders were asked then; where fewer, it is learned
   * anew. O(words of all pairs that agree).
   */
  constructor(entries: readonly WeighedEntry[], company: Company, known?: KnownCohesion) {
    const { starts, terms, bits, asked, ids } = sharedWordsOf(entries, known)
    const count = ids.length
    this.#entries = entries
    this.#starts = starts
    this.#terms = terms
    this.#bits = bits
    this.#asked = asked
    this.#agreed = new Float64Array(terms.length)
    this.#agreedByAll = new Float64Array(count)
    this.#askedByAll = new Float64Array(count)
    this.#places = new Int32Array(count).fill(-1)
    this.#sumAgreed(company)
    for (let at = 0; at < terms.length; at += 1) {
      const term = terms[at] ?? 0
      this.#agreedByAll[term] = (this.#agreedByAll[term] ?? 0) + (this.#agreed[at] ?? 0) / 2
      this.#askedByAll[term] = (this.#askedByAll[term] ?? 0) + (asked[at] ?? 0) / 2
    }
    if (known !== undefined) this.#compareWith(known, ids)
  }

  /** Takes the entry that others are asked about from now on. */
  from(entry: number): void {
    this.#mark(this.#entry, false)
    this.#entry = entry
    this.#mark(entry, true)
  }

  /** `likeness`: log-odds of the two by the look before, if they agreed. O(words of the other). */
  with(other: number, likeness: number | undefined): SharedCohesion {
    const isNear = this.#areNear(this.#entry, other)
    const own = likeness === undefined || !isNear ? 0 : probabilityOf(likeness)
    const shared = new CohesionSum()
    for (let at = this.#starts[other] ?? 0; at < (this.#starts[other + 1] ?? 0); at += 1) {
      const term = this.#terms[at] ?? 0
      const beside = this.#places[term] ?? -1
      if (beside < 0) continue
      const agreed = (this.#agreedByAll[term] ?? 0) - (this.#agreed[at] ?? 0) - (this.#agreed[beside] ?? 0) + own
      const asked =
        (this.#askedByAll[term] ?? 0) - (this.#asked[at] ?? 0) - (this.#asked[beside] ?? 0) + (isNear ? 1 : 0)
      shared.add(agreed, asked, Math.min(this.#bits[at] ?? 0, this.#bits[beside] ?? 0))
    }
    return shared.sum
  }

  #compareWith(known: KnownCohesion, ids: Uint32Array): void {
    for (const [term, id] of ids.entries()) {
      const number = known.numberOf(id)
      const asked = known.askedOf(number)
      const askedHere = this.#askedByAll[term] ?? 0
      if (asked > askedHere) {
        this.#agreedByAll[term] = known.agreedOf(number)
        this.#askedByAll[term] = asked
      } else if (askedHere > 0) known.learn(id, this.#agreedByAll[term] ?? 0, askedHere)
    }
  }

  #mark(entry: number, isOn: boolean): void {
    for (let at = this.#starts[entry] ?? 0; at < (this.#starts[entry + 1] ?? 0); at += 1)
      this.#places[this.#terms[at] ?? 0] = isOn ? at : -1
  }

  #areNear(one: number, other: number): boolean {
    const [left, right] = [this.#entries[one], this.#entries[other]]
    return left !== undefined && right !== undefined && gapHoursOf(left, right) <= gapHoursMax
  }

  #sumAgreed({ starts, others, logits }: Company): void {
    for (let entry = 0; entry < this.#entries.length; entry += 1) {
      this.from(entry)
      for (let place = starts[entry] ?? 0; place < (starts[entry + 1] ?? 0); place += 1) {
        const other = others[place] ?? 0
        if (other <= entry || !this.#areNear(entry, other)) continue
        const probability = probabilityOf(logits[place] ?? 0)
        for (let at = this.#starts[other] ?? 0; at < (this.#starts[other + 1] ?? 0); at += 1) {
          const beside = this.#places[this.#terms[at] ?? 0] ?? -1
          if (beside < 0) continue
          this.#agreed[at] = (this.#agreed[at] ?? 0) + probability
          this.#agreed[beside] = (this.#agreed[beside] ?? 0) + probability
        }
      }
    }
  }
}

function probabilityOf(logit: number): number {
  return 1 / (1 + Math.exp(-logit))
}

type SharedWords = {
  readonly starts: Int32Array
  readonly terms: Int32Array
  readonly bits: Float32Array
  readonly asked: Int32Array
  /** The word of each number. */
  readonly ids: Uint32Array
}

/** Every look at the same entries asks for the same words. */
const sharedWords = new WeakMap<readonly WeighedEntry[], SharedWords>()

function sharedWordsOf(entries: readonly WeighedEntry[], known?: KnownCohesion): SharedWords {
  let shared = sharedWords.get(entries)
  if (shared === undefined) {
    const numbered = numberTerms(entries, known)
    shared = { ...numbered, asked: countAsked(entries, numbered) }
    sharedWords.set(entries, shared)
  }
  return shared
}

/** The words of each entry that others hold too, but not too many, by numbers from 0 on. */
function numberTerms(entries: readonly WeighedEntry[], known?: KnownCohesion): Omit<SharedWords, 'asked'> {
  const holders = new TermCounts()
  for (const { words } of entries) for (const id of words.ids) holders.add(id, 1)
  /** By term: its number plus one, so that 0 is none. */
  const numbers = new TermCounts()
  const numbered: number[] = []
  const starts = new Int32Array(entries.length + 1)
  const terms: number[] = []
  const bits: number[] = []
  for (let entry = 0; entry < entries.length; entry += 1) {
    const { words, bits: own } = entries[entry] ?? nothing
    for (let place = 0; place < words.ids.length; place += 1) {
      const id = words.ids[place] ?? 0
      const held = holders.of(id)
      if (held > holdersMax) known?.leaveOut(id)
      if (held < 2 || held > holdersMax || known?.isLeftOut(id) === true) continue
      let number = numbers.of(id)
      if (number === 0) {
        number = numbered.push(id)
        numbers.add(id, number)
      }
      terms.push(number - 1)
      bits.push(own[place] ?? 0)
    }
    starts[entry + 1] = terms.length
  }
  return { starts, terms: Int32Array.from(terms), bits: Float32Array.from(bits), ids: new Uint32Array(numbered) }
}

const nothing = { words: { ids: new Uint32Array(0) }, bits: new Float32Array(0) } as const

/** How many other holders of each word are near each entry. Entries without a time are near all. */
function countAsked(entries: readonly WeighedEntry[], numbered: Omit<SharedWords, 'asked'>): Int32Array {
  const held = holdersOf(numbered)
  const asked = new Int32Array(numbered.terms.length)
  for (let term = 0; term < numbered.ids.length; term += 1) {
    const places = held.places.subarray(held.starts[term] ?? 0, held.starts[term + 1] ?? 0)
    const timeAt = (place: number): number =>
      entries[held.entries[places[place] ?? 0] ?? 0]?.terms.publishedAtMs ?? Number.NaN
    let end = places.length
    while (end > 0 && Number.isNaN(timeAt(end - 1))) end -= 1
    let [first, last] = [0, 0]
    for (let place = 0; place < places.length; place += 1) {
      const time = timeAt(place)
      if (place < end) {
        while (time - timeAt(first) > gapHoursMax * 3_600_000) first += 1
        while (last < end && timeAt(last) - time <= gapHoursMax * 3_600_000) last += 1
      }
      asked[places[place] ?? 0] = place < end ? last - first - 1 + places.length - end : places.length - 1
    }
  }
  return asked
}

/** By word: where it stands in the lists, in order of the entries; and the entry of each place. */
function holdersOf({ starts, terms, ids: { length: count } }: Omit<SharedWords, 'asked'>) {
  const entries = new Int32Array(terms.length)
  for (let entry = 0; entry + 1 < starts.length; entry += 1)
    entries.fill(entry, starts[entry] ?? 0, starts[entry + 1] ?? 0)
  const termStarts = new Int32Array(count + 1)
  for (const term of terms) termStarts[term + 1] = (termStarts[term + 1] ?? 0) + 1
  for (let term = 0; term < count; term += 1)
    termStarts[term + 1] = (termStarts[term + 1] ?? 0) + (termStarts[term] ?? 0)
  const ends = termStarts.slice()
  const places = new Int32Array(terms.length)
  for (let at = 0; at < terms.length; at += 1) {
    const term = terms[at] ?? 0
    const end = ends[term] ?? 0
    places[end] = at
    ends[term] = end + 1
  }
  return { starts: termStarts, places, entries }
}

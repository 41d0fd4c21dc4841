import type { Edge } from './join-groups.ts'

const roomMin = 1024

/** Two entries that agree, and what a look saw of them. */
export type Agreement = Edge & { readonly words: number; readonly grams: number }

/** Pairs of entries that agree: in columns, because there are a hundred for each entry. */
export class Agreements implements Iterable<Agreement> {
  #count = 0
  #numbers = new Int32Array(2 * roomMin)
  #figures = new Float64Array(3 * roomMin)

  add({ left, right, logit, words, grams }: Agreement): void {
    const at = this.#count
    if (2 * at === this.#numbers.length) this.#grow()
    this.#numbers[2 * at] = left
    this.#numbers[2 * at + 1] = right
    this.#figures[3 * at] = logit
    this.#figures[3 * at + 1] = words
    this.#figures[3 * at + 2] = grams
    this.#count += 1
  }

  /** In the order in which they were added. */
  *[Symbol.iterator](): Generator<Agreement> {
    for (let at = 0; at < this.#count; at += 1)
      yield {
        left: this.#numbers[2 * at] ?? 0,
        right: this.#numbers[2 * at + 1] ?? 0,
        logit: this.#figures[3 * at] ?? 0,
        words: this.#figures[3 * at + 1] ?? 0,
        grams: this.#figures[3 * at + 2] ?? 0,
      }
  }

  #grow(): void {
    const numbers = new Int32Array(2 * this.#numbers.length)
    numbers.set(this.#numbers)
    const figures = new Float64Array(2 * this.#figures.length)
    figures.set(this.#figures)
    this.#numbers = numbers
    this.#figures = figures
  }
}

/** Likeness of words from which two reports are the same line, but for the name of an outlet behind it. */
const sameLineAbove = 0.85

/** What each of `count` entries counts when stories are joined: one of k that say the same, 1/k. */
export function voicesOf(count: number, agreements: Iterable<Agreement>): Float64Array {
  const saying = new Float64Array(count).fill(1)
  for (const { left, right, words } of agreements) {
    if (words <= sameLineAbove) continue
    saying[left] = (saying[left] ?? 1) + 1
    saying[right] = (saying[right] ?? 1) + 1
  }
  return saying.map((entries) => 1 / entries)
}

/** Added to log-odds before they are taken for the strength of a neighbour. */
const neighbourShift = 0.5

/** How strongly two entries are neighbours that agree by these log-odds. */
export function strengthOf(logit: number): number {
  return 1 / (1 + Math.exp(-(logit + neighbourShift)))
}

/**
 * With whom each entry agrees, and how strongly. Those of entry n stand in all lists from `starts[n]` up to
 * `starts[n + 1]`, ascending, so that sums do not depend on the order in which entries came in.
 */
export class Company {
  readonly count: number
  readonly starts: Int32Array
  readonly others: Int32Array
  readonly logits: Float64Array
  readonly words: Float64Array
  readonly grams: Float64Array
  /** The former look's probabilities; an entry is its own neighbour with strength 1, which stands in no list. */
  readonly strengths: Float64Array
  /** By entry: length of the row of its strengths, and their sum, both with its own. */
  readonly norms: Float64Array
  readonly masses: Float64Array

  /** `agreements` are ordered by left, then right, each pair once with the smaller number left. */
  constructor(count: number, agreements: Iterable<Agreement>) {
    this.count = count
    this.starts = new Int32Array(count + 1)
    for (const { left, right } of agreements) {
      this.starts[left + 1] = (this.starts[left + 1] ?? 0) + 1
      this.starts[right + 1] = (this.starts[right + 1] ?? 0) + 1
    }
    for (let entry = 0; entry < count; entry += 1)
      this.starts[entry + 1] = (this.starts[entry + 1] ?? 0) + (this.starts[entry] ?? 0)
    const total = this.starts[count] ?? 0
    this.others = new Int32Array(total)
    this.logits = new Float64Array(total)
    this.words = new Float64Array(total)
    this.grams = new Float64Array(total)
    this.strengths = new Float64Array(total)
    this.norms = new Float64Array(count).fill(1)
    this.masses = new Float64Array(count).fill(1)
    const ends = this.starts.slice()
    for (const agreement of agreements) {
      this.#put(ends, agreement.left, agreement.right, agreement)
      this.#put(ends, agreement.right, agreement.left, agreement)
    }
    this.norms.forEach((squares, entry) => {
      this.norms[entry] = Math.sqrt(squares)
    })
  }

  #put(ends: Int32Array, entry: number, other: number, { logit, words, grams }: Agreement): void {
    const at = ends[entry] ?? 0
    ends[entry] = at + 1
    const strength = strengthOf(logit)
    this.others[at] = other
    this.logits[at] = logit
    this.words[at] = words
    this.grams[at] = grams
    this.strengths[at] = strength
    this.norms[entry] = (this.norms[entry] ?? 0) + strength * strength
    this.masses[entry] = (this.masses[entry] ?? 0) + strength
  }
}

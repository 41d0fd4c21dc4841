/** Slots at the start, a power of two. */
const slotsMin = 256
/** Taken for an empty slot: terms are hashes of 31 bits. */
const empty = -1

/**
 * A count for each of very many terms: two flat lists with open addressing, which are found in several times faster than
 * a `Map`, copied at once, and nothing for the garbage collector to walk through.
 */
export class TermCounts {
  #terms = new Int32Array(slotsMin).fill(empty)
  #counts = new Int32Array(slotsMin)
  /** Slots taken, those of terms that are back at 0 among them. */
  #taken = 0

  /** 0 for a term that was never counted. */
  of(term: number): number {
    return this.#counts[this.#slotOf(term)] ?? 0
  }

  add(term: number, by: number): void {
    let slot = this.#slotOf(term)
    if (this.#terms[slot] === empty) {
      if (2 * (this.#taken + 1) > this.#terms.length) {
        this.#grow()
        slot = this.#slotOf(term)
      }
      this.#terms[slot] = term
      this.#taken += 1
    }
    this.#counts[slot] = (this.#counts[slot] ?? 0) + by
  }

  copy(): TermCounts {
    const copy = new TermCounts()
    copy.#terms = this.#terms.slice()
    copy.#counts = this.#counts.slice()
    copy.#taken = this.#taken
    return copy
  }

  /** The slot of a term, or the empty one that it would take. */
  #slotOf(term: number): number {
    const last = this.#terms.length - 1
    let slot = Math.imul(term, 0x9e3779b1) & last
    while (this.#terms[slot] !== empty && this.#terms[slot] !== term) slot = (slot + 1) & last
    return slot
  }

  /** Twice the room for what is counted, unless terms at 0 took most of it. */
  #grow(): void {
    const terms = this.#terms
    const counts = this.#counts
    const held = counts.reduce((sum, count) => (count === 0 ? sum : sum + 1), 0)
    const slots = 4 * held > terms.length ? 2 * terms.length : terms.length
    this.#terms = new Int32Array(slots).fill(empty)
    this.#counts = new Int32Array(slots)
    this.#taken = held
    for (let place = 0; place < terms.length; place += 1) {
      const count = counts[place] ?? 0
      if (count === 0) continue
      const slot = this.#slotOf(terms[place] ?? 0)
      this.#terms[slot] = terms[place] ?? 0
      this.#counts[slot] = count
    }
  }
}

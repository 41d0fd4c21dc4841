/** Room for each term, so that most terms that are not there are told at the first look. */
const roomPerTerm = 8
const roomMin = 1024

/** Where terms stand in one list, for looking up those of many others in it: a fraction of what merging the two costs. */
export class TermPlaces {
  #ids: Uint32Array = new Uint32Array(0)
  /** Place in the list plus one, so that 0 is none. Open addressing. */
  #places = new Int32Array(roomMin)
  #last = roomMin - 1

  /** Takes this list, of distinct terms, in place of the one before. */
  take(ids: Uint32Array): void {
    let room = roomMin
    while (room < roomPerTerm * ids.length) room *= 2
    if (room > this.#places.length) this.#places = new Int32Array(room)
    else this.#places.fill(0)
    this.#last = this.#places.length - 1
    this.#ids = ids
    for (let place = 0; place < ids.length; place += 1) {
      let slot = (ids[place] ?? 0) & this.#last
      while (this.#places[slot] !== 0) slot = (slot + 1) & this.#last
      this.#places[slot] = place + 1
    }
  }

  /** -1 where the list does not hold the term. */
  of(id: number): number {
    let slot = id & this.#last
    for (;;) {
      const place = (this.#places[slot] ?? 0) - 1
      if (place < 0 || this.#ids[place] === id) return place
      slot = (slot + 1) & this.#last
    }
  }
}

/** Entries next to an entry that tell how near its surroundings are. */
const nearestMax = 5
/** Taken for one that has not come yet: among the first reports of anything, likeness must not say more than later. */
const unknownLikeness = 1

/**
 * How near each entry's nearest are: the mean likeness of the five most like it. Where everything is worded alike, as the
 * items of a news ticker are, likeness says less. The order in which likenesses are noted changes nothing.
 */
export class Nearness {
  #nearest = new Float64Array(1024 * nearestMax)

  /** Starts anew for a slot. */
  clear(slot: number): void {
    this.#makeRoom(slot)
    this.#nearest.fill(0, slot * nearestMax, (slot + 1) * nearestMax)
  }

  /** Notes one entry that is like the one in this slot. */
  note(slot: number, likeness: number): void {
    this.#makeRoom(slot)
    // Highest first: most are not even as near as the last of them.
    if (likeness <= (this.#nearest[(slot + 1) * nearestMax - 1] ?? 0)) return
    let held = likeness
    for (let place = slot * nearestMax; place < (slot + 1) * nearestMax; place += 1) {
      const other = this.#nearest[place] ?? 0
      if (held <= other) continue
      this.#nearest[place] = held
      held = other
    }
  }

  /** Mean likeness of the five nearest. */
  of(slot: number): number {
    let sum = 0
    for (let place = slot * nearestMax; place < (slot + 1) * nearestMax; place += 1) {
      const likeness = this.#nearest[place] ?? 0
      sum += likeness > 0 ? likeness : unknownLikeness
    }
    return sum / nearestMax
  }

  #makeRoom(slot: number): void {
    if (this.#nearest.length >= (slot + 1) * nearestMax) return
    const larger = new Float64Array(2 * (slot + 1) * nearestMax)
    larger.set(this.#nearest)
    this.#nearest = larger
  }
}

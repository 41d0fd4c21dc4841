import type { EntryId } from '../../domain/ids.ts'
import type { Correction } from '../../domain/story.ts'

/**
 * What corrections make of each other, oldest first. "Together" reaches through others: a with b and b with c is a with c.
 * Where corrections contradict each other the newer one stands. Near O(n) in the number of corrections.
 */
export class PairRulings {
  readonly #circles = new Map<EntryId, Circle>()

  constructor(corrections: readonly Correction[]) {
    for (const { kind, a, b } of corrections.toReversed()) {
      const one = this.#circleOf(a)
      const other = this.#circleOf(b)
      if (one === other || one.apart.has(other)) continue
      if (kind === 'together') this.#unite(one, other)
      else {
        one.apart.add(other)
        other.apart.add(one)
      }
    }
  }

  /** The entries that belong with this one, itself among them. */
  togetherWith(id: EntryId): readonly EntryId[] {
    return this.#circles.get(id)?.members ?? [id]
  }

  /** The entries that must not be in a story with this one. */
  apartFrom(id: EntryId): EntryId[] {
    return [...(this.#circles.get(id)?.apart ?? [])].flatMap(({ members }) => members)
  }

  /** The same for numbered entries; one pair stands for two circles that are apart. */
  among(numberOf: ReadonlyMap<EntryId, number>): NumberedRulings {
    const together: [number, number][] = []
    const apart: [number, number][] = []
    const heldOf = (circle: Circle): number[] => circle.members.flatMap((id) => numberOf.get(id) ?? [])
    for (const circle of new Set(this.#circles.values())) {
      const [first, ...others] = heldOf(circle)
      if (first === undefined) continue
      for (const other of others) together.push([first, other])
      for (const foe of circle.apart) {
        const [theirs] = heldOf(foe)
        if (theirs !== undefined) apart.push([first, theirs])
      }
    }
    return { together, apart }
  }

  /** Every entry that a correction names. */
  entries(): Iterable<EntryId> {
    return this.#circles.keys()
  }

  #circleOf(id: EntryId): Circle {
    const circle = this.#circles.get(id) ?? { members: [id], apart: new Set() }
    this.#circles.set(id, circle)
    return circle
  }

  #unite(one: Circle, other: Circle): void {
    const [kept, lost] = one.members.length >= other.members.length ? [one, other] : [other, one]
    for (const member of lost.members) {
      kept.members.push(member)
      this.#circles.set(member, kept)
    }
    for (const foe of lost.apart) {
      foe.apart.delete(lost)
      foe.apart.add(kept)
      kept.apart.add(foe)
    }
  }
}

/** Pairs by number that must be in one group, and pairs that must not be. */
export type NumberedRulings = {
  readonly together: readonly (readonly [number, number])[]
  readonly apart: readonly (readonly [number, number])[]
}

/** Entries that belong together, and the circles that they must be kept from. */
type Circle = { readonly members: EntryId[]; readonly apart: Set<Circle> }

import type { NumberedRulings } from './pair-rulings.ts'

/**
 * Correlation clustering by average linkage over a sparse graph: the two groups whose entries agree most on average are
 * joined first, until no two groups agree. Pairs without an edge count as `absent`, so a chain of pairwise
 * likenesses does not make a story. The mean over many pairs is surer than the word of one, so large groups are asked less.
 * Reports that say the same word for word have one voice together: a wire's line that forty outlets printed is not forty witnesses.
 */
export type Edge = { readonly left: number; readonly right: number; readonly logit: number }

export type Linkage = { readonly absent: number; readonly sizeBonus: number }
export type JoinOptions = Partial<NumberedRulings> &
  Linkage & {
    readonly joinAbove: number
    /** Two entries that nobody joins are one story only where they agree by more than this. */
    readonly pairAbove: number
    /** What each entry counts, above 0; 1 where none are given. */
    readonly voices?: ArrayLike<number>
  }

/**
 * How much two groups agree: `surplus` is the sum of the log-odds of their pairs, each over `absent`; `pairs` is how much these
 * pairs count together, and `size` how much the entries of both do.
 */
export function agreementOf(
  groups: { readonly surplus: number; readonly pairs: number; readonly size: number },
  { absent, sizeBonus }: Linkage,
): number {
  return absent + groups.surplus / groups.pairs + sizeBonus * Math.log(Math.max(groups.size - 1, 1))
}

/**
 * Group of each of `count` entries, named after its smallest member. Pairs that must be together are joined first; groups
 * that hold a pair that must be apart never are. Deterministic; ties go to the smaller numbers. O(e log e).
 */
export function joinGroups(count: number, edges: Iterable<Edge>, options: JoinOptions): number[] {
  const groups = new JoinedGroups(count, edges, options)
  for (const [left, right] of options.together ?? []) groups.join(groups.of(left), groups.of(right))
  for (const [left, right] of options.apart ?? []) groups.keepApart(groups.of(left), groups.of(right))
  const heap = new JoinHeap()
  const unsurePairs = new Set<number>()
  const offer = (left: number, right: number): void => {
    const join = groups.offer(Math.min(left, right), Math.max(left, right))
    if (join !== undefined && join.agreement > options.joinAbove) heap.push(join)
  }
  for (const { left, right } of edges) offer(groups.of(left), groups.of(right))
  for (let join = heap.pop(); join !== undefined; join = heap.pop()) {
    if (groups.offer(join.left, join.right)?.size !== join.size) continue
    groups.join(join.left, join.right)
    unsurePairs.delete(join.left)
    unsurePairs.delete(join.right)
    if (join.size === 2 && join.agreement <= options.pairAbove) unsurePairs.add(join.left)
    for (const neighbour of groups.neighbours(join.left)) offer(join.left, neighbour)
  }
  return Array.from({ length: count }, (_, entry) => {
    const group = groups.of(entry)
    return unsurePairs.has(group) ? entry : group
  })
}

type Group = {
  readonly members: number[]
  /** What its members count together. */
  voices: number
  /** By neighbour: what the pairs between the two agree by, over `absent`, all together, each as much as its two count. */
  readonly surplus: Map<number, number>
  readonly apart: Set<number>
}

/** Groups by the number of their smallest member. */
class JoinedGroups {
  readonly #groups: Group[]
  readonly #groupOf: number[]
  readonly #linkage: Linkage

  constructor(count: number, edges: Iterable<Edge>, linkage: Linkage & Pick<JoinOptions, 'voices'>) {
    this.#linkage = linkage
    const voiceOf = (entry: number): number => linkage.voices?.[entry] ?? 1
    this.#groupOf = Array.from({ length: count }, (_, entry) => entry)
    this.#groups = this.#groupOf.map((entry) => ({
      members: [entry],
      voices: voiceOf(entry),
      surplus: new Map(),
      apart: new Set(),
    }))
    for (const { left, right, logit } of edges) {
      const surplus = (logit - linkage.absent) * voiceOf(left) * voiceOf(right)
      this.#groups[left]?.surplus.set(right, surplus)
      this.#groups[right]?.surplus.set(left, surplus)
    }
  }

  of(entry: number): number {
    return this.#groupOf[entry] ?? entry
  }

  neighbours(group: number): Iterable<number> {
    return this.#groups[group]?.surplus.keys() ?? []
  }

  /** What joining the two would be, unless they share nothing, must be apart, or one is part of another group by now. */
  offer(left: number, right: number): Join | undefined {
    const one = this.#groups[left]
    const other = this.#groups[right]
    const surplus = one?.surplus.get(right)
    if (one === undefined || other === undefined || surplus === undefined || one.apart.has(right)) return undefined
    const size = one.members.length + other.members.length
    const voices = { pairs: one.voices * other.voices, size: one.voices + other.voices }
    return { left, right, size, agreement: agreementOf({ surplus, ...voices }, this.#linkage) }
  }

  keepApart(left: number, right: number): void {
    this.#groups[left]?.apart.add(right)
    this.#groups[right]?.apart.add(left)
  }

  /** The smaller number takes in what the larger holds. */
  join(one: number, other: number): void {
    const [left, right] = [Math.min(one, other), Math.max(one, other)]
    const kept = this.#groups[left]
    const lost = this.#groups[right]
    if (kept === undefined || lost === undefined || left === right) return
    kept.voices += lost.voices
    for (const member of lost.members) {
      kept.members.push(member)
      this.#groupOf[member] = left
    }
    kept.surplus.delete(right)
    for (const [neighbour, surplus] of lost.surplus) {
      const beside = this.#groups[neighbour]?.surplus
      beside?.delete(right)
      if (neighbour === left) continue
      const sum = (kept.surplus.get(neighbour) ?? 0) + surplus
      kept.surplus.set(neighbour, sum)
      beside?.set(left, sum)
    }
    for (const foe of lost.apart) {
      this.#groups[foe]?.apart.delete(right)
      this.keepApart(left, foe)
    }
    lost.surplus.clear()
    lost.apart.clear()
  }
}

type Join = { readonly left: number; readonly right: number; readonly agreement: number; readonly size: number }

/** Highest agreement first; equal ones by the smaller numbers. */
class JoinHeap {
  readonly #joins: Join[] = []

  push(join: Join): void {
    const joins = this.#joins
    joins.push(join)
    let place = joins.length - 1
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (!this.#before(place, parent)) break
      this.#swap(place, parent)
      place = parent
    }
  }

  pop(): Join | undefined {
    const joins = this.#joins
    const top = joins[0]
    const last = joins.pop()
    if (top === undefined || last === undefined || joins.length === 0) return top
    joins[0] = last
    let place = 0
    for (;;) {
      const child = 2 * place + 1
      const better = child + 1 < joins.length && this.#before(child + 1, child) ? child + 1 : child
      if (better >= joins.length || !this.#before(better, place)) return top
      this.#swap(place, better)
      place = better
    }
  }

  #before(one: number, other: number): boolean {
    const left = this.#joins[one]
    const right = this.#joins[other]
    if (left === undefined || right === undefined) return false
    if (left.agreement !== right.agreement) return left.agreement > right.agreement
    return left.left !== right.left ? left.left < right.left : left.right < right.right
  }

  #swap(one: number, other: number): void {
    const left = this.#joins[one]
    const right = this.#joins[other]
    if (left === undefined || right === undefined) return
    this.#joins[one] = right
    this.#joins[other] = left
  }
}

/**
 * Correlation clustering by average linkage over a sparse graph: the two groups whose entries agree most on average are
 * joined first, until no two groups agree. Pairs without an edge count as `absent`, so a chain of pairwise
 * likenesses does not make a story.
 */
export type Edge = { readonly left: number; readonly right: number; readonly logit: number }

/** Group of each of `count` entries, named after its smallest member. Deterministic; ties go to the smaller numbers. O(e log e). */
export function joinGroups(
  count: number,
  edges: readonly Edge[],
  options: { readonly joinAbove: number; readonly absent: number },
): number[] {
  const { absent } = options
  const groups = Array.from({ length: count }, (_, entry) => ({ members: [entry], surplus: new Map<number, number>() }))
  for (const { left, right, logit } of edges) {
    groups[left]?.surplus.set(right, logit - absent)
    groups[right]?.surplus.set(left, logit - absent)
  }
  const heap = new JoinHeap()
  const offer = (left: number, right: number): void => {
    const one = groups[left]
    const other = groups[right]
    const surplus = one?.surplus.get(right)
    if (one === undefined || other === undefined || surplus === undefined) return
    const mean = absent + surplus / (one.members.length * other.members.length)
    if (mean > options.joinAbove)
      heap.push({
        left: Math.min(left, right),
        right: Math.max(left, right),
        mean,
        size: one.members.length + other.members.length,
      })
  }
  for (const { left, right } of edges) offer(left, right)
  for (let join = heap.pop(); join !== undefined; join = heap.pop()) {
    const kept = groups[join.left]
    const lost = groups[join.right]
    if (kept === undefined || lost === undefined) continue
    const isStale = lost.members.length === 0 || kept.members.length + lost.members.length !== join.size
    if (isStale) continue
    for (const member of lost.members) kept.members.push(member)
    lost.members.length = 0
    kept.surplus.delete(join.right)
    for (const [neighbour, surplus] of lost.surplus) {
      if (neighbour === join.left) continue
      kept.surplus.set(neighbour, (kept.surplus.get(neighbour) ?? 0) + surplus)
      const beside = groups[neighbour]?.surplus
      beside?.delete(join.right)
      beside?.set(join.left, kept.surplus.get(neighbour) ?? 0)
    }
    lost.surplus.clear()
    for (const neighbour of kept.surplus.keys()) offer(join.left, neighbour)
  }
  const groupOf = Array.from({ length: count }, () => 0)
  // A join keeps the smaller number, so a group's number is that of its smallest member.
  for (const [group, { members }] of groups.entries()) for (const member of members) groupOf[member] = group
  return groupOf
}

type Join = { readonly left: number; readonly right: number; readonly mean: number; readonly size: number }

/** Highest mean first; equal means by the smaller numbers. */
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
    if (left.mean !== right.mean) return left.mean > right.mean
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

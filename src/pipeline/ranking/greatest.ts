/**
 * The places of the `count` greatest numbers, in no order; of equal ones the first. What is minus infinity is no number to
 * choose. O(n + changes · log count): a heap of the best so far, least on top.
 */
export function greatest(values: Float32Array | Float64Array, count: number): number[] {
  const heap: number[] = []
  const valueAt = (place: number): number => values[heap[place] ?? 0] ?? Number.NEGATIVE_INFINITY
  const swap = (a: number, b: number): void => {
    const moved = heap[a] ?? 0
    heap[a] = heap[b] ?? 0
    heap[b] = moved
  }
  for (let index = 0; index < values.length && count > 0; index += 1) {
    const value = values[index] ?? Number.NEGATIVE_INFINITY
    if (value === Number.NEGATIVE_INFINITY) continue
    if (heap.length < count) {
      heap.push(index)
      for (let at = heap.length - 1; at > 0 && valueAt(at) < valueAt((at - 1) >> 1); at = (at - 1) >> 1)
        swap(at, (at - 1) >> 1)
    } else if (value > valueAt(0)) {
      heap[0] = index
      for (let at = 0; ; ) {
        let least = at
        for (const child of [2 * at + 1, 2 * at + 2])
          if (child < heap.length && valueAt(child) < valueAt(least)) least = child
        if (least === at) break
        swap(at, least)
        at = least
      }
    }
  }
  return heap
}

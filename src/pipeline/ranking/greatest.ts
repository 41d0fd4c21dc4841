/**
 * The places of the `count` greatest numbers, in no order; of equal ones the first. What is minus infinity is no number to
 * choose. O(n + changes · log count): a heap of the best so far, least on top.
 */
export function greatest(values: Float32Array | Float64Array, count: number): number[] {
  const heap: number[] = []
  // Of the heap once it is full: most numbers are compared with it and nothing else.
  let least = Number.NEGATIVE_INFINITY
  for (let index = 0; index < values.length && count > 0; index += 1) {
    const value = values[index] ?? Number.NEGATIVE_INFINITY
    if (!(value > least)) continue
    if (heap.length < count) {
      heap.push(index)
      rise(values, heap)
      if (heap.length < count) continue
    } else {
      heap[0] = index
      sink(values, heap)
    }
    least = values[heap[0] ?? 0] ?? least
  }
  return heap
}

/** Lets the last of the heap rise to where nothing above it is greater. */
function rise(values: Float32Array | Float64Array, heap: number[]): void {
  const index = heap.length - 1
  const place = heap[index] ?? 0
  const value = values[place] ?? 0
  let at = index
  while (at > 0) {
    const parent = (at - 1) >> 1
    const above = heap[parent] ?? 0
    if (!(value < (values[above] ?? 0))) break
    heap[at] = above
    at = parent
  }
  heap[at] = place
}

/** Lets the top of the heap sink to where nothing below it is less. */
function sink(values: Float32Array | Float64Array, heap: number[]): void {
  const place = heap[0] ?? 0
  const value = values[place] ?? 0
  let at = 0
  for (;;) {
    const left = 2 * at + 1
    if (left >= heap.length) break
    const right = left + 1
    const isRight = right < heap.length && (values[heap[right] ?? 0] ?? 0) < (values[heap[left] ?? 0] ?? 0)
    const child = isRight ? right : left
    const below = heap[child] ?? 0
    if (!((values[below] ?? 0) < value)) break
    heap[at] = below
    at = child
  }
  heap[at] = place
}

/** Arithmetic on vectors of one length. All O(length). */

export function dot(left: Float32Array, right: Float32Array): number {
  return dotAt(left, 0, right)
}

/** The inner product of `right` with the numbers of `left` from `start` on. */
export function dotAt(left: Float32Array, start: number, right: Float32Array): number {
  const length = Math.min(left.length - start, right.length)
  // Four sums at once: the additions do not wait for each other, which is about twice as fast.
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  let at = 0
  for (; at + 3 < length; at += 4) {
    a += (left[start + at] ?? 0) * (right[at] ?? 0)
    b += (left[start + at + 1] ?? 0) * (right[at + 1] ?? 0)
    c += (left[start + at + 2] ?? 0) * (right[at + 2] ?? 0)
    d += (left[start + at + 3] ?? 0) * (right[at + 3] ?? 0)
  }
  for (; at < length; at += 1) a += (left[start + at] ?? 0) * (right[at] ?? 0)
  return a + b + c + d
}

/** Adds `scale` times `vector` to `sum`, in place. */
export function addScaled(sum: Float32Array, vector: Float32Array, scale: number): void {
  const length = Math.min(sum.length, vector.length)
  for (let at = 0; at < length; at += 1) sum[at] = (sum[at] ?? 0) + (vector[at] ?? 0) * scale
}

/** The mean, or undefined of none. */
export function meanOf(vectors: readonly Float32Array[]): Float32Array | undefined {
  const first = vectors[0]
  if (first === undefined) return undefined
  const mean = new Float32Array(first.length)
  for (const vector of vectors) addScaled(mean, vector, 1 / vectors.length)
  return mean
}

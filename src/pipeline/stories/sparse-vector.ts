/** Sparse vectors over hashed terms: the ids ascending, one weight each. Hashes do not depend on the order of arrival. */
export type SparseVector = { readonly ids: Uint32Array; readonly weights: Float32Array | Uint8Array }

/** Packs counts by term id; counts over 255 are taken for 255. O(n log n). */
export function sparseVectorOf(counts: ReadonlyMap<number, number>): SparseVector {
  const ids = Uint32Array.from(counts.keys()).sort()
  const weights = new Uint8Array(ids.length)
  for (const [place, id] of ids.entries()) weights[place] = Math.min(counts.get(id) ?? 0, 255)
  return { ids, weights }
}

/** The same terms with each weight passed through `weigh`, scaled to length 1 (or left all zero). */
export function unitVector(
  vector: SparseVector,
  weigh: (id: number, weight: number, place: number) => number,
): SparseVector {
  const weights = new Float32Array(vector.ids.length)
  let squares = 0
  for (let place = 0; place < weights.length; place += 1) {
    const weight = weigh(vector.ids[place] ?? 0, vector.weights[place] ?? 0, place)
    weights[place] = weight
    squares += weight * weight
  }
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0
  for (let place = 0; place < weights.length; place += 1) weights[place] = (weights[place] ?? 0) * scale
  return { ids: vector.ids, weights }
}

/** Inner product; the cosine when both have length 1. O(n + m). */
export function dot(left: SparseVector, right: SparseVector): number {
  const { ids: leftIds, weights: leftWeights } = left
  const { ids: rightIds, weights: rightWeights } = right
  let sum = 0
  let leftPlace = 0
  let rightPlace = 0
  while (leftPlace < leftIds.length && rightPlace < rightIds.length) {
    const leftId = leftIds[leftPlace] ?? 0
    const rightId = rightIds[rightPlace] ?? 0
    if (leftId === rightId) sum += (leftWeights[leftPlace++] ?? 0) * (rightWeights[rightPlace++] ?? 0)
    else if (leftId < rightId) leftPlace += 1
    else rightPlace += 1
  }
  return sum
}

/** FNV-1a over UTF-16 units, cut to 31 bits: small integers are the keys that maps find fastest. */
export function hashTerm(term: string): number {
  let hash = 0x811c9dc5
  for (let place = 0; place < term.length; place += 1) {
    hash ^= term.charCodeAt(place)
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 1
}

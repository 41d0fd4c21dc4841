/**
 * Scaled dot-product attention within each sentence (Vaswani et al. 2017, arXiv:1706.03762, section 3.2).
 * `rows` holds query, key and value side by side for every piece; `out` gets one row of `heads × headWidth` per piece.
 * O(pieces² · width) per sentence.
 */
export function attend(
  rows: Float32Array,
  lengths: readonly number[],
  shape: { readonly heads: number; readonly headWidth: number },
  out: Float32Array,
): void {
  const weights = new Float32Array(Math.max(...lengths))
  let firstRow = 0
  for (const length of lengths) {
    for (let head = 0; head < shape.heads; head++) attendHead(rows, { ...shape, head, firstRow, length }, weights, out)
    firstRow += length
  }
}

function attendHead(
  rows: Float32Array,
  part: {
    readonly heads: number
    readonly headWidth: number
    readonly head: number
    readonly firstRow: number
    readonly length: number
  },
  weights: Float32Array,
  out: Float32Array,
): void {
  const { headWidth, firstRow, length } = part
  const width = part.heads * headWidth
  const stride = 3 * width
  const offset = part.head * headWidth
  const scale = 1 / Math.sqrt(headWidth)
  for (let query = 0; query < length; query++) {
    const queryStart = (firstRow + query) * stride + offset
    for (let key = 0; key < length; key++) {
      weights[key] = scale * dot(rows, queryStart, (firstRow + key) * stride + width + offset, headWidth)
    }
    softmax(weights, length)
    const target = (firstRow + query) * width + offset
    out.fill(0, target, target + headWidth)
    for (let key = 0; key < length; key++) {
      const weight = weights[key] ?? 0
      const value = (firstRow + key) * stride + 2 * width + offset
      for (let i = 0; i < headWidth; i++) out[target + i] = (out[target + i] ?? 0) + weight * (rows[value + i] ?? 0)
    }
  }
}

/** Four sums side by side, because one would wait for itself at every step. */
function dot(values: Float32Array, left: number, right: number, size: number): number {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  for (let i = 0; i < size; i += 4) {
    a += (values[left + i] ?? 0) * (values[right + i] ?? 0)
    b += (values[left + i + 1] ?? 0) * (values[right + i + 1] ?? 0)
    c += (values[left + i + 2] ?? 0) * (values[right + i + 2] ?? 0)
    d += (values[left + i + 3] ?? 0) * (values[right + i + 3] ?? 0)
  }
  return a + b + c + d
}

function softmax(values: Float32Array, length: number): void {
  let largest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < length; i++) largest = Math.max(largest, values[i] ?? 0)
  let sum = 0
  for (let i = 0; i < length; i++) {
    const weight = Math.exp((values[i] ?? 0) - largest)
    values[i] = weight
    sum += weight
  }
  for (let i = 0; i < length; i++) values[i] = (values[i] ?? 0) / sum
}

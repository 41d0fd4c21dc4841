/**
 * Scaled dot-product attention within each sentence (Vaswani et al. 2017, arXiv:1706.03762, section 3.2), four numbers
 * at a time.
 */
import {
  advance,
  type Code,
  copy,
  countDown,
  f32Add,
  f32Store,
  f32x4Add,
  f32x4ExtractLane,
  f32x4Mul,
  i32Add,
  i32Const,
  i32Mul,
  localGet,
  localSet,
  loopWhile,
  v128Load,
  v128Load32Splat,
  v128Store,
  v128Zero,
  valueTypes,
  wasmModule,
} from './wasm-module.ts'
import type { Kernel, Workspace } from './workspace.ts'

/**
 * `rows` is a view of the workspace with query, key and value side by side for every piece; the answer has one row of
 * `heads × headWidth` per piece, in a view that the next call overwrites. O(pieces² · width) per sentence.
 */
export type Attend = (
  rows: Float32Array,
  lengths: readonly number[],
  shape: { readonly heads: number; readonly headWidth: number },
) => Float32Array

type Head = {
  readonly rows: Float32Array
  readonly first: number
  readonly length: number
  readonly stride: number
  readonly width: number
  readonly headWidth: number
}

const floatBytes = 4
/** Numbers in four registers: what both kernels take at a time. */
const stepNumbers = 16

/** For sentences of up to `piecesMax` pieces, up to `rowsMax` of them together; `headWidth` must be a multiple of 16. */
export function openAttention(
  workspace: Workspace,
  limits: { readonly piecesMax: number; readonly rowsMax: number; readonly widthMax: number },
): Attend {
  const { piecesMax, rowsMax, widthMax } = limits
  const runScores = workspace.load(scoreKernel)
  const runMix = workspace.load(mixKernel)
  const weights = workspace.float32(piecesMax * piecesMax)
  const out = workspace.float32(rowsMax * widthMax)

  return (rows, lengths, { heads, headWidth }) => {
    const width = heads * headWidth
    const count = lengths.reduce((sum, length) => sum + length, 0)
    if (count > rowsMax || width > widthMax || Math.max(...lengths) > piecesMax) {
      throw new RangeError(`${count} pieces of ${width} numbers are more than there is room for`)
    }
    let row = 0
    for (const length of lengths) {
      for (let head = 0; head < heads; head++) {
        const place: Head = {
          rows,
          length,
          width,
          headWidth,
          stride: 3 * width,
          first: row * 3 * width + head * headWidth,
        }
        scoreHead(runScores, place, weights)
        softmaxRows(weights, length, 1 / Math.sqrt(headWidth))
        mixHead(runMix, place, weights, out.subarray(row * width + head * headWidth))
      }
      row += length
    }
    return out.subarray(0, count * width)
  }
}

function scoreHead(run: Kernel, { rows, first, length, stride, width, headWidth }: Head, scores: Float32Array): void {
  const queries = rows.byteOffset + first * floatBytes
  run(
    queries,
    queries + width * floatBytes,
    stride * floatBytes,
    length,
    length,
    headWidth / stepNumbers,
    scores.byteOffset,
  )
}

function mixHead(
  run: Kernel,
  { rows, first, length, stride, width, headWidth }: Head,
  weights: Float32Array,
  target: Float32Array,
): void {
  const values = rows.byteOffset + (first + 2 * width) * floatBytes
  run(
    weights.byteOffset,
    values,
    stride * floatBytes,
    length,
    length,
    headWidth / stepNumbers,
    target.byteOffset,
    width * floatBytes,
  )
}

/** Each of the `length × length` scores, times `scale`, becomes its share of its row. */
function softmaxRows(scores: Float32Array, length: number, scale: number): void {
  for (let start = 0; start < length * length; start += length) {
    let largest = Number.NEGATIVE_INFINITY
    for (let i = start; i < start + length; i++) largest = Math.max(largest, scores[i] ?? 0)
    let sum = 0
    for (let i = start; i < start + length; i++) {
      const weight = Math.exp(((scores[i] ?? 0) - largest) * scale)
      scores[i] = weight
      sum += weight
    }
    for (let i = start; i < start + length; i++) scores[i] = (scores[i] ?? 0) / sum
  }
}

const score = {
  query: 0,
  keys: 1,
  stride: 2,
  queries: 3,
  count: 4,
  steps: 5,
  out: 6,
  key: 7,
  keysLeft: 8,
  left: 9,
  right: 10,
  stepsLeft: 11,
  sums: 12,
} as const

/** Every query times every key, row by row. */
const scoreKernel = wasmModule({
  parameters: [{ count: 7, type: valueTypes.i32 }],
  locals: [
    { count: 5, type: valueTypes.i32 },
    { count: 4, type: valueTypes.v128 },
  ],
  body: loopWhile([
    ...copy(score.keys, score.key),
    ...copy(score.count, score.keysLeft),
    ...loopWhile([
      ...copy(score.query, score.left),
      ...copy(score.key, score.right),
      ...copy(score.steps, score.stepsLeft),
      ...zeroFour(score.sums),
      ...loopWhile([
        ...four((part) => [
          ...localGet(score.left),
          ...v128Load(16 * part),
          ...localGet(score.right),
          ...v128Load(16 * part),
          ...f32x4Mul,
          ...localGet(score.sums + part),
          ...f32x4Add,
          ...localSet(score.sums + part),
        ]),
        ...advance(score.left, stepNumbers * floatBytes),
        ...advance(score.right, stepNumbers * floatBytes),
        ...countDown(score.stepsLeft),
      ]),
      ...localGet(score.out),
      ...sumOfFour(score.sums),
      ...f32Store(0),
      ...advance(score.out, floatBytes),
      ...moveBy(score.key, score.stride),
      ...countDown(score.keysLeft),
    ]),
    ...moveBy(score.query, score.stride),
    ...countDown(score.queries),
  ]),
})

const mix = {
  weights: 0,
  values: 1,
  stride: 2,
  queries: 3,
  count: 4,
  steps: 5,
  out: 6,
  outStride: 7,
  column: 8,
  value: 9,
  weight: 10,
  left: 11,
  target: 12,
  stepsLeft: 13,
  factor: 14,
  sums: 15,
} as const

/** For every query the sum of all values, each times its weight. */
const mixKernel = wasmModule({
  parameters: [{ count: 8, type: valueTypes.i32 }],
  locals: [
    { count: 6, type: valueTypes.i32 },
    { count: 5, type: valueTypes.v128 },
  ],
  body: loopWhile([
    ...copy(mix.values, mix.column),
    ...copy(mix.out, mix.target),
    ...copy(mix.steps, mix.stepsLeft),
    ...loopWhile([
      ...copy(mix.weights, mix.weight),
      ...copy(mix.column, mix.value),
      ...copy(mix.count, mix.left),
      ...zeroFour(mix.sums),
      ...loopWhile([
        ...localGet(mix.weight),
        ...v128Load32Splat(0),
        ...localSet(mix.factor),
        ...four((part) => [
          ...localGet(mix.value),
          ...v128Load(16 * part),
          ...localGet(mix.factor),
          ...f32x4Mul,
          ...localGet(mix.sums + part),
          ...f32x4Add,
          ...localSet(mix.sums + part),
        ]),
        ...advance(mix.weight, floatBytes),
        ...moveBy(mix.value, mix.stride),
        ...countDown(mix.left),
      ]),
      ...four((part) => [...localGet(mix.target), ...localGet(mix.sums + part), ...v128Store(16 * part)]),
      ...advance(mix.target, stepNumbers * floatBytes),
      ...advance(mix.column, stepNumbers * floatBytes),
      ...countDown(mix.stepsLeft),
    ]),
    ...localGet(mix.weights),
    ...localGet(mix.count),
    ...i32Const(floatBytes),
    ...i32Mul,
    ...i32Add,
    ...localSet(mix.weights),
    ...moveBy(mix.out, mix.outStride),
    ...countDown(mix.queries),
  ]),
})

function four(code: (part: number) => Code): Code {
  return [0, 1, 2, 3].flatMap((part) => [...code(part)])
}

function zeroFour(first: number): Code {
  return four((part) => [...v128Zero, ...localSet(first + part)])
}

/** All sixteen lanes of four registers, as one number. */
function sumOfFour(first: number): Code {
  const sums = four((part) => [...localGet(first + part), ...(part === 0 ? [] : f32x4Add)])
  return [
    ...sums,
    ...localSet(first),
    ...four((lane) => [...localGet(first), ...f32x4ExtractLane(lane), ...(lane === 0 ? [] : f32Add)]),
  ]
}

function moveBy(index: number, stride: number): Code {
  return [...localGet(index), ...localGet(stride), ...i32Add, ...localSet(index)]
}

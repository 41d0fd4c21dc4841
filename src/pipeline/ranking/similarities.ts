/**
 * Many inner products at once: every candidate's vector with every direction. Ranking a page takes thousands of them, and
 * this is where its time goes; four numbers are multiplied at a time.
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
  localGet,
  localSet,
  loopWhile,
  v128Load,
  v128Zero,
  valueTypes,
  wasmModule,
} from '../understand/embedding/wasm-module.ts'
import { type Kernel, openWorkspace } from '../understand/embedding/workspace.ts'
import { dot } from './vectors.ts'

const dimensionsMax = 1_024
const directionsMax = 24
const vectorsPerBlock = 256
/** Numbers of all vectors that stay where the kernel reads them: 16,384 of 256 numbers. */
const keptNumbersMax = 2 ** 22
/** Numbers taken per turn of the innermost loop. */
const stride = 16

/**
 * The inner products of each vector with each direction, [vectors × directions]; 0 where there is no vector. Vectors of
 * more numbers than a block has room for are multiplied one by one. Vectors must not change: they are copied to where the
 * kernel reads them once, as most of those compared for one reader are compared for the next. O(vectors · directions · dimensions).
 */
export function innerProducts(
  vectors: readonly (Float32Array | undefined)[],
  directions: readonly Float32Array[],
): Float32Array {
  const products = new Float32Array(vectors.length * directions.length)
  const dimensions = directions[0]?.length ?? 0
  if (dimensions === 0) return products
  const even = directions.every(({ length }) => length === dimensions)
  if (!even || dimensions > dimensionsMax || directions.length > directionsMax) {
    for (const [row, vector] of vectors.entries())
      if (vector !== undefined)
        for (const [column, direction] of directions.entries())
          products[row * directions.length + column] = dot(vector, direction)
    return products
  }
  compared ??= openCompared()
  const { left, right, out, run } = compared
  const padded = Math.ceil(dimensions / stride) * stride
  right.fill(0, 0, padded * directions.length)
  for (const [column, direction] of directions.entries()) right.set(direction, column * padded)
  for (let start = 0; start < vectors.length; start += vectorsPerBlock) {
    const count = Math.min(vectorsPerBlock, vectors.length - start)
    const numbers = out.subarray(0, count * directions.length).fill(0)
    for (let row = 0; row < count; row += 1) {
      const vector = vectors[start + row]
      if (vector === undefined) continue
      const from = left.byteOffset + placeOf(vector, compared, { dimensions, padded }) * 4
      const to = numbers.byteOffset + row * directions.length * 4
      run(from, right.byteOffset, to, 1, directions.length, padded / stride, padded * 4)
    }
    products.set(numbers, start * directions.length)
  }
  return products
}

/** `places`: where in `left` each vector begins that stands there. `held`: which one, by its turn. Each takes `padded` numbers. */
type Compared = Room & {
  readonly places: Map<Float32Array, number>
  readonly held: (Float32Array | undefined)[]
  dimensions: number
  next: number
}

/** Where a vector stands in `left`; one that does not is put in place of the one put there longest ago. */
function placeOf(
  vector: Float32Array,
  kept: Compared,
  { dimensions, padded }: { readonly dimensions: number; readonly padded: number },
): number {
  const { left, places, held } = kept
  if (kept.dimensions !== dimensions) {
    places.clear()
    held.length = 0
    kept.dimensions = dimensions
    kept.next = 0
  }
  const known = places.get(vector)
  if (known !== undefined) return known
  const turn = kept.next
  kept.next = (turn + 1) % Math.floor(keptNumbersMax / padded)
  const before = held[turn]
  if (before !== undefined) places.delete(before)
  const place = turn * padded
  const length = Math.min(vector.length, dimensions)
  left.set(length < vector.length ? vector.subarray(0, length) : vector, place)
  // What a shorter vector leaves of its place counts nothing.
  left.fill(0, place + length, place + padded)
  held[turn] = vector
  places.set(vector, place)
  return place
}

/** Opened on first use, since most commands rank nothing. */
let compared: Compared | undefined

function openCompared(): Compared {
  const outNumbers = vectorsPerBlock * directionsMax
  const workspace = openWorkspace((keptNumbersMax + directionsMax * dimensionsMax + outNumbers) * 4 + 256)
  return {
    places: new Map(),
    held: [],
    dimensions: 0,
    next: 0,
    left: workspace.float32(keptNumbersMax),
    right: workspace.float32(directionsMax * dimensionsMax),
    out: workspace.float32(outNumbers),
    run: workspace.load(kernel),
  }
}

/** Numbers of all rows that `productsWith` compares: 4,096 sketches. */
const rowNumbersMax = 4_096 * 32

/**
 * The inner product of each row of a matrix with one direction. The direction's length is a multiple of 16, and at most 131,072
 * numbers are in the matrix, which must not change: it is copied to where the kernel reads only when it is another than the last time. What
 * is returned holds until the next call.
 */
export function productsWith(matrix: Float32Array, direction: Float32Array): Float32Array {
  const { length } = direction
  const rows = matrix.length / length
  const fits = length <= dimensionsMax && matrix.length <= rowNumbersMax
  if (length % stride !== 0 || !Number.isInteger(rows) || !fits)
    throw new RangeError(`${matrix.length} numbers cannot be compared in rows of ${length}.`)
  beside ??= openBeside()
  const { left, right, out, run } = beside
  if (beside.matrix !== matrix) {
    left.set(matrix)
    beside.matrix = matrix
  }
  right.set(direction)
  if (rows > 0) run(left.byteOffset, right.byteOffset, out.byteOffset, rows, 1, length / stride, length * 4)
  return out.subarray(0, rows)
}

/** `matrix`: what stands in `left`. */
type Beside = Room & { matrix: Float32Array | undefined }
type Room = {
  readonly left: Float32Array
  readonly right: Float32Array
  readonly out: Float32Array
  readonly run: Kernel
}

/** Opened on first use. */
let beside: Beside | undefined

function openBeside(): Beside {
  const workspace = openWorkspace((rowNumbersMax + dimensionsMax + rowNumbersMax / stride) * 4 + 256)
  return {
    matrix: undefined,
    left: workspace.float32(rowNumbersMax),
    right: workspace.float32(dimensionsMax),
    out: workspace.float32(rowNumbersMax / stride),
    run: workspace.load(kernel),
  }
}

const parameter = { left: 0, right: 1, out: 2, rows: 3, columns: 4, turns: 5, rowBytes: 6 } as const
const local = { at: 7, direction: 8, column: 9, turn: 10, sums: 11 } as const
const sums = 4

/** Row by row, column by column: sixteen products a turn, in four sums that do not wait for each other. */
const kernel = wasmModule({
  parameters: [{ count: 7, type: valueTypes.i32 }],
  locals: [
    { count: 4, type: valueTypes.i32 },
    { count: sums, type: valueTypes.v128 },
  ],
  body: loopWhile([
    ...copy(parameter.right, local.direction),
    ...copy(parameter.columns, local.column),
    ...loopWhile([
      ...Array.from({ length: sums }, (_, sum) => [...v128Zero, ...localSet(local.sums + sum)]).flat(),
      ...copy(parameter.left, local.at),
      ...copy(parameter.turns, local.turn),
      ...loopWhile([
        ...Array.from({ length: sums }, (_, sum) => addProducts(sum)).flat(),
        ...advance(local.at, stride * 4),
        ...advance(local.direction, stride * 4),
        ...countDown(local.turn),
      ]),
      ...storeSum(),
      ...advance(parameter.out, 4),
      ...countDown(local.column),
    ]),
    ...localGet(parameter.left),
    ...localGet(parameter.rowBytes),
    ...i32Add,
    ...localSet(parameter.left),
    ...countDown(parameter.rows),
  ]),
})

function addProducts(sum: number): Code {
  return [
    ...localGet(local.at),
    ...v128Load(16 * sum),
    ...localGet(local.direction),
    ...v128Load(16 * sum),
    ...f32x4Mul,
    ...localGet(local.sums + sum),
    ...f32x4Add,
    ...localSet(local.sums + sum),
  ]
}

function storeSum(): Code {
  const added = Array.from({ length: sums - 1 }, (_, sum) => [...localGet(local.sums + sum + 1), ...f32x4Add]).flat()
  const lanes = [0, 1, 2, 3].flatMap((lane) => [
    ...localGet(local.sums),
    ...f32x4ExtractLane(lane),
    ...(lane === 0 ? [] : f32Add),
  ])
  return [
    ...localGet(local.sums),
    ...added,
    ...localSet(local.sums),
    ...localGet(parameter.out),
    ...lanes,
    ...f32Store(0),
  ]
}

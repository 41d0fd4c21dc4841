/**
 * Matrix products for the encoder: rows and weights are rounded to integers of about eleven bits, multiplied with
 * 128-bit integer instructions and scaled back. Twice the throughput of 32-bit floats at the same register width, and
 * the rounding stays below what a cosine can show (each row and each column has its own scale).
 */
import {
  advance,
  type Code,
  copy,
  countDown,
  f32x4Add,
  f32x4ConvertI32x4,
  f32x4Mul,
  f32x4PseudoMax,
  f32x4Splat,
  i32Add,
  i32Const,
  i32Mul,
  i32x4Add,
  i32x4DotI16x8,
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
import type { Workspace } from './workspace.ts'

/** A dense layer as trained: `weights` is row-major [inputs × outputs]. */
export type Dense = {
  readonly inputs: number
  readonly outputs: number
  readonly weights: Float32Array
  readonly bias: Float32Array
}

/** `rows × inputs` in, `rows × outputs` out: a view that the next product of the same owner overwrites. */
export type Product = (rows: Float32Array, rowCount: number) => Float32Array

const rowsPerBlock = 4
const columnsPerPanel = 8

/** Bytes that `openProducts` takes of a workspace, rounding of places included. */
export function productBytes(layers: readonly Dense[], rowsMax: number): number {
  const widest = widestOf(layers)
  const weights = layers.reduce((sum, { inputs, outputs }) => sum + 2 * inputs * outputs + 8 * outputs + 64, 0)
  return weights + blockRows(rowsMax) * (6 * widest + 4) + 64
}

/**
 * Products of up to `rowsMax` rows with each of the given layers; negative results become 0 where `relu` is set.
 * Inputs must be a multiple of 4 and outputs of 8. The weights are copied into the workspace, and so are the results.
 */
export function openProducts<Name extends string>(
  workspace: Workspace,
  layers: Readonly<Record<Name, Dense & { readonly relu?: boolean }>>,
  rowsMax: number,
): Record<Name, Product> {
  const all: readonly [string, Dense & { readonly relu?: boolean }][] = Object.entries(layers)
  const run = workspace.load(kernel)
  const widest = widestOf(all.map(([, layer]) => layer))
  const rowIntegers = workspace.int16(blockRows(rowsMax) * widest)
  const rowScales = workspace.float32(blockRows(rowsMax))
  const results = workspace.float32(blockRows(rowsMax) * widest)
  const products = all.map(([name, layer]): [string, Product] => {
    const { inputs, outputs } = layer
    const limit = integerLimit(inputs)
    const packed = workspace.int16(inputs * outputs)
    const columnScales = workspace.float32(outputs)
    packColumns(layer, limit, packed, columnScales)
    const bias = workspace.float32(outputs)
    bias.set(layer.bias)
    const product: Product = (rows, rowCount) => {
      if (rowCount > rowsMax) throw new RangeError(`${rowCount} rows where at most ${rowsMax} fit`)
      const blocks = Math.ceil(rowCount / rowsPerBlock)
      packRows(rows, { rowCount, blocks, inputs, limit }, rowIntegers, rowScales)
      run(
        rowIntegers.byteOffset,
        rowScales.byteOffset,
        packed.byteOffset,
        columnScales.byteOffset,
        bias.byteOffset,
        results.byteOffset,
        blocks,
        inputs / 4,
        outputs / columnsPerPanel,
        outputs * 4,
        layer.relu ? 0 : Number.NEGATIVE_INFINITY,
      )
      return results.subarray(0, rowCount * outputs)
    }
    return [name, product]
  })
  // Object.fromEntries forgets the names; they are those of `layers`.
  return Object.fromEntries(products) as Record<Name, Product>
}

/** The largest integer whose square, summed over all inputs, still fits 31 bits. */
function integerLimit(inputs: number): number {
  return Math.floor(Math.sqrt((2 ** 31 - 1) / inputs))
}

function widestOf(layers: readonly Dense[]): number {
  return Math.max(...layers.map(({ inputs, outputs }) => Math.max(inputs, outputs)))
}

function blockRows(rowsMax: number): number {
  return Math.ceil(rowsMax / rowsPerBlock) * rowsPerBlock
}

/** Panels of eight columns; within a panel, pairs of inputs; within a pair, column by column. */
function packColumns(layer: Dense, limit: number, packed: Int16Array, scales: Float32Array): void {
  const { inputs, outputs, weights } = layer
  for (let column = 0; column < outputs; column++) {
    let largest = 0
    for (let row = 0; row < inputs; row++) largest = Math.max(largest, Math.abs(weights[row * outputs + column] ?? 0))
    const inverse = largest === 0 ? 0 : limit / largest
    scales[column] = largest / limit
    const panel = Math.floor(column / columnsPerPanel) * inputs * columnsPerPanel + (column % columnsPerPanel) * 2
    for (let row = 0; row < inputs; row++) {
      packed[panel + (row >> 1) * 2 * columnsPerPanel + (row & 1)] = Math.round(
        (weights[row * outputs + column] ?? 0) * inverse,
      )
    }
  }
}

/** Blocks of four rows; within a block, pairs of inputs; within a pair, row by row. Rows past the last are zero. */
function packRows(
  rows: Float32Array,
  size: { readonly rowCount: number; readonly blocks: number; readonly inputs: number; readonly limit: number },
  integers: Int16Array,
  scales: Float32Array,
): void {
  const { rowCount, blocks, inputs, limit } = size
  for (let row = 0; row < blocks * rowsPerBlock; row++) {
    const start = row * inputs
    let target = (row >> 2) * rowsPerBlock * inputs + (row & 3) * 2
    let largest = 0
    if (row < rowCount) {
      for (let i = start; i < start + inputs; i++) {
        const value = Math.abs(rows[i] ?? 0)
        if (value > largest) largest = value
      }
    }
    scales[row] = largest / limit
    const inverse = largest === 0 ? 0 : limit / largest
    for (let i = start; i < start + inputs; i += 2) {
      integers[target] = roundInteger((rows[i] ?? 0) * inverse)
      integers[target + 1] = roundInteger((rows[i + 1] ?? 0) * inverse)
      target += 2 * rowsPerBlock
    }
  }
}

/** Nearest integer of a small number; adding a bias first keeps it one truncation, whatever the sign. */
function roundInteger(value: number): number {
  return ((value + 65_536.5) | 0) - 65_536
}

const parameter = {
  rows: 0,
  rowScales: 1,
  columns: 2,
  columnScales: 3,
  bias: 4,
  out: 5,
  blocks: 6,
  quads: 7,
  panels: 8,
  outStride: 9,
  floor: 10,
} as const
const local = {
  row: 11,
  rowScale: 12,
  column: 13,
  target: 14,
  block: 15,
  quad: 16,
  sums: 17,
  value: 25,
  left: 26,
  right: 27,
}

/** Eight columns by four rows at a time: their 32 sums stay in registers while the inputs go by. */
const kernel = wasmModule({
  parameters: [
    { count: 10, type: valueTypes.i32 },
    { count: 1, type: valueTypes.f32 },
  ],
  locals: [
    { count: 6, type: valueTypes.i32 },
    { count: 11, type: valueTypes.v128 },
  ],
  body: loopWhile([
    ...copy(parameter.rows, local.row),
    ...copy(parameter.rowScales, local.rowScale),
    ...copy(parameter.out, local.target),
    ...copy(parameter.blocks, local.block),
    ...loopWhile([
      ...Array.from({ length: 8 }, (_, sum) => [...v128Zero, ...localSet(local.sums + sum)]).flat(),
      ...copy(parameter.columns, local.column),
      ...copy(parameter.quads, local.quad),
      ...loopWhile([
        ...addPair(0),
        ...addPair(1),
        ...advance(local.row, 32),
        ...advance(local.column, 64),
        ...countDown(local.quad),
      ]),
      ...Array.from({ length: rowsPerBlock }, (_, row) => storeRow(row)).flat(),
      ...advance(local.rowScale, 16),
      ...countDown(local.block),
    ]),
    ...localGet(parameter.columns),
    ...localGet(parameter.quads),
    ...i32Const(64),
    ...i32Mul,
    ...i32Add,
    ...localSet(parameter.columns),
    ...advance(parameter.columnScales, 32),
    ...advance(parameter.bias, 32),
    ...advance(parameter.out, 32),
    ...countDown(parameter.panels),
  ]),
})

/** Adds one pair of inputs of four rows and eight columns to the sums. */
function addPair(pair: 0 | 1): Code {
  return [
    ...localGet(local.column),
    ...v128Load(32 * pair),
    ...localSet(local.left),
    ...localGet(local.column),
    ...v128Load(32 * pair + 16),
    ...localSet(local.right),
    ...Array.from({ length: rowsPerBlock }, (_, row) => [
      ...localGet(local.row),
      ...v128Load32Splat(16 * pair + 4 * row),
      ...localSet(local.value),
      ...addProduct(local.sums + 2 * row, local.left),
      ...addProduct(local.sums + 2 * row + 1, local.right),
    ]).flat(),
  ]
}

function addProduct(sum: number, columns: number): Code {
  return [
    ...localGet(local.value),
    ...localGet(columns),
    ...i32x4DotI16x8,
    ...localGet(sum),
    ...i32x4Add,
    ...localSet(sum),
  ]
}

/** Scales the eight sums of one row back, adds the bias, cuts at the floor, stores, and moves to the next row. */
function storeRow(row: number): Code {
  const half = (side: 0 | 1): Code => [
    ...localGet(local.target),
    ...localGet(local.sums + 2 * row + side),
    ...f32x4ConvertI32x4,
    ...localGet(local.rowScale),
    ...v128Load32Splat(4 * row),
    ...f32x4Mul,
    ...localGet(parameter.columnScales),
    ...v128Load(16 * side),
    ...f32x4Mul,
    ...localGet(parameter.bias),
    ...v128Load(16 * side),
    ...f32x4Add,
    ...localGet(parameter.floor),
    ...f32x4Splat,
    ...f32x4PseudoMax,
    ...v128Store(16 * side),
  ]
  return [
    ...half(0),
    ...half(1),
    ...localGet(local.target),
    ...localGet(parameter.outStride),
    ...i32Add,
    ...localSet(local.target),
  ]
}

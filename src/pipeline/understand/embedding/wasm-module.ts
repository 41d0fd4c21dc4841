/**
 * The few words of WebAssembly that a numeric kernel needs, written out as bytes. The kernel stays readable as
 * TypeScript, and no assembler is needed to build or install the program. Encodings: WebAssembly Core 2.0, section 5.
 */
export const valueTypes = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const
type ValueType = (typeof valueTypes)[keyof typeof valueTypes]

const magicAndVersion: Code = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]

type Locals = { readonly count: number; readonly type: ValueType }

/** Instructions as bytes; concatenated by spreading. */
export type Code = readonly number[]

export const localGet = (index: number): Code => [0x20, ...unsigned(index)]
export const localSet = (index: number): Code => [0x21, ...unsigned(index)]
export const localTee = (index: number): Code => [0x22, ...unsigned(index)]
export const i32Const = (value: number): Code => [0x41, ...signed(value)]
export const i32Add: Code = [0x6a]
export const i32Sub: Code = [0x6b]
export const i32Mul: Code = [0x6c]

export const f32Add: Code = [0x92]
export const f32Store = (offset: number): Code => [0x38, ...memory(2, offset)]

/** Runs `body` until it leaves zero on the stack; `body` runs at least once. */
export const loopWhile = (body: Code): Code => [0x03, 0x40, ...body, 0x0d, 0x00, 0x0b]

export function copy(from: number, to: number): Code {
  return [...localGet(from), ...localSet(to)]
}

export function advance(index: number, bytes: number): Code {
  return [...localGet(index), ...i32Const(bytes), ...i32Add, ...localSet(index)]
}

/** Leaves the new value on the stack, for `loopWhile`. */
export function countDown(index: number): Code {
  return [...localGet(index), ...i32Const(1), ...i32Sub, ...localTee(index)]
}

export const v128Load = (offset: number): Code => vector(0, ...memory(4, offset))
export const v128Load32Splat = (offset: number): Code => vector(9, ...memory(2, offset))
export const v128Store = (offset: number): Code => vector(11, ...memory(4, offset))
export const v128Zero: Code = vector(12, ...Array.from({ length: 16 }, () => 0))
export const f32x4ExtractLane = (lane: number): Code => vector(31, lane)
export const f32x4Splat: Code = vector(19)
export const i32x4Add: Code = vector(174)
/** Eight products of 16-bit lanes, neighbours added: four 32-bit sums. */
export const i32x4DotI16x8: Code = vector(186)
export const f32x4Add: Code = vector(228)
export const f32x4Mul: Code = vector(230)
export const f32x4PseudoMax: Code = vector(235)
export const f32x4ConvertI32x4: Code = vector(250)

/**
 * A module that imports its memory as `env.memory` and exports one function named `run` without result.
 * Locals follow the parameters and start at zero.
 */
export function wasmModule(options: {
  readonly parameters: readonly Locals[]
  readonly locals: readonly Locals[]
  readonly body: Code
}): Uint8Array<ArrayBuffer> {
  const { locals, body } = options
  const parameters = options.parameters.flatMap(({ count, type }) => Array.from({ length: count }, () => type))
  const functionBody = [
    ...unsigned(locals.length),
    ...locals.flatMap(({ count, type }) => [...unsigned(count), type]),
    ...body,
    0x0b,
  ]
  return Uint8Array.from([
    ...magicAndVersion,
    ...section(1, [1, 0x60, ...unsigned(parameters.length), ...parameters, 0]),
    ...section(2, [1, ...text('env'), ...text('memory'), 0x02, 0x00, 0x01]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text('run'), 0x00, 0]),
    ...section(10, [1, ...unsigned(functionBody.length), ...functionBody]),
  ])
}

function vector(operation: number, ...immediates: number[]): Code {
  return [0xfd, ...unsigned(operation), ...immediates]
}

function memory(alignmentLog2: number, offset: number): number[] {
  return [alignmentLog2, ...unsigned(offset)]
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content]
}

function text(ascii: string): number[] {
  return [ascii.length, ...Array.from(ascii, (letter) => letter.charCodeAt(0))]
}

/** Unsigned LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  do {
    const low = rest & 0x7f
    rest >>>= 7
    bytes.push(rest === 0 ? low : low | 0x80)
  } while (rest !== 0)
  return bytes
}

/** Signed LEB128. */
function signed(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (;;) {
    const low = rest & 0x7f
    rest >>= 7
    const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)
    bytes.push(done ? low : low | 0x80)
    if (done) return bytes
  }
}

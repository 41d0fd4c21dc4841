/**
 * Memory that the kernels share: places are given out once and never taken back, so views of it stay valid. Pages that
 * nothing is written to cost nothing.
 */
export type Workspace = {
  readonly int16: (length: number) => Int16Array<ArrayBuffer>
  readonly float32: (length: number) => Float32Array<ArrayBuffer>
  /** The function that a module of `wasmModule` exports, working on this memory. */
  readonly load: (module: Uint8Array<ArrayBuffer>) => Kernel
}

/** Addresses are byte offsets of views. A kernel trusts them: callers check sizes. */
export type Kernel = (...parameters: number[]) => void

const pageBytes = 65_536
/** The widest load of the kernels. */
const alignmentBytes = 16

/** Throws a RangeError when more than `bytesMax` are asked for. */
export function openWorkspace(bytesMax: number): Workspace {
  const pages = Math.ceil(bytesMax / pageBytes)
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
  let end = 0
  const take = (bytes: number): number => {
    const start = end
    end = Math.ceil((start + bytes) / alignmentBytes) * alignmentBytes
    return start
  }
  return {
    int16: (length) => new Int16Array(memory.buffer, take(length * 2), length),
    float32: (length) => new Float32Array(memory.buffer, take(length * 4), length),
    load: (module) => {
      const instance = new WebAssembly.Instance(new WebAssembly.Module(module), { env: { memory } })
      // `wasmModule` exports exactly this function; WebAssembly's types cannot say so.
      return instance.exports['run'] as Kernel
    },
  }
}

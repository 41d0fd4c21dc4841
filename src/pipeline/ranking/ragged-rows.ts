/**
 * Where the lists of rows begin and end that stand side by side in columns: lists of different lengths, in rooms that are
 * powers of two, so that a row that is put again mostly keeps its place and what is given up stays less than what is used.
 */
export class RaggedRows {
  #starts = new Int32Array(64)
  #lengths = new Int32Array(64)
  #rooms = new Int32Array(64)
  #end = 0

  /** The columns need so much room. */
  get end(): number {
    return this.#end
  }

  /** Gives a row's list a place for `length` numbers, and answers where it begins. What stood there is no more. */
  put(row: number, length: number): number {
    if (row >= this.#starts.length) this.#widen(Math.max(row + 1, 2 * this.#starts.length))
    if (length > (this.#rooms[row] ?? 0)) {
      const room = roomMin * 2 ** Math.ceil(Math.log2(Math.max(1, length / roomMin)))
      this.#starts[row] = this.#end
      this.#rooms[row] = room
      this.#end += room
    }
    this.#lengths[row] = length
    return this.#starts[row] ?? 0
  }

  start(row: number): number {
    return this.#starts[row] ?? 0
  }

  length(row: number): number {
    return this.#lengths[row] ?? 0
  }

  #widen(rows: number): void {
    this.#starts = widened(this.#starts, rows)
    this.#lengths = widened(this.#lengths, rows)
    this.#rooms = widened(this.#rooms, rows)
  }
}

const roomMin = 4

/** The same numbers in an array with room for more. */
export function widened<Column extends Float32Array | Float64Array | Int32Array | Uint8Array | Uint32Array>(
  column: Column,
  length: number,
): Column {
  // A column's constructor makes columns of its own kind.
  const wider = new (column.constructor as new (length: number) => Column)(length)
  wider.set(column)
  return wider
}

/** Ids as small numbers, so that what is known of each can stand side by side. A number is given anew when nothing has it any more. */
export class Numbering<Id> {
  readonly #numberOf = new Map<Id, number>()
  readonly #ids: Id[] = []
  readonly #free: number[] = []
  /** How often each is taken. */
  #counts = new Int32Array(256)

  /** No number is greater than this or equal to it. */
  get end(): number {
    return this.#ids.length
  }

  numberOf(id: Id): number | undefined {
    return this.#numberOf.get(id)
  }

  /** Of a number that is taken. */
  idOf(number: number): Id | undefined {
    return this.#ids[number]
  }

  /** How often it is taken. */
  count(id: Id): number {
    const number = this.#numberOf.get(id)
    return number === undefined ? 0 : (this.#counts[number] ?? 0)
  }

  take(id: Id): number {
    const number = this.#numberOf.get(id) ?? this.#next(id)
    this.#counts[number] = (this.#counts[number] ?? 0) + 1
    return number
  }

  release(id: Id): void {
    const number = this.#numberOf.get(id)
    if (number === undefined) return
    const left = (this.#counts[number] ?? 0) - 1
    this.#counts[number] = left
    if (left > 0) return
    this.#numberOf.delete(id)
    this.#free.push(number)
  }

  #next(id: Id): number {
    const number = this.#free.pop() ?? this.#ids.length
    this.#ids[number] = id
    this.#numberOf.set(id, number)
    if (number >= this.#counts.length) {
      const counts = new Int32Array(number * 2)
      counts.set(this.#counts)
      this.#counts = counts
    }
    this.#counts[number] = 0
    return number
  }
}

import { widened } from './ragged-rows.ts'

/** What has been worked out of some numbers: one value and some flags of each. To begin anew costs nothing. */
export class Notes {
  #turn = 0
  /** In which turn each was noted. */
  #turns = new Uint32Array(256)
  #values = new Float64Array(256)
  #flags = new Uint8Array(256)

  /** Forgets everything; numbers below `end` may be noted from now on. */
  begin(end: number): void {
    this.#turn += 1
    if (end <= this.#turns.length) return
    this.#turns = widened(this.#turns, 2 * end)
    this.#values = widened(this.#values, 2 * end)
    this.#flags = widened(this.#flags, 2 * end)
  }

  isKnown(number: number): boolean {
    return this.#turns[number] === this.#turn
  }

  note(number: number, value: number, flags: number): void {
    this.#turns[number] = this.#turn
    this.#values[number] = value
    this.#flags[number] = flags
  }

  value(number: number): number {
    return this.#values[number] ?? 0
  }

  flags(number: number): number {
    return this.#flags[number] ?? 0
  }
}

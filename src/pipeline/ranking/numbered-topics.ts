/**
 * The topics of a table's rows as small numbers side by side: rough scores read thousands of them, and following ids
 * through objects would cost more than adding up.
 */
import type { TopicId } from '../../domain/ids.ts'
import type { TopicScore } from '../../domain/topic.ts'

/** Topics of a row that count in rough scores: the strongest come first in a story. */
const perRow = 8
const none = -1

export class NumberedTopics {
  readonly #numberOf = new Map<TopicId, number>()
  readonly #free: number[] = []
  /** Stories of each topic. */
  #counts = new Int32Array(256)
  /** What each topic adds for the reader being served; zero between readers. */
  #weights = new Float32Array(256)
  #rows = new Int32Array(0)

  /** How many stories are about it. */
  count(id: TopicId): number {
    const number = this.#numberOf.get(id)
    return number === undefined ? 0 : (this.#counts[number] ?? 0)
  }

  put(row: number, topics: readonly TopicScore[]): void {
    const start = row * perRow
    if (start + perRow > this.#rows.length) {
      const rows = new Int32Array(Math.max(2 * this.#rows.length, start + perRow)).fill(none)
      rows.set(this.#rows)
      this.#rows = rows
    }
    this.#rows.fill(none, start, start + perRow)
    for (const [place, { id }] of topics.entries()) {
      const number = this.#numberFor(id)
      this.#counts[number] = (this.#counts[number] ?? 0) + 1
      if (place < perRow) this.#rows[start + place] = number
    }
  }

  drop(row: number, topics: readonly TopicScore[]): void {
    this.#rows.fill(none, row * perRow, (row + 1) * perRow)
    for (const { id } of topics) {
      const number = this.#numberOf.get(id)
      if (number === undefined) continue
      const left = (this.#counts[number] ?? 0) - 1
      this.#counts[number] = left
      if (left > 0) continue
      this.#numberOf.delete(id)
      this.#free.push(number)
    }
  }

  /** Runs `act` with `worthOf`, which adds up what a row's topics are worth by these weights. */
  weighed<T>(weights: ReadonlyMap<TopicId, number>, act: (worthOf: (row: number) => number) => T): T {
    const numbers: number[] = []
    for (const [id, weight] of weights) {
      const number = this.#numberOf.get(id)
      if (number === undefined) continue
      numbers.push(number)
      this.#weights[number] = weight
    }
    try {
      return act(numbers.length === 0 ? () => 0 : (row) => this.#worthOf(row))
    } finally {
      for (const number of numbers) this.#weights[number] = 0
    }
  }

  #worthOf(row: number): number {
    let worth = 0
    for (let at = row * perRow; at < (row + 1) * perRow; at += 1) {
      const number = this.#rows[at] ?? none
      if (number === none) break
      worth += this.#weights[number] ?? 0
    }
    return worth
  }

  #numberFor(id: TopicId): number {
    const known = this.#numberOf.get(id)
    if (known !== undefined) return known
    const number = this.#free.pop() ?? this.#numberOf.size
    if (number >= this.#counts.length) {
      const counts = new Int32Array(number * 2)
      counts.set(this.#counts)
      this.#counts = counts
      this.#weights = new Float32Array(number * 2)
    }
    this.#numberOf.set(id, number)
    this.#counts[number] = 0
    return number
  }
}

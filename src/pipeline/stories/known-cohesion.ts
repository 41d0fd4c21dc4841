import { TermCounts } from './term-counts.ts'

/**
 * How well words hold together what has them, as it was seen where most of their holders were asked. Those around a few new
 * entries are like each other, so that asked of them alone every word, be it "the", would seem to mark one event.
 */
export class KnownCohesion {
  readonly #tooCommon = new Set<number>()
  /** By term: its number plus one, so that 0 is none. */
  readonly #numbers = new TermCounts()
  readonly #agreed: number[] = []
  readonly #asked: number[] = []

  /** A word that so many hold that it says nothing of one event. */
  leaveOut(term: number): void {
    this.#tooCommon.add(term)
  }

  isLeftOut(term: number): boolean {
    return this.#tooCommon.has(term)
  }

  /** The number by which a word is asked for; below 0 where nothing is known of it. */
  numberOf(term: number): number {
    return this.#numbers.of(term) - 1
  }

  /** Of so many pairs of its holders ... */
  askedOf(number: number): number {
    return this.#asked[number] ?? 0
  }

  /** ... so many agree. */
  agreedOf(number: number): number {
    return this.#agreed[number] ?? 0
  }

  /** Notes what was seen where more holders were asked than before. */
  learn(term: number, agreed: number, asked: number): void {
    let number = this.numberOf(term)
    if (number < 0) {
      number = this.#agreed.length
      this.#numbers.add(term, number + 1)
    }
    this.#agreed[number] = agreed
    this.#asked[number] = asked
  }
}

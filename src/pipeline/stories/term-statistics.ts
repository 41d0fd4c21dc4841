import type { SparseVector } from './sparse-vector.ts'
import type { StoryTerms } from './story-terms.ts'

/** In how many entries each term stands: a function of the set of entries, whatever the order they came in. */
export class TermStatistics {
  #entries = 0
  #holding = { words: new Map<number, number>(), grams: new Map<number, number>() }

  get entries(): number {
    return this.#entries
  }

  add(terms: StoryTerms): void {
    this.#count(terms, 1)
  }

  remove(terms: StoryTerms): void {
    this.#count(terms, -1)
  }

  /** Inverse document frequency of a term, smoothed. */
  rarity(kind: 'words' | 'grams', id: number): number {
    return this.rarityOf(this.#holding[kind].get(id) ?? 0)
  }

  /** Inverse document frequency of a term that so many entries hold. Below 0 only for a term that all hold. */
  rarityOf(holders: number): number {
    return Math.log((this.#entries + 1) / (holders + 0.5))
  }

  /** As it stands now; later changes to either leave the other alone. */
  copy(): TermStatistics {
    const copy = new TermStatistics()
    copy.#entries = this.#entries
    copy.#holding = { words: new Map(this.#holding.words), grams: new Map(this.#holding.grams) }
    return copy
  }

  #count(terms: StoryTerms, by: 1 | -1): void {
    this.#entries += by
    change(this.#holding.words, terms.words, by)
    change(this.#holding.grams, terms.grams, by)
  }
}

function change(holding: Map<number, number>, vector: SparseVector, by: 1 | -1): void {
  for (const id of vector.ids) {
    const count = (holding.get(id) ?? 0) + by
    if (count > 0) holding.set(id, count)
    else holding.delete(id)
  }
}

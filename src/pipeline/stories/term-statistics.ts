import type { StoryTerms } from './story-terms.ts'
import { TermCounts } from './term-counts.ts'

/** Rarities are kept for terms that fewer than this hold. */
const fewHoldersMax = 128

/**
 * In how many entries of its language each term stands: a function of the set of entries, whatever the order they came
 * in. Each language is counted apart, because the commonest word of a language is rare where few write in it.
 */
export class TermStatistics {
  #languages = new Map<string, Holding>()
  #fewHolders = { entries: -1, rarities: new Float64Array(0) }

  add(terms: StoryTerms): void {
    this.#count(terms, 1)
  }

  remove(terms: StoryTerms): void {
    this.#count(terms, -1)
  }

  /** How many entries there are in the language. */
  entriesIn(language: string): number {
    return this.#languages.get(language)?.entries ?? 0
  }

  /** Inverse document frequency of each term in the language, smoothed; below 0 only for a term that all entries hold. */
  raritiesOf(kind: 'words' | 'grams', ids: Uint32Array, language: string): Float32Array {
    const holding = this.#languages.get(language)
    const rarities = new Float32Array(ids.length)
    const entries = holding?.entries ?? 0
    const counts = holding?.[kind]
    const known = this.#raritiesAmong(entries)
    for (let place = 0; place < ids.length; place += 1) {
      const holders = counts?.of(ids[place] ?? 0) ?? 0
      rarities[place] = known[holders] ?? rarityOf(holders, entries)
    }
    return rarities
  }

  /** The rarities of terms that few hold, as most are: logarithms are dear. */
  #raritiesAmong(entries: number): Float64Array {
    if (this.#fewHolders.entries !== entries) {
      const rarities = Float64Array.from({ length: fewHoldersMax }, (_, holders) => rarityOf(holders, entries))
      this.#fewHolders = { entries, rarities }
    }
    return this.#fewHolders.rarities
  }

  /** As it stands now; later changes to either leave the other alone. */
  copy(): TermStatistics {
    const copy = new TermStatistics()
    for (const [language, { entries, words, grams }] of this.#languages)
      copy.#languages.set(language, { entries, words: words.copy(), grams: grams.copy() })
    return copy
  }

  #count(terms: StoryTerms, by: 1 | -1): void {
    const holding = this.#languages.get(terms.language) ?? newHolding()
    holding.entries += by
    for (const id of terms.words.ids) holding.words.add(id, by)
    for (const id of terms.grams.ids) holding.grams.add(id, by)
    if (holding.entries > 0) this.#languages.set(terms.language, holding)
    else this.#languages.delete(terms.language)
  }
}

type Holding = { entries: number; readonly words: TermCounts; readonly grams: TermCounts }

function newHolding(): Holding {
  return { entries: 0, words: new TermCounts(), grams: new TermCounts() }
}

/** Inverse document frequency of a term that so many of the entries hold. */
export function rarityOf(holders: number, entries: number): number {
  return Math.log((entries + 1) / (holders + 0.5))
}

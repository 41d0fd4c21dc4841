/** What came of comparing two entries; `plain` are the log-odds without regard to how near their surroundings are. */
export type Comparison = {
  readonly words: number
  readonly grams: number
  readonly plain: number
  readonly nearWeight: number
}

/** Figures of one comparison in a row. */
export const comparisonFigures = 4

/** Comparisons of one entry, in columns, because there are dozens for each entry. */
export type ComparisonsOf = {
  /** Slots of the entries that it was compared with. */
  readonly others: readonly number[]
  /** Of each: words, grams, plain, nearWeight. */
  readonly figures: readonly number[]
}

/** Who was compared with whom, by slot; each comparison is known to both. */
export class Comparisons {
  readonly #slots: { readonly others: number[]; readonly figures: number[] }[] = []

  /** In the order in which they were added. */
  of(slot: number): ComparisonsOf {
    return this.#slots[slot] ?? none
  }

  /** A slot that has been taken anew, compared with nobody so far. */
  begin(slot: number): void {
    this.#slots[slot] = { others: [], figures: [] }
  }

  add(slot: number, other: number, comparison: Comparison): void {
    this.#put(slot, other, comparison)
    this.#put(other, slot, comparison)
  }

  /** Takes the slot out of all comparisons. */
  forget(slot: number): void {
    for (const other of this.of(slot).others) {
      const beside = this.#slots[other]
      const place = beside?.others.indexOf(slot) ?? -1
      if (beside === undefined || place < 0) continue
      beside.others.splice(place, 1)
      beside.figures.splice(comparisonFigures * place, comparisonFigures)
    }
    this.begin(slot)
  }

  #put(slot: number, other: number, { words, grams, plain, nearWeight }: Comparison): void {
    const own = this.#slots[slot]
    own?.others.push(other)
    own?.figures.push(words, grams, plain, nearWeight)
  }
}

const none: ComparisonsOf = { others: [], figures: [] }

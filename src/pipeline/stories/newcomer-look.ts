import { strengthOf } from './company.ts'
import { coefficientsOf, gapHoursOf, logitOf, type WeighedEntry } from './compare-entries.ts'
import type { ComparisonsOf } from './comparisons.ts'
import type { KnownCohesion } from './known-cohesion.ts'
import { commonMin, fillFeatures, type GroundModel, groundFeatureNames, unlike } from './shared-neighbours.ts'
import { CohesionSum } from './term-cohesion.ts'
import { TermPlaces } from './term-places.ts'

/** Those most like the newcomer, through whom it is asked whom else they agree with. */
const middlesMax = 40
/** Reached through weaker ones than this is hardly anybody. */
const middleStrengthMin = 0.1

/** Who is there, and who agrees with whom at first look. */
export type Neighbourhood = {
  readonly entryAt: (slot: number) => WeighedEntry | undefined
  readonly comparisonsOf: (slot: number) => ComparisonsOf
  readonly visit: (slot: number, visit: VisitAgreeing) => void
}
/** Another slot, the log-odds of the two, and where the figures of their comparison begin: numbers alone, of which thousands come. */
export type VisitAgreeing = (other: number, logit: number, at: number) => void

/**
 * The second look of one entry that has just come: whether it is like the same others as those around it. As
 * `visitCommonGround` for one row of it, by what is known of words; fit for placing an entry until stories are settled.
 */
export class NewcomerLook {
  readonly #neighbourhood: Neighbourhood
  readonly #constant: number
  readonly #coefficients: Float64Array
  readonly #known: KnownCohesion
  readonly #rows = new Rows()
  readonly #features = new Float64Array(groundFeatureNames.length)
  readonly #words = new TermPlaces()
  /** Of the newcomer: with whom it agrees, and what first look saw of them. */
  #agreeing: number[] = []
  #figures: number[] = []
  /** By slot: where it stands in these lists, plus one. */
  #places = new Int32Array(1024)
  /** By slot: what it has in common with the newcomer. */
  #sums = new Float64Array(1024)

  constructor(neighbourhood: Neighbourhood, model: GroundModel, known: KnownCohesion) {
    this.#neighbourhood = neighbourhood
    this.#constant = model.constant
    this.#coefficients = coefficientsOf(model, groundFeatureNames)
    this.#known = known
  }

  /** Forgets what was seen of a slot, which another entry takes. */
  clear(slot: number): void {
    this.#rows.forget(slot)
    if (this.#sums.length > slot) return
    this.#sums = new Float64Array(2 * slot)
    this.#places = new Int32Array(2 * slot)
  }

  /** Visits those with common ground; `first` is the log-odds at first look, where the two agreed at all. */
  visit(slot: number, visit: (other: number, logit: number, first: number | undefined) => void): void {
    const entry = this.#neighbourhood.entryAt(slot)
    if (entry === undefined) return
    this.#takeAgreeing(slot)
    this.#lookUpRow(slot)
    const [norm, mass] = [this.#rows.normOf(slot), this.#rows.massOf(slot)]
    this.#words.take(entry.words.ids)
    for (const other of this.#reach(slot)) {
      const sum = this.#sums[other] ?? 0
      this.#sums[other] = 0
      const beside = this.#neighbourhood.entryAt(other)
      // A row is 1 long at least: most that are reached through one neighbour alone need no row of their own.
      if (beside === undefined || sum < commonMin * norm) continue
      this.#lookUpRow(other)
      const common = sum / (norm * this.#rows.normOf(other))
      if (common < commonMin) continue
      const at = 3 * ((this.#places[other] ?? 0) - 1)
      const sight = {
        logit: this.#figures[at] ?? unlike.logit,
        words: this.#figures[at + 1] ?? unlike.words,
        grams: this.#figures[at + 2] ?? unlike.grams,
        common,
        gapHours: gapHoursOf(entry, beside),
        length: Math.min(entry.length, beside.length),
        cohesion: this.#cohesionOf(entry, beside),
        masses: [mass, this.#rows.massOf(other)] as const,
      }
      fillFeatures(sight, this.#features)
      visit(other, logitOf(this.#constant, this.#coefficients, this.#features), this.#figures[at])
    }
    for (const other of this.#agreeing) this.#places[other] = 0
  }

  #takeAgreeing(slot: number): void {
    this.#agreeing = []
    this.#figures = []
    const { figures } = this.#neighbourhood.comparisonsOf(slot)
    this.#neighbourhood.visit(slot, (other, logit, at) => {
      this.#places[other] = this.#agreeing.push(other)
      this.#figures.push(logit, figures[at] ?? 0, figures[at + 1] ?? 0)
    })
  }

  /** Sums up, for each that is reached, what it has in common with the newcomer. Returns the slots. */
  #reach(slot: number): number[] {
    const reached: number[] = []
    const sums = this.#sums
    const add = (other: number, product: number): void => {
      const sum = sums[other] ?? 0
      if (sum === 0) reached.push(other)
      sums[other] = sum + product
    }
    const strengths = this.#agreeing.map((_, place) => strengthOf(this.#figures[3 * place] ?? unlike.logit))
    const least = leastOfHighest(strengths)
    for (const [place, middle] of this.#agreeing.entries()) {
      const strength = strengths[place] ?? 0
      // Each is its own neighbour.
      add(middle, 2 * strength)
      if (strength < least) continue
      this.#neighbourhood.visit(middle, (other, logit) => {
        if (other !== slot) add(other, strength * strengthOf(logit))
      })
    }
    return reached
  }

  #lookUpRow(slot: number): void {
    const compared = this.#neighbourhood.comparisonsOf(slot).others.length
    if (this.#rows.holds(slot, compared)) return
    let [squares, mass] = [1, 1]
    this.#neighbourhood.visit(slot, (_, logit) => {
      const strength = strengthOf(logit)
      squares += strength * strength
      mass += strength
    })
    this.#rows.keep(slot, { compared, norm: Math.sqrt(squares), mass })
  }

  #cohesionOf({ bits: own }: WeighedEntry, { words: { ids }, bits }: WeighedEntry) {
    const shared = new CohesionSum()
    for (let place = 0; place < ids.length; place += 1) {
      const id = ids[place] ?? 0
      const beside = this.#words.of(id)
      if (beside < 0 || this.#known.isLeftOut(id)) continue
      const number = this.#known.numberOf(id)
      const rarity = Math.min(own[beside] ?? 0, bits[place] ?? 0)
      shared.add(this.#known.agreedOf(number), this.#known.askedOf(number), rarity)
    }
    return shared.sum
  }
}

/** The least strength from which one is a middle. */
function leastOfHighest(strengths: readonly number[]): number {
  if (strengths.length <= middlesMax) return middleStrengthMin
  const ordered = Float64Array.from(strengths).sort()
  return Math.max(ordered[ordered.length - middlesMax] ?? 0, middleStrengthMin)
}

/** How strongly the entries agree with all others, by slot: length of the row of strengths, and their sum. */
class Rows {
  readonly #figures: number[] = []

  /** Whether a row is known, and is that of the entry still: it was compared with as many others, but for a tenth. */
  holds(slot: number, compared: number): boolean {
    const former = this.#figures[3 * slot] ?? -1
    return former >= 0 && Math.abs(compared - former) <= former / 10
  }

  keep(slot: number, { compared, norm, mass }: Record<'compared' | 'norm' | 'mass', number>): void {
    while (this.#figures.length < 3 * slot) this.#figures.push(-1, 1, 1)
    this.#figures[3 * slot] = compared
    this.#figures[3 * slot + 1] = norm
    this.#figures[3 * slot + 2] = mass
  }

  forget(slot: number): void {
    if (this.#figures.length > 3 * slot) this.#figures[3 * slot] = -1
  }

  normOf(slot: number): number {
    return this.#figures[3 * slot + 1] ?? 1
  }

  massOf(slot: number): number {
    return this.#figures[3 * slot + 2] ?? 1
  }
}

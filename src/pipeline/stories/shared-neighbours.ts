/**
 * The second look at a pair: not only at how alike two entries are, but at whether they are like the same others. Two
 * short headlines on one event often share no rare word, yet agree with the same reports; two events of one kind share
 * words, but not company. Neighbourhoods are rows of the former look's probabilities, so that looking once more, from
 * what this look found, sees company two steps away.
 */
import { Agreements, Company } from './company.ts'
import { coefficientsOf, gapHoursOf, logitOf, type WeighedEntry } from './compare-entries.ts'
import type { KnownCohesion } from './known-cohesion.ts'
import { type SharedCohesion, TermCohesion } from './term-cohesion.ts'

/** Entries, by number, who agrees with whom, and what is known of their words where more than these were looked at. */
export type Placed = {
  readonly entries: readonly WeighedEntry[]
  readonly company: Company
  readonly known?: KnownCohesion
}

export const groundFeatureNames = [
  'words',
  'grams',
  'likeness',
  'common',
  'gapLog',
  'gapDays',
  'length',
  'company',
  'companyDifference',
  'cohesionMost',
  'cohesionAll',
  'cohesionMean',
  'wordsByLength',
  'gramsByLength',
  'likenessByLength',
  'commonByLength',
  'companyByLength',
  'companyDifferenceByLength',
  'cohesionMostByLength',
  'cohesionAllByLength',
  'cohesionMeanByLength',
] as const
export type GroundFeature = (typeof groundFeatureNames)[number]
export type GroundModel = { readonly constant: number } & Readonly<Record<GroundFeature, number>>

/** Pairs with less in common are not looked at. */
export const commonMin = 0.03
/** What is known of two entries that did not agree at first look. */
export const unlike = { logit: -5, words: 0, grams: 0.05 } as const

/** What two entries with common ground look like; `features` in the order of their names. */
export type GroundLook = { readonly words: number; readonly grams: number; readonly features: Float64Array }

/**
 * Agreements of entries with common ground, with the last model's log-odds, where those are above `absent`. Each model
 * looks at the company that the one before it found. `known`: of words, by model.
 */
export function groundAgreements(
  placed: Placed,
  options: {
    readonly models: readonly GroundModel[]
    readonly absent: number
    readonly gapDaysMax: number
    readonly known?: readonly KnownCohesion[]
  },
): Agreements {
  const { entries } = placed
  let { company } = placed
  let agreements = new Agreements()
  for (const [round, model] of options.models.entries()) {
    if (round > 0) company = new Company(entries.length, agreements)
    const known = options.known?.[round]
    agreements = agreementsOf({ entries, company, ...(known && { known }) }, model, options)
  }
  return agreements
}

/** The pairs that agree by more than `absent`, ordered by left, then right. */
export function agreementsOf(
  placed: Placed,
  model: GroundModel,
  { absent, gapDaysMax }: { readonly absent: number; readonly gapDaysMax: number },
): Agreements {
  const coefficients = coefficientsOf(model, groundFeatureNames)
  const agreements = new Agreements()
  visitCommonGround(placed, gapDaysMax, (left, right, { words, grams, features }) => {
    const logit = logitOf(model.constant, coefficients, features)
    if (logit > absent) agreements.add({ left, right, logit, words, grams })
  })
  return agreements
}

/**
 * Visits every pair of entries with common ground, ordered by left, then right; gaps above `gapDaysMax` are left out. The
 * list of features is the same each time, and filled anew.
 */
export function visitCommonGround(
  placed: Placed,
  gapDaysMax: number,
  visit: (left: number, right: number, look: GroundLook) => void,
): void {
  const { entries, company, known } = placed
  const walk = new NeighbourWalk(company)
  const words = new TermCohesion(entries, company, known)
  const features = new Float64Array(groundFeatureNames.length)
  for (const [left, entry] of entries.entries()) {
    walk.from(left)
    words.from(left)
    for (const right of walk.reached) {
      const beside = entries[right]
      if (beside === undefined || gapHoursOf(entry, beside) / 24 > gapDaysMax) continue
      const place = walk.placeOf(right)
      const cohesion = words.with(right, company.logits[place])
      visit(left, right, lookAt(placed, { left, right, place, common: walk.commonWith(right), cohesion }, features))
    }
  }
}

/** Goes from entry to entry, in ascending order, and finds who of those after it has neighbours in common with it. */
class NeighbourWalk {
  readonly #company: Company
  /** By entry: where in its neighbours those after the present entry begin. */
  readonly #later: Int32Array
  readonly #sums: Float64Array
  /** By entry: where it stands among the neighbours of the present one, or -1. */
  readonly #places: Int32Array
  readonly #touched: Int32Array
  #touchedCount = 0
  #entry = 0
  #reached: Int32Array = new Int32Array(0)

  constructor(company: Company) {
    this.#company = company
    this.#later = company.starts.slice(0, -1)
    this.#sums = new Float64Array(company.count)
    this.#places = new Int32Array(company.count).fill(-1)
    this.#touched = new Int32Array(company.count)
  }

  /** Entries after the present one with enough in common, ascending. */
  get reached(): Int32Array {
    return this.#reached
  }

  from(entry: number): void {
    const { starts, others, strengths } = this.#company
    for (const other of this.#touched.subarray(0, this.#touchedCount)) {
      this.#sums[other] = 0
      this.#places[other] = -1
    }
    this.#touchedCount = 0
    this.#entry = entry
    this.#reach(entry, 1)
    const end = starts[entry + 1] ?? 0
    for (let place = this.#later[entry] ?? 0; place < end; place += 1) this.#places[others[place] ?? 0] = place
    for (let place = starts[entry] ?? 0; place < end; place += 1) {
      const middle = others[place] ?? 0
      const strength = strengths[place] ?? 0
      if (middle > entry) this.#sums[middle] = (this.#sums[middle] ?? 0) + strength
      this.#reach(middle, strength)
    }
    const near = this.#touched.subarray(0, this.#touchedCount).filter((other) => this.commonWith(other) >= commonMin)
    this.#reached = near.sort()
  }

  /** Cosine of the two rows of strengths. */
  commonWith(other: number): number {
    const { norms } = this.#company
    return (this.#sums[other] ?? 0) / ((norms[this.#entry] ?? 1) * (norms[other] ?? 1))
  }

  /** Where the other stands among the present entry's neighbours, or -1. */
  placeOf(other: number): number {
    return this.#places[other] ?? -1
  }

  /** Adds what the neighbours of `middle` have in common with the present entry through it. */
  #reach(middle: number, strength: number): void {
    const { starts, others, strengths } = this.#company
    const end = starts[middle + 1] ?? 0
    let place = this.#later[middle] ?? 0
    while (place < end && (others[place] ?? 0) <= this.#entry) place += 1
    this.#later[middle] = place
    for (; place < end; place += 1) {
      const other = others[place] ?? 0
      const sum = this.#sums[other] ?? 0
      if (sum === 0) this.#touched[this.#touchedCount++] = other
      this.#sums[other] = sum + strength * (strengths[place] ?? 0)
    }
  }
}

function lookAt(
  { entries, company }: Placed,
  pair: {
    readonly left: number
    readonly right: number
    readonly place: number
    readonly common: number
    readonly cohesion: SharedCohesion
  },
  features: Float64Array,
): GroundLook {
  const { left, right, place, common, cohesion } = pair
  const words = company.words[place] ?? unlike.words
  const grams = company.grams[place] ?? unlike.grams
  const logit = company.logits[place] ?? unlike.logit
  const [one, other] = [entries[left], entries[right]]
  const gapHours = one === undefined || other === undefined ? 0 : gapHoursOf(one, other)
  const length = Math.min(one?.length ?? 0, other?.length ?? 0)
  const masses = [company.masses[left] ?? 1, company.masses[right] ?? 1] as const
  fillFeatures({ words, grams, logit, common, cohesion, gapHours, length, masses }, features)
  return { words, grams, features }
}

/** What a look at a pair with common ground sees. */
export type GroundSight = {
  readonly words: number
  readonly grams: number
  /** By the look before. */
  readonly logit: number
  readonly common: number
  readonly cohesion: SharedCohesion
  readonly gapHours: number
  readonly length: number
  /** Of the two, how much they agree with others all together. */
  readonly masses: readonly [number, number]
}

/** Writes the features into the list, in the order of their names. */
export function fillFeatures(sight: GroundSight, features: Float64Array): void {
  const { words, grams, logit, common, cohesion, gapHours, length, masses } = sight
  const likeness = Math.max(logit, -6)
  const [mass, otherMass] = masses
  const both = Math.log(mass * otherMass)
  const difference = Math.abs(Math.log(mass / otherMass))
  features[0] = words
  features[1] = grams
  features[2] = likeness
  features[3] = common
  features[4] = Math.log1p(gapHours)
  features[5] = gapHours / 24
  features[6] = length
  features[7] = both
  features[8] = difference
  features[9] = cohesion.most
  features[10] = cohesion.all
  features[11] = cohesion.mean
  features[12] = words * length
  features[13] = grams * length
  features[14] = likeness * length
  features[15] = common * length
  features[16] = both * length
  features[17] = difference * length
  features[18] = cohesion.most * length
  features[19] = cohesion.all * length
  features[20] = cohesion.mean * length
}

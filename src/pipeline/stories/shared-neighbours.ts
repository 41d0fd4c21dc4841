/**
 * The second look at a pair: not only at how alike two entries are, but at whether they are like the same others. Two
 * short headlines on one event often share no rare word, yet agree with the same reports; two events of one kind share
 * words, but not company. Neighbourhoods are rows of the former look's probabilities, so that looking once more, from
 * what this look found, sees company two steps away.
 */
import { gapFeatures, lengthOf, logitOf, type WeighedEntry } from './compare-entries.ts'
import type { Edge } from './join-groups.ts'

/** How two entries agree at first look. */
export type Likeness = { readonly logit: number; readonly words: number; readonly grams: number }
/** An entry among others, by number, and what it agrees with. */
export type Placed = { readonly entry: WeighedEntry; readonly likenesses: ReadonlyMap<number, Likeness> }

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
  'wordsByLength',
  'gramsByLength',
  'likenessByLength',
  'commonByLength',
  'companyByLength',
  'companyDifferenceByLength',
] as const
export type GroundFeature = (typeof groundFeatureNames)[number]
export type GroundModel = { readonly constant: number } & Readonly<Record<GroundFeature, number>>

/** Pairs with less in common are not looked at. */
const commonMin = 0.03
/** Added to log-odds before they are taken for the strength of a neighbour. */
const neighbourShift = 0.5
/** What is known of two entries that did not agree at first look. */
const unlike: Likeness = { logit: -5, words: 0, grams: 0.05 }

export type GroundPair = {
  readonly left: number
  readonly right: number
  readonly features: Record<GroundFeature, number>
}

/** Every pair of entries with common ground, ordered by left, then right; gaps above `gapDaysMax` are left out. */
export function* commonGround(placed: readonly Placed[], gapDaysMax: number): Generator<GroundPair> {
  const rows = placed.map((_, number) => neighbourhoodOf(placed, number))
  for (const [left, row] of rows.entries()) {
    const shared = new Map<number, number>()
    for (const [middle, strength] of row.strengths)
      for (const [right, other] of rows[middle]?.strengths ?? [])
        if (right > left) shared.set(right, (shared.get(right) ?? 0) + strength * other)
    for (const right of [...shared.keys()].sort((one, other) => one - other)) {
      const beside = rows[right]
      if (beside === undefined) continue
      const common = (shared.get(right) ?? 0) / (row.norm * beside.norm)
      if (common < commonMin) continue
      const features = featuresOf({ placed, left, right, common, company: [row.mass, beside.mass] })
      if (features !== undefined && features.gapDays <= gapDaysMax) yield { left, right, features }
    }
  }
}

/**
 * Edges between entries with common ground, with the last model's log-odds, where those are above `absent`. Each model
 * looks at the neighbourhoods that the one before it found.
 */
export function groundEdges(
  placed: readonly Placed[],
  options: { readonly models: readonly GroundModel[]; readonly absent: number; readonly gapDaysMax: number },
): Edge[] {
  let agreements: GroundAgreement[] = []
  let looked = placed
  for (const [round, model] of options.models.entries()) {
    if (round > 0) looked = placedBy(looked, agreements)
    agreements = agreementsOf(commonGround(looked, options.gapDaysMax), model, options.absent)
  }
  return agreements
}

type GroundAgreement = Edge & Likeness

/** The pairs that agree by more than `absent`. */
export function agreementsOf(pairs: Iterable<GroundPair>, model: GroundModel, absent: number): GroundAgreement[] {
  const agreements: GroundAgreement[] = []
  for (const { left, right, features } of pairs) {
    const logit = logitOf(features, model, groundFeatureNames)
    if (logit > absent) agreements.push({ left, right, logit, words: features.words, grams: features.grams })
  }
  return agreements
}

/** The same entries, each with what it agrees with by these alone. */
export function placedBy(placed: readonly Placed[], agreements: readonly GroundAgreement[]): Placed[] {
  const likenesses = placed.map(() => new Map<number, Likeness>())
  for (const agreement of agreements) {
    likenesses[agreement.left]?.set(agreement.right, agreement)
    likenesses[agreement.right]?.set(agreement.left, agreement)
  }
  return placed.map(({ entry }, number) => ({ entry, likenesses: likenesses[number] ?? new Map() }))
}

type Neighbourhood = { readonly strengths: ReadonlyMap<number, number>; readonly norm: number; readonly mass: number }

function neighbourhoodOf(placed: readonly Placed[], number: number): Neighbourhood {
  const strengths = new Map<number, number>([[number, 1]])
  // In order of number, so that sums do not depend on the order in which entries came in.
  const likenesses = [...(placed[number]?.likenesses ?? [])].sort((one, other) => one[0] - other[0])
  let squares = 1
  let mass = 1
  for (const [neighbour, { logit }] of likenesses) {
    const strength = 1 / (1 + Math.exp(-(logit + neighbourShift)))
    strengths.set(neighbour, strength)
    squares += strength * strength
    mass += strength
  }
  return { strengths, norm: Math.sqrt(squares), mass }
}

function featuresOf(pair: {
  readonly placed: readonly Placed[]
  readonly left: number
  readonly right: number
  readonly common: number
  readonly company: readonly [number, number]
}): Record<GroundFeature, number> | undefined {
  const one = pair.placed[pair.left]
  const other = pair.placed[pair.right]
  if (one === undefined || other === undefined) return undefined
  const { logit, words, grams } = one.likenesses.get(pair.right) ?? unlike
  const { common } = pair
  const likeness = Math.max(logit, -6)
  const length = lengthOf(one.entry, other.entry)
  const company = Math.log(pair.company[0] * pair.company[1])
  const companyDifference = Math.abs(Math.log(pair.company[0] / pair.company[1]))
  return {
    words,
    grams,
    likeness,
    common,
    ...gapFeatures(one.entry, other.entry),
    length,
    company,
    companyDifference,
    wordsByLength: words * length,
    gramsByLength: grams * length,
    likenessByLength: likeness * length,
    commonByLength: common * length,
    companyByLength: company * length,
    companyDifferenceByLength: companyDifference * length,
  }
}

/** Candidates → features and scores. Knows no rules and no order. */
import type { Profile } from '../../domain/reader.ts'
import { type FeatureName, featureNames, type RankingWeights } from '../readers/prior-weights.ts'
import type { Feature } from './feature.ts'
import { countsAgainst } from './features/counts-against.ts'
import { entityAffinity } from './features/entity-affinity.ts'
import { follow } from './features/follow.ts'
import { freshness } from './features/freshness.ts'
import { importance } from './features/importance.ts'
import { language } from './features/language.ts'
import { nearestOpened } from './features/nearest-opened.ts'
import { novelty } from './features/novelty.ts'
import { popularity } from './features/popularity.ts'
import { rarity } from './features/rarity.ts'
import { relevance } from './features/relevance.ts'
import { sourceAffinity } from './features/source-affinity.ts'
import { topicAffinity } from './features/topic-affinity.ts'
import { unfamiliar } from './features/unfamiliar.ts'
import { normalOf } from './random.ts'
import { type Considered, considerAll, type Scene } from './scene.ts'
import { type ReaderWeights, weightsFor } from './weights.ts'

const features: Readonly<Record<FeatureName, Feature>> = {
  relevance,
  'nearest-opened': nearestOpened,
  'topic-affinity': topicAffinity,
  'entity-affinity': entityAffinity,
  'source-affinity': sourceAffinity,
  follow,
  importance,
  popularity,
  freshness,
  novelty,
  rarity,
  language,
  unfamiliar,
  'counts-against': countsAgainst,
}

export type ScoredCandidate = Considered & {
  /** Of all candidates of the page, each in the order of `featureNames`; this one's begin at `valuesAt`. */
  readonly values: Float64Array
  readonly valuesAt: number
  readonly weights: ReaderWeights
  /** Expected worth to this reader, in log-odds. */
  readonly score: number
  /** The score under weights drawn for this page; the score itself when nothing is explored. */
  readonly drawn: number
  /** Deviation of the drawn score. */
  readonly deviation: number
}

const inOrder = featureNames.map((name) => features[name])
// Every name of the union is a key of this.
const placeOf = Object.fromEntries(featureNames.map((name, place) => [name, place])) as Record<FeatureName, number>

/**
 * Scores the stories in these rows of the scene's columns. `seed` draws one set of weights from what is believed of the
 * reader (Thompson sampling); without it nothing is explored and `drawn` is the score.
 * O(rows · (features + opened · dimensions)).
 */
export function scoreCandidates(
  rows: readonly number[],
  scene: Scene,
  options: { readonly weights: RankingWeights; readonly seed?: string },
): ScoredCandidate[] {
  const weights = weightsFor(scene.profile, options.weights)
  const drawn = options.seed === undefined ? undefined : drawWeights(weights, scene.profile, options.seed)
  const values = new Float64Array(rows.length * featureNames.length)
  return considerAll(rows, scene).map((considered, place) => {
    return scoreOne(considered, scene, { weights, drawn, values, valuesAt: place * featureNames.length })
  })
}

/** What a feature adds to the score. */
export function contributionOf({ values, valuesAt, weights }: ScoredCandidate, name: FeatureName): number {
  const place = placeOf[name]
  return (values[valuesAt + place] ?? 0) * (weights.mean[place] ?? 0)
}

/** All features by name, for the log. */
export function featuresOf({ values, valuesAt }: ScoredCandidate): Record<FeatureName, number> {
  const told: Partial<Record<FeatureName, number>> = {}
  for (let place = 0; place < featureNames.length; place += 1) {
    const name = featureNames[place]
    if (name !== undefined) told[name] = values[valuesAt + place] ?? 0
  }
  // Every name of the union is a key by now.
  return told as Record<FeatureName, number>
}

function scoreOne(
  considered: Considered,
  scene: Scene,
  page: {
    readonly weights: ReaderWeights
    readonly drawn: Float64Array | undefined
    readonly values: Float64Array
    readonly valuesAt: number
  },
): ScoredCandidate {
  const { weights, drawn: drawnWeights, values, valuesAt } = page
  const { mean, deviation: deviations } = weights
  let score = 0
  let drawn = 0
  let variance = 0
  for (let place = 0; place < inOrder.length; place += 1) {
    const value = inOrder[place]?.(considered, scene) ?? 0
    const expected = mean[place] ?? 0
    values[valuesAt + place] = value
    score += value * expected
    drawn += value * (drawnWeights?.[place] ?? expected)
    variance += (value * (deviations[place] ?? 0)) ** 2
  }
  const deviation = drawnWeights === undefined ? 0 : Math.sqrt(variance)
  const { candidate, row, cosines, at, standing, seen } = considered
  return { candidate, row, cosines, at, standing, seen, values, valuesAt, weights, score, drawn, deviation }
}

/** One draw of all weights. A weight drawn below zero counts as zero: no reader is taken to dislike what they opened. */
function drawWeights({ mean, deviation }: ReaderWeights, { dials }: Profile, seed: string): Float64Array {
  if (dials.familiarExploring === 0) return mean
  return mean.map((expected, place) =>
    Math.max(0, expected + (deviation[place] ?? 0) * normalOf(seed, featureNames[place] ?? '')),
  )
}

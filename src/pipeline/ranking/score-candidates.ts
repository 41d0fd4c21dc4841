/** Candidates → features and scores. Knows no rules and no order. */
import type { Candidate } from '../../domain/page.ts'
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
import { type Considered, consider, type Scene } from './scene.ts'
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
  readonly features: Readonly<Record<FeatureName, number>>
  /** What each feature adds to the score. */
  readonly contributions: Readonly<Record<FeatureName, number>>
  /** Expected worth to this reader, in log-odds. */
  readonly score: number
  /** The score under weights drawn for this page; the score itself when nothing is explored. */
  readonly drawn: number
  /** Deviation of the drawn score. */
  readonly deviation: number
}

/**
 * Scores each candidate. `seed` draws one set of weights from what is believed of the reader (Thompson sampling); without
 * it nothing is explored and `drawn` is the score. O(candidates · (features + opened · dimensions)).
 */
export function scoreCandidates(
  candidates: readonly Candidate[],
  scene: Scene,
  options: { readonly weights: RankingWeights; readonly seed?: string },
): ScoredCandidate[] {
  const weights = weightsFor(scene.profile, options.weights)
  const drawn = options.seed === undefined ? undefined : drawWeights(weights, scene.profile, options.seed)
  return candidates.map((candidate) => scoreOne(consider(candidate, scene), scene, weights, drawn))
}

function scoreOne(
  considered: Considered,
  scene: Scene,
  weights: ReaderWeights,
  drawnWeights: Readonly<Record<FeatureName, number>> | undefined,
): ScoredCandidate {
  const values = emptyRecord()
  const contributions = emptyRecord()
  let score = 0
  let drawn = 0
  let variance = 0
  for (const name of featureNames) {
    const value = features[name](considered, scene)
    const { mean, deviation } = weights[name]
    values[name] = value
    contributions[name] = value * mean
    score += value * mean
    drawn += value * (drawnWeights?.[name] ?? mean)
    variance += (value * deviation) ** 2
  }
  const deviation = drawnWeights === undefined ? 0 : Math.sqrt(variance)
  return { ...considered, features: values, contributions, score, drawn, deviation }
}

/** One draw of all weights. A weight drawn below zero counts as zero: no reader is taken to dislike what they opened. */
function drawWeights(weights: ReaderWeights, { dials }: Profile, seed: string): Record<FeatureName, number> {
  const drawn = emptyRecord()
  for (const name of featureNames) {
    const { mean, deviation } = weights[name]
    drawn[name] = dials.familiarExploring === 0 ? mean : Math.max(0, mean + deviation * normalOf(seed, name))
  }
  return drawn
}

function emptyRecord(): Record<FeatureName, number> {
  return {
    relevance: 0,
    'nearest-opened': 0,
    'topic-affinity': 0,
    'entity-affinity': 0,
    'source-affinity': 0,
    follow: 0,
    importance: 0,
    popularity: 0,
    freshness: 0,
    novelty: 0,
    rarity: 0,
    language: 0,
    unfamiliar: 0,
    'counts-against': 0,
  }
}

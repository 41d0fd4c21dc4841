/** A reader's weights: everyone's, moved by the reader's own shifts and dials. */
import type { Dials, Profile } from '../../domain/reader.ts'
import { priorPrecision } from '../readers/learn-weights.ts'
import { type FeatureName, featureNames, type RankingWeights } from '../readers/prior-weights.ts'

/** At an end of a dial, the features it moves count this many times more or less. Only ratios matter to an order. */
const dialReach = 6
/** Part of a weight that is uncertain when exploring is at its most and nothing has been learned yet. */
const uncertainShare = 0.5

/** The weights of one reader, in the order of `featureNames`: what is expected of each feature, and how unsure that is. */
export type ReaderWeights = { readonly mean: Float64Array; readonly deviation: Float64Array }

/**
 * Everyone's weights moved by the reader's own shifts and dials. A dial scales one group of features and leaves the rest,
 * so that turning it towards one end can only lower what it is turned against.
 */
export function weightsFor(profile: Profile, { mean: prior }: RankingWeights): ReaderWeights {
  const factors = dialFactors(profile.dials)
  const mean = new Float64Array(featureNames.length)
  const deviation = new Float64Array(featureNames.length)
  for (const [place, name] of featureNames.entries()) {
    const shift = profile.model?.get(name)
    const scaled = prior[name] * (factors[name] ?? 1)
    const sureness = Math.sqrt(priorPrecision / (priorPrecision + (shift?.evidence ?? 0)))
    // One unit of shift doubles a weight, minus one takes it away.
    mean[place] = Math.max(0, scaled * (1 + (shift?.mean ?? 0)))
    deviation[place] = scaled * uncertainShare * sureness * profile.dials.familiarExploring
  }
  return { mean, deviation }
}

function dialFactors(dials: Dials): Partial<Record<FeatureName, number>> {
  const important = dialReach ** (1 - 2 * dials.importantPersonal)
  return {
    importance: important,
    popularity: important,
    freshness: dialReach ** (1 - 2 * dials.freshLasting),
    unfamiliar: dialReach ** (2 * dials.familiarExploring - 1),
  }
}

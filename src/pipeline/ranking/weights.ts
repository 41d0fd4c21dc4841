/** A reader's weights: everyone's, moved by the reader's own shifts and dials. */
import type { Dials, Profile } from '../../domain/reader.ts'
import { priorPrecision } from '../readers/learn-weights.ts'
import { type FeatureName, featureNames, type RankingWeights } from '../readers/prior-weights.ts'

/** At an end of a dial, the features it moves count this many times more or less. Only ratios matter to an order. */
const dialReach = 6
/** Part of a weight that is uncertain when exploring is at its most and nothing has been learned yet. */
const uncertainShare = 0.5

/** The weights of one reader: what is expected of each feature, and how unsure that is. */
export type ReaderWeights = Readonly<Record<FeatureName, { readonly mean: number; readonly deviation: number }>>

/**
 * Everyone's weights moved by the reader's own shifts and dials. A dial scales one group of features and leaves the rest,
 * so that turning it towards one end can only lower what it is turned against.
 */
export function weightsFor(profile: Profile, { mean }: RankingWeights): ReaderWeights {
  const factors = dialFactors(profile.dials)
  const weightOf = (name: FeatureName) => {
    const shift = profile.model?.get(name)
    const factor = factors[name] ?? 1
    const prior = mean[name]
    // One unit of shift doubles a weight, minus one takes it away.
    const expected = Math.max(0, prior * (1 + (shift?.mean ?? 0))) * factor
    const sureness = Math.sqrt(priorPrecision / (priorPrecision + (shift?.evidence ?? 0)))
    const deviation = prior * factor * uncertainShare * sureness * profile.dials.familiarExploring
    return { mean: expected, deviation }
  }
  // Every name of the union is a key of the result.
  return Object.fromEntries(featureNames.map((name) => [name, weightOf(name)])) as ReaderWeights
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

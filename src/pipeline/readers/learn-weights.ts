/**
 * A reader's own weights: a Gaussian for each feature over the difference from everyone's, moved by each story shown and
 * opened or passed over. One step of logistic regression with a diagonal Laplace approximation, as in Chapelle and Li,
 * "An empirical evaluation of Thompson sampling" (2011), algorithm 3, taken one row at a time.
 */
import type { SignalKind, WeightShift } from '../../domain/reader.ts'
import { type FeatureName, featureNames, priorWeights, type RankingWeights } from './prior-weights.ts'

/** What is known beforehand: most readers' weights lie within the part 1/√precision of everyone's. */
export const priorPrecision = 12
/** What holds everyone's weights: they move by what thousands of outcomes say, not by one busy reader. */
const everyonePrecision = 2_000
/** A reader's weight moves at most so far from everyone's, so that a burst of signals cannot turn a page over. */
const shiftMax = 1
/** The log-odds that a story shown is opened when its score is 0; a fresh and important one scores about 2. */
const baseLogOdds = -4

/** How much a signal says about the weights, and which way. The others say nothing about the features of a page. */
const outcomes: Partial<Record<SignalKind, { readonly opened: 0 | 1; readonly weight: number }>> = {
  seen: { opened: 0, weight: 0.2 },
  opened: { opened: 1, weight: 1 },
  more: { opened: 1, weight: 1 },
  less: { opened: 0, weight: 1 },
  hidden: { opened: 0, weight: 1 },
}

/** Moves `model`, in parts of everyone's weights, by one outcome of a story shown with these features. O(features). */
export function learnWeights(
  model: Map<string, WeightShift>,
  features: Readonly<Record<string, number>>,
  kind: SignalKind,
  whose: 'reader' | 'everyone',
): void {
  const precision = whose === 'reader' ? priorPrecision : everyonePrecision
  const outcome = outcomes[kind]
  if (outcome === undefined) return
  const moves = featureNames
    .map((name) => ({ name, value: (features[name] ?? 0) * priorWeights.mean[name] }))
    .filter(({ value }) => value !== 0 && Number.isFinite(value))
  const score = moves.reduce((sum, { name, value }) => sum + value * (1 + (model.get(name)?.mean ?? 0)), 0)
  const chance = chanceOf(score)
  for (const { name, value } of moves) {
    const before = model.get(name) ?? { mean: 0, evidence: 0 }
    const evidence = before.evidence + outcome.weight * value * value * chance * (1 - chance)
    const mean = before.mean + (outcome.weight * (outcome.opened - chance) * value) / (precision + evidence)
    model.set(name, { mean: Math.max(-shiftMax, Math.min(shiftMax, mean)), evidence })
  }
}

/** What is left of a reader's own weights when their interests have changed. */
const keptOfWeights = 0.25

/** A reader's own weights become as unsure, and as near to everyone's, as after a fourth of what was learned. */
export function forgetWeights(model: Map<string, WeightShift>): void {
  for (const [name, { mean, evidence }] of model)
    model.set(name, { mean: mean * keptOfWeights, evidence: evidence * keptOfWeights })
}

/** The chance that a story shown is opened, as its score tells it. */
export function chanceOf(score: number): number {
  return 1 / (1 + Math.exp(-(baseLogOdds + score)))
}

/** The prior as all readers together moved it. `signals` of them: the name of the model says so, for replay. */
export function movedWeights(
  { model, mean }: RankingWeights,
  shifts: ReadonlyMap<string, WeightShift>,
  signals: number,
): RankingWeights {
  const moved = featureNames.map((name) => [name, Math.max(0, mean[name] * (1 + (shifts.get(name)?.mean ?? 0)))])
  // Every name of the union is a key of the result.
  return { model: `${model}+${signals}`, mean: Object.fromEntries(moved) as Record<FeatureName, number> }
}

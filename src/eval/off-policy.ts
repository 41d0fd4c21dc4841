/**
 * What another way of making pages would have earned, told from the log of the one that ran: each logged item counts by how
 * much more likely the other one is to show it. Inverse propensity (IPS, Horvitz and Thompson 1952), the same divided by
 * the weights' own sum (SNIPS, Swaminathan and Joachims 2015), and doubly robust (Dudík, Langford and Li 2011), which
 * begins with a model's guess and corrects it by what was logged.
 */
import type { Interval } from './metrics/bootstrap.ts'

/** One decision of the log: what was shown, how likely that was, what came of it, and what the other policy thinks of it. */
export type LoggedDecision = {
  readonly reward: number
  /** The chance with which the logging policy showed it, in (0, 1]. */
  readonly propensity: number
  /** The chance with which the other policy shows it, in [0, 1]. */
  readonly target: number
  /** A model's guess of the reward of what was shown, and of what the other policy would have shown, on average. */
  readonly guessShown: number
  readonly guessTarget: number
}

export type Estimates = { readonly ips: Interval; readonly snips: Interval; readonly doublyRobust: Interval }

/** Weights beyond this are cut: a little bias for much less variance. */
const weightMax = 50

/** Half the width of an interval that holds the truth 95 times in 100, in deviations of the mean. */
const deviations = 1.96

/**
 * Mean reward a decision under the other policy, by three estimators, each with its interval from the spread of its terms;
 * that of SNIPS, a ratio, by the delta method. O(n).
 */
export function estimateOffPolicy(log: readonly LoggedDecision[]): Estimates {
  const weights = log.map(({ target, propensity }) => Math.min(weightMax, target / propensity))
  const weightOf = (place: number): number => weights[place] ?? 0
  const earned = log.map(({ reward }, place) => weightOf(place) * reward)
  const weight = meanOf(weights)
  const ratio = weight === 0 ? 0 : meanOf(earned) / weight
  const residuals = earned.map(
    (value, place) => ratio + (weight === 0 ? 0 : (value - ratio * weightOf(place)) / weight),
  )
  const corrected = log.map(
    ({ reward, guessShown, guessTarget }, place) => guessTarget + weightOf(place) * (reward - guessShown),
  )
  return { ips: intervalOf(earned), snips: intervalOf(residuals), doublyRobust: intervalOf(corrected) }
}

function intervalOf(terms: readonly number[]): Interval {
  const mean = meanOf(terms)
  const variance = meanOf(terms.map((term) => (term - mean) ** 2))
  const reach = deviations * Math.sqrt(variance / Math.max(1, terms.length))
  return { mean, low: mean - reach, high: mean + reach }
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

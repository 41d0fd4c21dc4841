/**
 * Notices that a reader has come to love other things: they open less of what they are shown than they used to, and what
 * they open is less like what was learned. Page's test of cumulative sums ("Continuous inspection schemes", 1954): each
 * story shown adds how much likelier what became of it is for a reader whose interests changed than for one whose
 * interests hold; below 0 the sum begins anew, and when it is high enough interests are taken to have changed.
 */
import type { InterestWatch, SignalKind } from '../../domain/reader.ts'
import { type FeatureName, priorWeights } from './prior-weights.ts'

/** Features that say how a story is like what was learned. */
const learned: readonly FeatureName[] = ['relevance', 'nearest-opened', 'topic-affinity', 'entity-affinity']
/** Stories shown over which "lately" reaches for what they are like, and for how many of them are opened. */
const shownWindow = 60
const rateWindow = 300
/** Part of the stories shown that is opened, before anything is known of a reader, and between which bounds. */
const rateAtFirst = 0.1
const rateBounds = { least: 0.02, most: 0.5 } as const
/** Whose interests changed opens so many times less of what suited them before. */
const fewerOpens = 3
/** And each opened story counts by so much for each deviation that it lies below what was shown. */
const likenessShare = 0.7
/** Stories shown that differ by less than this, in log-odds, are alike. */
const deviationMin = 0.2
const deviationsMax = 2
/** Before so much was opened there is nothing that could have changed, in opens as lessons count them. */
const opensMin = 15
/** Signs that add up to this are taken for a change. */
const doubtMax = 2.5

export const nothingWatched: InterestWatch = { mean: 0, variance: 0, rate: rateAtFirst, shown: 0, doubt: 0 }

/** The watch after one more outcome of a story that a page showed with these features. O(1). */
export function watchInterests(
  watch: InterestWatch,
  features: Readonly<Record<string, number>>,
  kind: SignalKind,
): InterestWatch {
  const rate = Math.max(rateBounds.least, Math.min(rateBounds.most, watch.rate))
  const passedOver = Math.log((1 - rate / fewerOpens) / (1 - rate))
  const likeness = learned.reduce((sum, name) => sum + (features[name] ?? 0) * priorWeights.mean[name], 0)
  const apart = likeness - watch.mean
  if (kind === 'seen') {
    const shown = watch.shown + 1
    const part = Math.max(1 / shown, 1 / shownWindow)
    return {
      shown,
      mean: watch.mean + part * apart,
      variance: (1 - part) * (watch.variance + part * apart * apart),
      rate: watch.rate * (1 - 1 / rateWindow),
      doubt: watch.doubt + passedOver,
    }
  }
  if (kind !== 'opened') return watch
  const deviations = apart / Math.max(deviationMin, Math.sqrt(watch.variance))
  const alike = Math.max(-deviationsMax, Math.min(deviationsMax, deviations))
  // That it was shown was counted as passing it over.
  const opened = -Math.log(fewerOpens) - likenessShare * alike - passedOver
  return { ...watch, rate: watch.rate + 1 / rateWindow, doubt: Math.max(0, watch.doubt + opened) }
}

/** Whether interests are taken to have changed. */
export function haveChanged({ doubt }: InterestWatch, opens: number): boolean {
  return opens >= opensMin && doubt >= doubtMax
}

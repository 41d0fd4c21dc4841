/**
 * The model's prior: a linear score over named features, the same for everyone. A reader's own shifts move away from it
 * as signals come in.
 */
export const featureNames = [
  'relevance',
  'nearest-opened',
  'topic-affinity',
  'entity-affinity',
  'source-affinity',
  'follow',
  'importance',
  'popularity',
  'freshness',
  'novelty',
  'rarity',
  'language',
  'unfamiliar',
  'counts-against',
] as const
export type FeatureName = (typeof featureNames)[number]

/** `model` names the weights in the log of pages. `mean` is in log-odds per unit of feature, never below zero. */
export type RankingWeights = { readonly model: string; readonly mean: Readonly<Record<FeatureName, number>> }

/**
 * What a reader is taken to want before anything is known, in log-odds per unit of the feature. Features of evidence
 * (topic, entity, source) are log-odds themselves: their weights say how far to trust them. The similarity of centred
 * vectors spans about ±0.2 (mean) and 0–0.5 (nearest), hence the larger figures. A follow is said outright and outweighs
 * what is inferred; importance, popularity and freshness carry a page of which nothing else is known.
 *
 * Relevance, nearest opened and topic affinity, with the smoothing of shares, were set by hand after comparing about 140
 * settings on 100 rows of MIND's validation set (`salient eval rank` measures such rows), so the figure on those rows
 * flatters them. The other weights rest on judgement and on no data.
 */
export const priorWeights: RankingWeights = {
  model: 'linear-1',
  mean: {
    relevance: 8,
    'nearest-opened': 2,
    'topic-affinity': 1.5,
    'entity-affinity': 0.5,
    'source-affinity': 0.4,
    follow: 3.5,
    importance: 1.5,
    popularity: 0.8,
    freshness: 1.5,
    novelty: 1,
    rarity: 1.2,
    language: 2,
    unfamiliar: 0.3,
    'counts-against': 4,
  },
}

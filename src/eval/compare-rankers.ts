/** Compares Salient's order with baselines on rows of the rank format that tell what was clicked. */
import type { Embedder } from '../domain/embedding.ts'
import { orderCandidates } from '../pipeline/ranking/order-candidates.ts'
import { chanceOf } from '../pipeline/readers/learn-weights.ts'
import { type FeatureName, featureNames, priorWeights, type RankingWeights } from '../pipeline/readers/prior-weights.ts'
import { baselines } from './baselines.ts'
import { describeLists, type ListFigures } from './describe-lists.ts'
import { bootstrapMean, type Interval } from './metrics/bootstrap.ts'
import { areaUnderCurve, gainAt, reciprocalRank } from './metrics/ranking.ts'
import { type RankInput, type RankRow, rankInputOf } from './rank-row.ts'

/** `logged`: of each candidate, the features that the page was made with, and the score it had there. */
export type ClickedRow = {
  readonly row: RankRow
  readonly clicked: ReadonlySet<string>
  readonly logged?: readonly LoggedFigures[]
}
type LoggedFigures = { readonly features: Readonly<Partial<Record<FeatureName, number>>>; readonly score: number }

/** Each figure over all rows, in [0, 1], with its bootstrap interval. */
export type RankerFigures = Readonly<Record<'auc' | 'mrr' | 'ndcg5' | 'ndcg10', Interval>>

const bootstrapSeed = 1

export type ComparedRankers = {
  readonly rows: number
  /** Salient's last. */
  readonly rankers: ReadonlyMap<string, RankerFigures>
  /** What the first places of each are like. */
  readonly lists: ReadonlyMap<string, ListFigures>
  /** How much AUC Salient loses without each feature that says anything about these rows; below zero: it gains. */
  readonly without: ReadonlyMap<FeatureName, Interval>
  /** By the chance of a click as Salient's scores tell it: which part was clicked. */
  readonly calibration: readonly CalibrationBin[]
}
export type CalibrationBin = { readonly expected: number; readonly clicked: number; readonly count: number }

/** Rows without a click, or with nothing else, say nothing and are passed over. */
export async function compareRankers(rows: readonly ClickedRow[], embedder: Embedder): Promise<ComparedRankers> {
  const telling = rows.filter(isTelling)
  const inputs: RankInput[] = []
  for (const { row } of telling) inputs.push(await rankInputOf(row, embedder))
  const judged: Judged[] = telling.flatMap((one, place) => {
    const input = inputs[place]
    return input === undefined ? [] : [{ ...one, input }]
  })
  const rankers = rankersFor(judged)
  const scored = Object.entries(rankers).map(([name, ranker]) => ({ name, scores: judged.map(ranker) }))
  const own = scored.at(-1)?.scores ?? []
  return {
    rows: telling.length,
    rankers: new Map(scored.map(({ name, scores }) => [name, figuresOf(judged, scores)])),
    lists: new Map(
      scored.map(({ name, scores }) => [
        name,
        describeLists(
          judged.map(({ row, input }, place) => ({ row, input, order: orderOf(scores[place] ?? []) })),
          bootstrapSeed,
        ),
      ]),
    ),
    without: new Map(featureNames.flatMap((name) => lossWithout(name, judged, own))),
    calibration: calibrationOf(judged, own),
  }
}

/** Whether some of a row's candidates were clicked and some were not. */
export function isTelling({ row, clicked }: ClickedRow): boolean {
  const wanted = row.candidates.filter(({ id }) => clicked.has(id)).length
  return wanted > 0 && wanted < row.candidates.length
}

type Judged = ClickedRow & { readonly input: RankInput }
type Ranker = (judged: Judged, place: number) => readonly number[]

/** Salient last. Where all rows are pages that were logged, the order that readers saw is among them. */
function rankersFor(judged: readonly Judged[]): Readonly<Record<string, Ranker>> {
  const simple = Object.entries(baselines).map(([name, baseline]): [string, Ranker] => [
    name,
    ({ row, input }, place) => baseline(row, input, place),
  ])
  const opens = opensBefore(judged)
  const allLogged = judged.length > 0 && judged.every(({ logged }) => logged !== undefined)
  return {
    ...Object.fromEntries(simple),
    'most popular': ({ row, logged }, place) =>
      row.candidates.map(({ id }, at) => logged?.[at]?.features.popularity ?? opens[place]?.get(id) ?? 0),
    ...(allLogged ? { 'as shown': ({ logged = [] }: Judged) => logged.map(({ score }) => score) } : {}),
    salient: (one) => salientScores(one),
  }
}

/** For each row, how often each of its candidates was clicked in the rows before it. */
function opensBefore(judged: readonly Judged[]): ReadonlyMap<string, number>[] {
  const opens = new Map<string, number>()
  return judged.map(({ row, clicked }) => {
    const known = new Map(row.candidates.map(({ id }) => [id, opens.get(id) ?? 0]))
    for (const id of clicked) opens.set(id, (opens.get(id) ?? 0) + 1)
    return known
  })
}

function figuresOf(judged: readonly Judged[], scores: readonly (readonly number[])[]): RankerFigures {
  const measured = judged.map(({ row, clicked }, place) => measure(scores[place] ?? [], row, clicked))
  const mean = (of: keyof RankerFigures): Interval =>
    bootstrapMean(
      measured.map((each) => each[of]),
      bootstrapSeed,
    )
  return { auc: mean('auc'), mrr: mean('mrr'), ndcg5: mean('ndcg5'), ndcg10: mean('ndcg10') }
}

function orderOf(scores: readonly number[]): number[] {
  return scores.map((_, place) => place).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
}

/** Row by row, so that what resampling gives is an interval of the difference. */
function lossWithout(
  name: FeatureName,
  judged: readonly Judged[],
  own: readonly (readonly number[])[],
): [FeatureName, Interval][] {
  const weights = { ...priorWeights, mean: { ...priorWeights.mean, [name]: 0 } }
  const losses = judged.map((one, place) => {
    const relevant = one.row.candidates.map(({ id }) => one.clicked.has(id))
    return areaUnderCurve(own[place] ?? [], relevant) - areaUnderCurve(salientScores(one, weights), relevant)
  })
  return losses.every((loss) => loss === 0) ? [] : [[name, bootstrapMean(losses, bootstrapSeed)]]
}

/** Ten bins of equally many candidates, by rising chance. */
function calibrationOf(judged: readonly Judged[], own: readonly (readonly number[])[]): CalibrationBin[] {
  const all = judged
    .flatMap(({ row, clicked }, place) =>
      row.candidates.map(({ id }, at) => ({ score: own[place]?.[at] ?? Number.NaN, isClicked: clicked.has(id) })),
    )
    .filter(({ score }) => Number.isFinite(score))
    .sort((a, b) => a.score - b.score)
  const size = Math.ceil(all.length / calibrationBins)
  return Array.from({ length: size === 0 ? 0 : Math.ceil(all.length / size) }, (_, bin) => {
    const some = all.slice(bin * size, (bin + 1) * size)
    const mean = (of: (one: (typeof some)[number]) => number): number =>
      some.reduce((sum, one) => sum + of(one), 0) / some.length
    return {
      expected: mean(({ score }) => chanceOf(score)),
      clicked: mean(({ isClicked }) => Number(isClicked)),
      count: some.length,
    }
  })
}

const calibrationBins = 10

/** By the features that were logged, where they were; what is left out stands below all that is ranked. */
function salientScores({ input, logged }: Judged, weights: RankingWeights = priorWeights): number[] {
  if (logged !== undefined)
    return logged.map(({ features }) =>
      featureNames.reduce((sum, name) => sum + (features[name] ?? 0) * weights.mean[name], 0),
    )
  const scores = new Map(orderCandidates({ ...input, weights }).map(({ storyId, score }) => [storyId, score]))
  return input.candidates.map(({ story }) => scores.get(story.id) ?? Number.NEGATIVE_INFINITY)
}

function measure(
  scores: readonly number[],
  { candidates }: RankRow,
  clicked: ReadonlySet<string>,
): Record<keyof RankerFigures, number> {
  const relevant = candidates.map(({ id }) => clicked.has(id))
  // Of equal scores the unwanted ones go first, so that a ranker without an opinion gains nothing by the order of rows.
  const order = scores
    .map((score, place) => ({ score, wanted: relevant[place] === true }))
    .sort((a, b) => b.score - a.score || Number(a.wanted) - Number(b.wanted))
    .map(({ wanted }) => wanted)
  return {
    auc: areaUnderCurve(scores, relevant),
    mrr: reciprocalRank(order),
    ndcg5: gainAt(5, order),
    ndcg10: gainAt(10, order),
  }
}

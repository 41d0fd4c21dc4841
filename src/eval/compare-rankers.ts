/** Compares Salient's order with baselines on rows of the rank format that tell what was clicked. */
import type { Embedder } from '../domain/embedding.ts'
import { orderCandidates } from '../pipeline/ranking/order-candidates.ts'
import { type Baseline, baselines } from './baselines.ts'
import { bootstrapMean, type Interval } from './metrics/bootstrap.ts'
import { areaUnderCurve, gainAt, reciprocalRank } from './metrics/ranking.ts'
import { type RankInput, type RankRow, rankInputOf } from './rank-row.ts'

export type ClickedRow = { readonly row: RankRow; readonly clicked: ReadonlySet<string> }

/** Each figure over all rows, in [0, 1], with its bootstrap interval. */
export type RankerFigures = Readonly<Record<'auc' | 'mrr' | 'ndcg5' | 'ndcg10', Interval>>

const bootstrapSeed = 1

/** Figures by ranker, Salient's last. Rows without a click, or with nothing else, say nothing and are passed over. */
export async function compareRankers(
  rows: readonly ClickedRow[],
  embedder: Embedder,
): Promise<{ readonly rows: number; readonly rankers: ReadonlyMap<string, RankerFigures> }> {
  const telling = rows.filter(({ row, clicked }) => {
    const wanted = row.candidates.filter(({ id }) => clicked.has(id)).length
    return wanted > 0 && wanted < row.candidates.length
  })
  const inputs: RankInput[] = []
  for (const { row } of telling) inputs.push(await rankInputOf(row, embedder))
  const rankers: Readonly<Record<string, Baseline>> = { ...baselines, salient: (_row, input) => salientScores(input) }
  const figures = Object.entries(rankers).map(([name, ranker]): [string, RankerFigures] => {
    const measured = telling.flatMap(({ row, clicked }, place) => {
      const input = inputs[place]
      return input === undefined ? [] : [measure(ranker(row, input, place), row, clicked)]
    })
    const mean = (of: keyof RankerFigures): Interval =>
      bootstrapMean(
        measured.map((each) => each[of]),
        bootstrapSeed,
      )
    return [name, { auc: mean('auc'), mrr: mean('mrr'), ndcg5: mean('ndcg5'), ndcg10: mean('ndcg10') }]
  })
  return { rows: telling.length, rankers: new Map(figures) }
}

/** What is left out stands below all that is ranked. */
function salientScores(input: RankInput): number[] {
  const scores = new Map(orderCandidates(input).map(({ storyId, score }) => [storyId, score]))
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

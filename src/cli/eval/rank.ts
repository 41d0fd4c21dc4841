import { type ClickedRow, compareRankers } from '../../eval/compare-rankers.ts'
import { readRankRow } from '../../eval/rank-row.ts'
import { openBuiltInEmbedder } from '../../jobs/embedder/built-in-embedder.ts'
import { figuresTable, type Measurement, readRows } from './measurement.ts'

/** Salient's order of candidates beside simple ones. */
export const measureRank: Measurement = async (file) => {
  const clicked = clickedRows(await readRows(file))
  if (clicked.length === 0) return { nothing: `${file} holds no row with candidates and clicks` }
  await using embedder = await openBuiltInEmbedder()
  const { rows, rankers } = await compareRankers(clicked, embedder)
  return {
    figures: { rows, rankers: Object.fromEntries(rankers) },
    table: figuresTable(
      `${rows} rows`,
      ['AUC', 'MRR', 'nDCG@5', 'nDCG@10'],
      [...rankers].map(([name, { auc, mrr, ndcg5, ndcg10 }]) => [name, auc, mrr, ndcg5, ndcg10] as const),
    ),
  }
}

function clickedRows(rows: readonly Record<string, unknown>[]): ClickedRow[] {
  return rows.flatMap((value) => {
    const row = readRankRow(value)
    const { clicked } = value
    if ('code' in row || !Array.isArray(clicked)) return []
    return [{ row, clicked: new Set(clicked.map(String)) }]
  })
}

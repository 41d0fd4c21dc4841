import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type ClickedRow, compareRankers } from '../../eval/compare-rankers.ts'
import { listMeasures } from '../../eval/describe-lists.ts'
import { mindRows } from '../../eval/mind-rows.ts'
import { isLoggedPage, pageLogRows } from '../../eval/page-log-rows.ts'
import { rankReport } from '../../eval/rank-report.ts'
import { readRankRow } from '../../eval/rank-row.ts'
import { openBuiltInEmbedder } from '../../jobs/embedder/built-in-embedder.ts'
import { figuresTable, type Measurement, readRows, type UnreadLine } from './measurement.ts'

/** Salient's order of candidates beside simple ones. */
export const measureRank: Measurement = async (file, { report }) => {
  const { clicked, unread } = await clickedIn(file)
  if (clicked.length === 0) return { nothing: `${file} holds no row with candidates and clicks`, unread }
  await using embedder = await openBuiltInEmbedder()
  const compared = await compareRankers(clicked, embedder)
  if (report !== undefined) await writeFile(report, rankReport(file, compared))
  const { rows, rankers, lists, without, calibration } = compared
  return {
    unread,
    figures: {
      rows,
      rankers: Object.fromEntries(rankers),
      lists: Object.fromEntries(lists),
      without: Object.fromEntries(without),
      calibration,
    },
    table: [
      figuresTable(
        `${rows} rows`,
        ['AUC', 'MRR', 'nDCG@5', 'nDCG@10'],
        [...rankers].map(([name, { auc, mrr, ndcg5, ndcg10 }]) => [name, auc, mrr, ndcg5, ndcg10] as const),
      ),
      figuresTable(
        'first five',
        listMeasures,
        [...lists].map(([name, figures]) => [name, ...listMeasures.map((measure) => figures[measure])] as const),
      ),
      figuresTable('without', ['AUC lost'], [...without]),
    ].join('\n'),
  }
}

/** A log of MIND by its name, `news.tsv` beside it; a log of our own by what its lines hold; else rows of salient rank. */
async function clickedIn(
  file: string,
): Promise<{ readonly clicked: ClickedRow[]; readonly unread: readonly UnreadLine[] }> {
  if (file.endsWith('.tsv'))
    return {
      clicked: mindRows(await readFile(file, 'utf8'), await readFile(join(dirname(file), 'news.tsv'), 'utf8')),
      unread: [],
    }
  const { rows, unread } = await readRows(file)
  return { clicked: rows.some(isLoggedPage) ? pageLogRows(rows) : clickedRows(rows), unread }
}

function clickedRows(rows: readonly Record<string, unknown>[]): ClickedRow[] {
  return rows.flatMap((value) => {
    const row = readRankRow(value)
    const { clicked } = value
    if ('code' in row || !Array.isArray(clicked)) return []
    return [{ row, clicked: new Set(clicked.map(String)) }]
  })
}

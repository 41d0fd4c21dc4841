import { dirname, join } from 'node:path'
import { type ClickedRow, compareRankers, isTelling } from '../../eval/compare-rankers.ts'
import { listMeasures } from '../../eval/describe-lists.ts'
import { mindRows } from '../../eval/mind-rows.ts'
import { isLoggedPage, pageLogRows } from '../../eval/page-log-rows.ts'
import { rankReport } from '../../eval/rank-report.ts'
import { readRankRow } from '../../eval/rank-row.ts'
import { openBuiltInEmbedder } from '../../jobs/embedder/built-in-embedder.ts'
import {
  figuresTable,
  type Measurement,
  type PassedOver,
  readRows,
  readText,
  sortRows,
  type UnreadLine,
} from './measurement.ts'

/** Salient's order of candidates beside simple ones. */
export const measureRank: Measurement = async (file) => {
  const { clicked, unread, passedOver: withoutClicks } = await clickedIn(file)
  const telling = clicked.filter(isTelling)
  const silent = clicked.length - telling.length
  const passedOver = new Map([
    ...withoutClicks,
    ...(silent === 0 ? [] : [['with nothing or everything clicked', silent] as const]),
  ])
  if (telling.length === 0)
    return {
      nothing: `${file} holds no row with candidates of which some were clicked and some were not`,
      unread,
      passedOver,
    }
  await using embedder = await openBuiltInEmbedder()
  const compared = await compareRankers(telling, embedder)
  const { rows, rankers, lists, without, calibration } = compared
  return {
    unread,
    passedOver,
    report: () => rankReport(file, compared),
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
async function clickedIn(file: string): Promise<{
  readonly clicked: ClickedRow[]
  readonly unread: readonly UnreadLine[]
  readonly passedOver: PassedOver
}> {
  if (file.endsWith('.tsv')) {
    const behaviors = await readText(file)
    const clicked = mindRows(behaviors, await readText(join(dirname(file), 'news.tsv')))
    const lines = behaviors.split('\n').filter((line) => line.trim() !== '').length
    return { clicked, unread: [], passedOver: less('without a time, or articles that news.tsv holds', lines, clicked) }
  }
  const { rows, unread } = await readRows(file)
  if (!rows.some(isLoggedPage)) {
    const { rows: clicked, passedOver } = sortRows(rows, clickedRow)
    return { clicked, unread, passedOver }
  }
  const clicked = pageLogRows(rows)
  return { clicked, unread, passedOver: less('on which nothing was opened', rows.length, clicked) }
}

/** Those that gave no row. */
function less(why: string, lines: number, clicked: readonly ClickedRow[]): PassedOver {
  return new Map(lines === clicked.length ? [] : [[why, lines - clicked.length]])
}

function clickedRow(value: Record<string, unknown>): ClickedRow | string {
  const row = readRankRow(value)
  const { clicked } = value
  if ('code' in row) return 'without a list of "candidates"'
  return Array.isArray(clicked)
    ? { row, clicked: new Set(clicked.map(String)) }
    : 'without a list of what was "clicked"'
}

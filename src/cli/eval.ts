import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type ClickedRow, compareRankers, type RankerFigures } from '../eval/compare-rankers.ts'
import type { Interval } from '../eval/metrics/bootstrap.ts'
import { readRankRow } from '../eval/rank-row.ts'
import { openBuiltInEmbedder } from '../jobs/embedder/built-in-embedder.ts'
import { type Command, exitCodes, type Terminal, UsageError } from './command.ts'

const help = `
salient eval rank FILE [--json]

Compares Salient's order with baselines. FILE holds one JSON object a line, in the format of salient rank, with
"clicked": [id…]. Prints AUC, MRR, nDCG@5 and nDCG@10 in percent, each with the interval that 95 of 100 resamplings of the
rows fall into.

  --json   the same figures as one JSON object, in [0, 1]
`

export const evaluate: Command = {
  name: 'eval',
  help,
  run: async (args, terminal) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' } },
      allowPositionals: true,
    })
    const [what, file] = positionals
    if (what !== 'rank' || file === undefined || positionals.length !== 2)
      throw new UsageError('salient eval needs what to measure and a file: salient eval rank FILE')
    return await compareOn(file, values.json === true, terminal)
  },
}

async function compareOn(file: string, asJson: boolean, { stdout, stderr }: Terminal): Promise<number> {
  const rows = clickedRows(await readFile(file, 'utf8'))
  if (rows.length === 0) {
    stderr.write(`${file} holds no row with candidates and clicks\n`)
    return exitCodes.failed
  }
  const embedder = await openBuiltInEmbedder()
  const { rows: count, rankers } = await compareRankers(rows, embedder)
  await embedder[Symbol.asyncDispose]()
  stdout.write(
    asJson ? `${JSON.stringify({ rows: count, rankers: Object.fromEntries(rankers) })}\n` : table(count, rankers),
  )
  return exitCodes.ok
}

function clickedRows(text: string): ClickedRow[] {
  return text.split('\n').flatMap((line) => {
    if (line.trim() === '') return []
    // Every row is an object by the format; readRankRow and the test below see to the rest.
    const value = JSON.parse(line) as Record<string, unknown>
    const row = readRankRow(value)
    const { clicked } = value
    if ('code' in row || !Array.isArray(clicked)) return []
    return [{ row, clicked: new Set(clicked.map(String)) }]
  })
}

const nameWidth = 24
const columnWidth = 20

function table(count: number, rankers: ReadonlyMap<string, RankerFigures>): string {
  const columns = ['auc', 'mrr', 'ndcg5', 'ndcg10'] as const
  const titles = ['AUC', 'MRR', 'nDCG@5', 'nDCG@10']
  const head = [`${count} rows`.padEnd(nameWidth), ...titles.map((title) => title.padEnd(columnWidth))].join('')
  const lines = [...rankers].map(([name, figures]) =>
    [name.padEnd(nameWidth), ...columns.map((column) => percent(figures[column]).padEnd(columnWidth))].join(''),
  )
  return `${[head, ...lines].map((line) => line.trimEnd()).join('\n')}\n`
}

function percent({ mean, low, high }: Interval): string {
  const figure = (value: number): string => (100 * value).toFixed(1)
  return `${figure(mean)} [${figure(low)}, ${figure(high)}]`
}

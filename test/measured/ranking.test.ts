/** How well the built-in ranking orders what real readers were shown, where the data is at hand. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type ClickedRow, compareRankers } from '../../src/eval/compare-rankers.ts'
import { areaUnderCurve, gainAt, reciprocalRank } from '../../src/eval/metrics/ranking.ts'
import { readRankRow } from '../../src/eval/rank-row.ts'
import { openBuiltInEmbedder } from '../../src/jobs/embedder/built-in-embedder.ts'

const file = new URL('../../../shared/data/ranking/mind-valid-100.jsonl', import.meta.url)
const present = existsSync(file)
/** Enough rows to tell a ranker from chance, few enough to embed in seconds. */
const rowsMax = 40

test('figures of an order known by hand', () => {
  expect(areaUnderCurve([3, 2, 2, 1], [false, true, false, false])).toBeCloseTo(1.5 / 3)
  expect(reciprocalRank([false, false, true])).toBeCloseTo(1 / 3)
  expect(gainAt(5, [false, true, false])).toBeCloseTo(1 / Math.log2(3))
  expect(gainAt(1, [false, true])).toBe(0)
  expect([areaUnderCurve([1], [true]), reciprocalRank([]), gainAt(5, [])]).toEqual([0, 0, 0])
})

if (!present) process.stderr.write('../shared/data/ranking is absent: nothing is claimed of real readers here\n')
else
  test('clicked stories stand well above chance, and above the mean of vectors', async () => {
    const rows = readFileSync(file, 'utf8').trim().split('\n').slice(0, rowsMax).flatMap(clickedRow)
    expect(rows.length).toBe(rowsMax)
    await using embedder = await openBuiltInEmbedder()
    const { rankers } = await compareRankers(rows, embedder)
    const aucOf = (name: string): number => rankers.get(name)?.auc.mean ?? 0
    process.stderr.write(
      `AUC on ${rows.length} rows: ${[...rankers].map(([name, { auc }]) => `${name} ${auc.mean.toFixed(3)}`).join(', ')}\n`,
    )
    expect(aucOf('salient')).toBeGreaterThan(0.64)
    expect(aucOf('salient')).toBeGreaterThan(aucOf('random') + 0.08)
  })

function clickedRow(line: string): ClickedRow[] {
  // The file's format is the rank format with a list of ids.
  const value = JSON.parse(line) as Record<string, unknown> & { clicked: readonly string[] }
  const row = readRankRow(value)
  return 'code' in row ? [] : [{ row, clicked: new Set(value.clicked) }]
}

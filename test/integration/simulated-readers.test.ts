/** Simulated readers at the real server: what they get from it grows as it does in the ranking alone. */
import { expect, test } from 'vitest'
import { policyFigures } from '../../src/eval/simulation/compare-policies.ts'
import { chronologicalPolicy, popularPolicy } from '../../src/eval/simulation/policies.ts'
import { defaultSimulation } from '../../src/eval/simulation/simulate.ts'
import { openHttpPolicy } from '../../src/eval/simulation/through-http.ts'
import { openWork } from '../harness/work.ts'

test('readers who browse through the API get better pages the more they open', async () => {
  const simulation = { ...defaultSimulation, readers: 8, days: 6 }
  await using opened = await openWork()
  await using http = await openHttpPolicy({ database: { db: opened.work.db, pool: opened.pool }, work: opened.work })
  const salient = await policyFigures(simulation, http)
  const popular = await policyFigures(simulation, popularPolicy())
  const newest = await policyFigures(simulation, chronologicalPolicy())
  process.stderr.write(
    `read to the end, per page, once learned: ${salient.learned.mean.toFixed(2)}, most popular ${popular.learned.mean.toFixed(2)}, newest ${newest.learned.mean.toFixed(2)}\n`,
  )
  expect(salient.learned.mean).toBeGreaterThan(1.3 * popular.learned.mean)
  expect(salient.learned.mean).toBeGreaterThan(1.6 * newest.learned.mean)
  expect(salient.learned.mean).toBeGreaterThan(salient.firstDay.mean)
}, 120_000)

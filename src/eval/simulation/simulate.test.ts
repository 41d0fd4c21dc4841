import { expect, test } from 'vitest'
import { comparePolicies, policiesReport, policyFigures } from './compare-policies.ts'
import { salientPolicy } from './policies.ts'
import { defaultSimulation, simulate } from './simulate.ts'

const small = { ...defaultSimulation, readers: 20, days: 7 }

test('the same seed makes the same visits', async () => {
  const tiny = { ...small, readers: 3, days: 2 }
  expect(await simulate(tiny, salientPolicy())).toEqual(await simulate(tiny, salientPolicy()))
})

test('learned pages are worth more than popular ones, and those of who knows the readers more still', async () => {
  const compared = await comparePolicies(small)
  const learned = new Map(compared.policies.map(({ name, learned: { mean } }) => [name, mean]))
  const salient = learned.get('salient') ?? 0
  expect(salient).toBeGreaterThan(1.3 * (learned.get('most popular + recency') ?? 0))
  expect(salient).toBeGreaterThan(1.6 * (learned.get('chronological') ?? 0))
  expect(learned.get('knows the readers') ?? 0).toBeGreaterThan(salient)
  const dial = new Map(compared.dials.map((figures) => [figures.name, figures]))
  const at = (name: string) => dial.get(name) ?? { importance: 0, ageHours: 0, unfamiliar: 0 }
  expect(at('importantPersonal 0').importance).toBeGreaterThan(at('importantPersonal 1').importance)
  expect(at('freshLasting 1').ageHours).toBeGreaterThan(at('freshLasting 0').ageHours)
  expect(at('familiarExploring 1').unfamiliar).toBeGreaterThan(at('familiarExploring 0').unfamiliar)
  expect(policiesReport(small, compared)).toContain('Regret')
})

test('when interests change, pages are worth within thirty signals what they were before', async () => {
  const readers = { ...small, readers: 40, days: 12, changeOnDay: 6 }
  const { beforeChange = Number.NaN, recoveredAfter } = await policyFigures(readers, salientPolicy())
  expect(beforeChange).toBeGreaterThan(1)
  expect(recoveredAfter).toBeGreaterThan(0)
  expect(recoveredAfter).toBeLessThanOrEqual(30)
})

import { expect, test } from 'vitest'
import type { EntryId } from '../../domain/ids.ts'
import { Agreements, Company } from './company.ts'
import { coefficientsOf, logitOf, weighEntry } from './compare-entries.ts'
import { Comparisons, comparisonFigures } from './comparisons.ts'
import { KnownCohesion } from './known-cohesion.ts'
import { NewcomerLook, type VisitAgreeing } from './newcomer-look.ts'
import { groundFeatureNames, visitCommonGround } from './shared-neighbours.ts'
import { storySettings } from './story-settings.ts'
import { termsOf } from './story-terms.ts'
import { TermStatistics } from './term-statistics.ts'

/** Entries in a row that share no word, each agreeing with those up to two places on. */
const count = 12
const pairs = Array.from({ length: count }, (_, left) => [left + 1, left + 2].map((right) => ({ left, right })))
  .flat()
  .filter(({ right }) => right < count)
  .map((pair) => ({ ...pair, logit: (pair.left % 3) - 1, words: 0.2, grams: 0.3 }))
const entries = Array.from({ length: count }, (_, n) =>
  weighEntry(
    // An id of this test alone.
    termsOf({ id: `${n}` as EntryId, title: `word${n}`, text: '', language: 'en', publishedAtMs: n, source: '' }),
    new TermStatistics(),
  ),
)
const [model] = storySettings.groundModels
if (model === undefined) throw new Error('There must be a second look.')

test('the second look of one entry is what the second look of all sees of it', () => {
  const comparisons = new Comparisons()
  for (let slot = 0; slot < count; slot += 1) comparisons.begin(slot)
  for (const { left, right, logit, words, grams } of pairs)
    comparisons.add(left, right, { words, grams, plain: logit, nearWeight: 0 })
  const neighbourhood = {
    entryAt: (slot: number) => entries[slot],
    comparisonsOf: (slot: number) => comparisons.of(slot),
    visit: (slot: number, visit: VisitAgreeing) => {
      const { others, figures } = comparisons.of(slot)
      for (const [place, other] of others.entries())
        visit(other, figures[comparisonFigures * place + 2] ?? 0, comparisonFigures * place)
    },
  }
  const agreements = new Agreements()
  for (const pair of pairs) agreements.add(pair)
  const coefficients = coefficientsOf(model, groundFeatureNames)
  const expected = new Map<string, number>()
  visitCommonGround({ entries, company: new Company(count, agreements) }, 7, (left, right, { features }) => {
    const logit = logitOf(model.constant, coefficients, features)
    expected.set(`${left} ${right}`, logit)
    expected.set(`${right} ${left}`, logit)
  })
  const look = new NewcomerLook(neighbourhood, model, new KnownCohesion())
  const seen = new Map<string, number>()
  for (let slot = 0; slot < count; slot += 1)
    look.visit(slot, (other, logit, first) => {
      seen.set(`${slot} ${other}`, logit)
      const pair = pairs.find(({ left, right }) => left === Math.min(slot, other) && right === Math.max(slot, other))
      expect(first).toBe(pair?.logit)
    })
  expect([...seen.keys()].sort()).toEqual([...expected.keys()].sort())
  for (const [pair, logit] of seen) expect(logit).toBeCloseTo(expected.get(pair) ?? Number.NaN, 6)
})

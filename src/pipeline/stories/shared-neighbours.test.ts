import { expect, test } from 'vitest'
import type { EntryId } from '../../domain/ids.ts'
import { Agreements, Company } from './company.ts'
import { weighEntry } from './compare-entries.ts'
import { groundFeatureNames, visitCommonGround } from './shared-neighbours.ts'
import { termsOf } from './story-terms.ts'
import { TermStatistics } from './term-statistics.ts'

/** Entries in a row, each agreeing with those up to two places on. */
const count = 12
const pairs = Array.from({ length: count }, (_, left) => [left + 1, left + 2].map((right) => ({ left, right })))
  .flat()
  .filter(({ right }) => right < count)
  .map((pair) => ({ ...pair, logit: (pair.left % 3) - 1, words: 0.2, grams: 0.3 }))

function strengthBetween(one: number, other: number): number {
  if (one === other) return 1
  const pair = pairs.find(({ left, right }) => left === Math.min(one, other) && right === Math.max(one, other))
  return pair === undefined ? 0 : 1 / (1 + Math.exp(-(pair.logit + 0.5)))
}

function cosine(one: number, other: number): number {
  const row = (entry: number) => Array.from({ length: count }, (_, each) => strengthBetween(entry, each))
  const product = (a: number[], b: number[]) => a.reduce((sum, value, n) => sum + value * (b[n] ?? 0), 0)
  const [left, right] = [row(one), row(other)]
  return product(left, right) / Math.sqrt(product(left, left) * product(right, right))
}

test('common ground is the cosine of rows of strengths, for each pair once, in order', () => {
  const agreements = new Agreements()
  for (const pair of pairs) agreements.add(pair)
  const statistics = new TermStatistics()
  const entries = Array.from({ length: count }, (_, n) =>
    weighEntry(
      // An id of this test alone.
      termsOf({
        id: `${n}` as EntryId,
        title: `report ${n}`,
        text: '',
        language: 'en',
        publishedAtMs: n,
        source: '',
      }),
      statistics,
    ),
  )
  const found: [number, number, number][] = []
  visitCommonGround({ entries, company: new Company(count, agreements) }, 7, (left, right, { features }) => {
    found.push([left, right, features[groundFeatureNames.indexOf('common')] ?? Number.NaN])
  })
  const expected: [number, number][] = []
  for (let left = 0; left < count; left += 1)
    for (let right = left + 1; right < count; right += 1) if (cosine(left, right) >= 0.03) expected.push([left, right])
  expect(found.map(([left, right]) => [left, right])).toEqual(expected)
  for (const [left, right, common] of found) expect(common).toBeCloseTo(cosine(left, right), 12)
})

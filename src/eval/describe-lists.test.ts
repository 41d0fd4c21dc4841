import { expect, test } from 'vitest'
import { describeLists, divergence } from './describe-lists.ts'
import { rankInputOf, readRankRow } from './rank-row.ts'

test('the distance of two mixes is 0 for the same and 1 for two that share nothing', () => {
  expect(divergence(['sea', 'land'], ['land', 'sea', 'sea', 'land'])).toBeCloseTo(0)
  expect(divergence(['sea'], ['land'])).toBeCloseTo(1)
  expect(divergence([], ['land'])).toBeUndefined()
})

test('lists are described by what stands first, for two readers side by side', async () => {
  const rows = await Promise.all(
    [
      ['a', 'b'],
      ['b', 'c'],
    ].map(async (ids) => {
      const row = readRankRow({
        profile: { history: [{ id: 'h', title: 'Harbour opens', categories: ['sea'] }] },
        candidates: ids.map((id) => ({ id, title: `Story ${id}`, categories: ['sea'], source: 'The Gull' })),
      })
      if ('code' in row) throw new Error(row.message)
      return { row, input: await rankInputOf(row, undefined), order: [0, 1] }
    }),
  )
  const figures = describeLists(rows, 1)
  expect(figures['topic distance'].mean).toBeCloseTo(0)
  // Of the second reader's two stories one was offered to the first.
  expect(figures.novelty.mean).toBeCloseTo(0.75)
  expect(figures['source share'].mean).toBe(1)
  expect(figures.fragmentation.mean).toBe(0.5)
})

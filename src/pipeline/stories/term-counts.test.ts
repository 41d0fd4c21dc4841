import { expect, test } from 'vitest'
import { TermCounts } from './term-counts.ts'

/** Many terms whose hashes end alike, so that they ask for the same slots. */
const terms = Array.from({ length: 3_000 }, (_, n) => (n * 4_096 + (n % 3)) >>> 0)

test('terms are counted as a map counts them, through growth and down to nothing', () => {
  const counts = new TermCounts()
  const expected = new Map<number, number>()
  const add = (term: number, by: number) => {
    counts.add(term, by)
    expected.set(term, (expected.get(term) ?? 0) + by)
  }
  for (const [n, term] of terms.entries()) {
    add(term, 1)
    add(terms[n >> 1] ?? 0, 2)
  }
  for (const term of terms) if (term % 2 === 0) add(term, -(expected.get(term) ?? 0))
  for (const term of terms) add(term + 7, 5)
  for (const [term, count] of expected) expect(counts.of(term)).toBe(count)
  expect(counts.of(123_456_789)).toBe(0)
})

test('a copy and what it was copied from leave each other alone', () => {
  const counts = new TermCounts()
  counts.add(1, 3)
  const copy = counts.copy()
  copy.add(1, 1)
  counts.add(2, 1)
  expect([counts.of(1), copy.of(1), counts.of(2), copy.of(2)]).toEqual([3, 4, 1, 0])
})

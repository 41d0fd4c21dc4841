import { expect, test } from 'vitest'
import type { EntryId } from '../../domain/ids.ts'
import { Comparer, pairFeatureNames, type WeighedEntry, weighEntry } from './compare-entries.ts'
import { dot } from './sparse-vector.ts'
import { termsOf } from './story-terms.ts'
import { TermStatistics } from './term-statistics.ts'

/** Invented; the last two name different numbers, the second repeats half of the first. */
const texts = [
  'Harbour of Port Veyra closed after crane falls on quay 12',
  'Crane falls on quay in Port Veyra: harbour closed for days',
  'Council of Lomund votes for a bridge that costs 40 million',
  'Lomund council: the bridge may cost 55 million after all',
]

function weighed(): WeighedEntry[] {
  const terms = texts.map((title, n) =>
    // An id of this test alone.
    termsOf({
      id: `${n}` as EntryId,
      title,
      text: '',
      language: 'en',
      publishedAtMs: n * 3_600_000,
      source: '',
    }),
  )
  const statistics = new TermStatistics()
  for (const one of terms) statistics.add(one)
  return terms.map((one) => weighEntry(one, statistics))
}

test('words and grams are the cosines that merging both lists gives, whichever entry was taken', () => {
  const entries = weighed()
  const comparer = new Comparer()
  for (const one of entries)
    for (const other of entries) {
      comparer.take(one)
      const look = comparer.lookAt(other)
      expect(look.words).toBe(dot(one.words, other.words))
      expect(look.grams).toBe(dot(one.grams, other.grams))
      comparer.take(other)
      expect(comparer.lookAt(one)).toEqual(look)
    }
})

test('numbers clash where both name some and share none', () => {
  const [harbour, , council, again] = weighed()
  const clash = (one: WeighedEntry | undefined, other: WeighedEntry | undefined): number | undefined => {
    const comparer = new Comparer()
    if (one !== undefined) comparer.take(one)
    return other && comparer.lookAt(other).features[pairFeatureNames.indexOf('numbersClash')]
  }
  expect([clash(council, again), clash(harbour, harbour), clash(council, weighed()[1])]).toEqual([1, 0, 0])
})

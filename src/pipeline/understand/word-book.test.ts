import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WordBook } from './word-book.ts'

test('a word is told by its letters, wherever it stands and whatever was read or forgotten before', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '中', '😀'), minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (words, wordsMax) => {
      const book = new WordBook((read) => ({ word: read, letters: [...read].length }), wordsMax)
      const text = words.join(' ')
      let start = 0
      for (const own of words) {
        expect(book.at(text, start, start + own.length)).toEqual({ word: own, letters: [...own].length })
        start += own.length + 1
      }
    }),
  )
})

test('a word is read once while it is remembered, also when the book grows', () => {
  let reads = 0
  const book = new WordBook((word) => {
    reads += 1
    return { word }
  }, 5_000)
  const words = Array.from({ length: 4_000 }, (_, n) => `w${n}`)
  const first = words.map((word) => book.at(word, 0, word.length))
  const second = words.map((word) => book.at(`(${word})`, 1, 1 + word.length))
  expect(second.every((known, n) => known === first[n])).toBe(true)
  expect(reads).toBe(words.length)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTokeniser, type Piece } from './tokenise.ts'

const control: readonly Piece[] = ['<unk>', '<s>', '</s>', '<1>', '<2>', '<3>'].map((piece) => [piece, 0])
const letters: readonly Piece[] = ['▁', 'a', 'b', 'c'].map((letter) => [letter, -5])
const words: readonly Piece[] = [
  ['▁a', -3],
  ['ab', -3],
  ['▁ab', -4],
  ['abc', -9],
]
const pieces = [...control, ...letters, ...words]
const tokenise = createTokeniser(pieces, { charactersMax: 1000, tokensMax: 100 })
const read = (text: string) => [...tokenise(text)].map((id) => pieces[id]?.[0])

test('takes the most probable pieces, not the longest', () => {
  expect(read('ab')).toEqual(['▁ab'])
  expect(read('aba abc')).toEqual(['▁ab', 'a', '▁ab', 'c'])
})

test('runs of unknown characters are one unknown piece', () => {
  expect(read('axyzb')).toEqual(['▁a', '<unk>', 'b'])
})

test('white space of any kind counts as one space; none around the text counts', () => {
  expect(read('  a \n\t b ')).toEqual(['▁a', '▁', 'b'])
  expect(read(' \n')).toEqual([])
})

test('pieces joined give the text back', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c', ' '), { maxLength: 40 }), (characters) => {
      const text = characters.join('').trim().replace(/ +/g, ' ')
      expect(read(text).join('').replaceAll('▁', ' ').trimStart()).toBe(text)
    }),
  )
})

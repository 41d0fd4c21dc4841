import { describe, expect, test } from 'vitest'
import { foldName, foldWords } from './fold-words.ts'

describe('what is not seen parts no word', () => {
  test.each([
    ['a soft hyphen', 'Bundes\u00adverfassungs\u00adgericht', 'Bundesverfassungsgericht'],
    ['a space without width', 'Bundes\u200bverfassungs\u200bgericht', 'Bundesverfassungsgericht'],
    ['a word joiner', 'Bundes\u2060verfassungs\u2060gericht', 'Bundesverfassungsgericht'],
    ['a byte order mark', '\ufeffBundes\ufeffverfassungsgericht', 'Bundesverfassungsgericht'],
    ['a tatweel', 'انتخـــابات', 'انتخابات'],
    ['vowel marks', 'مُحَمَّد', 'محمد'],
    ['each vowel mark', 'م\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670حمد', 'محمد'],
    ['vowel marks in forms of their own', 'م\ufe77حمد', 'محمد'],
    ['a dotted capital I', 'İstanbul', 'istanbul'],
    ['a dotless small ı', 'ıstanbul', 'Istanbul'],
  ])('%s', (_, text, plain) => {
    expect(foldWords(text)).toEqual(foldWords(plain))
    expect(foldWords(text)).toHaveLength(1)
    expect(foldName(text)).toBe(foldName(plain))
  })
})

test('marks that make another letter stay', () => {
  expect(foldWords('café')).not.toEqual(foldWords('cafe'))
  expect(foldWords('آن')).not.toEqual(foldWords('ان'))
})

test('hyphens and spaces that are seen part words', () => {
  expect(foldWords('Bundes-verfassungs\u00a0gericht')).toEqual(['bundes', 'verfassungs', 'gericht'])
})

test('what is nothing but unseen is no word', () => {
  expect(foldWords('\u00ad \u200b\u0640')).toEqual([])
})

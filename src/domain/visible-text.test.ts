import fc from 'fast-check'
import { expect, test } from 'vitest'
import { visibleText } from './visible-text.ts'

test.each([
  ['an override', 'Ferry \u202egnp.exe', 'Ferry gnp.exe'],
  ['an override that ends', 'Ferry \u202egnp\u202c back', 'Ferry gnp back'],
  ['an embedding without an end', 'Ferry \u202bback', 'Ferry back'],
  ['an end without a beginning', 'Ferry\u2069 back\u202c', 'Ferry back'],
  ['an isolate without an end', '\u2067Ferry', 'Ferry'],
  ['a pair', '\u202bBBC: العبارة تعود\u202c', '\u202bBBC: العبارة تعود\u202c'],
  ['a pair in a pair', '\u2067\u202aFerry\u202c\u2069 back', '\u2067\u202aFerry\u202c\u2069 back'],
  ['pairs that cross', '\u2067\u202aFerry\u2069 back\u202c', '\u2067Ferry\u2069 back'],
  ['a pair over two lines', '\u202bFerry\nback\u202c', 'Ferry\nback'],
  ['what nobody sees', 'F\u200be\u2060r\ufeffr\u00ady\u206a', 'Ferry'],
  ['a family', 'A family: 👨‍👩‍👧', 'A family: 👨‍👩‍👧'],
  [
    'a flag',
    '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
    '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
  ],
  ['joiners of Persian and marks of direction', 'می‌خواهم\u200f (A)\u200e', 'می‌خواهم\u200f (A)\u200e'],
])('%s', (_, text, visible) => {
  expect(visibleText(text)).toBe(visible)
})

test('a text of nothing but signs, none of which ends another, takes no longer than others', () => {
  const many = 400_000
  expect(visibleText(`${'\u202a'.repeat(many)}a${'\u2069'.repeat(many)}`)).toBe('a')
  expect(visibleText(`${'\u2067\u202a'.repeat(many)}a${'\u2069'.repeat(many)}`)).toBe(
    `${'\u2067'.repeat(many)}a${'\u2069'.repeat(many)}`,
  )
})

test('what it gives is as it would give it, and each end has a beginning', () => {
  const signs = fc.constantFrom(
    '\u202a',
    '\u202b',
    '\u202c',
    '\u202d',
    '\u202e',
    '\u2066',
    '\u2068',
    '\u2069',
    'a',
    'ع',
    '\n',
  )
  fc.assert(
    fc.property(fc.array(signs, { maxLength: 30 }), (parts) => {
      const text = visibleText(parts.join(''))
      expect(visibleText(text)).toBe(text)
      for (const line of text.split('\n')) {
        expect(line).not.toMatch(/[\u202d\u202e]/)
        expect(line.match(/[\u202a\u202b]/g)?.length).toBe(line.match(/\u202c/g)?.length)
        expect(line.match(/[\u2066-\u2068]/g)?.length).toBe(line.match(/\u2069/g)?.length)
      }
    }),
  )
})

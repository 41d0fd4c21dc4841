import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalUrl } from './canonical-url.ts'

test.each([
  ['HTTP://News.Example:80/A?b=2&a=1#top', 'http://news.example/A?b=2&a=1'],
  ['https://news.example/?utm_source=rss&id=7&fbclid=x', 'https://news.example/?id=7'],
  ['https://news.example/a?utm_source=rss', 'https://news.example/a'],
  ['https://news.example/a?q=%7Eb&flag', 'https://news.example/a?q=%7Eb&flag'],
  ['mailto:ada@news.example', undefined],
  ['javascript:alert(1)', undefined],
  ['not an address', undefined],
])('%s', (written, expected) => {
  expect(canonicalUrl(written)).toBe(expected)
})

test('a relative address needs a base', () => {
  expect(canonicalUrl('/a', 'https://news.example/b/')).toBe('https://news.example/a')
  expect(canonicalUrl('/a')).toBeUndefined()
})

test('what is canonical stays as it is', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      const once = canonicalUrl(url) ?? ''
      expect(canonicalUrl(once)).toBe(once)
    }),
  )
})

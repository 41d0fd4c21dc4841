import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainParagraphs } from './plain-paragraphs.ts'
import { sanitiseWithText } from './sanitise-html.ts'

const baseUrl = 'https://news.example/world/story'

test('plain paragraphs are cleaned and read as the parser reads them', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.constantFrom(
      '&amp;',
      '&lt;b&gt;',
      '&quot;',
      '&#39;',
      '&apos;',
      '&#x26;amp;',
      '&#x3C;',
      '&nbsp;',
      '&amp',
      '\t',
      '\n',
    ),
    fc.constantFrom(
      '\u00ad',
      '\ufeff',
      '\u200b',
      '\u2028',
      '\r',
      '\f',
      '\u0085',
      '\ud800',
      '<br>',
      '</p>',
      '<p>',
      '  ',
    ),
  )
  const space = fc.constantFrom('', ' ', '\n', '\n\n\t', '\u00a0', 'stray')
  const piece = fc
    .tuple(fc.array(text, { maxLength: 4 }), space)
    .map(([texts, gap]) => `<p>${texts.join('')}</p>${gap}`)
  let taken = 0
  fc.assert(
    fc.property(space, fc.array(piece, { minLength: 1, maxLength: 5 }), (start, pieces) => {
      const html = start + pieces.join('')
      const quick = plainParagraphs(html)
      if (quick === undefined) return
      taken += 1
      // A comment is dropped, and sends what follows through the parser.
      expect(quick).toEqual(sanitiseWithText(`<!-- -->${html}`, { baseUrl }))
    }),
    { numRuns: 1_000 },
  )
  // About 130 of the thousand; chance never comes down to this.
  expect(taken).toBeGreaterThan(30)
})

test.each(['<p onclick=x>a</p>', '<p>a', 'a<p>b</p>', '<p>a</p><script>x</script>', '<p>a&nbsp;b</p>', '<P>a</P>'])(
  'anything else is left to the parser: %s',
  (html) => expect(plainParagraphs(html)).toBeUndefined(),
)

test('a long text is taken without running out of stack', () => {
  const html = `<p>${'word &amp; word '.repeat(100_000)}</p>`
  expect(plainParagraphs(html)?.html.length).toBe('<p></p>'.length + 'word &#x26; word '.length * 100_000)
})

test('what turns out not to be plain at its very end costs no more than its length', () => {
  for (const end of ['<', '&', '\u0000', '</p><b>'])
    expect(plainParagraphs(`<p>${'word '.repeat(200_000)}${end}`)).toBeUndefined()
})

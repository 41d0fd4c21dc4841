import { describe, expect, test } from 'vitest'
import { foldText } from './find-quote.ts'
import { markHighlights } from './mark-highlights.ts'
import { textOfHtml } from './sanitise-html.ts'

const body =
  '<p>The agreement runs to <a href="https://a.example/">four pages</a>, and most words are about who may board.</p>\n' +
  '<h2>What is missing</h2>\n<blockquote><p>A second paper would follow.</p></blockquote>\n' +
  '<p>It lets freight through from Thursday. It does not say for how long.</p>'

const mark = (quote: string, more: { before?: string; after?: string; start?: number; id?: string } = {}) => ({
  id: 'one',
  quote,
  before: '',
  after: '',
  start: 0,
  ...more,
})

/** The texts of all parts of a mark. */
function markedIn(html: string, id = 'one'): string[] {
  const parts = new RegExp(`<mark[^>]* ?data-highlight="${id}">([^<]*)</mark>`, 'g')
  return [...html.matchAll(parts)].map(([, text = '']) => text)
}

describe('marks are set', () => {
  test('within a paragraph, with a place to lead to', () => {
    const { html, lost } = markHighlights(body, [mark('freight through from Thursday')])
    expect(html).toContain(
      'It lets <mark id="highlight-one" data-highlight="one">freight through from Thursday</mark>. It',
    )
    expect(lost).toEqual([])
  })

  test('across elements, one after the other, and only the first has the place', () => {
    const { html } = markHighlights(body, [mark('runs to four pages, and most')])
    expect(markedIn(html)).toEqual(['runs to ', 'four pages', ', and most'])
    expect(html.match(/id="highlight-one"/g)).toHaveLength(1)
    expect(html).toContain('<a href="https://a.example/"><mark')
  })

  test('across blocks, without marking what is between them', () => {
    const { html } = markHighlights(body, [mark('about who may board. What is missing A second paper')])
    expect(markedIn(html)).toEqual(['about who may board.', 'What is missing', 'A second paper'])
    expect(html).toContain('</mark></p>\n<h2><mark')
  })

  test('whatever the white space, the quotation marks, the dashes and the capitals', () => {
    const html = '<p>He  said\n“never\u00a0again” — and\u00ad left.</p>'
    expect(markedIn(markHighlights(html, [mark('HE SAID "NEVER AGAIN" - and left')]).html)).toEqual([
      'He  said\n“never\u00a0again” — and\u00ad left',
    ])
  })

  test('several in one article; where two overlap the shorter one shows', () => {
    const { html } = markHighlights(body, [
      mark('It lets freight through', { id: 'long' }),
      mark('freight', { id: 'short' }),
      mark('four pages', { id: 'other' }),
    ])
    expect([markedIn(html, 'long'), markedIn(html, 'short'), markedIn(html, 'other')]).toEqual([
      ['It lets', 'through'],
      ['freight'],
      ['four pages'],
    ])
  })

  test('and the text stays what it was', () => {
    const quotes = ['to four pages, and', 'board. What is', 'paper would follow. It lets', 'long']
    const { html } = markHighlights(
      body,
      quotes.map((quote, n) => mark(quote, { id: `m${n}` })),
    )
    expect(html.match(/<mark/g)?.length).toBeGreaterThanOrEqual(quotes.length)
    expect(html.replaceAll(/<\/?mark[^>]*>/g, '')).toBe(body)
    expect(textOfHtml(html)).toBe(textOfHtml(body))
  })
})

describe('of several places with the same words', () => {
  const html = '<p>First the port. Then the port. At last the port.</p>'
  const upToMark = (marked: string) => foldText(marked.slice(0, marked.indexOf('<mark')).replace('<p>', ''))

  test('the one with the same neighbours is it, wherever it is now', () => {
    const found = markHighlights(html, [mark('the port', { before: 'Then ', after: '. At last', start: 0 })])
    expect(upToMark(found.html)).toBe('firsttheport.then')
  })

  test('without neighbours the nearest to where it was', () => {
    expect(upToMark(markHighlights(html, [mark('the port', { start: 38 })]).html)).toBe(
      'firsttheport.thentheport.atlast',
    )
  })
})

describe('after an edit', () => {
  const quote = mark('It lets freight through from Thursday.', {
    before: 'A second paper would follow. ',
    after: ' It does not say for how long.',
    start: 160,
  })

  test('before it, it is found all the same', () => {
    const { html } = markHighlights(`<p>${'Something new came first. '.repeat(40)}</p>${body}`, [quote])
    expect(markedIn(html)).toEqual(['It lets freight through from Thursday.'])
  })

  test('of some of its words, what stands there now is marked', () => {
    const edited = body.replace('freight through from Thursday', 'all freight through from Friday')
    expect(markedIn(markHighlights(edited, [quote]).html)).toEqual(['It lets all freight through from Friday.'])
  })

  test('that put other words in its place, it is lost, and nothing is marked', () => {
    const edited = body.replace('It lets freight through from Thursday.', 'The ministers denied all of this on Sunday.')
    expect(markHighlights(edited, [quote])).toEqual({ html: edited, lost: ['one'] })
  })

  test('that took it out, it is lost, and others are not', () => {
    const edited = body.replace('It lets freight through from Thursday.', '')
    const { html, lost } = markHighlights(edited, [quote, mark('four pages', { id: 'two' })])
    expect([lost, markedIn(html, 'two')]).toEqual([['one'], ['four pages']])
  })
})

test('an id is written so that it ends no attribute, and text so that it becomes no markup', () => {
  const { html } = markHighlights('<p>if a &#x3C; b &#x26; c</p>', [mark('a < b & c', { id: '"><b>' })])
  expect(html).toMatch(/^<p>if <mark id="[^"]*" data-highlight="[^"]*">a &#x3C; b &#x26; c<\/mark><\/p>$/)
})

test.each([
  ['nothing to mark', body, []],
  ['nothing but white space', body, [mark(' \n ')]],
  ['no article', '', [mark('four pages')]],
  ['elements without end', '<b>'.repeat(5000), [mark('four pages')]],
])('%s changes nothing', (_what, html, marks) => {
  expect(markHighlights(html, marks)).toEqual({ html, lost: marks.map(({ id }) => id) })
})

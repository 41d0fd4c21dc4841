import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseOpml, writeOpml } from './opml.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

test('folders, titles and sites come with the feeds', () => {
  const list = `<opml version="1.0"><body><outline text="World"><outline text="Far &amp; near">
    <outline text="Harbour Post" xmlUrl="https://post.example/rss" htmlUrl="https://post.example/"/></outline></outline>
    <outline xmlUrl="https://bare.example/atom"/></body></opml>`
  expect(parseOpml(bytes(list)).outlines).toEqual([
    {
      title: 'Harbour Post',
      feedUrl: 'https://post.example/rss',
      siteUrl: 'https://post.example/',
      folders: ['World', 'Far & near'],
    },
    { title: 'https://bare.example/atom', feedUrl: 'https://bare.example/atom', folders: [] },
  ])
})

test('a feed whose address is none is told of', () => {
  const list = `<opml><body><outline text="Far"><outline text="Lost" xmlUrl="feeds/lost"/></outline>
    <outline text="Run" xmlUrl="javascript:alert(1)"/><outline text="Folder" xmlUrl=""/>
    <outline text="Kept" xmlUrl="https://kept.example/rss"/></body></opml>`
  const { outlines, problems } = parseOpml(bytes(list))
  expect(outlines.map(({ title }) => title)).toEqual(['Kept'])
  expect(problems).toEqual([
    { code: 'bad-url', message: 'Lost: "feeds/lost" is not a web address.' },
    { code: 'bad-url', message: 'Run: "javascript:alert(1)" is not a web address.' },
  ])
})

test('what is written is read back', () => {
  const word = fc.stringMatching(/^[A-Za-z<>&"'é中]{1,12}$/)
  const outline = fc.record({
    title: word,
    feedUrl: fc.webUrl({ withQueryParameters: true }),
    siteUrl: fc.webUrl(),
    folders: fc.array(word, { maxLength: 3 }),
  })
  fc.assert(
    fc.property(fc.array(outline, { maxLength: 20 }), (outlines) => {
      expect(parseOpml(bytes(writeOpml({ title: 'Mine & yours', outlines })))).toEqual({
        outlines,
        problems: [],
        repairs: [],
      })
    }),
  )
})

test('what no list may hold is left out of it', () => {
  const title = ['Gull', '\u001b[31m', '\u0000 & ', '\ufffe', 'Post\ud800'].join('')
  const written = writeOpml({ title, outlines: [{ title, feedUrl: 'https://gull.example/feed', folders: [title] }] })
  expect(written).not.toMatch(/[^\P{Cc}\n]|[\ud800\ufffe\uffff]/u)
  expect(parseOpml(bytes(written)).outlines[0]?.title).toBe('Gull[31m & Post\ufffd')
})

test('a list without end is cut, and a page is no list', () => {
  const many = `<opml><body>${'<outline xmlUrl="http://a.example/f"/>'.repeat(300_000)}</body></opml>`
  const { outlines, problems } = parseOpml(bytes(many))
  expect(outlines.length).toBeGreaterThan(10_000)
  expect(outlines.length).toBeLessThan(300_000)
  expect(problems.map((problem) => problem.code)).toContain('too-many-outlines')
  expect(parseOpml(bytes('<html>No</html>')).problems[0]?.code).toBe('not-opml')
})

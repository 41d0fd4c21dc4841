import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { extractArticle } from './extract-article.ts'

const golden = new URL('../../../test/golden/articles/', import.meta.url)
const names = readdirSync(golden)
  .filter((file) => file.endsWith('.html'))
  .map((file) => file.slice(0, -'.html'.length))

describe('golden pages', () => {
  test.each(names)('%s', (name) => {
    const { text, ...expected } = JSON.parse(readFileSync(new URL(`${name}.json`, golden), 'utf8'))
    const url = expected.canonicalUrl
    const { article } = extractArticle(readFileSync(new URL(`${name}.html`, golden), 'utf8'), { url })
    expect(article).toMatchObject(expected)
    expect(article.text.split('\n\n')).toEqual(text)
    expect(article.html).not.toMatch(/Advertisement|newsletter|key-points/)
  })
})

const url = 'https://news.example/2031/04/02/story'
const paragraph =
  'The council met for the third time this week and, after a long debate about the ferry, agreed on a plan. '
const pageOf = (head: string, body: string) => `<!doctype html><html><head>${head}</head><body>${body}</body></html>`
const body = `<article><h1>Ferry returns</h1>${`<p>${paragraph.repeat(3)}</p>`.repeat(4)}</article>`
const read = (html: string, at = url) => extractArticle(html, { url: at }).article

describe('times', () => {
  test.each([
    ['<meta name="date" content="20310402">', '2031-04-02T00:00:00Z'],
    [
      '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2031-04-02T23:30:00-05:00"}</script>',
      '2031-04-02T23:30:00-05:00',
    ],
  ])('stated in the head: %s', (head, expected) =>
    expect(read(pageOf(head, body), 'https://news.example/a').publishedAt).toBe(expected),
  )

  test.each([
    ['<p class="date">2 April 2031</p>', 'en'],
    ['<p class="date">April 2, 2031</p>', 'en'],
    ['<p class="datum">2. April 2031, 14:05 Uhr</p>', 'de'],
    ['<span>Publié le 2 avril 2031</span>', 'fr'],
    ['<span>2 апреля 2031</span>', 'ru'],
    ['<span>2031年4月2日</span>', 'zh'],
    ['<span>০২ এপ্রিল ২০৩১</span>', 'bn'],
    ['<span>02.04.2031</span>', 'de'],
  ])('as written for readers: %s', (line, language) => {
    const html = `<html lang="${language}"><body><h1>Ferry returns</h1>${line}<p>${paragraph.repeat(5)}</p></body></html>`
    expect(read(html, 'https://news.example/a').publishedAt).toBe('2031-04-02T00:00:00Z')
  })

  test('in the address', () => expect(read(pageOf('', body)).publishedAt).toBe('2031-04-02T00:00:00Z'))
})

test('a text in another script, written from the right', () => {
  const line = 'اجتمع المجلس للمرة الثالثة هذا الأسبوع، وبعد نقاش طويل حول العبّارة، وافق على خطة جديدة للميناء. '
  const html = `<html lang="ar" dir="rtl"><body><nav><a href="/">الرئيسية</a></nav><h1>عودة العبّارة</h1><div>${`<p>${line.repeat(3)}</p>`.repeat(3)}</div><footer>حقوق</footer></body></html>`
  const article = read(html)
  expect(article).toMatchObject({ language: 'ar', title: 'عودة العبّارة' })
  expect(article.text.split('\n\n')).toHaveLength(3)
})

test('a page that scripts put together still gives the text that it states to machines', () => {
  const stated = JSON.stringify({
    '@type': 'NewsArticle',
    headline: 'Ferry returns',
    articleBody: `${paragraph.repeat(5)}\n\n${paragraph.repeat(5)}`,
  })
  const html = pageOf(`<script type="application/ld+json">${stated}</script>`, '<div id="app"></div>')
  expect(read(html).text.split('\n\n')).toHaveLength(2)
})

test.each([
  ['<title>Just a moment...</title>', '<p>Checking your browser before you go on.</p>', 'challenge'],
  [
    '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>',
    body,
    'paywall',
  ],
  [
    '',
    `<h1>Ferry</h1><p>${paragraph.repeat(3)}</p><div class="paywall-box"><p>Subscribe to continue reading</p></div>`,
    'paywall',
  ],
  ['', body, undefined],
])('what stands in the way: %s', (head, content, barrier) => expect(read(pageOf(head, content)).barrier).toBe(barrier))

test('comments, labels and related lists are no text', () => {
  const html = pageOf(
    '',
    `<main><h1>Ferry returns</h1><p>${paragraph.repeat(4)}</p><p>Advertisement</p><p>${paragraph.repeat(4)}</p><h3>More on this</h3><ul><li><a href="/other/ferry-timetable">The new timetable of the ferry</a></li></ul><div class="comments"><p>${'I for one do not like the ferry at all. '.repeat(4)}</p></div></main>`,
  )
  const { text, related } = read(html)
  expect(text).not.toMatch(/Advertisement|More on this|timetable|for one/)
  expect(related).toEqual([
    { url: 'https://news.example/other/ferry-timetable', title: 'The new timetable of the ferry' },
  ])
})

test('nesting without end is read as plain text, and said', () => {
  const { article, problems } = extractArticle(`${'<div>'.repeat(50_000)}deep`, { url })
  expect(article.text).toBe('deep')
  expect(problems[0]?.code).toBe('page-too-deep')
})

test('never throws, whatever the page and the address', () => {
  const parts = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '<script type="application/ld+json">',
      '{"@type":["NewsArticle"],"author":[null,{"@id":1}],"image":[[]]}',
      '</script>',
      '<h1>',
      '<p>',
      '<meta property="og:image" content="http://[">',
      '<table>',
      '<svg><p>',
      '<img srcset=",,">',
      '<time datetime="2031-99-99">',
      '<figure><a href="/video/x">04:33</a>',
      '<ul><li>',
    ),
  )
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 12 }), fc.string(), (html, at) => {
      expect(typeof extractArticle(html.join(''), { url: at }).article.text).toBe('string')
    }),
    { numRuns: 300 },
  )
})

import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dangers } from '../../../test/harness/dangers.ts'
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

  test('in the description, where it stands nowhere else', () => {
    const head = '<meta name="description" content="FERRY RETURNS (Notice of 2 April 2031)">'
    expect(read(pageOf(head, body), 'https://news.example/a').publishedAt).toBe('2031-04-02T00:00:00Z')
  })

  test('in the address', () => expect(read(pageOf('', body)).publishedAt).toBe('2031-04-02T00:00:00Z'))
})

describe('headlines', () => {
  const text = `<p>${paragraph.repeat(5)}</p>`
  const linked = (headline: string) =>
    `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', headline })}</script>`
  test.each([
    [
      'the site’s name is no headline',
      '<title>Ferry returns to Vessmoor | Gull Post</title>',
      `<h1><a href="/">Gull Post</a></h1>${text}`,
      'Ferry returns to Vessmoor',
    ],
    [
      'worded a little otherwise on the page',
      '<title>Ferry returns to Vessmoor & its old pier - Gull Post</title>',
      `<h1>Gull Post</h1><h1>Ferry returns to Vessmoor and its very old pier</h1>${text}`,
      'Ferry returns to Vessmoor and its very old pier',
    ],
    [
      'two witnesses against one',
      `<title>Pier: ferry returns!</title><meta property="og:title" content="Ferry returns to the pier">${linked('Ferry returns to the pier')}`,
      `<h1>Pier: ferry returns!</h1><h2>Ferry returns to the pier</h2>${text}`,
      'Ferry returns to the pier',
    ],
    ['references within JSON', linked('&#8222;Home&#x201C; at last'), text, '„Home“ at last'],
    [
      'a date before it',
      '<title>02.04.2031 - Ferry returns at last - Gull Post</title>',
      `<h2>02.04.2031 - Ferry returns at last</h2>${text}`,
      'Ferry returns at last',
    ],
    [
      'a document’s title that stands nowhere on the page',
      '<title>Gull Post Online</title>',
      `<h2>Find us</h2><h2>Ferry returns</h2>${text}<h2>Partners</h2>`,
      'Ferry returns',
    ],
    [
      'a document’s title that does',
      '<title>Ferry returns</title>',
      `<div>Ferry returns</div><h2>What was decided</h2>${text}<h2>What comes next</h2>${text}`,
      'Ferry returns',
    ],
  ])('%s', (_, head, content, expected) => expect(read(pageOf(head, content)).title).toBe(expected))

  test.each([
    '<h1><span class="kicker">Harbours</span>Ferry returns at last</h1>',
    '<h1><span>Harbours</span><span class="sr-only">: </span><span class="headline">Ferry returns at last</span></h1>',
  ])('a topic line inside it is told apart: %s', (heading) => {
    const page = pageOf('<title>Harbours: Ferry returns at last</title>', heading + text)
    expect(read(page)).toMatchObject({ title: 'Ferry returns at last', topicLine: 'Harbours' })
  })
})

describe('bylines', () => {
  const text = `<h1>Ferry returns</h1><p>${paragraph.repeat(5)}</p>`
  test.each([
    ['spoken', `${text}<p>By Ines Marlow</p>`, 'Ines Marlow'],
    ['after the date', `<h1>Ferry returns</h1><div>02.04.2031 - Ines Marlow</div>${text}`, 'Ines Marlow'],
    ['signed in italics', `${text}<p><b><i>Ines Marlow</i></b></p>`, 'Ines Marlow'],
    ['signed in brackets', `${text}<p>(Ines Marlow)</p>`, 'Ines Marlow'],
    ['a name within the text', `${text}<p>${paragraph}<em>Ines Marlow</em></p>`, undefined],
    [
      'a person before the publisher',
      `<meta name="author" content="Gull Post">${text}<p class="author">Ines Marlow</p>`,
      'Ines Marlow',
    ],
    ['the publisher where nobody is named', `<meta name="author" content="Gull Post">${text}`, 'Gull Post'],
  ])('%s', (_, content, expected) =>
    expect(read(pageOf('', content), 'https://www.gullpost.example/a').byline).toBe(expected),
  )

  test.each(['By Desk 9', 'Ines Marlow', 'Von Ines Marlow', 'Ines Marlow | 3 May 2031'])(
    '%s over the text is not said again in it',
    (line) => {
      const content = `<h1>Ferry returns</h1><p class="byline">${line}</p><p>${paragraph.repeat(5)}</p>`
      const article = read(pageOf('', content))
      expect(article.byline).toMatch(/^(Desk 9|Ines Marlow)$/)
      expect(article.text).toBe(paragraph.repeat(5).trim())
    },
  )
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

test('a video has the still that the page names for it, never from anywhere but the web', () => {
  const words =
    '<p>The harbour of Velmora reopened on Monday after three days of storm, said the harbour master.</p>'.repeat(6)
  const videosOf = (head: string, body: string) =>
    extractArticle(`<head>${head}</head><article><h1>Harbour reopens</h1>${words}${body}</article>`, {
      url: 'https://post.example/a/1',
    }).article.videos
  const stated = {
    '@type': 'VideoObject',
    contentUrl: '/clip.mp4',
    thumbnailUrl: ['/still.jpg', '/small.jpg'],
    duration: 'PT1M',
  }
  expect(videosOf(`<script type="application/ld+json">${JSON.stringify(stated)}</script>`, '')).toEqual([
    { url: 'https://post.example/clip.mp4', durationSeconds: 60, image: { url: 'https://post.example/still.jpg' } },
  ])
  expect(videosOf('', '<video src="/tide.mp4" poster="javascript:alert(1)"></video>')).toEqual([
    { url: 'https://post.example/tide.mp4' },
  ])
  expect(videosOf('', '<video src="/tide.mp4" poster="tide.jpg"></video>')[0]?.image).toEqual({
    url: 'https://post.example/a/tide.jpg',
  })
})

test('never throws, and lets nothing unsafe through, whatever the page and the address', () => {
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
      '<p><a href="javascript:x" onclick=x>read</a>',
      '<svg><style><img src=x onerror=x>',
    ),
  )
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 12 }), fc.string(), (html, at) => {
      const { article } = extractArticle(html.join(''), { url: at })
      expect(dangers(article.html)).toEqual([])
    }),
    { numRuns: 300 },
  )
})

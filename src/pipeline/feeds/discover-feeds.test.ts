import { expect, test } from 'vitest'
import { discoverFeeds } from './discover-feeds.ts'

const page = 'https://news.example/start'

test('declared feeds come first, each once, with what the page calls them', () => {
  const html = `<!-- <link rel="alternate" type="application/rss+xml" href="/gone"> -->
    <a href="/sport/rss.xml">Sport</a>
    <link rel="alternate" type="application/rss+xml" title="All &amp; sundry" href="/feed?a=1&amp;b=2">
    <LINK REL=alternate TYPE='application/atom+xml' HREF=atom.xml>
    <a href="/feed?a=1&b=2">again</a> <a href="/about-us">About</a>`
  expect(discoverFeeds(html, page)).toEqual([
    { url: 'https://news.example/feed?a=1&b=2', title: 'All & sundry', type: 'application/rss+xml' },
    { url: 'https://news.example/atom.xml', type: 'application/atom+xml' },
    { url: 'https://news.example/sport/rss.xml', title: 'Sport' },
  ])
})

test('feeds of comments come after those of articles', () => {
  const html = `<link rel=alternate type="application/rss+xml" title="Comments on: The ferry" href="/ferry/feed">
    <link rel=alternate type="application/rss+xml" href="/comments/feed/"><link rel=alternate type="application/rss+xml" href="/feed">
    <a href="/rss.xml">RSS</a>`
  const paths = discoverFeeds(html, page).map(({ url }) => new URL(url).pathname)
  expect(paths).toEqual(['/feed', '/rss.xml', '/ferry/feed', '/comments/feed/'])
})

test('a page that lists feeds names them, also where only their folder says so', () => {
  const html = '<a href="/rss/world.xml">World</a><a href="/feeds/sport.json">Sport</a><a href="/rss/help">Help</a>'
  expect(discoverFeeds(html, page).map(({ title }) => title)).toEqual(['World', 'Sport'])
})

test('what stands in a script or a field of text is not on the page', () => {
  const link = (path: string) => `<link rel=alternate type="application/rss+xml" href="${path}">`
  const html = `<script>write('${link('/a')}')</script><textarea>${link('/b')}</textarea>${link('/feed')}<script>${link('/c')}`
  expect(discoverFeeds(html, page).map(({ url }) => new URL(url).pathname)).toEqual(['/feed', '/c'])
})

test('nothing is made up, and nothing but web addresses is given', () => {
  expect(discoverFeeds('<p>No feed here</p><a href="javascript:rss">x</a>', page)).toEqual([])
  expect(
    discoverFeeds(
      '<link rel="alternate" hreflang="de" href="/de"><link rel=alternate type="application/json+oembed" href="/e">',
      page,
    ),
  ).toEqual([])
})

test('a base element moves relative addresses; feed: is http', () => {
  const html =
    '<base href="https://cdn.example/x/"><link rel=alternate type=application/rss+xml href=f.xml><a href="feed://news.example/rss">r</a>'
  expect(discoverFeeds(html, page).map((feed) => feed.url)).toEqual([
    'https://cdn.example/x/f.xml',
    'http://news.example/rss',
  ])
})

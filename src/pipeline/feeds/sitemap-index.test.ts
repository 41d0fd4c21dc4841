import { expect, test } from 'vitest'
import { parseFeed } from './parse-feed.ts'
import { chooseSitemaps, isToBeRead } from './sitemap-index.ts'

const indexUrl = 'https://gull.example/sitemaps/index.xml'
const link = (path: string, changedAt?: string) => ({
  url: `https://gull.example${path}`,
  ...(changedAt === undefined ? {} : { changedAt }),
})

test('an index of sitemaps is read as one, and is no feed', () => {
  const text = `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc> https://gull.example/a.xml.gz </loc><lastmod>2026-03-01T10:00:00+01:00</lastmod></sitemap>
    <sitemap><loc>/b.xml?x=1&amp;y=2</loc></sitemap><sitemap><lastmod>2026-03-01</lastmod></sitemap></sitemapindex>`
  const { feed, sitemaps } = parseFeed(new TextEncoder().encode(text), { url: indexUrl })
  expect(feed).toBeNull()
  expect(sitemaps).toEqual([link('/a.xml.gz', '2026-03-01T09:00:00.000Z'), link('/b.xml?x=1&y=2')])
})

test('followed are ten of the same host: those named after news, then the newest', () => {
  const links = [
    ...Array.from({ length: 30 }, (_, n) =>
      link(`/archive-${n}.xml`, new Date(Date.UTC(2026, 0, n + 1)).toISOString()),
    ),
    link('/undated.xml'),
    { url: 'https://other.example/news.xml', changedAt: '2026-03-01T00:00:00.000Z' },
    { url: 'https://www.gull.example/news.xml' },
    link('/news-sitemap.xml'),
    link('/news-sitemap.xml'),
    link('/sports-news.xml', '2026-01-01T00:00:00.000Z'),
  ]
  expect(chooseSitemaps(links, indexUrl).map(({ url }) => new URL(url).pathname)).toEqual([
    '/sports-news.xml',
    '/news-sitemap.xml',
    ...[29, 28, 27, 26, 25, 24, 23, 22].map((n) => `/archive-${n}.xml`),
  ])
})

test('a sitemap is left alone while its index says that it is as it was, and for a day where it holds no news', () => {
  const nowMs = Date.parse('2026-03-10T12:00:00Z')
  const check = (
    changedAt: string | undefined,
    before: { changedAt?: string; readAt: string; holdsNews?: boolean },
  ) => {
    const { readAt, holdsNews = true, ...rest } = before
    return isToBeRead(
      link('/a.xml', changedAt),
      { ...link('/a.xml'), ...rest, readAtMs: Date.parse(readAt), holdsNews },
      nowMs,
    )
  }
  expect(isToBeRead(link('/a.xml'), undefined, nowMs)).toBe(true)
  expect(check('2026-03-01', { changedAt: '2026-03-01', readAt: '2026-03-10T11:00:00Z' })).toBe(false)
  expect(check('2026-03-09', { changedAt: '2026-03-09', readAt: '2026-03-10T11:00:00Z' })).toBe(true)
  expect(check('2026-03-02', { changedAt: '2026-03-01', readAt: '2026-03-10T11:00:00Z' })).toBe(true)
  expect(check(undefined, { readAt: '2026-03-10T11:00:00Z' })).toBe(true)
  expect(check(undefined, { readAt: '2026-03-10T11:00:00Z', holdsNews: false })).toBe(false)
  expect(check(undefined, { readAt: '2026-03-09T11:00:00Z', holdsNews: false })).toBe(true)
})

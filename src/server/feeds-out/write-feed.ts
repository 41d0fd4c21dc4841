/** News feeds as text: Atom (RFC 4287), RSS 2.0 (with Atom's self link and Dublin Core's creators), JSON Feed 1.1. */
import { escapeXml, itemHtml, type NewsFeed, type NewsItem } from './news-feed.ts'

export const feedFormats = {
  atom: { type: 'application/atom+xml; charset=utf-8', write: writeAtom },
  rss: { type: 'application/rss+xml; charset=utf-8', write: writeRss },
  json: { type: 'application/feed+json; charset=utf-8', write: writeJson },
} as const

export type FeedFormatOut = keyof typeof feedFormats

function writeAtom({ url, siteUrl, title, updatedAt, items }: NewsFeed): string {
  const entry = (item: NewsItem): string => `<entry xml:lang="${escapeXml(item.language)}">
<id>${escapeXml(item.id)}</id><title>${escapeXml(item.title)}</title>
<link rel="alternate" type="text/html" href="${escapeXml(item.url)}"/>${item.reports
    .map((report) => `<link rel="related" href="${escapeXml(report.url)}" title="${escapeXml(report.title)}"/>`)
    .join('')}
<published>${item.publishedAt}</published><updated>${item.updatedAt}</updated>
${authorsOf(item)
  .map((name) => `<author><name>${escapeXml(name)}</name></author>`)
  .join('')}${item.categories.map((label) => `<category term="${escapeXml(label)}"/>`).join('')}
<content type="html">${escapeXml(itemHtml(item))}</content></entry>`
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${escapeXml(url)}</id><title>${escapeXml(title)}</title><updated>${updatedAt}</updated><generator>Salient</generator>
<link rel="self" type="application/atom+xml" href="${escapeXml(url)}"/><link rel="alternate" type="text/html" href="${escapeXml(siteUrl)}"/>
${items.map(entry).join('\n')}
</feed>
`
}

function writeRss({ url, siteUrl, title, updatedAt, items }: NewsFeed): string {
  const itemXml = (item: NewsItem): string => `<item>
<guid isPermaLink="false">${escapeXml(item.id)}</guid><title>${escapeXml(item.title)}</title><link>${escapeXml(item.url)}</link>
<pubDate>${new Date(item.updatedAt).toUTCString()}</pubDate>${authorsOf(item)
    .map((name) => `<dc:creator>${escapeXml(name)}</dc:creator>`)
    .join('')}${item.categories.map((label) => `<category>${escapeXml(label)}</category>`).join('')}
<description>${escapeXml(itemHtml(item))}</description></item>`
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>${escapeXml(title)}</title><link>${escapeXml(siteUrl)}</link><description>${escapeXml(title)}</description>
<lastBuildDate>${new Date(updatedAt).toUTCString()}</lastBuildDate><generator>Salient</generator><ttl>10</ttl>
<atom:link rel="self" type="application/rss+xml" href="${escapeXml(url)}"/>
${items.map(itemXml).join('\n')}
</channel></rss>
`
}

function writeJson({ url, siteUrl, title, items }: NewsFeed): string {
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: siteUrl,
    feed_url: url,
    items: items.map((item) => ({
      id: item.id,
      url: item.url,
      ...(item.reports[0] === undefined ? {} : { external_url: item.reports[0].url }),
      title: item.title,
      content_html: itemHtml(item),
      date_published: item.publishedAt,
      date_modified: item.updatedAt,
      authors: authorsOf(item).map((name) => ({ name })),
      tags: item.categories,
      language: item.language,
    })),
  }
  return `${JSON.stringify(feed)}\n`
}

/** Atom demands an author of every entry. */
function authorsOf({ authors }: NewsItem): readonly string[] {
  return authors.length === 0 ? ['Salient'] : authors
}

/** Reports as outlets publish them: feeds in three formats, and pages with the usual clutter. */
import { landscapeHeight, landscapeWidth } from './landscape.ts'
import type { Outlet } from './outlets.ts'
import type { Report } from './reports.ts'

/** A report with its place and time. */
export type Published = Report & { readonly url: string; readonly at: Date }

export type Publication = { readonly type: string; readonly body: string }

const entriesShown = 60

export function feedOf(outlet: Outlet, home: string, published: readonly Published[]): Publication {
  const shown = published.slice(0, entriesShown)
  switch (outlet.format) {
    case 'rss':
      return { type: 'application/rss+xml; charset=utf-8', body: rss(outlet, home, shown) }
    case 'atom':
      return { type: 'application/atom+xml; charset=utf-8', body: atom(outlet, home, shown) }
    case 'json':
      return { type: 'application/feed+json; charset=utf-8', body: json(outlet, home, shown) }
  }
}

function escapeXml(text: string): string {
  const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replace(/[&<>"]/g, (c) => named[c] ?? c)
}

function html({ paragraphs }: Report): string {
  return paragraphs.map((paragraph) => `<p>${escapeXml(paragraph)}</p>`).join('\n')
}

function picture(report: Published): string | undefined {
  return report.outlet.hasPictures ? new URL(`/pictures/${report.pictureSeed}.png`, report.url).href : undefined
}

function rss(outlet: Outlet, home: string, published: readonly Published[]): string {
  const items = published.map((report) => {
    const image = picture(report)
    const media =
      image === undefined
        ? ''
        : `<media:content url="${image}" medium="image" width="${landscapeWidth}" height="${landscapeHeight}"/>`
    return `<item><title>${escapeXml(report.headline)}</title><link>${report.url}</link><guid isPermaLink="false">${report.key}</guid><pubDate>${report.at.toUTCString()}</pubDate><dc:creator>${escapeXml(report.byline)}</dc:creator><category>${report.section}</category><description>${escapeXml(report.paragraphs[0] ?? '')}</description>${media}</item>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>${escapeXml(outlet.name)}</title><link>${home}</link><description>Sample news</description><language>${outlet.language}</language>
${items.join('\n')}
</channel></rss>`
}

function atom(outlet: Outlet, home: string, published: readonly Published[]): string {
  const updated = published[0]?.at ?? new Date(0)
  const entries = published.map(
    (report) =>
      `<entry><title>${escapeXml(report.headline)}</title><id>urn:sample:${report.key}</id><link rel="alternate" href="${report.url}"/><published>${report.at.toISOString()}</published><updated>${report.at.toISOString()}</updated><author><name>${escapeXml(report.byline)}</name></author><category term="${report.section}"/><content type="html">${escapeXml(html(report))}</content></entry>`,
  )
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${outlet.language}"><title>${escapeXml(outlet.name)}</title><id>urn:sample:${outlet.slug}</id><link rel="alternate" href="${home}"/><updated>${updated.toISOString()}</updated>
${entries.join('\n')}
</feed>`
}

function json(outlet: Outlet, home: string, published: readonly Published[]): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: outlet.name,
    home_page_url: home,
    language: outlet.language,
    items: published.map((report) => ({
      id: report.key,
      url: report.url,
      title: report.headline,
      content_html: html(report),
      date_published: report.at.toISOString(),
      authors: [{ name: report.byline }],
      tags: [report.section],
      image: picture(report),
    })),
  })
}

/** An article's page. */
export function pageOf(report: Published, others: readonly Published[]): Publication {
  const { outlet, headline } = report
  const image = picture(report)
  const lead =
    image === undefined
      ? ''
      : `<figure class="lead"><img src="${image}" width="${landscapeWidth}" height="${landscapeHeight}" alt=""><figcaption>${escapeXml(captionOf(report))} <span class="credit">Picture: ${escapeXml(outlet.name)}</span></figcaption></figure>`
  const points =
    report.keyPoints.length === 0
      ? ''
      : `<ul class="key-points">${report.keyPoints.map((point) => `<li>${escapeXml(point)}</li>`).join('')}</ul>`
  const body = `<!doctype html><html lang="${outlet.language}"><head><meta charset="utf-8"><title>${escapeXml(headline)} | ${escapeXml(outlet.name)}</title><link rel="canonical" href="${report.url}"><meta property="og:type" content="article"><meta property="og:title" content="${escapeXml(headline)}"><meta property="og:site_name" content="${escapeXml(outlet.name)}">${image === undefined ? '' : `<meta property="og:image" content="${image}">`}<meta property="article:published_time" content="${report.at.toISOString()}"></head><body>
<header><nav><a href="/o/${outlet.slug}/">Home</a> <a href="#">World</a> <a href="#">Subscribe</a></nav></header><div class="ad" aria-label="Advertisement">Advertisement</div>
<main><article>${lead}<h1>${escapeXml(headline)}</h1>${points}<p class="byline">By ${escapeXml(report.byline)}</p><time datetime="${report.at.toISOString()}">${report.at.toUTCString()}</time>
${html(report)}
</article><aside><h2>More from ${escapeXml(outlet.name)}</h2><ul>${others.map((other) => `<li><a href="${other.url}">${escapeXml(other.headline)}</a></li>`).join('')}</ul></aside></main>
<footer><p>An invented newspaper. About us. Terms. Privacy.</p></footer></body></html>`
  return { type: 'text/html; charset=utf-8', body }
}

function captionOf({ places, section }: Report): string {
  return places.length === 0
    ? `A drawing for our ${section} pages.`
    : `A drawing of ${places.join(' and ')} for our ${section} pages.`
}

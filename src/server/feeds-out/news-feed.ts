/** What a feed says, before it is written in one of its formats. */

export type NewsFeed = {
  /** The feed's own address: its identity for feed readers. */
  readonly url: string
  /** The page that it is the feed of. */
  readonly siteUrl: string
  readonly title: string
  /** ISO 8601; that of the newest item. */
  readonly updatedAt: string
  readonly items: readonly NewsItem[]
}

export type NewsItem = {
  /** Stays with the story through all its versions. */
  readonly id: string
  readonly url: string
  readonly title: string
  readonly language: string
  readonly publishedAt: string
  readonly updatedAt: string
  /** Outlets that report it. */
  readonly authors: readonly string[]
  readonly categories: readonly string[]
  readonly keyPoints: readonly string[]
  /** Why it is in the feed, one sentence each. */
  readonly reasons: readonly string[]
  /** The reports themselves, at their publishers. */
  readonly reports: readonly { readonly url: string; readonly title: string; readonly source: string }[]
}

/** The item's words as HTML: key points, then the reports, then why it is here. */
export function itemHtml({ keyPoints, reports, reasons }: NewsItem): string {
  const points = keyPoints.map((point) => `<li>${escapeXml(point)}</li>`).join('')
  const links = reports.map(
    ({ url, title, source }) => `<li>${escapeXml(source)}: <a href="${escapeXml(url)}">${escapeXml(title)}</a></li>`,
  )
  return [
    points === '' ? '' : `<ul>${points}</ul>`,
    links.length === 0 ? '' : `<p>Reports:</p><ul>${links.join('')}</ul>`,
    reasons.length === 0 ? '' : `<p><small>${escapeXml(reasons.join(' · '))}</small></p>`,
  ].join('')
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text for XML and HTML; characters that XML forbids become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>"']/g, (c) => escapes[c] ?? c)
    .replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, '\uFFFD')
}

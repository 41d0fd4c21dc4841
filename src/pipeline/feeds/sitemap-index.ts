/** Indexes of sitemaps (sitemaps.org): what publishers name instead of the sitemaps that they change. */
import type { ReadSitemap } from '../../domain/feed.ts'
import { absoluteUrl } from './absolute-url.ts'
import { canonicalUrl } from './canonical-url.ts'
import { childrenOf, firstOf, textOf } from './element.ts'
import { parseDate } from './parse-date.ts'
import type { Markup } from './read-markup.ts'
import { spend, stepsOf } from './work-budget.ts'

/** A sitemap as an index names it. */
export type SitemapLink = Pick<ReadSitemap, 'url' | 'changedAt'>

/** What sitemaps.org lets an index name, and of these, how many are read. */
const linksMax = 50_000
const sitemapsMax = 10

/** The sitemaps that this index names, in its order; undefined when it is none. */
export function readSitemapIndex(root: Markup): SitemapLink[] | undefined {
  const index = root.children.find(
    (child): child is Markup => typeof child !== 'string' && child.name === 'sitemapindex',
  )
  if (index === undefined) return undefined
  const links: SitemapLink[] = []
  for (const sitemap of childrenOf(index, 'sitemap').slice(0, linksMax)) {
    if (!spend(sitemap.base.work, stepsOf.date)) break
    const url = canonicalUrl(absoluteUrl(firstOf([sitemap], ['loc'], textOf) ?? '', sitemap.base) ?? '')
    const changedAt = parseDate(firstOf([sitemap], ['lastmod'], textOf) ?? '')
    if (url !== undefined) links.push({ url, ...(changedAt === undefined ? {} : { changedAt }) })
  }
  return links
}

/**
 * The sitemaps to follow: of the index's own host, as sitemaps.org has it, those that are named after news before others, and
 * the newest first. Each once.
 */
export function chooseSitemaps(links: readonly SitemapLink[], indexUrl: string): SitemapLink[] {
  const { host } = new URL(indexUrl)
  const own = new Map(links.filter(({ url }) => new URL(url).host === host).map((link) => [link.url, link]))
  const rank = ({ url, changedAt }: SitemapLink) =>
    [isNamedNews(url) ? 1 : 0, Date.parse(changedAt ?? '') || 0] as const
  return [...own.values()]
    .map((link) => ({ link, rank: rank(link) }))
    .sort((a, b) => b.rank[0] - a.rank[0] || b.rank[1] - a.rank[1])
    .slice(0, sitemapsMax)
    .map(({ link }) => link)
}

function isNamedNews(url: string): boolean {
  return /news/i.test(new URL(url).pathname)
}

const dayMs = 86_400_000
/** A date of change may be a day and no more, in any time zone: until that is over it may have changed once again. */
const settledMs = 2 * dayMs

/** Whether a sitemap has to be asked for: not where its index says that it is as it was, nor twice a day for one without news. */
export function isToBeRead({ changedAt }: SitemapLink, before: ReadSitemap | undefined, nowMs: number): boolean {
  if (before === undefined) return true
  if (!before.holdsNews && nowMs - before.readAtMs < dayMs) return false
  return (
    changedAt === undefined || changedAt !== before.changedAt || Date.parse(changedAt) > before.readAtMs - settledMs
  )
}

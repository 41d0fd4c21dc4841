import type { Entry, Feed, FeedFormat } from '../../domain/feed.ts'
import { attributeOf, childrenOf, countOf, firstOf, present, textOf } from './element.ts'
import { pageUrlOf, relatedUrlOf } from './feed-links.ts'
import type { Markup } from './read-markup.ts'
import { entriesMax } from './read-markup.ts'
import { htmlOf, titleOf } from './text-construct.ts'
import { spend } from './work-budget.ts'
import { readXmlEntry, titleNames } from './xml-entry.ts'

const descriptionNames = [
  'description',
  'subtitle',
  'tagline',
  'atom:subtitle',
  'abstract',
  'itunes:summary',
  'itunes:subtitle',
  'dc:description',
  'info',
]

/** Channels read of one document; all but a few broken feeds have one. */
const channelsMax = 10

const formats: Readonly<Record<string, FeedFormat>> = {
  rss: 'rss',
  'rdf:rdf': 'rdf',
  rdf: 'rdf',
  feed: 'atom',
  'atom:feed': 'atom',
  channel: 'rss',
  urlset: 'sitemap',
}

/** The element that is a feed, among those outermost; an HTML page is none, whatever it holds. */
export function feedElementOf(root: Markup): Markup | undefined {
  return root.children.find((child): child is Markup => typeof child !== 'string' && Object.hasOwn(formats, child.name))
}

/** RSS, RDF, Atom, CDF or a sitemap, as one form. */
export function readXmlFeed(feed: Markup): Feed {
  const channels = feed.name === 'channel' ? [] : childrenOf(feed, 'channel').slice(0, channelsMax)
  const scopes = [...channels, feed]
  const language = firstOf(scopes, ['language', 'dc:language', 'atom:language'], textOf)
  const items = [...scopes, ...scopes.flatMap((scope) => childrenOf(scope, 'items', 'channel'))].flatMap((scope) =>
    childrenOf(scope, 'item', 'entry', 'atom:entry', ...(feed.name === 'urlset' ? ['url'] : [])),
  )
  return present<Feed>({
    format: formats[feed.name] ?? 'rss',
    title: firstOf(scopes, titleNames, titleOf) ?? publicationOf(items, 'news:name'),
    description: firstOf(scopes, descriptionNames, htmlOf),
    siteUrl: feed.name === 'urlset' ? undefined : pageUrlOf(scopes),
    feedUrl: relatedUrlOf(scopes, 'self'),
    language:
      language ??
      channels.find((channel) => channel.language !== undefined)?.language ??
      feed.language ??
      publicationOf(items, 'news:language'),
    hubUrl: relatedUrlOf(scopes, 'hub'),
    intervalMinutes: intervalOf(scopes),
    entries: entriesOf(items),
    withdrawn: withdrawnOf(scopes),
  })
}

/** Atom's tombstones (RFC 6721): keys of entries that are no more. */
function withdrawnOf(scopes: readonly Markup[]): string[] | undefined {
  const keys = scopes
    .flatMap((scope) => childrenOf(scope, 'at:deleted-entry').slice(0, entriesMax))
    .map((tombstone) => attributeOf(tombstone, 'ref')?.trim() ?? '')
    .filter((key) => key !== '')
  return keys.length === 0 ? undefined : keys
}

/** Each once, until the work is spent: of the entry that spends it, part would be missing, so it is left out too. */
function entriesOf(items: readonly Markup[]): Entry[] {
  const entries: Entry[] = []
  for (const item of [...new Set(items)].slice(0, entriesMax)) {
    const entry = spend(item.base.work, entrySteps) ? readXmlEntry(item) : undefined
    if (entry === undefined || (item.base.work.isSpent && entries.length > 0)) break
    entries.push(entry)
  }
  return entries
}

/** What any entry costs, whatever it holds: all the names are asked for. */
const entrySteps = 200

/** What a news sitemap says of the publication, in each of its entries. */
function publicationOf(items: readonly Markup[], name: string): string | undefined {
  const publications = items
    .slice(0, 1)
    .flatMap((item) => childrenOf(item, 'news:news'))
    .flatMap((news) => childrenOf(news, 'news:publication'))
  return firstOf(publications, [name], textOf)
}

const periodMinutes: Readonly<Record<string, number>> = {
  hourly: 60,
  daily: 24 * 60,
  weekly: 7 * 24 * 60,
  monthly: 30 * 24 * 60,
  yearly: 365 * 24 * 60,
}

function intervalOf(scopes: readonly Markup[]): number | undefined {
  const ttl = firstOf(scopes, ['ttl'], (element) => countOf(textOf(element)))
  if (ttl !== undefined && ttl > 0) return ttl
  const period = firstOf(scopes, ['sy:updateperiod'], (element) => periodMinutes[textOf(element)?.toLowerCase() ?? ''])
  const frequency = firstOf(scopes, ['sy:updatefrequency'], (element) => countOf(textOf(element)))
  return period === undefined ? undefined : Math.max(1, Math.round(period / Math.max(1, frequency ?? 1)))
}

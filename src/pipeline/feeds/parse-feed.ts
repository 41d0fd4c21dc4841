/** Bytes → Feed. Total: whatever comes, a result and problems come back. */
import { parseFeed as parseWithFeedsmith } from 'feedsmith'
import type { Entry, Feed, FeedFormat } from '../../domain/feed.ts'
import type { Problem } from '../../domain/problem.ts'

type Tree = Readonly<Record<string, unknown>>
const at = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Tree)[key] : undefined),
    value,
  )
const text = (value: unknown): string | undefined => {
  const inner = typeof value === 'object' ? at(value, 'value') : value
  return typeof inner === 'string' && inner.trim() !== '' ? inner.trim() : undefined
}
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const iso = (value: unknown): string | undefined => {
  const given = Date.parse(text(value) ?? '')
  return Number.isNaN(given) ? undefined : new Date(given).toISOString()
}
const texts = (values: readonly unknown[]): string[] => values.map(text).filter((value) => value !== undefined)
const defined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T

export function parseFeed(
  bytes: Uint8Array,
  _options: { readonly url?: string; readonly contentType?: string },
): { feed: Feed | null; problems: Problem[] } {
  const content = new TextDecoder().decode(bytes)
  if (content.trim() === '') return { feed: null, problems: [{ code: 'empty-body', message: 'The body is empty.' }] }
  try {
    const { format, feed } = parseWithFeedsmith(content)
    const items = list(at(feed, 'items') ?? at(feed, 'entries'))
    return {
      feed: defined({
        format: format as FeedFormat,
        title: text(at(feed, 'title')),
        siteUrl: text(at(feed, 'link')) ?? text(at(feed, 'home_page_url')) ?? linkOf(feed),
        language: text(at(feed, 'language')) ?? text(at(feed, 'xml', 'lang')),
        entries: items.map(entryOf),
      }) as Feed,
      problems: [],
    }
  } catch (error) {
    return { feed: null, problems: [{ code: 'not-a-feed', message: `What came is not a feed: ${String(error)}` }] }
  }
}

function linkOf(item: unknown): string | undefined {
  const links = list(at(item, 'links'))
  const alternate = links.find((link) => [undefined, 'alternate'].includes(at(link, 'rel') as string)) ?? links[0]
  return text(at(alternate, 'href'))
}

function entryOf(item: unknown): Entry {
  const url = text(at(item, 'link')) ?? text(at(item, 'url')) ?? linkOf(item)
  const title = text(at(item, 'title'))
  return defined({
    id: text(at(item, 'guid')) ?? text(at(item, 'id')) ?? url ?? title ?? 'none',
    url,
    title,
    summary: text(at(item, 'description')) ?? text(at(item, 'summary')),
    content: text(at(item, 'content', 'encoded')) ?? text(at(item, 'content')) ?? text(at(item, 'content_html')),
    publishedAt: iso(at(item, 'pubDate')) ?? iso(at(item, 'published')) ?? iso(at(item, 'date_published')),
    updatedAt: iso(at(item, 'updated')),
    authors: texts([...list(at(item, 'dc', 'creators')), ...list(at(item, 'authors')).map((a) => at(a, 'name'))]),
    categories: texts([
      ...list(at(item, 'categories')).map((c) => at(c, 'name') ?? at(c, 'term')),
      ...list(at(item, 'tags')),
    ]),
    enclosures: [],
    media: list(at(item, 'media', 'contents')).map((m) => ({ url: String(at(m, 'url')), kind: 'image' as const })),
  }) as Entry
}

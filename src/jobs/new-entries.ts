import { entryIdOf } from '../domain/derive-id.ts'
import type { Entry, Feed } from '../domain/feed.ts'
import { visibleText } from '../domain/visible-text.ts'
import { articleOfEntry } from '../pipeline/articles/merge-entry.ts'
import { canonicalUrl } from '../pipeline/feeds/canonical-url.ts'
import type { NewEntry } from '../platform/storage/entries.ts'
import type { SourceState } from '../platform/storage/sources.ts'

/** Entries taken from one answer; a feed that shows more has its newest read. */
export const entriesMax = 2_000
/**
 * A feed's text at least this long is the article, and no page is read for it: content that is marked as such may be
 * short, as short articles are; a summary must be longer than any teaser.
 */
const fullTextCharactersMin = { content: 400, summary: 1_200 } as const

/** Whose entries they are, and what is to be done with them. */
export type EntriesOf = {
  readonly source: Pick<SourceState, 'id' | 'feedUrl' | 'fullText'>
  readonly nowMs: number
  readonly fetchArticles: boolean
}

/** Entries as they are saved: with an id, a title, a time that is not in the future, and the article that the feed gives. */
export function newEntries(feed: Pick<Feed, 'entries' | 'language'>, options: EntriesOf): NewEntry[] {
  const { source, nowMs, fetchArticles } = options
  const seen = new Set<string>()
  const entries: NewEntry[] = []
  const keyOf = keysFor(feed.entries)
  const leadsToOne = ownLinks(feed.entries)
  for (const given of newest(feed.entries)) {
    const id = entryIdOf(source.id, keyOf(given))
    if (seen.has(id)) continue
    seen.add(id)
    const entry = withVisibleNames(given)
    const article = articleOfEntry(entry, undefined, {
      feedUrl: source.feedUrl,
      ...((entry.language ?? feed.language) === undefined ? {} : { language: entry.language ?? feed.language }),
    })
    const pageUrl = entry.url === undefined ? undefined : canonicalUrl(entry.url)
    const enough = fullTextCharactersMin[entry.content === undefined ? 'summary' : 'content']
    const isShort = source.fullText === 'always' || article.text.length < enough
    const wantsPage = fetchArticles && source.fullText !== 'never' && pageUrl !== undefined && isShort
    entries.push({
      id,
      entry: wantsPage ? entry : withoutBodies(entry),
      title: article.title ?? titleOf(entry, article.text),
      publishedAtMs: timeOf(entry, nowMs),
      article,
      ...(wantsPage ? { pageUrl } : {}),
      ...(entry.url !== undefined && leadsToOne(pageUrl) ? { ownLink: entry.url } : {}),
    })
  }
  return entries
}

function newest(entries: readonly Entry[]): readonly Entry[] {
  if (entries.length <= entriesMax) return entries
  const timeMs = (entry: Entry): number => timeGiven(entry) ?? Number.NEGATIVE_INFINITY
  return entries.toSorted((a, b) => timeMs(b) - timeMs(a) || 0).slice(0, entriesMax)
}

/** An entry's own key; its address where the feed gives one key to entries that are not the same. */
function keysFor(entries: readonly Entry[]): (entry: Entry) => string {
  const first = new Map<string, Entry>()
  const ambiguous = new Set<string>()
  for (const entry of entries) {
    const other = first.get(entry.id)
    if (other === undefined) first.set(entry.id, entry)
    else if (other.url !== entry.url && other.title !== entry.title) ambiguous.add(entry.id)
  }
  return ({ id, url }) => (url !== undefined && ambiguous.has(id) ? url : id)
}

/**
 * Whether an address is that of one entry: status pages and podcasts give theirs all the same one, and a site's front page is
 * about none of them.
 */
function ownLinks(entries: readonly Entry[]): (link: string | undefined) => boolean {
  const keys = new Map<string, string>()
  const shared = new Set<string>()
  for (const { id, url } of entries) {
    const link = url === undefined ? undefined : canonicalUrl(url)
    if (link === undefined) continue
    const { pathname, search } = new URL(link)
    if ((keys.get(link) ?? id) !== id || pathname + search === '/') shared.add(link)
    keys.set(link, id)
  }
  return (link) => link !== undefined && !shared.has(link)
}

/** Names stand beside other words: they may not turn these around. */
function withVisibleNames(entry: Entry): Entry {
  const visible = (names: readonly string[]) => names.map(visibleText).filter((name) => name !== '')
  return { ...entry, authors: visible(entry.authors), categories: visible(entry.categories) }
}

/** What the feed gave as text is in the article; it is needed once more only beside a page that comes. */
function withoutBodies({ content: _content, summary: _summary, ...entry }: Entry): Entry {
  return entry
}

const titleCharactersMax = 80

/** Entries of some feeds have no title: then the beginning of the text stands for it. */
function titleOf(entry: Entry, text: string): string {
  const start = text.trim().split('\n')[0] ?? ''
  if (start === '') return entry.url ?? entry.id
  return start.length <= titleCharactersMax ? start : `${start.slice(0, titleCharactersMax).trimEnd()}…`
}

function timeOf(entry: Entry, nowMs: number): number {
  return Math.min(timeGiven(entry) ?? nowMs, nowMs)
}

/** The first newspaper is of 1605: what is older is told by another calendar. */
const newsMsMin = Date.UTC(1605, 0, 1)

/** The time that an entry gives, if it can be one of news: the zero of computers' clocks stands for none. */
function timeGiven({ publishedAt, updatedAt }: Entry): number | undefined {
  return [publishedAt, updatedAt].map((time) => Date.parse(time ?? '')).find((ms) => ms >= newsMsMin && ms !== 0)
}

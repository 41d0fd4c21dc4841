import { entryIdOf } from '../domain/derive-id.ts'
import type { Entry, Feed } from '../domain/feed.ts'
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
  for (const entry of feed.entries.slice(0, entriesMax)) {
    const id = entryIdOf(source.id, entry.id)
    if (seen.has(id)) continue
    seen.add(id)
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
    })
  }
  return entries
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
  const given = Date.parse(entry.publishedAt ?? entry.updatedAt ?? '')
  return Number.isNaN(given) ? nowMs : Math.min(given, nowMs)
}

import { entryIdOf } from '../domain/derive-id.ts'
import type { Feed, ReadSitemap } from '../domain/feed.ts'
import type { EntryId } from '../domain/ids.ts'
import type { Problem } from '../domain/problem.ts'
import { parseFeed } from '../pipeline/feeds/parse-feed.ts'
import type { SitemapLink } from '../pipeline/feeds/sitemap-index.ts'
import type { NewEntry } from '../platform/storage/entries.ts'
import { type EntriesOf, entriesMax, newEntries } from './new-entries.ts'
import { TookTooLong } from './threads/thread-pool.ts'
import type { Work } from './work.ts'

/** What a source sent, before it is known whether it is a feed. */
export type FeedBytes = {
  readonly bytes: Uint8Array
  /** Where it came from in the end. */
  readonly url: string
  readonly contentType?: string
  /** A sitemap may name all pages of a site: those that it does not call news are left out. */
  readonly onlyNews?: boolean
}

/** A feed as it is saved. */
export type FeedRead = {
  /** What it says of itself. */
  readonly feed: Omit<Feed, 'entries' | 'withdrawn'>
  readonly entries: readonly NewEntry[]
  /** When what it shows was published, milliseconds since 1970. */
  readonly entryTimesMs: readonly number[]
  /** Entries that it says are no more, and that it does not show all the same. */
  readonly withdrawn: readonly EntryId[]
  /** Where it is an index of sitemaps: those that were followed. */
  readonly sitemaps?: readonly ReadSitemap[]
}

/** `links`: it is an index of sitemaps, and names these. */
export type ReadAnswer = FeedRead | { readonly links: readonly SitemapLink[] } | { readonly problem: Problem }

/** Bytes → Feed → entries ready to be saved. Never throws. */
export function readFeed({ bytes, url, contentType, onlyNews }: FeedBytes, options: EntriesOf): ReadAnswer {
  const parsed = parseFeed(bytes, { url, ...(contentType === undefined ? {} : { contentType }) })
  if (parsed.sitemaps !== undefined) return { links: parsed.sitemaps }
  const { problems } = parsed
  // A news sitemap gives each page a title; others give none.
  const feed = onlyNews === true ? newsOf(parsed.feed) : parsed.feed
  if (feed === null) return { problem: problems[0] ?? { code: 'not-a-feed', message: 'What came is not a feed.' } }
  const { entries, withdrawn = [], ...self } = feed
  const shown = new Set(entries.map(({ id }) => id))
  return {
    feed: self,
    entries: newEntries(feed, options),
    entryTimesMs: entries.flatMap(({ publishedAt }) => (publishedAt === undefined ? [] : [Date.parse(publishedAt)])),
    withdrawn: withdrawn
      .filter((key) => !shown.has(key))
      .slice(0, entriesMax)
      .map((key) => entryIdOf(options.source.id, key)),
  }
}

function newsOf(feed: Feed | null): Feed | null {
  return feed && { ...feed, entries: feed.entries.filter(({ title }) => title !== undefined) }
}

/** The same off the main thread, for no longer than a thread may take, and before pages are. */
export async function readFeedInThread(
  { threads, now, fetchArticles }: Pick<Work, 'threads' | 'now' | 'fetchArticles'>,
  { bytes, url, contentType, onlyNews }: FeedBytes,
  source: EntriesOf['source'],
): Promise<ReadAnswer> {
  const { id, feedUrl, fullText } = source
  const options: EntriesOf = { source: { id, feedUrl, fullText }, nowMs: now(), fetchArticles }
  const sent: FeedBytes = {
    bytes,
    url,
    ...(contentType === undefined ? {} : { contentType }),
    ...(onlyNews === undefined ? {} : { onlyNews }),
  }
  try {
    // The thread answers `read-feed` with what readFeed gives.
    return (await threads.run({ task: 'read-feed', sent, options }, { first: true })) as ReadAnswer
  } catch (error) {
    if (!(error instanceof TookTooLong)) throw error
    return { problem: { code: 'too-slow-to-read', message: `What ${url} sent takes too long to read.` } }
  }
}

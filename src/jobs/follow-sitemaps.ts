import type { ReadSitemap } from '../domain/feed.ts'
import type { Problem } from '../domain/problem.ts'
import { chooseSitemaps, isToBeRead, type SitemapLink } from '../pipeline/feeds/sitemap-index.ts'
import { entriesMax } from './new-entries.ts'
import type { Received } from './plan-fetch.ts'
import { type FeedBytes, type FeedRead, readFeedInThread } from './read-feed.ts'
import type { Work } from './work.ts'

type Following = Pick<Work, 'http' | 'threads' | 'now' | 'fetchArticles' | 'log'>

/** A source whose address may be an index of sitemaps. */
export type IndexSource = Parameters<typeof readFeedInThread>[2] & { readonly sitemaps?: readonly ReadSitemap[] }

export type SourceAnswer = FeedRead | Failure
type Failure = { readonly problem: Problem; readonly retryAfterSeconds?: number }

/** What a source's address gave: the feed, or, where that is an index of sitemaps, the news in those as one feed. */
export async function readSource(work: Following, sent: FeedBytes, source: IndexSource): Promise<SourceAnswer> {
  const read = await readFeedInThread(work, sent, source)
  return 'links' in read ? await followSitemaps(work, source, { url: sent.url, links: read.links }) : read
}

/**
 * Reads the sitemaps of an index, one after another, those that may have changed. What is in them and no news is passed over:
 * sitemaps list all pages of a site. One that fails is tried at the next time; when its server wants to be left alone, or
 * none could be read at all, the source fails.
 */
export async function followSitemaps(
  work: Following,
  source: IndexSource,
  index: { readonly url: string; readonly links: readonly SitemapLink[] },
): Promise<SourceAnswer> {
  const before = new Map(source.sitemaps?.map((sitemap) => [sitemap.url, sitemap]))
  const sitemaps: ReadSitemap[] = []
  const reads: FeedRead[] = []
  let failure: Failure | undefined
  for (const link of chooseSitemaps(index.links, index.url)) {
    const known = before.get(link.url)
    const isLeft = known !== undefined && !isToBeRead(link, known, work.now())
    const end = isLeft ? { sitemap: known } : await readSitemap(work, source, { link, known })
    if ('problem' in end) {
      if (end.retryAfterSeconds !== undefined || end.problem.code === 'aborted') return end
      work.log.warn({ source: source.feedUrl, sitemap: link.url, code: end.problem.code }, end.problem.message)
      failure ??= end
      if (known !== undefined) sitemaps.push(known)
      continue
    }
    sitemaps.push(end.sitemap)
    if ('read' in end && end.read !== undefined) reads.push(end.read)
  }
  if (!sitemaps.some(({ holdsNews }) => holdsNews)) return failure ?? { problem: noNews(index.url, sitemaps.length) }
  return together(reads, sitemaps)
}

type Followed = { readonly link: SitemapLink; readonly known: ReadSitemap | undefined }
type SitemapEnd = { readonly sitemap: ReadSitemap; readonly read?: FeedRead } | Failure

async function readSitemap(work: Following, source: IndexSource, { link, known }: Followed): Promise<SitemapEnd> {
  const outcome = await work.http.fetch(link.url, {
    accept: 'feed',
    ...(known === undefined ? {} : { validators: known }),
  })
  if (outcome.kind === 'failed') return outcome
  const readAtMs = work.now()
  if (outcome.kind === 'not-modified') {
    if (known === undefined)
      return { problem: { code: 'no-answer', message: `${link.url} answered that nothing changed.` } }
    return { sitemap: { ...known, ...link, readAtMs } }
  }
  const read = await readFeedInThread(work, { ...outcome, onlyNews: true }, source)
  if ('problem' in read) return read
  if ('links' in read)
    return {
      problem: { code: 'not-a-feed', message: `${link.url} is one more index of sitemaps; an index names none.` },
    }
  const holdsNews = read.entries.length > 0 || (known?.holdsNews ?? false)
  return { sitemap: { ...link, ...validatorsOf(outcome), readAtMs, holdsNews }, read }
}

function validatorsOf({ etag, lastModified }: Received): Pick<ReadSitemap, 'etag' | 'lastModified'> {
  return { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) }
}

function together(reads: readonly FeedRead[], sitemaps: readonly ReadSitemap[]): FeedRead {
  const all = new Map(reads.flatMap((read) => read.entries.map((entry) => [entry.id, entry] as const)))
  return {
    feed: reads.find(({ entries: some }) => some.length > 0)?.feed ?? { format: 'sitemap' },
    entries: [...all.values()].sort((a, b) => b.publishedAtMs - a.publishedAtMs).slice(0, entriesMax),
    entryTimesMs: reads.flatMap(({ entryTimesMs }) => entryTimesMs),
    withdrawn: [],
    sitemaps,
  }
}

function noNews(url: string, read: number): Problem {
  const message =
    read === 0
      ? `${url} is an index of sitemaps, and names none on its own host.`
      : `${url} is an index of sitemaps; the ${read} of them that were read hold no news, as no page in them has <news:news>.`
  return { code: 'no-news', message }
}

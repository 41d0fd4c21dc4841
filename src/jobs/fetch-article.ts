import type { Article } from '../domain/article.ts'
import type { SourceId } from '../domain/ids.ts'
import { articleOfEntry } from '../pipeline/articles/merge-entry.ts'
import { loadSource } from '../platform/storage/sources.ts'
import {
  dropWantedPage,
  postponeWantedPage,
  savePage,
  type WantedPage,
  wantedPages,
} from '../platform/storage/wanted-pages.ts'
import { importIsOn } from './import-is-on.ts'
import type { Work } from './work.ts'

/** Pages read in one run of the job; the next run goes on, after whatever is more urgent. */
const pagesPerRun = 5
const attemptsMax = 3
const postponeMs = 10 * 60_000

/** Reads the pages behind a source's entries whose feed gives no full text: Entry → Article. */
export async function fetchArticle(work: Work, { sourceId }: { readonly sourceId: SourceId }): Promise<void> {
  if (await importIsOn(work)) return
  const source = await loadSource(work.db, sourceId)
  const pages = await wantedPages(work.db, sourceId, pagesPerRun)
  for (const page of pages) {
    if (source === undefined) await dropWantedPage(work.db, page.entryId)
    else
      await readPage(work, {
        page,
        feedUrl: source.feedUrl,
        ...(source.language === undefined ? {} : { language: source.language }),
      })
  }
  if (pages.length > 0) await work.ask([{ job: 'assign-story' }, { job: 'understand-entry' }])
  if (pages.length === pagesPerRun) await work.ask([{ job: 'fetch-article', sourceId }])
}

async function readPage(
  work: Work,
  { page, feedUrl, language }: { readonly page: WantedPage; readonly feedUrl: string; readonly language?: string },
): Promise<void> {
  const outcome = await work.http.fetch(page.url, { accept: 'page', robots: true })
  if (outcome.kind !== 'ok')
    return await giveUp(work, page, outcome.kind === 'failed' ? outcome.problem.code : outcome.kind)
  const extracted = await extractInThread(work, outcome).catch((error: unknown) => {
    work.log.warn({ url: page.url, error: String(error) }, 'page cannot be read')
    return undefined
  })
  if (extracted === undefined) return await dropWantedPage(work.db, page.entryId)
  const article = articleOfEntry(page.published, extracted, {
    feedUrl,
    ...(language === undefined ? {} : { language }),
  })
  await savePage(work.db, { ...page, article })
}

/** Extraction of a page that a stranger wrote runs in a thread, for no longer than a thread may take. */
export async function extractInThread(
  { threads }: Pick<Work, 'threads'>,
  page: { readonly bytes: Uint8Array; readonly contentType?: string; readonly url: string },
): Promise<Article> {
  const { bytes, contentType, url } = page
  // The thread answers `extract` with an Article.
  return (await threads.run({ task: 'extract', bytes, contentType, url })) as Article
}

/** Answers that another time may change: everything else is final. */
const passing = /^(rate-limited|connect|connection|response|too-slow|reset|host-not-found|too-busy|http-5)/

async function giveUp(work: Work, page: WantedPage, code: string): Promise<void> {
  // The program is stopping, which says nothing of the page: it is read at the next start.
  if (code === 'aborted') return
  work.log.debug({ url: page.url, code }, 'page not read; the feed’s own words stay')
  if (passing.test(code) && page.attempts + 1 < attemptsMax) await postponeWantedPage(work.db, page.entryId, postponeMs)
  else await dropWantedPage(work.db, page.entryId)
}

/**
 * Adding what a person points at: a feed, a list of feeds (OPML), a page that names its feed, or a single article. One
 * request where possible: what came in answer is used at once.
 */
import type { Article } from '../domain/article.ts'
import { entryIdOf, sourceIdOf } from '../domain/derive-id.ts'
import type { EntryId, SourceId } from '../domain/ids.ts'
import { keepable } from '../domain/keepable.ts'
import type { Problem } from '../domain/problem.ts'
import { decodePage } from '../pipeline/articles/decode-page.ts'
import { canonicalUrl, feedAddress, feedUrlCharactersMax, isKeptAddress } from '../pipeline/feeds/canonical-url.ts'
import { discoverFeeds } from '../pipeline/feeds/discover-feeds.ts'
import { notAnAddress, parseOpml } from '../pipeline/feeds/opml.ts'
import type { FetchOutcome } from '../platform/net/http-client.ts'
import { publish } from '../platform/storage/outbox.ts'
import { sourcesAt } from '../platform/storage/source-names.ts'
import { addSources, loadSource, type NewSource, type SourceState } from '../platform/storage/sources.ts'
import { extractInThread } from './fetch-article.ts'
import { readSource } from './follow-sitemaps.ts'
import { saveFeed } from './save-feeds.ts'
import { askForTheRest, saveAndTell, sourcesToGoOnWith } from './take-in.ts'
import type { Work } from './work.ts'

export type Added =
  | {
      readonly kind: 'source'
      readonly id: SourceId
      readonly title: string
      readonly isNew: boolean
      readonly entries: number
    }
  | {
      readonly kind: 'list'
      readonly added: readonly { id: SourceId; title: string }[]
      readonly known: number
      /** What of the list could not be added. */
      readonly problems: readonly Problem[]
      /** What was wrong with its text and cost no source. */
      readonly repairs: readonly Problem[]
    }
  | {
      readonly kind: 'article'
      readonly id: EntryId
      readonly sourceId: SourceId
      readonly title: string
      readonly isNew: boolean
      readonly feeds: readonly string[]
    }
  | { readonly kind: 'problem'; readonly problem: Problem }

type AddWork = Pick<Work, 'db' | 'log' | 'http' | 'threads' | 'now' | 'random' | 'ask' | 'fetchArticles' | 'publicUrl'>
type Ok = Extract<FetchOutcome, { kind: 'ok' }>

/** Shorter texts with a date are a page about something else. */
const articleCharactersMin = 400

export async function addByUrl(work: AddWork, given: string): Promise<Added> {
  const url = feedAddress(given.trim())
  if (url === undefined)
    return problem(
      'bad-url',
      `${JSON.stringify(given)} is not the address of a feed or a page. It must begin with http:// or https://.`,
    )
  const outcome = await work.http.fetch(url, { accept: 'any' })
  if (outcome.kind === 'failed') return { kind: 'problem', problem: outcome.problem }
  if (outcome.kind === 'not-modified')
    return problem('no-answer', `${url} answered that nothing changed, although it was not asked before.`)
  return await addWhatCame(work, url, outcome)
}

async function addWhatCame(work: AddWork, url: string, outcome: Ok): Promise<Added> {
  const asFeed = await addFeed(work, url, outcome)
  if (asFeed.kind === 'source') return asFeed
  const page = decodePage(outcome.bytes, outcome.contentType)
  if (/<opml[\s>]/i.test(page.slice(0, 2_000))) return await addOpml(work, outcome.bytes)
  if (/<html[\s>]|<!doctype html|<head[\s>]|<body[\s>]/i.test(page.slice(0, 10_000)))
    return await addFromPage(work, { url, page, outcome })
  return asFeed
}

type AddedAs<Kind extends Added['kind']> = Extract<Added, { readonly kind: Kind }>

/** Adds what came as a feed, with all that it shows; what is none comes back as the problem that it is. */
async function addFeed(work: AddWork, url: string, outcome: Ok): Promise<AddedAs<'source' | 'problem'>> {
  const { permanentUrl } = outcome
  const feedUrl = permanentUrl !== undefined && isKeptAddress(permanentUrl) ? permanentUrl : url
  const known = await sourceKnownAt(work, feedUrl)
  const id = known?.id ?? sourceIdOf(feedUrl)
  const read = await readSource(work, outcome, known ?? { id, feedUrl, fullText: 'auto' })
  if ('problem' in read) return { kind: 'problem', problem: read.problem }
  if (!isKeptAddress(feedUrl)) return { kind: 'problem', problem: tooLong(feedUrl) }
  const source = newSource(feedUrl, { title: read.feed.title, siteUrl: read.feed.siteUrl })
  const isNew = known === undefined && (await addSources(work.db, [source])).length > 0
  const state = known ?? (await loadSource(work.db, id))
  const entries = state === undefined ? 0 : await saveFeed(work, { source: state, outcome, read, unconditional: true })
  await publish(work.db, { kind: 'sources-changed' })
  return { kind: 'source', id, title: source.title, isNew, entries }
}

/** A source that has moved is known by its new address, and has the id that its first one gave it. */
async function sourceKnownAt({ db }: AddWork, feedUrl: string): Promise<SourceState | undefined> {
  const [there] = await sourcesAt(db, [feedUrl])
  return await loadSource(db, there?.id ?? sourceIdOf(feedUrl))
}

function tooLong(url: string): Problem {
  return {
    code: 'bad-url',
    message: `${url.slice(0, 100)}… has ${url.length} characters; the address of a feed has at most ${feedUrlCharactersMax}.`,
  }
}

/** Adds every outline of an OPML file; they are fetched when their turn comes. */
export async function addOpml(work: Pick<AddWork, 'db' | 'ask'>, bytes: Uint8Array): Promise<Added> {
  const { outlines, problems, repairs } = parseOpml(bytes)
  const [none] = problems
  if (none !== undefined && (none.code === 'not-opml' || none.code === 'too-large'))
    return { kind: 'problem', problem: none }
  const wrong: Problem[] = [...problems]
  // One that is listed twice is what its first place in the list says.
  const sources = new Map<SourceId, NewSource>()
  for (const outline of outlines) {
    const url = feedAddress(outline.feedUrl)
    if (url === undefined) wrong.push(notAnAddress(outline.title, outline.feedUrl))
    else if (!isKeptAddress(url)) wrong.push(tooLong(url))
    else {
      const source = newSource(url, { title: outline.title, siteUrl: outline.siteUrl })
      if (!sources.has(source.id)) sources.set(source.id, { ...source, folders: outline.folders })
    }
  }
  if (sources.size === 0 && wrong.length === 0)
    return problem(
      'opml-empty',
      [
        'The list names no feed: no outline in it has an xmlUrl.',
        ...repairs.slice(0, 1).map((one) => one.message),
      ].join(' '),
    )
  const added = new Set(await addSources(work.db, [...sources.values()]))
  await publish(work.db, { kind: 'sources-changed' })
  return {
    kind: 'list',
    added: [...sources.values()].filter((s) => added.has(s.id)).map(({ id, title }) => ({ id, title })),
    known: sources.size - added.size,
    problems: wrong,
    repairs,
  }
}

async function addFromPage(
  work: AddWork,
  { url, page, outcome }: { readonly url: string; readonly page: string; readonly outcome: Ok },
): Promise<Added> {
  const feeds = discoverFeeds(page, outcome.url).map((feed) => feed.url)
  const article = await extractInThread(work, {
    bytes: outcome.bytes,
    url: outcome.url,
    ...(outcome.contentType === undefined ? {} : { contentType: outcome.contentType }),
  })
  if (isArticle(article, outcome.url))
    return await addArticle(work, { url: article.canonicalUrl ?? outcome.url, article, feeds })
  if (feeds.length === 0)
    return problem(
      'no-feed',
      `${url} is a page that names no feed and holds no article. Give the address of its feed, if it has one.`,
    )
  let wrong: Added | undefined
  for (const feed of feeds.slice(0, feedsTriedMax)) {
    const found = await work.http.fetch(feed, { accept: 'feed' })
    const asFeed = found.kind === 'ok' ? await addFeed(work, feed, found) : undefined
    if (asFeed?.kind === 'source') return asFeed
    wrong ??=
      found.kind === 'failed'
        ? { kind: 'problem', problem: found.problem }
        : problem('not-a-feed', `${url} names ${feed} as its feed, but that is none.`)
  }
  return wrong ?? problem('not-a-feed', `${url} names no feed.`)
}

/** Feeds that a page names are tried until one is: some pages go on naming what is long gone. */
const feedsTriedMax = 3

function isArticle(article: Article, url: string): boolean {
  return (
    article.publishedAt !== undefined && article.text.length >= articleCharactersMin && new URL(url).pathname !== '/'
  )
}

/** A single article belongs to a source that stands for its site and is never polled. */
async function addArticle(
  work: AddWork,
  { url, article, feeds }: { readonly url: string; readonly article: Article; readonly feeds: readonly string[] },
): Promise<Added> {
  const key = canonicalUrl(url) ?? url
  const { origin, host } = new URL(key)
  const source: NewSource = {
    ...newSource(`${origin}/#pages`, { title: article.siteName ?? host, siteUrl: origin }),
    kind: 'page',
  }
  const title = keepable(article.title ?? key)
  const nowMs = work.now()
  const publishedAtMs = Math.min(Date.parse(article.publishedAt ?? '') || nowMs, nowMs)
  const entry = { id: key, url: key, title, authors: [], categories: [], enclosures: [], media: [] }
  const id = entryIdOf(source.id, key)
  const saved = await work.db.transaction().execute(async (tx) => {
    await addSources(tx, [source])
    return await saveAndTell(
      tx,
      { sourceId: source.id, entries: [{ id, entry, title, publishedAtMs, article }] },
      nowMs,
    )
  })
  await askForTheRest(work, sourcesToGoOnWith(source.id, saved))
  return { kind: 'article', id, sourceId: source.id, title, isNew: saved.added.length > 0, feeds }
}

function newSource(
  feedUrl: string,
  named: { readonly title: string | undefined; readonly siteUrl: string | undefined },
): NewSource {
  const title = keepable(named.title ?? '').trim()
  return {
    id: sourceIdOf(feedUrl),
    kind: 'feed',
    feedUrl,
    title: title === '' ? new URL(feedUrl).host : title,
    ...(named.siteUrl === undefined ? {} : { siteUrl: named.siteUrl }),
    folders: [],
  }
}

function problem(code: string, message: string): Added {
  return { kind: 'problem', problem: { code, message } }
}

import { entryIdOf } from '../domain/derive-id.ts'
import type { Entry, Feed } from '../domain/feed.ts'
import type { EntryId, SourceId } from '../domain/ids.ts'
import type { Problem } from '../domain/problem.ts'
import { articleOfEntry } from '../pipeline/articles/merge-entry.ts'
import { canonicalUrl } from '../pipeline/feeds/canonical-url.ts'
import { type NextFetch, nextFetch, redirectDecision } from '../pipeline/feeds/next-fetch.ts'
import { parseFeed } from '../pipeline/feeds/parse-feed.ts'
import type { FetchOutcome } from '../platform/net/http-client.ts'
import type { NewEntry } from '../platform/storage/entries.ts'
import {
  type FetchRecord,
  loadSources,
  recentEntryTimes,
  type SourceState,
  saveFetch,
  saveUnchanged,
  type UnchangedRecord,
} from '../platform/storage/sources.ts'
import { heldEntries } from '../platform/storage/withdrawals.ts'
import { batchUp } from './batch-up.ts'
import { followHub } from './renew-subscriptions.ts'
import { askForTheRest, saveAndTell } from './take-in.ts'
import { withdrawEntries } from './withdraw-entries.ts'
import type { Work } from './work.ts'

const dayMs = 86_400_000
/** Entries taken from one answer; a feed that shows more has its newest read. */
const entriesMax = 2_000
/**
 * A feed's text at least this long is the article, and no page is read for it: content that is marked as such may be
 * short, as short articles are; a summary must be longer than any teaser.
 */
const fullTextCharactersMin = { content: 400, summary: 1_200 } as const
/** How many recent entries tell a source's rhythm. */
const rhythmEntries = 50

/**
 * Fetches sources and saves what is new: bytes → Feed → Entry. Run twice, nothing comes twice. What needs the database alone
 * is done for many of them at once. One that fails to be saved keeps no other from it, and has the job run again.
 */
export async function refreshSources(
  work: Work,
  { sourceIds }: { readonly sourceIds: readonly SourceId[] },
): Promise<void> {
  const sources = await loadSources(work.db, sourceIds)
  const store = {
    rhythm: batchUp(
      async (ids: readonly SourceId[]) => {
        const times = await recentEntryTimes(work.db, ids, rhythmEntries)
        return (id: SourceId) => times.get(id) ?? []
      },
      { itemsMax: sourceIds.length },
    ),
    saveUnchanged: batchUp(
      async (records: readonly UnchangedRecord[]) => {
        await saveUnchanged(work.db, records)
        return () => undefined
      },
      { itemsMax: sourceIds.length },
    ),
  }
  const ended = await Promise.allSettled(
    sources.map(async (source) => {
      work.refreshing.add(source.id)
      await refreshSource({ ...work, ...store }, source).finally(() => work.refreshing.delete(source.id))
    }),
  )
  for (const end of ended) if (end.status === 'rejected') throw end.reason
}

type Refresh = Work & {
  /** Publication times of the source's newest entries. */
  readonly rhythm: (id: SourceId) => Promise<readonly number[]>
  readonly saveUnchanged: (record: UnchangedRecord) => Promise<void>
}

async function refreshSource(work: Refresh, source: SourceState): Promise<void> {
  const validators = validatorsFor(source, work.now())
  const outcome = await work.http.fetch(source.feedUrl, {
    accept: 'feed',
    ...(validators === undefined ? {} : { validators }),
  })
  switch (outcome.kind) {
    case 'ok':
      return await receive(work, { source, outcome, unconditional: validators === undefined })
    case 'not-modified':
      return await receiveUnchanged(work, source, outcome)
    case 'failed':
      return await fail(work, source, outcome)
  }
}

/** Once a day the whole feed is asked for, in case a server answers 304 for ever. */
function validatorsFor(source: SourceState, nowMs: number): { etag?: string; lastModified?: string } | undefined {
  if (source.unconditionalAtMs === undefined || nowMs - source.unconditionalAtMs > dayMs) return undefined
  if (source.etag === undefined && source.lastModified === undefined) return undefined
  return {
    ...(source.etag === undefined ? {} : { etag: source.etag }),
    ...(source.lastModified === undefined ? {} : { lastModified: source.lastModified }),
  }
}

async function receiveUnchanged(work: Refresh, source: SourceState, outcome: NotModified): Promise<void> {
  const plan = schedule(work, source, { kind: 'unchanged', outcome, entryTimesMs: await work.rhythm(source.id) })
  const { feedUrl, moved } = movedFields(source, outcome.permanentUrl)
  const record = { ...plan, moved, bytesSaved: source.lastBytes }
  if (feedUrl === undefined) await work.saveUnchanged({ ...record, id: source.id })
  else await saveFetch(work.db, source.id, { ...record, feedUrl, problem: null })
}

type NotModified = Extract<FetchOutcome, { kind: 'not-modified' }>
type Ok = Extract<FetchOutcome, { kind: 'ok' }>

async function receive(
  work: Refresh,
  { source, outcome, unconditional }: { source: SourceState; outcome: Ok; unconditional: boolean },
): Promise<void> {
  const { feed, problems } = parseFeed(outcome.bytes, {
    url: outcome.url,
    ...(outcome.contentType === undefined ? {} : { contentType: outcome.contentType }),
  })
  if (feed === null) {
    const problem = problems[0] ?? { code: 'not-a-feed', message: 'What came is not a feed.' }
    return await fail(work, source, { kind: 'failed', problem })
  }
  await saveFeed(work, { source, feed, outcome, unconditional })
  await withdrawEntries(work, await withdrawnEntries(work, source, feed))
}

/** Entries that the feed says are no more, and that it does not show all the same. */
async function withdrawnEntries({ db }: Work, source: SourceState, feed: Feed): Promise<EntryId[]> {
  const shown = new Set(feed.entries.map(({ id }) => id))
  const gone = (feed.withdrawn ?? []).filter((key) => !shown.has(key)).slice(0, entriesMax)
  return gone.length === 0
    ? []
    : await heldEntries(
        db,
        gone.map((key) => entryIdOf(source.id, key)),
      )
}

/** Saves a feed that was fetched, by this job or by whoever added the source. */
export async function saveFeed(
  work: Pick<Work, 'db' | 'now' | 'random' | 'ask' | 'fetchArticles' | 'publicUrl'>,
  options: { readonly source: SourceState; readonly feed: Feed; readonly outcome: Ok; readonly unconditional: boolean },
): Promise<number> {
  const { source, feed, outcome } = options
  const entries = newEntries(feed, { source, nowMs: work.now(), fetchArticles: work.fetchArticles })
  const plan = schedule(work, source, { kind: 'received', outcome, feed })
  const saved = await work.db.transaction().execute(async (tx) => {
    const result = await saveAndTell(tx, { sourceId: source.id, entries }, work.now())
    await saveFetch(tx, source.id, {
      ...plan,
      ...receivedFields(options),
      entriesAdded: result.added.length,
    })
    const asksHub = await followHub(tx, work, {
      sourceId: source.id,
      hubUrl: outcome.hubUrl ?? feed.hubUrl,
      topicUrl: outcome.selfUrl ?? feed.feedUrl ?? outcome.url,
    })
    return { ...result, asksHub }
  })
  await askForTheRest(work, source.id, saved)
  if (saved.asksHub) await work.ask([{ job: 'renew-subscriptions' }])
  return saved.added.length
}

function receivedFields({
  source,
  feed,
  outcome,
  unconditional,
}: {
  readonly source: SourceState
  readonly feed: Feed
  readonly outcome: Ok
  readonly unconditional: boolean
}): Pick<FetchRecord, 'problem' | 'etag' | 'lastModified'> & Partial<FetchRecord> {
  return {
    ...movedFields(source, outcome.permanentUrl),
    problem: null,
    etag: outcome.etag ?? null,
    lastModified: outcome.lastModified ?? null,
    unconditional,
    // A title that the person who added the source gave stays, until the feed tells its own.
    ...(feed.title === undefined || feed.title === '' ? {} : { title: feed.title }),
    ...(feed.siteUrl === undefined ? {} : { siteUrl: feed.siteUrl }),
    ...(feed.language === undefined ? {} : { language: feed.language }),
    bytesReceived: outcome.bytesReceived,
    lastBytes: outcome.bytesReceived,
  }
}

/** A source that moved for good is asked at its new address from then on. */
function movedFields(
  source: SourceState,
  permanentUrl: string | undefined,
): Pick<UnchangedRecord, 'moved'> & Pick<FetchRecord, 'feedUrl'> {
  const moved = redirectDecision({ permanentUrl, previousUrl: source.movedTo, count: source.movedCount })
  return {
    moved: { to: moved.candidateUrl ?? null, count: moved.count },
    ...(moved.newUrl === undefined ? {} : { feedUrl: moved.newUrl }),
  }
}

async function fail(
  work: Refresh,
  source: SourceState,
  failed: Extract<FetchOutcome, { kind: 'failed' }>,
): Promise<void> {
  const problem: Problem = failed.problem
  // The program is stopping: the source is asked again at the next start.
  if (problem.code === 'aborted') throw new Error(problem.message)
  work.log.warn({ source: source.feedUrl, code: problem.code }, `source cannot be read: ${problem.message}`)
  await saveFetch(work.db, source.id, {
    ...schedule(work, source, { kind: 'failed', outcome: failed, entryTimesMs: await work.rhythm(source.id) }),
    problem,
    ...(failed.gone === true ? { stopped: true } : {}),
  })
}

type Asked =
  | { readonly kind: 'received'; readonly outcome: Ok; readonly feed: Feed }
  | { readonly kind: 'unchanged'; readonly outcome: NotModified; readonly entryTimesMs: readonly number[] }
  | {
      readonly kind: 'failed'
      readonly outcome: Extract<FetchOutcome, { kind: 'failed' }>
      readonly entryTimesMs: readonly number[]
    }

function schedule(
  work: Pick<Work, 'now' | 'random'>,
  source: SourceState,
  asked: Asked,
): Pick<FetchRecord, 'atMs' | 'nextDueAtMs' | 'intervalMinutes' | 'intervalWhy'> {
  const nowMs = work.now()
  const entryTimesMs =
    asked.kind === 'received'
      ? asked.feed.entries.flatMap((entry) => (entry.publishedAt === undefined ? [] : [Date.parse(entry.publishedAt)]))
      : asked.entryTimesMs
  const next: NextFetch = nextFetch({
    kind: asked.kind,
    nowMs,
    random: work.random(),
    entryTimesMs,
    failures: asked.kind === 'failed' ? source.failures + 1 : 0,
    ...(source.ownIntervalMinutes === undefined ? {} : { ownIntervalMinutes: source.ownIntervalMinutes }),
    hubSends: source.hubSends,
    ...(asked.kind === 'received' && asked.feed.intervalMinutes !== undefined
      ? { publisherIntervalMinutes: asked.feed.intervalMinutes }
      : {}),
    ...(asked.kind !== 'failed' && asked.outcome.maxAgeSeconds !== undefined
      ? { maxAgeSeconds: asked.outcome.maxAgeSeconds }
      : {}),
    ...(asked.kind === 'failed' && asked.outcome.retryAfterSeconds !== undefined
      ? { retryAfterSeconds: asked.outcome.retryAfterSeconds }
      : {}),
  })
  return { atMs: nowMs, nextDueAtMs: next.atMs, intervalMinutes: next.intervalMinutes, intervalWhy: next.why }
}

/** Entries as they are saved: with an id, a title, a time that is not in the future, and the article that the feed gives. */
export function newEntries(
  feed: Pick<Feed, 'entries' | 'language'>,
  options: {
    readonly source: Pick<SourceState, 'id' | 'feedUrl' | 'fullText'>
    readonly nowMs: number
    readonly fetchArticles: boolean
  },
): NewEntry[] {
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
      entry,
      title: article.title ?? titleOf(entry, article.text),
      publishedAtMs: timeOf(entry, nowMs),
      article,
      ...(wantsPage ? { pageUrl } : {}),
    })
  }
  return entries
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

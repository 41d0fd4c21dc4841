import type { SourceId } from '../domain/ids.ts'
import type { Problem } from '../domain/problem.ts'
import type { SitemapLink } from '../pipeline/feeds/sitemap-index.ts'
import {
  loadSources,
  recentEntryTimes,
  type SourceState,
  saveFetch,
  saveUnchanged,
  type UnchangedRecord,
} from '../platform/storage/sources.ts'
import { isRefusedValue } from '../platform/storage/storable.ts'
import { heldEntries } from '../platform/storage/withdrawals.ts'
import { batchUp } from './batch-up.ts'
import { followSitemaps, readSource, type SourceAnswer } from './follow-sitemaps.ts'
import { type Failed, movedFields, type NotModified, planFetch, type Received } from './plan-fetch.ts'
import { type FetchedFeed, type SaveEnd, saveFeeds } from './save-feeds.ts'
import { withdrawEntries } from './withdraw-entries.ts'
import { BrokenOff, type Work } from './work.ts'

const dayMs = 86_400_000
/** How many recent entries tell a source's rhythm. */
const rhythmEntries = 50
/** Sources that are saved together. */
const itemsMax = 200
/** Feeds that are saved together: so many that the last of a list are not left to one connection alone. */
const feedsMax = 32
/** Connections that save feeds at the same time: while one waits for the disk, the other goes on. */
const feedSaversMax = 2
/** Feeds that are saved together are no larger than this together, as they came. */
const bytesTogetherMax = 4_000_000

/**
 * Fetches sources and saves what is new: bytes → Feed → Entry. Run twice, nothing comes twice. What needs the database alone
 * is done for many of them at once, also of other jobs that share the `store`. One that fails to be saved keeps no other from it, and has the job run again: then those
 * that have answered since it was asked for, at `atMs`, are left alone.
 */
export async function refreshSources(
  work: Work,
  { sourceIds, atMs }: { readonly sourceIds: readonly SourceId[]; readonly atMs: number },
  store: RefreshStore = openRefreshStore(work),
): Promise<void> {
  const all = await loadSources(work.db, sourceIds).catch((error: unknown) => {
    // Nobody asks them now: whoever looks for due sources is not to think so.
    for (const id of sourceIds) work.refreshing.delete(id)
    throw error
  })
  const nowMs = work.now()
  // A time that is yet to come was told by a clock that has been set since.
  const sources = all.filter(({ lastFetchAtMs = 0 }) => lastFetchAtMs <= atMs || lastFetchAtMs > nowMs)
  // Sources that are gone, and those that have answered since, are not on their way.
  const asked = new Set(sources.map(({ id }) => id))
  for (const id of sourceIds) if (!asked.has(id)) work.refreshing.delete(id)
  const refresh: Refresh = { ...work, ...store }
  const ended = await Promise.allSettled(
    sources.map(async (source) => {
      work.refreshing.add(source.id)
      await refreshSource(refresh, source).finally(() => work.refreshing.delete(source.id))
    }),
  )
  for (const end of ended) if (end.status === 'rejected') throw end.reason
}

export type RefreshStore = {
  /** Publication times of the source's newest entries. */
  readonly rhythm: (id: SourceId) => Promise<readonly number[]>
  readonly saveFeed: (feed: FetchedFeed) => Promise<SaveEnd>
  readonly saveUnchanged: (record: UnchangedRecord) => Promise<void>
}

type Refresh = Work & RefreshStore

/** What jobs ask of the database for their sources, gathered as they end. */
export function openRefreshStore(work: Work): RefreshStore {
  return {
    rhythm: batchUp(
      async (ids: readonly SourceId[]) => {
        const times = await recentEntryTimes(work.db, ids, rhythmEntries)
        return (id: SourceId) => times.get(id) ?? []
      },
      { itemsMax },
    ),
    saveFeed: batchUp(
      async (feeds: readonly FetchedFeed[]) => {
        const ends = await saveFeeds(work, feeds)
        const endOf = new Map(feeds.map((feed, n) => [feed, ends[n]]))
        return (feed) => endOf.get(feed) ?? { error: new Error('a feed was lost on its way to the database') }
      },
      {
        itemsMax: feedsMax,
        atOnce: feedSaversMax,
        size: { of: ({ outcome }) => outcome.bytes.length, max: bytesTogetherMax },
      },
    ),
    saveUnchanged: batchUp(
      async (records: readonly UnchangedRecord[]) => {
        await saveUnchanged(work.db, records)
        return () => undefined
      },
      { itemsMax },
    ),
  }
}

async function refreshSource(work: Refresh, source: SourceState): Promise<void> {
  const validators = validatorsFor(source, work.now())
  const outcome = await work.http.fetch(source.feedUrl, {
    accept: 'feed',
    ...(validators === undefined ? {} : { validators }),
  })
  switch (outcome.kind) {
    case 'ok':
      work.arriving.set(source.id, work.now())
      return await receive(work, { source, outcome, unconditional: validators === undefined }).finally(() =>
        work.arriving.delete(source.id),
      )
    case 'not-modified':
      if (source.sitemaps !== undefined)
        return await receiveIndexUnchanged(work, source, { outcome, links: source.sitemaps })
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
  const plan = planFetch(work, source, { kind: 'unchanged', outcome, entryTimesMs: await work.rhythm(source.id) })
  const { feedUrl, moved } = movedFields(source, outcome.permanentUrl)
  const record = { ...plan, moved, bytesSaved: source.lastBytes }
  if (feedUrl === undefined) await work.saveUnchanged({ ...record, id: source.id })
  else await saveFetch(work.db, source.id, { ...record, feedUrl, problem: null })
}

async function receive(
  work: Refresh,
  {
    source,
    outcome,
    unconditional,
  }: { readonly source: SourceState; readonly outcome: Received; readonly unconditional: boolean },
): Promise<void> {
  const { sitemaps = [] } = source
  const read = await readSource(work, outcome, {
    ...source,
    sitemaps: unconditional ? sitemaps.map(({ etag: _etag, lastModified: _modified, ...rest }) => rest) : sitemaps,
  })
  await save(work, source, { outcome, read, unconditional })
}

/** An index says nothing of what is new in its sitemaps, when it names the same ones as before. */
async function receiveIndexUnchanged(
  work: Refresh,
  source: SourceState,
  { outcome, links }: { readonly outcome: NotModified; readonly links: readonly SitemapLink[] },
): Promise<void> {
  const read = await followSitemaps(work, source, { url: outcome.url, links })
  const { etag, lastModified } = source
  const asBefore = { bytes: new Uint8Array(), bytesReceived: 0, etag, lastModified }
  await save(work, source, { outcome: { ...asBefore, ...outcome, kind: 'ok' }, read, unconditional: false })
}

async function save(
  work: Refresh,
  source: SourceState,
  { outcome, read: answer, unconditional }: Omit<FetchedFeed, 'source' | 'read'> & { readonly read: SourceAnswer },
): Promise<void> {
  if ('problem' in answer) return await fail(work, source, { kind: 'failed', ...answer })
  // Of an index, what was read now is what has changed: its rhythm is that of all that came.
  const known = answer.sitemaps === undefined ? [] : await work.rhythm(source.id)
  const read = { ...answer, entryTimesMs: [...answer.entryTimesMs, ...known] }
  const end = await work.saveFeed({ source, outcome, read, unconditional })
  if ('error' in end) {
    if (!isRefusedValue(end.error)) throw end.error
    const message = `What ${source.feedUrl} sent cannot be kept: ${end.error.message}.`
    return await fail(work, source, { kind: 'failed', problem: { code: 'not-kept', message } })
  }
  if (read.withdrawn.length > 0) await withdrawEntries(work, await heldEntries(work.db, read.withdrawn))
}

async function fail(work: Refresh, source: SourceState, failed: Failed): Promise<void> {
  const problem: Problem = failed.problem
  // The program is stopping: the source is asked again at the next start.
  if (problem.code === 'aborted') throw new BrokenOff(problem.message)
  work.log.warn({ source: source.feedUrl, code: problem.code }, `source cannot be read: ${problem.message}`)
  await saveFetch(work.db, source.id, {
    ...planFetch(work, source, { kind: 'failed', outcome: failed, entryTimesMs: await work.rhythm(source.id) }),
    problem,
    ...(failed.gone === true ? { stopped: true } : {}),
  })
}

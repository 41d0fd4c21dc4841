import type { Database } from '../platform/storage/database.ts'
import type { SavedEntries } from '../platform/storage/entries.ts'
import { type ReceivedRecord, saveReceived } from '../platform/storage/received-feeds.ts'
import { type FetchRecord, type SourceState, saveFetch } from '../platform/storage/sources.ts'
import { importIsOn } from './import-is-on.ts'
import { movedFields, planFetch, type Received } from './plan-fetch.ts'
import type { FeedRead } from './read-feed.ts'
import { followHub } from './renew-subscriptions.ts'
import { saveWordsUnsorted } from './sort-words.ts'
import { askForTheRest, saveAllAndTell, sourcesToGoOnWith } from './take-in.ts'
import type { Work } from './work.ts'

/** A feed that was fetched and read, by a job or by whoever added the source. */
export type FetchedFeed = {
  readonly source: SourceState
  readonly outcome: Received
  readonly read: FeedRead
  /** It was asked for in full, not only if it had changed. */
  readonly unconditional: boolean
}

type SavingWork = Pick<Work, 'db' | 'now' | 'random' | 'ask' | 'publicUrl'>

/** Saves a feed and asks for what follows. Returns how many of its entries are new. */
export async function saveFeed(work: SavingWork, fetched: FetchedFeed): Promise<number> {
  const [end] = await saveFeeds(work, [fetched])
  if (end === undefined || 'error' in end) throw end?.error
  return end.saved.added.length
}

const nothing: SavedEntries = { added: [], changed: [] }

/** `asksHub`: its hub has to be asked to tell of what is new. */
export type SaveEnd = { readonly saved: SavedEntries; readonly asksHub: boolean } | { readonly error: unknown }

/**
 * Saves feeds of different sources in one transaction, and each alone where that fails, so that one that cannot be saved
 * keeps no other from it. Asks for what follows. Returns how each ended, in order.
 */
export async function saveFeeds(work: SavingWork, feeds: readonly FetchedFeed[]): Promise<SaveEnd[]> {
  const ends = await saveTogetherOrAlone(work, feeds)
  await askForTheRest(
    work,
    feeds.flatMap(({ source }, n) => sourcesToGoOnWith(source.id, savedOf(ends[n]))),
  )
  if (ends.some((end) => 'saved' in end && end.asksHub)) await work.ask([{ job: 'renew-subscriptions' }])
  return ends
}

function savedOf(end: SaveEnd | undefined): SavedEntries {
  return end !== undefined && 'saved' in end ? end.saved : nothing
}

async function saveTogetherOrAlone(work: SavingWork, feeds: readonly FetchedFeed[]): Promise<SaveEnd[]> {
  try {
    return await saveTogether(work, feeds)
  } catch (error) {
    if (feeds.length <= 1) return feeds.map(() => ({ error }))
    const ends: SaveEnd[] = []
    for (const feed of feeds) ends.push(...(await saveTogetherOrAlone(work, [feed])))
    return ends
  }
}

async function saveTogether(work: SavingWork, feeds: readonly FetchedFeed[]): Promise<SaveEnd[]> {
  const many = await importIsOn(work)
  return await work.db.transaction().execute(async (tx) => {
    if (many) await saveWordsUnsorted(tx)
    const arrivals = feeds.map(({ source, read }) => ({ sourceId: source.id, entries: read.entries }))
    const all = await saveAllAndTell(tx, arrivals, work.now())
    await saveRecords(
      tx,
      feeds.map((feed) => recordOf(work, feed)),
    )
    const ends: SaveEnd[] = []
    for (const [n, feed] of feeds.entries()) {
      const saved = all[n] ?? nothing
      ends.push({ saved, asksHub: await followHubOf(tx, work, feed) })
    }
    return ends
  })
}

async function followHubOf(tx: Database, work: SavingWork, { source, outcome, read }: FetchedFeed): Promise<boolean> {
  return await followHub(tx, work, {
    sourceId: source.id,
    hubUrl: outcome.hubUrl ?? read.feed.hubUrl,
    topicUrl: outcome.selfUrl ?? read.feed.feedUrl ?? outcome.url,
  })
}

type Saved = ReceivedRecord & Pick<FetchRecord, 'feedUrl'>

/** One that is at another address from now on is saved by itself: another source may be there already. */
async function saveRecords(tx: Database, records: readonly Saved[]): Promise<void> {
  await saveReceived(
    tx,
    records.filter(({ feedUrl }) => feedUrl === undefined),
  )
  for (const { id, ...record } of records)
    if (record.feedUrl !== undefined)
      await saveFetch(tx, id, { ...record, problem: null, lastBytes: record.bytesReceived })
}

function recordOf(work: SavingWork, fetched: FetchedFeed): Saved {
  const { source, outcome, read, unconditional } = fetched
  const { feed, entryTimesMs } = read
  const { moved, feedUrl } = movedFields(source, outcome.permanentUrl)
  return {
    id: source.id,
    ...planFetch(work, source, { kind: 'received', outcome, feed, entryTimesMs }),
    moved,
    ...(feedUrl === undefined ? {} : { feedUrl }),
    etag: outcome.etag ?? null,
    lastModified: outcome.lastModified ?? null,
    unconditional,
    // A title that the person who added the source gave stays, until the feed tells its own.
    ...(feed.title === undefined || feed.title === '' ? {} : { title: feed.title }),
    ...(feed.siteUrl === undefined ? {} : { siteUrl: feed.siteUrl }),
    ...(feed.language === undefined ? {} : { language: feed.language }),
    sitemaps: read.sitemaps ?? null,
    bytesReceived: outcome.bytesReceived,
  }
}

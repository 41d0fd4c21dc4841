/** Doors to sources: list, add, remove, refresh, the catalogue, the first run. */
import { isUuid } from '../../domain/derive-id.ts'
import type { SourceId } from '../../domain/ids.ts'
import type { Problem } from '../../domain/problem.ts'
import { type Added, addByUrl, addOpml } from '../../jobs/add-sources.ts'
import { exportOpml } from '../../jobs/export-opml.ts'
import type { Work } from '../../jobs/work.ts'
import { type CatalogueEntry, searchCatalogue } from '../../pipeline/feeds/catalogue.ts'
import { isGrouping } from '../../platform/lexicons/subject-tree.ts'
import { lastRefreshAt, leftAlone, makeDue, makeOneDue } from '../../platform/storage/due-sources.ts'
import { readStatus } from '../../platform/storage/job-counts.ts'
import { publish } from '../../platform/storage/outbox.ts'
import { listReaders } from '../../platform/storage/readers.ts'
import { sourcesAt } from '../../platform/storage/source-names.ts'
import {
  countPending,
  type HubHealth,
  listSources,
  removeSource,
  type SettingsChange,
  type SourceHealth,
  saveSettings,
} from '../../platform/storage/sources.ts'
import { liveTopics, type StoredTopic } from '../../platform/storage/topics.ts'
import type { SourceSettings, sourceHealthFields } from '../api/contract/sources.ts'
import type { AddedSources, SetupView, SourceView, TopicRef } from '../api/contract.ts'
import type { Doors } from '../doors.ts'
import type { SourceSettingDoors } from './source-settings.ts'
import { topicRef } from './story-card-view.ts'

type SourceDoors = SourceSettingDoors &
  Pick<
    Doors,
    | 'status'
    | 'sources'
    | 'addSources'
    | 'addOpml'
    | 'removeSource'
    | 'refresh'
    | 'catalogue'
    | 'offered'
    | 'inNews'
    | 'setup'
  >

/** A second refresh by hand within this time asks nobody anything new. */
const refreshCooldownMs = 60_000
const interestsMax = 60
const interestsWindowMs = 7 * 86_400_000

export function sourceDoors(
  work: Work,
  {
    catalogue,
    subjects,
    places,
  }: {
    readonly catalogue: readonly CatalogueEntry[]
    readonly subjects: readonly StoredTopic[]
    readonly places: readonly StoredTopic[]
  },
): SourceDoors {
  const { db } = work
  return {
    status: async () => await readStatus(db),
    sources: async () => (await listSources(db)).map((source) => sourceView(source)),
    addSources: async (_reader, urls) => {
      const results: [string, Added][] = []
      for (const url of urls) results.push([url, await addByUrl(work, url)])
      return addedView(results)
    },
    addOpml: async (_reader, opml) => {
      // The mark says that it is text by now, whatever encoding the list says that it was in.
      const added = await addOpml(work, new TextEncoder().encode(`\ufeff${opml}`))
      return added.kind === 'problem' ? { refused: added.problem } : addedView([['', added]])
    },
    removeSource: async (id) => {
      if (!isUuid(id) || !(await removeSource(db, id))) return false
      await publish(db, { kind: 'sources-changed' })
      return true
    },
    source: async (id) => await oneSource(work, id),
    setSource: async (id, settings) => {
      if (!isUuid(id) || !(await saveSettings(db, id, changeOf(settings)))) return undefined
      await publish(db, { kind: 'sources-changed' })
      return await oneSource(work, id)
    },
    sourcesOpml: async () => await exportOpml(db),
    refresh: async (id) => {
      if (id !== undefined) {
        const source = await oneSource(work, id)
        if (source === undefined) return undefined
        if (source.kind !== 'feed') return { refused: notAsked }
        return (await tooSoon(work, id)) ?? (await unwelcome(work, id)) ?? { queued: await makeOneDue(db, id) }
      }
      const queued = await makeDue(db, work.now() - refreshCooldownMs)
      return queued > 0 ? { queued } : ((await tooSoon(work)) ?? (await unwelcome(work)) ?? { queued })
    },
    catalogue: async (query) => {
      const found = searchCatalogue(catalogue, query)
      const there = await sourcesAt(
        db,
        found.sources.map(({ url }) => url),
      )
      const known = new Set(there.map(({ feedUrl }) => feedUrl))
      return { ...found, sources: found.sources.map((source) => ({ ...source, added: known.has(source.url) })) }
    },
    offered: () => ({ subjects: subjects.map(unfollowed), places: places.map(unfollowed) }),
    inNews: async () => {
      const live = await topicsInNews(work)
      return live.length === 0 ? [] : interestsToOffer(live, subjects)
    },
    setup: async () => await setupOf(work, { subjects, places }),
  }
}

const notAsked: Problem = {
  code: 'source-not-asked',
  message: 'This source is never asked: its articles are sent by its publisher, or were added one by one.',
}

/** The refusal where the source, or each of them, was asked within the last minute. */
async function tooSoon({ db, now }: Work, id?: SourceId): Promise<{ readonly refused: Problem } | undefined> {
  const last = await lastRefreshAt(db, id)
  const agoMs = last === undefined ? refreshCooldownMs : now() - last.getTime()
  // A last time that is yet to come was told by a clock that has been set since.
  if (agoMs >= refreshCooldownMs || agoMs < 0) return undefined
  const waitSeconds = Math.ceil((refreshCooldownMs - agoMs) / 1000)
  return { refused: { code: 'refresh-too-soon', message: `Asked just now; again in ${waitSeconds} seconds.` } }
}

/** The refusal where the server, or each that could be asked, wants to be left alone (429 and 503 with Retry-After). */
async function unwelcome({ db }: Work, id?: SourceId): Promise<{ readonly refused: Problem } | undefined> {
  const { until } = await leftAlone(db, id)
  if (until === undefined) return undefined
  const minute = new Date(Math.ceil(until.getTime() / 60_000) * 60_000).toISOString().slice(0, 16).replace('T', ' ')
  return { refused: { code: 'refresh-too-soon', message: `The server asks to be left alone until ${minute} UTC.` } }
}

async function topicsInNews({ db, now }: Work): Promise<readonly StoredTopic[]> {
  return await liveTopics(db, {
    sinceMs: now() - interestsWindowMs,
    kinds: ['subject', 'relation', 'entity'],
    limit: interestsMax,
  })
}

async function setupOf(
  work: Work,
  { subjects, places }: { readonly subjects: readonly StoredTopic[]; readonly places: readonly StoredTopic[] },
): Promise<SetupView> {
  const { db } = work
  const [status, pending, readers, live] = await Promise.all([
    readStatus(db),
    countPending(db),
    listReaders(db),
    topicsInNews(work),
  ])
  return {
    sources: status.sources,
    sourcesPending: pending,
    entries: status.entries,
    stories: status.stories,
    readers: readers.map(({ id, name }) => ({ id, name })),
    interests: interestsToOffer(live, subjects),
    places: places.map(unfollowed),
  }
}

const unfollowed = (topic: StoredTopic): TopicRef => topicRef(topic, new Set())

function changeOf({ name, folders, fullText, intervalMinutes }: SourceSettings): SettingsChange {
  return {
    ...(name === undefined ? {} : { title: name }),
    ...(folders === undefined ? {} : { folders }),
    ...(fullText === undefined ? {} : { fullText }),
    ...(intervalMinutes === undefined ? {} : { intervalMinutes }),
  }
}

async function oneSource({ db }: Work, id: SourceId): Promise<SourceView | undefined> {
  const [source] = isUuid(id) ? await listSources(db, id) : []
  return source === undefined ? undefined : sourceView(source)
}

/** What is written about now, each name once; before anything came in, the subjects there are. */
function interestsToOffer(live: readonly StoredTopic[], subjects: readonly StoredTopic[]): TopicRef[] {
  const named = new Map<string, StoredTopic>()
  for (const topic of [...live, ...subjects])
    if (!named.has(topic.label) && !isGrouping(topic.id)) named.set(topic.label, topic)
  return [...named.values()].slice(0, interestsMax).map(unfollowed)
}

function sourceView(source: SourceHealth): SourceView {
  return {
    id: source.id,
    name: source.title,
    url: source.feedUrl,
    ...(source.siteUrl === undefined ? {} : { siteUrl: source.siteUrl }),
    state: stateOf(source),
    health: healthOf(source),
    ...(source.problem === undefined ? {} : { problem: source.problem }),
    ...(source.lastFetchAt === undefined ? {} : { fetchedAt: source.lastFetchAt.toISOString() }),
    ...(source.stoppedAt === undefined && source.kind === 'feed'
      ? { nextFetchAt: source.nextDueAt.toISOString() }
      : {}),
    ...(source.latestEntryAt === undefined ? {} : { latestEntryAt: source.latestEntryAt.toISOString() }),
    entryCount: source.entries,
    entriesPerDay: source.entriesPerDay,
    ...healthFields(source),
  }
}

function healthFields(source: SourceHealth): Pick<SourceView, keyof typeof sourceHealthFields> {
  const isAsked = source.kind === 'feed' && source.lastFetchAt !== undefined
  return {
    kind: source.kind,
    folders: [...source.folders],
    addedAt: source.addedAt.toISOString(),
    ...(source.lastSuccessAt === undefined ? {} : { succeededAt: source.lastSuccessAt.toISOString() }),
    ...(isAsked ? { intervalMinutes: source.intervalMinutes, intervalWhy: source.intervalWhy } : {}),
    failureCount: source.failures,
    bytesReceived: source.bytesReceived,
    bytesSaved: source.bytesSaved,
    ...(source.movingTo === undefined ? {} : { movingTo: source.movingTo }),
    ...(source.hub === undefined ? {} : { hub: hubView(source.hub) }),
    settings: {
      ...(source.titleKept ? { name: source.title } : {}),
      fullText: source.fullText,
      ...(source.ownIntervalMinutes === undefined ? {} : { intervalMinutes: source.ownIntervalMinutes }),
    },
  }
}

function hubView({ url, sendsUntil, askedNextAt, problem }: HubHealth): NonNullable<SourceView['hub']> {
  return {
    url,
    ...(sendsUntil === undefined ? {} : { sendsUntil: sendsUntil.toISOString() }),
    askedNextAt: askedNextAt.toISOString(),
    ...(problem === undefined ? {} : { problem }),
  }
}

function stateOf({ stoppedAt, failures, lastSuccessAt, kind }: SourceHealth): SourceView['state'] {
  if (stoppedAt !== undefined) return 'stopped'
  if (failures > 0) return 'failing'
  return lastSuccessAt === undefined && kind === 'feed' ? 'pending' : 'healthy'
}

function healthOf(source: SourceHealth): string {
  const { problem, intervalMinutes, intervalWhy, kind } = source
  switch (stateOf(source)) {
    case 'stopped':
      return `Not asked any more. ${sentence(problem?.message ?? '')}`.trim()
    case 'failing':
      return `${sentence(problem?.message ?? 'It could not be read')} It is asked again by itself.`
    case 'pending':
      return 'Not read yet; it is asked shortly.'
    case 'healthy':
      return kind === 'feed'
        ? `Read about every ${minutesInWords(intervalMinutes)}. ${sentence(intervalWhy)}`
        : 'Single articles that somebody added.'
  }
}

/** With one full stop at its end. */
function sentence(words: string): string {
  return words === '' ? '' : `${words.replace(/[.\s]+$/, '')}.`
}

/** It says “about”: from ten minutes on to five of them. */
function minutesInWords(minutes: number): string {
  if (minutes >= 90) return `${Math.round(minutes / 60)} hours`
  const whole = minutes < 10 ? Math.round(minutes) : Math.round(minutes / 5) * 5
  return whole >= 55 && whole <= 65 ? 'hour' : `${whole} minutes`
}

function addedView(results: readonly (readonly [string, Added])[]): AddedSources {
  const added: { id: SourceId; name: string }[] = []
  const problems: AddedSources['problems'] = []
  let knownCount = 0
  for (const [url, result] of results) {
    switch (result.kind) {
      case 'source':
        if (result.isNew) added.push({ id: result.id, name: result.title })
        else knownCount += 1
        break
      case 'list':
        added.push(...result.added.map(({ id, title }) => ({ id, name: title })))
        knownCount += result.known
        problems.push(...result.problems.map((problem) => ({ url, ...problem })))
        break
      case 'article':
        if (result.isNew) added.push({ id: result.sourceId, name: result.title })
        else knownCount += 1
        break
      case 'problem':
        problems.push({ url, ...result.problem })
        break
    }
  }
  return { added, knownCount, problems }
}

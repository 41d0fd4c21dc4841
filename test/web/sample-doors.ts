/** Doors over invented news, in memory: what the server's own tests are made with. */
import { once } from 'node:events'
import type { EventView } from '../../src/server/api/contract.ts'
import type { FeedStory } from '../../src/server/doors/feeds.ts'
import type { Doors } from '../../src/server/doors.ts'
import { entityId } from '../../src/server/ids.ts'
import { accountDoors } from './sample-accounts.ts'
import { sampleArticle, sampleStory } from './sample-article.ts'
import { highlightDoors, isOf } from './sample-highlights.ts'
import { ago, followable, outlets, sampleNowMs, samplePlaces, sampleStories, topics } from './sample-news.ts'
import { samplePicture } from './sample-picture.ts'
import { settingDoors } from './sample-settings.ts'
import * as sample from './sample-state.ts'

export type SampleDoors = Doors & {
  /** What has been done through the doors, for tests to look at. */
  readonly state: sample.SampleState
  readonly say: (event: EventView) => void
}

export type SampleOptions = { readonly readers?: readonly string[]; readonly ready?: boolean; readonly empty?: boolean }

const mutesMax = 5000
const sampleFeed: readonly FeedStory[] = [
  {
    id: '6b6f2c1e-1111-8222-8333-444455556666',
    headline: 'Strait <reopens> & ferries "sail" \u0007again',
    language: 'en',
    firstAt: ago(120),
    latestAt: ago(10),
    keyPoints: ['Ferries sail from <b>noon</b>.'],
    sources: ['Tidings', 'Lowland Courier'],
    topics: ['Corran Strait'],
    reasons: ['You follow Corran Strait'],
    reports: [{ url: 'https://tidings.example/1?a=1&b=2', title: 'Strait reopens', source: 'Tidings' }],
  },
]

export function sampleDoors({ readers = ['Mira'], ready = true, empty = false }: SampleOptions = {}): SampleDoors {
  const state = sample.sampleState(readers, empty)
  return {
    state,
    say: (event) => {
      for (const listener of state.listeners) listener(event)
    },
    health: async () => (ready ? { ready } : { ready, reason: 'The database is being started.' }),
    ...accountDoors(state),
    ...readingDoors(state),
    pageAnswer: async () => undefined,
    ...actingDoors(state),
    ...settingDoors(state),
    ...queryDoors(state),
    pushArticles: async () => ({ refused: { code: 'push-key-unknown', message: 'This push key is not known here.' } }),
    answerHub: async () => undefined,
    receiveFromHub: async () => 'gone',
    corrections: async () => [],
    correct: async (_reader, { kind, storyId }) => ({
      id: 'correction-1',
      kind,
      storyId,
      at: ago(0),
      holds: true,
      undone: false,
      titles: [],
    }),
    ...entityDoors(state),
    feedToken: async () => state.feedToken,
    renewFeedToken: async () => {
      state.feedToken = `${state.feedToken}-new`
      return state.feedToken
    },
    readerOfFeedToken: async (token) => (token === state.feedToken ? state.readers[0] : undefined),
    pageFeed: async () => sampleFeed,
    topicFeed: async (_reader, id) =>
      id === topics.strait.id ? { label: topics.strait.label, stories: sampleFeed } : undefined,
    undoCorrection: async (_reader, id) => id === 'correction-1',
    ...sourceDoors(state),
    ...keptDoors(state),
    ...highlightDoors(state),
    newPasskeyChallenge: async () => ({ challenge: 'sample', known: [] }),
    addPasskey: async () => ({ refused: { code: 'passkey-unfit', message: 'The sample takes none.' } }),
    removePasskey: async (_reader, id) => id === 'p1',
    signInChallenge: async () => ({ challenge: 'sample' }),
    signInByPasskey: async () => ({ refused: { code: 'passkey-unknown', message: 'The sample knows none.' } }),
    preview: async (_reader, { dials }) => {
      const shown = sample.visibleStories(state)
      const stories = dials.familiarExploring > state.dials.familiarExploring ? shown.toReversed() : shown
      return {
        stories: stories
          .slice(0, 3)
          .map(({ id, headline, language }, n) => ({ id, headline, language, isNew: n === 0 })),
        leaving: 1,
      }
    },
    ...setupDoors(state),
    events: (_reader, stop) => events(state, stop),
    media: async (url, signal) => {
      if (url.endsWith('/slow')) {
        state.pictures.waiting += 1
        await once(signal, 'abort')
        state.pictures.waiting -= 1
      }
      const number = Number(/(\d+)\.png$/.exec(url)?.[1])
      if (url.endsWith('.svg')) return { type: 'image/svg+xml', bytes: Buffer.from('<svg xmlns="…"/>') }
      return Number.isNaN(number)
        ? { refused: { code: 'media-unreachable', message: `${url} did not answer.` } }
        : { type: 'image/png', bytes: samplePicture(number) }
    },
  }
}

function entityDoors({ merges }: sample.SampleState): Pick<Doors, 'entityMerges' | 'mergeEntities' | 'separateEntity'> {
  return {
    entityMerges: async () => [...merges.values()],
    mergeEntities: async (_reader, { aliasId, entityId }) => {
      if (aliasId === entityId) return { refused: { code: 'merge-circular', message: 'These are one.' } }
      merges.set(aliasId, { aliasId, entityId, aliasName: aliasId, name: entityId, at: ago(0) })
      return { aliasId, entityId }
    },
    separateEntity: async (aliasId) => {
      const merge = merges.get(aliasId)
      merges.delete(aliasId)
      return merge && { aliasId, entityId: entityId(merge.entityId) }
    },
  }
}

function readingDoors(state: sample.SampleState): Pick<Doors, 'page' | 'story' | 'article' | 'topic' | 'search'> {
  const visible = () => sample.visibleStories(state)
  return {
    page: async (_reader, { leftOut }) => ({
      id: 'page-1',
      madeAt: ago(0),
      stories: leftOut ? visible().slice(-2) : visible(),
      reportCount: state.empty ? 0 : 212,
      foldedCount: 31,
      leftOutCount: 2,
      readingMinutes: 17,
      mix: { followed: 3, learned: 1, important: 1, explore: 2 },
      dials: { ...state.dials },
      suggestions: [topics.corran, topics.insurance, topics.language].map((topic) => ({
        ...topic,
        followed: state.follows.has(topic.id),
      })),
      sourcesPending: pending(state),
      nextAt: new Date(sampleNowMs + 8.3 * 3_600_000).toISOString(),
    }),
    story: async (_reader, id) => {
      const card = sampleStories.find((story) => story.id === id)
      return card === undefined ? undefined : sampleStory(sample.shownCard(state, card))
    },
    article: async (_reader, id) =>
      id.startsWith('strait')
        ? {
            ...sampleArticle,
            entryId: id,
            saved: sample.did(state, 'saved', 'strait'),
            highlights: [...state.highlights.values()].filter(({ entryId }) => entryId === id),
          }
        : undefined,
    topic: async (_reader, id, { allLanguages }) => {
      const topic = Object.values(topics).find((known) => known.id === id)
      if (topic === undefined) return undefined
      const stories = visible().filter((card) => card.topic?.id === id)
      return {
        ...topic,
        followed: state.follows.has(id),
        stories,
        ...(allLanguages || id !== topics.language.id ? {} : { inOtherLanguages: 2 }),
        related: [topics.corran, topics.insurance],
      }
    },
    search: async (_reader, { text, sourceId }) => ({
      text,
      stories: visible().filter((card) =>
        sourceId === undefined
          ? card.headline.toLowerCase().includes(text.toLowerCase())
          : card.sources.some((source) => source.id === sourceId),
      ),
      topics: Object.values(topics).filter((topic) => topic.label.toLowerCase().includes(text.toLowerCase())),
      sources: [],
    }),
  }
}

function actingDoors(
  state: sample.SampleState,
): Pick<Doors, 'signals' | 'withdraw' | 'follow' | 'unfollow' | 'mute' | 'unmute'> {
  return {
    signals: async (_reader, signals) => {
      const fresh = signals.filter((signal) => !state.signals.some((known) => known.id === signal.id))
      state.signals.push(...fresh)
      return { accepted: fresh.length, repeated: signals.length - fresh.length, unknown: [] }
    },
    withdraw: async (_reader, { kind, storyId }) => {
      const kept = state.signals.filter((signal) => signal.kind !== kind || signal.storyId !== storyId)
      state.signals.splice(0, state.signals.length, ...kept)
    },
    follow: async (_reader, target) => {
      const topic = followable.find((known) => target.kind === 'topic' && known.id === target.topicId)
      if (topic === undefined) return undefined
      state.follows.add(topic.id)
      return sample.followView(topic.id, topic.label, 0)
    },
    unfollow: async (_reader, target) => {
      if (target.kind === 'topic') state.follows.delete(target.topicId)
    },
    mute: async (_reader, targets) => {
      const after = state.mutes.length + targets.length
      if (after > mutesMax) {
        const message = `At most ${mutesMax} mutes are kept; these would make ${after}.`
        return { refused: { code: 'mutes-too-many', message } }
      }
      const views = targets.map((target) =>
        sample.muteView(target.kind, target.kind === 'words' ? target.words : 'that'),
      )
      state.mutes.push(...views)
      return { mutes: after }
    },
    unmute: async (_reader, muteId) => {
      const at = state.mutes.findIndex((known) => known.id === muteId)
      if (at >= 0) state.mutes.splice(at, 1)
    },
  }
}

function keptDoors(state: sample.SampleState): Pick<Doors, 'saved' | 'label' | 'history' | 'forgetRead'> {
  return {
    saved: async () =>
      sample
        .visibleStories(state)
        .filter((card) => card.saved)
        .map((card) => ({
          ...card,
          labels: [...(state.labels.get(card.id) ?? [])],
          highlights: [...state.highlights.values()].filter(({ entryId }) => isOf(entryId, card.id)),
        })),
    label: async (_reader, id, labels) => {
      if (!sample.visibleStories(state).some((card) => card.saved && card.id === id))
        return sampleStories.some((card) => card.id === id) ? 'not-saved' : undefined
      state.labels.set(id, labels)
      return 'labelled'
    },
    history: async () =>
      sample
        .visibleStories(state)
        .filter((card) => card.opened)
        .map((story, n) => ({ story, at: ago(30 + n * 900), finished: n === 0 })),
    forgetRead: async (_reader, id) => {
      const kept = state.signals.filter((signal) => signal.kind !== 'opened' || signal.storyId !== id)
      state.signals.splice(0, state.signals.length, ...kept)
    },
  }
}

function queryDoors(state: sample.SampleState): Pick<Doors, 'queries' | 'createQuery' | 'removeQuery'> {
  const views = () =>
    [...state.queries].map(([id, words]) => ({
      id,
      words,
      byMeaning: true,
      followed: state.follows.has(id),
      at: ago(0),
      storyCount: sampleStories.filter((card) => card.headline.toLowerCase().includes(words.toLowerCase())).length,
    }))
  return {
    queries: async () => views(),
    createQuery: async (_reader, { words }) => {
      if (!/\p{L}/u.test(words)) return { refused: { code: 'query-empty', message: `${words} holds no word.` } }
      const id = `query:${words.toLowerCase()}`
      state.queries.set(id, words)
      state.follows.add(id)
      return views().find((view) => view.id === id) ?? { refused: { code: 'internal', message: 'lost' } }
    },
    removeQuery: async (_reader, id) => {
      state.follows.delete(id)
      return state.queries.delete(id)
    },
  }
}

function sourceDoors(
  state: sample.SampleState,
): Pick<
  Doors,
  'sources' | 'source' | 'setSource' | 'sourcesOpml' | 'addSources' | 'addOpml' | 'removeSource' | 'refresh'
> {
  return {
    source: async (id) => state.sources.find((known) => known.id === id),
    setSource: async (id, { name, folders }) => {
      const at = state.sources.findIndex((known) => known.id === id)
      const source = state.sources[at]
      if (source === undefined) return undefined
      state.sources[at] = { ...source, name: name ?? source.name, folders: folders ?? source.folders }
      return state.sources[at]
    },
    sourcesOpml: async () => '<opml version="2.0"><body /></opml>',
    sources: async () => state.sources,
    addSources: async (_reader, urls) => {
      const good = urls.filter((url) => URL.canParse(url)).map((url) => new URL(url).hostname)
      state.sources.push(
        ...good.map((host) => sample.sourceView(host, host, 'pending', 'Waits for its first reading.')),
      )
      return {
        added: good.map((host) => ({ id: host, name: host })),
        knownCount: 0,
        problems: urls
          .filter((url) => !URL.canParse(url))
          .map((url) => ({ url, code: 'not-a-url', message: 'This is not an address.' })),
      }
    },
    addOpml: async (_reader, opml) =>
      opml.includes('<opml')
        ? { added: [{ id: 'from-opml', name: 'From a list' }], knownCount: 0, problems: [] }
        : { refused: { code: 'opml-invalid', message: 'This file is not an OPML list.' } },
    removeSource: async (id) => {
      const at = state.sources.findIndex((known) => known.id === id)
      if (at >= 0) state.sources.splice(at, 1)
      return at >= 0
    },
    refresh: async (id) =>
      id === 'src-tidings'
        ? { refused: { code: 'refresh-too-soon', message: 'Tidings was read a moment ago; again in 4 minutes.' } }
        : { queued: id === undefined ? state.sources.length : 1 },
  }
}

function setupDoors(
  state: sample.SampleState,
): Pick<Doors, 'status' | 'installation' | 'catalogue' | 'offered' | 'inNews' | 'setup'> {
  return {
    status: async () => ({
      sources: state.sources.length,
      sourcesFailing: 1,
      entries: 212,
      articles: 180,
      stories: sampleStories.length,
      readers: state.readers.length,
      jobsWaiting: 0,
      jobsFailed: 0,
    }),
    installation: async () => ({
      queues: { sources: 2, pages: 14, understanding: 0, stories: 0, embeddings: 31, descriptions: 0 },
      failures: [
        {
          task: 'refresh-source',
          error: 'The connection was reset while the body was read.',
          at: ago(90),
          attempts: 25,
        },
      ],
      reading: {
        days: [
          { day: '2026-11-21', pages: 14, opened: 31 },
          { day: '2026-11-22', pages: 20, opened: 52 },
          { day: '2026-11-23', pages: 6, opened: 9 },
        ],
        places: [
          { from: 1, to: 3, opened: 38 },
          { from: 4, to: 10, opened: 33 },
          { from: 11, to: 20, opened: 15 },
          { from: 21, to: 30, opened: 6 },
        ],
      },
      disk: { databaseBytes: 48_000_000, tables: [{ name: 'entries', bytes: 31_000_000 }] },
      models: {
        embedding: 'use-lite-en-512',
        ranking: { name: 'linear-3', signals: 1840, learnedAt: ago(30) },
      },
    }),
    catalogue: async ({ country, chosen = [] }) => ({
      countries: [
        { code: 'AR', name: 'Arden', count: 14 },
        { code: 'VE', name: 'Veyra', count: 9 },
      ],
      subjects: [
        { id: 'world', label: 'World', count: 11 },
        { id: 'science', label: 'Science', count: 6 },
      ],
      sources: Object.values(outlets)
        .map((outlet) => ({ ...outlet, url: `https://${outlet.id}.example/feed.xml` }))
        .filter(({ url }, n) => n < (country === undefined ? 8 : 3) || chosen.includes(url))
        .map(({ id, name, url }) => ({
          url,
          name,
          siteUrl: `https://${id}.example/`,
          added: state.sources.some((source) => source.id === id),
        })),
    }),
    offered: () => ({
      subjects: [
        { ...topics.harbours, followed: false },
        { ...topics.medicine, followed: false },
      ],
      places: samplePlaces.map((place) => ({ ...place, kind: 'entity', followed: false })),
    }),
    inNews: async () =>
      sample.visibleStories(state).length === 0
        ? []
        : Object.values(topics).map((topic) => ({ ...topic, followed: state.follows.has(topic.id) })),
    setup: async () => ({
      sources: state.sources.length,
      sourcesPending: pending(state),
      entries: sample.visibleStories(state).length * 4,
      stories: sample.visibleStories(state).length,
      readers: state.readers.map(({ id, name }) => ({ id, name })),
      interests: Object.values(topics).map((topic) => ({
        ...topic,
        followed: !state.empty && state.follows.has(topic.id),
      })),
      places: samplePlaces.map((place) => ({ ...place, kind: 'entity', followed: false })),
    }),
  }
}

async function* events(state: sample.SampleState, stop: AbortSignal): AsyncGenerator<EventView> {
  const waiting: EventView[] = []
  let wake: () => void = () => undefined
  const listener = (event: EventView) => {
    waiting.push(event)
    wake()
  }
  state.listeners.add(listener)
  stop.addEventListener('abort', () => wake())
  try {
    while (!stop.aborted) {
      const next = waiting.shift()
      if (next !== undefined) yield next
      else
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    }
  } finally {
    state.listeners.delete(listener)
  }
}

function pending(state: sample.SampleState): number {
  return state.sources.filter((source) => source.state === 'pending').length
}

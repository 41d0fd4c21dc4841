/** Doors over invented news, in memory: what the server's own tests and pictures are made with. */

import type { ReaderId } from '../../src/domain/ids.ts'
import type { Dials, Signal } from '../../src/domain/reader.ts'
import type { EventView, MuteView, SourceView, StoryCard } from '../../src/server/api/contract.ts'
import type { Doors, Reader } from '../../src/server/doors.ts'
import { sampleArticle, sampleStory } from './sample-article.ts'
import { ago, outlets, sampleNowMs, sampleStories, topics } from './sample-news.ts'
import { samplePicture } from './sample-picture.ts'

export type SampleDoors = Doors & {
  /** What has been done through the doors, for tests to look at. */
  readonly done: {
    readonly signals: Signal[]
    readonly mutes: MuteView[]
    readonly follows: Set<string>
    readonly sources: SourceView[]
    readonly readers: Reader[]
  }
  readonly say: (event: EventView) => void
  readonly openStreams: () => number
}

export type SampleOptions = { readonly readers?: readonly string[]; readonly ready?: boolean; readonly empty?: boolean }

const mutesMax = 5000

export function sampleDoors({ readers = ['Mira'], ready = true, empty = false }: SampleOptions = {}): SampleDoors {
  const done = {
    signals: [] as Signal[],
    mutes: [mute('words', 'transfer rumours'), mute('topic', 'Royalty')],
    follows: new Set<string>([topics.strait.id, topics.harbours.id, topics.medicine.id, topics.sabel.id]),
    sources: empty ? [] : sampleSources(),
    readers: readers.map(reader),
  }
  let dials: Dials = { importantPersonal: 0.6, familiarExploring: 0.35, freshLasting: 0.3, chronological: false }
  let learningPaused = false
  const listeners = new Set<(event: EventView) => void>()

  const has = (kind: Signal['kind'], id: string) => done.signals.some((s) => s.kind === kind && s.storyId === id)
  const shown = (card: StoryCard): StoryCard => ({
    ...card,
    saved: card.saved || has('saved', card.id),
    opened: card.opened || has('opened', card.id),
    ...(has('more', card.id) ? { said: 'more' as const } : has('less', card.id) ? { said: 'less' as const } : {}),
    ...(card.topic === undefined ? {} : { topic: { ...card.topic, followed: done.follows.has(card.topic.id) } }),
  })
  const visible = () => (empty ? [] : sampleStories.filter((card) => !has('hidden', card.id)).map(shown))
  const followView = (topic: { id: string; label: string }, newCount: number) =>
    ({ kind: 'topic', topicId: topic.id, label: topic.label, newCount }) as const
  const following = () =>
    Object.values(topics)
      .filter((topic) => done.follows.has(topic.id))
      .map((topic, index) => followView(topic, [3, 1, 5, 0][index] ?? 0))

  return {
    done,
    say: (event) => {
      for (const listener of listeners) listener(event)
    },
    openStreams: () => listeners.size,
    health: async () => (ready ? { ready } : { ready, reason: 'The database is being started.' }),
    status: async () => ({
      sources: done.sources.length,
      sourcesFailing: 1,
      entries: 212,
      articles: 180,
      stories: sampleStories.length,
      readers: done.readers.length,
      jobsWaiting: 0,
      jobsFailed: 0,
    }),
    readers: async () => done.readers,
    readerByName: async (name) => done.readers.find((known) => known.name === name),
    createReader: async (name) => {
      if (done.readers.some((known) => known.name === name)) {
        return { refused: { code: 'reader-exists', message: `There is a reader called ${name} already.` } }
      }
      done.readers.push(reader(name))
      return reader(name)
    },
    page: async (_reader, { leftOut }) => ({
      id: 'page-1',
      madeAt: ago(0),
      stories: leftOut ? visible().slice(-2) : visible(),
      reportCount: empty ? 0 : 212,
      foldedCount: 31,
      leftOutCount: 2,
      readingMinutes: 17,
      mix: { followed: 3, learned: 1, important: 1, explore: 2 },
      dials,
      suggestions: [topics.corran, topics.insurance, topics.language].map((topic) => ({
        ...topic,
        followed: done.follows.has(topic.id),
      })),
      sourcesPending: done.sources.filter((source) => source.state === 'pending').length,
      nextAt: new Date(sampleNowMs + 8.3 * 3_600_000).toISOString(),
    }),
    story: async (_reader, id) => {
      const card = sampleStories.find((story) => story.id === id)
      return card === undefined ? undefined : sampleStory(shown(card))
    },
    article: async (_reader, id) => (id.startsWith('strait') ? { ...sampleArticle, entryId: id } : undefined),
    topic: async (_reader, id) => {
      const topic = Object.values(topics).find((known) => known.id === id)
      if (topic === undefined) return undefined
      const followed = done.follows.has(id)
      const stories = visible().filter((card) => card.topic?.id === id)
      return { ...topic, followed, stories, related: [topics.corran, topics.insurance] }
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
    saved: async () => visible().filter((card) => card.saved),
    following: async () => following(),
    profile: async (asker) => ({
      reader: { id: asker.id, name: asker.name },
      follows: following(),
      mutes: done.mutes,
      dials,
      learningPaused,
      interests: [
        { kind: 'topic', id: topics.harbours.id, label: 'Harbour cities', strength: 0.8, evidence: 12, at: ago(64) },
        { kind: 'topic', id: topics.cycling.id, label: 'Cycling', strength: 0.35, evidence: 4, at: ago(1500) },
        {
          kind: 'source',
          id: outlets.lowland.id,
          label: 'Lowland Courier',
          strength: -0.4,
          evidence: 7,
          at: ago(4000),
        },
      ],
    }),
    exportReader: async (asker) => ({ reader: asker.name, signals: done.signals }),
    signals: async (_reader, signals) => {
      const fresh = signals.filter((signal) => !done.signals.some((known) => known.id === signal.id))
      done.signals.push(...fresh)
      return { accepted: fresh.length, repeated: signals.length - fresh.length }
    },
    withdraw: async (_reader, { kind, storyId }) => {
      const kept = done.signals.filter((signal) => signal.kind !== kind || signal.storyId !== storyId)
      done.signals.splice(0, done.signals.length, ...kept)
    },
    follow: async (_reader, target) => {
      const topic = Object.values(topics).find((known) => target.kind === 'topic' && known.id === target.topicId)
      if (topic === undefined) return undefined
      done.follows.add(topic.id)
      return followView(topic, 0)
    },
    unfollow: async (_reader, target) => {
      if (target.kind === 'topic') done.follows.delete(target.topicId)
    },
    mute: async (_reader, targets) => {
      if (done.mutes.length + targets.length > mutesMax) {
        const message = `At most ${mutesMax} mutes are kept; these would make ${done.mutes.length + targets.length}.`
        return { refused: { code: 'mutes-too-many', message } }
      }
      done.mutes.push(...targets.map((target) => mute(target.kind, target.kind === 'words' ? target.words : 'that')))
      return { mutes: done.mutes.length }
    },
    unmute: async (_reader, muteId) => {
      const at = done.mutes.findIndex((known) => known.id === muteId)
      if (at >= 0) done.mutes.splice(at, 1)
    },
    setDials: async (_reader, given) => {
      dials = given
    },
    pauseLearning: async (_reader, paused) => {
      learningPaused = paused
    },
    forget: async () => undefined,
    events: async function* (_reader, stop) {
      const waiting: EventView[] = []
      let wake: () => void = () => undefined
      const listener = (event: EventView) => {
        waiting.push(event)
        wake()
      }
      listeners.add(listener)
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
        listeners.delete(listener)
      }
    },
    sources: async () => done.sources,
    addSources: async (_reader, urls) => {
      const bad = urls.filter((url) => !url.startsWith('http'))
      const good = urls.filter((url) => url.startsWith('http'))
      done.sources.push(
        ...good.map((url) => source(url, new URL(url).hostname, 'pending', 'Waits for its first reading.')),
      )
      return {
        added: good.map((url) => ({ id: url, name: new URL(url).hostname })),
        knownCount: 0,
        problems: bad.map((url) => ({ url, code: 'not-a-url', message: 'This is not an address.' })),
      }
    },
    addOpml: async (_reader, opml) =>
      opml.includes('<opml')
        ? { added: [{ id: 'from-opml', name: 'From a list' }], knownCount: 0, problems: [] }
        : { refused: { code: 'opml-invalid', message: 'This file is not an OPML list.' } },
    removeSource: async (id) => {
      const at = done.sources.findIndex((known) => known.id === id)
      if (at >= 0) done.sources.splice(at, 1)
      return at >= 0
    },
    refresh: async (id) =>
      id === 'src-tidings'
        ? { refused: { code: 'refresh-too-soon', message: 'Tidings was read a moment ago; again in 4 minutes.' } }
        : { queued: id === undefined ? done.sources.length : 1 },
    catalogue: async ({ country, subject }) => ({
      countries: [
        { code: 'AR', name: 'Arden', count: 14 },
        { code: 'VE', name: 'Veyra', count: 9 },
      ],
      subjects: [
        { id: 'world', label: 'World', count: 11 },
        { id: 'science', label: 'Science', count: 6 },
      ],
      sources: Object.values(outlets).map(({ id, name }, index) => ({
        url: `https://${id}.example/feed.xml`,
        name: country === undefined && subject === undefined ? name : `${name}, ${country ?? ''}${subject ?? ''}`,
        siteUrl: `https://${id}.example/`,
        added: index === 0 && !empty,
      })),
    }),
    setup: async () => ({
      sources: done.sources.length,
      sourcesPending: done.sources.filter((known) => known.state === 'pending').length,
      stories: empty ? 0 : sampleStories.length,
      readers: done.readers.map(({ id, name }) => ({ id, name })),
      interests: Object.values(topics).map((topic) => ({ ...topic, followed: done.follows.has(topic.id) && !empty })),
    }),
    media: async (url) => {
      const number = Number(/(\d+)\.png$/.exec(url)?.[1])
      if (url.endsWith('.svg')) return { type: 'image/svg+xml', bytes: Buffer.from('<svg xmlns="…"/>') }
      return Number.isNaN(number)
        ? { refused: { code: 'media-unreachable', message: `${url} did not answer.` } }
        : { type: 'image/png', bytes: samplePicture(number) }
    },
  }
}

function reader(name: string): Reader {
  // Made up for the test; a reader's id is any string.
  return { id: `reader-${name}` as ReaderId, name }
}

function mute(kind: MuteView['kind'], label: string): MuteView {
  return { id: `mute-${kind}-${label}`, kind, label, strength: 'none' }
}

function source(id: string, name: string, state: SourceView['state'], health: string): SourceView {
  return {
    id,
    name,
    url: `https://${id.replace('https://', '')}.example/feed.xml`,
    siteUrl: `https://www.${id}.example/`,
    state,
    health,
    entryCount: state === 'pending' ? 0 : 36,
    entriesPerDay: state === 'pending' ? 0 : 4.2,
    ...(state === 'pending' ? {} : { fetchedAt: ago(11) }),
  }
}

function sampleSources(): SourceView[] {
  return [
    source(outlets.meridian.id, outlets.meridian.name, 'healthy', 'Read every 20 minutes; nothing is wrong.'),
    source(outlets.harbour.id, outlets.harbour.name, 'healthy', 'Pushes new articles by itself.'),
    source(outlets.tidings.id, outlets.tidings.name, 'healthy', 'Read every hour; nothing is wrong.'),
    source(
      outlets.lowland.id,
      outlets.lowland.name,
      'failing',
      'The server of Lowland Courier answers with an error (503) since yesterday. It is tried again in 4 hours.',
    ),
    source(outlets.tarsh.id, outlets.tarsh.name, 'stopped', 'The Tarsh Weekly says that this feed has ended (410).'),
  ]
}

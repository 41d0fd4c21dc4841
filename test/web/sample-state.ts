/** What the sample doors remember: a small newsroom in memory. */
import type { ReaderId } from '../../src/domain/ids.ts'
import type { Dials, Signal, SignalKind } from '../../src/domain/reader.ts'
import type { EntityMergeView } from '../../src/server/api/contract/entities.ts'
import type { HighlightView } from '../../src/server/api/contract/highlights.ts'
import type { EventView, FollowView, MuteView, SourceView, StoryCard } from '../../src/server/api/contract.ts'
import type { Reader } from '../../src/server/doors.ts'
import { ago, followable, outlets, sampleStories, topics } from './sample-news.ts'

export type SampleState = {
  readonly empty: boolean
  /** Requests for a picture that never comes. */
  readonly pictures: { waiting: number }
  readonly signals: Signal[]
  readonly mutes: MuteView[]
  readonly follows: Set<string>
  /** Of saved stories, by their ids. */
  readonly labels: Map<string, readonly string[]>
  /** By their ids. */
  readonly highlights: Map<string, HighlightView>
  /** By the ids of aliases. */
  readonly merges: Map<string, EntityMergeView>
  feedToken: string
  /** Words of the reader's own queries, by id. */
  readonly queries: Map<string, string>
  readonly sources: SourceView[]
  readonly readers: Reader[]
  readonly listeners: Set<(event: EventView) => void>
  dials: Dials
  reads: readonly string[]
  learningPaused: boolean
}

export function sampleState(readers: readonly string[], empty: boolean): SampleState {
  return {
    empty,
    pictures: { waiting: 0 },
    signals: [],
    mutes: [muteView('words', 'transfer rumours'), muteView('topic', 'Royalty')],
    feedToken: 'secret',
    queries: new Map(),
    labels: new Map(),
    highlights: new Map(),
    merges: new Map(),
    follows: new Set([topics.strait.id, topics.harbours.id, topics.medicine.id, topics.sabel.id]),
    sources: empty ? [] : sampleSources(),
    readers: readers.map(readerNamed),
    listeners: new Set(),
    dials: { importantPersonal: 0.6, familiarExploring: 0.35, freshLasting: 0.3, chronological: false },
    reads: [],
    learningPaused: false,
  }
}

/** The stories as this state shows them: hidden ones gone, saved and opened ones marked. */
export function visibleStories(state: SampleState): StoryCard[] {
  if (state.empty) return []
  return sampleStories.filter((card) => !did(state, 'hidden', card.id)).map((card) => shownCard(state, card))
}

export function shownCard(state: SampleState, card: StoryCard): StoryCard {
  const said = did(state, 'more', card.id) ? 'more' : did(state, 'less', card.id) ? 'less' : undefined
  return {
    ...card,
    saved: card.saved || did(state, 'saved', card.id),
    opened: card.opened || did(state, 'opened', card.id),
    ...(said === undefined ? {} : { said }),
    ...(card.topic === undefined ? {} : { topic: { ...card.topic, followed: state.follows.has(card.topic.id) } }),
  }
}

export function followViews(state: SampleState): FollowView[] {
  const followed = followable.filter((topic) => state.follows.has(topic.id))
  return followed.map(({ id, label }, index) => followView(id, label, [3, 1, 5, 0][index] ?? 0))
}

export function followView(topicId: string, label: string, newCount: number): FollowView {
  return { kind: 'topic', topicId, label, newCount }
}

export function readerNamed(name: string): Reader {
  // Made up for the test; a reader's id is any string.
  return { id: `reader-${name}` as ReaderId, name }
}

export function muteView(kind: MuteView['kind'], label: string): MuteView {
  return { id: `mute-${kind}-${label}`, kind, label, strength: 'none' }
}

export function sourceView(id: string, name: string, state: SourceView['state'], health: string): SourceView {
  const read = state === 'pending' ? {} : { fetchedAt: ago(11) }
  return {
    id,
    name,
    url: `https://${id}.example/feed.xml`,
    siteUrl: `https://www.${id}.example/`,
    state,
    health,
    entryCount: state === 'pending' ? 0 : 36,
    entriesPerDay: state === 'pending' ? 0 : 4.2,
    kind: 'feed',
    folders: [],
    addedAt: ago(2_000),
    failureCount: state === 'failing' ? 3 : 0,
    bytesReceived: 120_000,
    bytesSaved: 480_000,
    settings: { fullText: 'auto' },
    ...read,
  }
}

export function did(state: SampleState, kind: SignalKind, storyId: string): boolean {
  return state.signals.some((signal) => signal.kind === kind && signal.storyId === storyId)
}

function sampleSources(): SourceView[] {
  return [
    sourceView(outlets.meridian.id, outlets.meridian.name, 'healthy', 'Read every 20 minutes; nothing is wrong.'),
    sourceView(outlets.harbour.id, outlets.harbour.name, 'healthy', 'Pushes new articles by itself.'),
    sourceView(outlets.tidings.id, outlets.tidings.name, 'healthy', 'Read every hour; nothing is wrong.'),
    sourceView(
      outlets.lowland.id,
      outlets.lowland.name,
      'failing',
      'The server of Lowland Courier answers with an error (503) since yesterday. It is tried again in 4 hours.',
    ),
    sourceView(
      outlets.tarsh.id,
      outlets.tarsh.name,
      'stopped',
      'The Tarsh Weekly says that this feed has ended (410).',
    ),
  ]
}

/**
 * All that the server needs from the rest of the program. Requests come in as domain values, answers go out as the API's
 * views; no HTTP and no SQL. What is expected to go wrong is a value: `undefined` for what is not there, `Refusal` for
 * what cannot be done. A rejected promise is a bug and answers 500.
 *
 * Image URLs and bodies' `<img>` in views are the publishers' own, absolute: the server signs and proxies them.
 */
import type { EntryId, SourceId, StoryId, TopicId } from '../domain/ids.ts'
import type { Dials, Signal } from '../domain/reader.ts'
import type { CatalogueQuery } from '../pipeline/feeds/catalogue.ts'
import type { StatusView } from './api/contract/installation.ts'
import type {
  AddedSources,
  ArticleView,
  CatalogueView,
  EventView,
  FollowView,
  PageView,
  ProfileView,
  ReversibleKind,
  SearchView,
  SetupView,
  SourceView,
  StoryView,
  TopicRef,
  TopicView,
} from './api/contract.ts'
import type { AccountDoors } from './doors/accounts.ts'
import type { CorrectionDoors } from './doors/corrections.ts'
import type { EntityDoors } from './doors/entities.ts'
import type { FeedDoors } from './doors/feeds.ts'
import type { HighlightDoors } from './doors/highlights.ts'
import type { InstallationDoors } from './doors/installation.ts'
import type { KeptDoors } from './doors/kept.ts'
import type { PasskeyDoors } from './doors/passkeys.ts'
import type { PreviewDoors } from './doors/preview.ts'
import type { ProfileDoors } from './doors/profile.ts'
import type { PublisherDoors } from './doors/publishers.ts'
import type { QueryDoors } from './doors/queries.ts'
import type { Reader, Refusal } from './doors/reader.ts'
import type { SourceSettingDoors } from './doors/source-settings.ts'

export type { Reader, Refusal }

export type FollowTarget =
  | { readonly kind: 'topic'; readonly topicId: TopicId }
  | { readonly kind: 'source'; readonly sourceId: SourceId }
  | { readonly kind: 'author'; readonly name: string }

export type MuteTarget =
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'topic'; readonly topicId: TopicId }
  | { readonly kind: 'source'; readonly sourceId: SourceId }

export type SearchQuery = {
  readonly text: string
  readonly sourceId?: SourceId
  readonly topicId?: TopicId
  readonly language?: string
  /** Only stories with a report at or after this time. */
  readonly sinceMs?: number
  /** Only stories with a report at or before this time. */
  readonly untilMs?: number
  /** `best`: nearest to the words and their meaning. `newest`: those with all the words, by time. */
  readonly order: 'best' | 'newest'
  /** `next` of the answer before. */
  readonly after?: string
  readonly limit: number
}

/** An image fetched from its publisher by the guarded client: `type` as sniffed or sent, bounded bytes. */
export type MediaFile = { readonly type: string; readonly bytes: Uint8Array }

export type Health = { readonly ready: true } | { readonly ready: false; readonly reason: string }

export type Doors = AccountDoors &
  CoreDoors &
  ProfileDoors &
  PublisherDoors &
  QueryDoors &
  CorrectionDoors &
  FeedDoors &
  EntityDoors &
  HighlightDoors &
  InstallationDoors &
  KeptDoors &
  PasskeyDoors &
  PreviewDoors &
  SourceSettingDoors

/** `isUnseen`: only its headers are wanted (HEAD), as by what watches a server, so nobody was shown it. */
export type PageAsked = { readonly atMs: number; readonly leftOut: boolean; readonly isUnseen?: boolean }

type CoreDoors = {
  /** Whether pages can be served. Answers at once, also while the rest is still starting. */
  readonly health: () => Promise<Health>
  readonly status: () => Promise<StatusView>

  // What a reader reads.
  /** Made anew, and logged unless nobody sees it. `leftOut`: the stories that this page left out instead of those on it. */
  readonly page: (reader: Reader, asked: PageAsked) => Promise<PageView>
  /** The same as the API answers it, JSON in UTF-8, where another thread makes pages; `undefined` where none does. */
  readonly pageAnswer: (reader: Reader, asked: PageAsked) => Promise<Uint8Array<ArrayBuffer> | undefined>
  /** May answer another id than asked for: the story that this one was merged into. */
  readonly story: (reader: Reader, id: StoryId) => Promise<StoryView | undefined>
  readonly article: (reader: Reader, id: EntryId) => Promise<ArticleView | undefined>
  /** `allLanguages`: also what is told in none that the reader chose. */
  readonly topic: (
    reader: Reader,
    id: TopicId,
    asked: { readonly allLanguages: boolean },
  ) => Promise<TopicView | undefined>
  readonly search: (reader: Reader, query: SearchQuery) => Promise<SearchView>
  /** Follows with what is new in each since the reader's last page. Shown beside every page: must be cheap. */
  readonly following: (reader: Reader) => Promise<readonly FollowView[]>
  readonly profile: (reader: Reader) => Promise<ProfileView>
  /** Everything kept of this reader, as JSON-serialisable plain values. */
  readonly exportReader: (reader: Reader) => Promise<Readonly<Record<string, unknown>>>

  // What a reader does.
  /** Idempotent by each signal's id. `unknown`: ids of those that name what is not here. */
  readonly signals: (
    reader: Reader,
    signals: readonly Signal[],
  ) => Promise<{ readonly accepted: number; readonly repeated: number; readonly unknown: string[] }>
  /** Takes back the reader's signals of this kind on this story, as if they had not been sent (undo, unsave). */
  readonly withdraw: (
    reader: Reader,
    what: { readonly kind: ReversibleKind; readonly storyId: StoryId },
  ) => Promise<void>
  /** `undefined`: there is no such topic or source. Following twice is following once. */
  readonly follow: (reader: Reader, target: FollowTarget) => Promise<FollowView | undefined>
  readonly unfollow: (reader: Reader, target: FollowTarget) => Promise<void>
  /** Unknown topics and sources are refused (`topic-unknown`, `source-unknown`), too many mutes too (`mutes-too-many`). */
  readonly mute: (
    reader: Reader,
    targets: readonly MuteTarget[],
    options: { readonly strength: 'none' | 'less'; readonly untilMs?: number },
  ) => Promise<{ readonly mutes: number } | Refusal>
  /** By the id in the profile's mutes. */
  readonly unmute: (reader: Reader, muteId: string) => Promise<void>
  readonly setDials: (reader: Reader, dials: Dials) => Promise<void>
  /** By code; none means all. Pages and topics keep to them. */
  readonly setReads: (reader: Reader, languages: readonly string[]) => Promise<void>
  readonly pauseLearning: (reader: Reader, paused: boolean) => Promise<void>
  /** Forgets one learned interest; the signals behind it no longer count. */
  readonly forget: (reader: Reader, what: { readonly kind: 'topic' | 'source'; readonly id: string }) => Promise<void>
  /** Ends when `stop` is aborted. At most one event every few seconds. */
  readonly events: (reader: Reader, stop: AbortSignal) => AsyncIterable<EventView>

  // Sources.
  readonly sources: () => Promise<readonly SourceView[]>
  /** Each URL may be a feed or a page that names one. What cannot be added is among the answer's problems. */
  readonly addSources: (reader: Reader, urls: readonly string[]) => Promise<AddedSources>
  readonly addOpml: (reader: Reader, opml: string) => Promise<AddedSources | Refusal>
  /** False: there is no such source. */
  readonly removeSource: (id: SourceId) => Promise<boolean>
  /** All sources, or one; refused with `refresh-too-soon` within the cooldown, and while its server asks to be left alone. `undefined`: there is no such source. */
  readonly refresh: (id?: SourceId) => Promise<{ readonly queued: number } | Refusal | undefined>
  readonly catalogue: (query: CatalogueQuery) => Promise<CatalogueView>
  /** What can be followed before any article has named it. */
  readonly offered: () => { readonly subjects: readonly TopicRef[]; readonly places: readonly TopicRef[] }
  /** What is written about these days, the most first; empty before the first story. */
  readonly inNews: () => Promise<readonly TopicRef[]>
  /** How far the first run is. */
  readonly setup: () => Promise<SetupView>

  /** Fetches one image, until the signal says that nobody waits for it any more. Type allow-list and size limit are checked here and by the server again. */
  readonly media: (url: string, signal: AbortSignal) => Promise<MediaFile | Refusal>
}

import type { SourceId, StoryId, TopicId } from './ids.ts'

export const signalKinds = [
  'seen',
  'opened',
  'dwelt',
  'finished',
  'saved',
  'shared',
  'more',
  'less',
  'hidden',
  'followed',
  'muted',
] as const
export type SignalKind = (typeof signalKinds)[number]

/** Something a reader did. `id` is made by the client, so that sending twice counts once. */
export type Signal = {
  readonly id: string
  readonly kind: SignalKind
  readonly atMs: number
  readonly storyId?: StoryId
  readonly topicId?: TopicId
  readonly sourceId?: SourceId
  /** Seconds of attention, for `dwelt`. */
  readonly seconds?: number
  /** What the page that showed the story logged of it; from these the weights are learned. */
  readonly features?: Readonly<Record<string, number>>
}

export type Follow =
  | { readonly kind: 'topic'; readonly topicId: TopicId; readonly label: string }
  | { readonly kind: 'source'; readonly sourceId: SourceId; readonly label: string }
  | { readonly kind: 'author'; readonly name: string }

/** `strength` none: never appears. less: counts against. `untilMs`: lifts by itself. */
export type Mute = {
  readonly what:
    | { readonly kind: 'words'; readonly words: string }
    | { readonly kind: 'topic'; readonly topicId: TopicId; readonly label: string }
    | { readonly kind: 'source'; readonly sourceId: SourceId; readonly label: string }
  readonly strength: 'none' | 'less'
  readonly untilMs?: number
}

/** Each in [0, 1]. 0 is the first word of the name, 1 the second. */
export type Dials = {
  readonly importantPersonal: number
  readonly familiarExploring: number
  readonly freshLasting: number
  /** Newest first, nothing learned applied. */
  readonly chronological: boolean
}

/** Evidence about one interest; fades with the time since `atMs`, and with what was opened since. */
export type Interest = {
  readonly label: string
  readonly positive: number
  readonly negative: number
  readonly atMs: number
  /** How much the reader had opened by then: evidence fades by what came after it, too. */
  readonly atOpens?: number
}

/** What is known of a reader. Pure value: a fold of follows, mutes, dials, languages chosen and signals. */
export type Profile = {
  readonly follows: readonly Follow[]
  readonly mutes: readonly Mute[]
  readonly dials: Dials
  /** Languages that the reader chose to read, by code; none means all. What was learned of languages is `languages`. */
  readonly reads?: readonly string[]
  readonly learningPaused: boolean
  readonly topics: ReadonlyMap<TopicId, Interest>
  readonly sources: ReadonlyMap<SourceId, Interest>
  /**
   * What was opened, newest last, bounded; the vectors that relevance compares with. A weight below zero is a story that
   * the reader wants fewer of.
   */
  readonly history: readonly {
    readonly storyId: StoryId
    readonly title: string
    readonly atMs: number
    readonly weight: number
    /** How much the reader had opened by then, as of an interest. */
    readonly atOpens?: number
    readonly embedding?: Float32Array
  }[]
  /** Stories seen without being opened, and hidden ones, with the count of entries they had then. */
  readonly seen: ReadonlyMap<StoryId, { readonly atMs: number; readonly entries: number; readonly opened: boolean }>
  readonly hidden: ReadonlySet<StoryId>
  /** Stories of which the reader last said that they want fewer like them. */
  readonly fewerLike?: ReadonlySet<StoryId>
  /** All that was opened, together: what the share of one topic is a share of. */
  readonly opens?: Interest
  /** How much was opened in all, nothing faded: the clock by which interests move on. It leaps when they have changed. */
  readonly openCount?: number
  /** Languages of what was opened, by code. */
  readonly languages?: ReadonlyMap<string, Interest>
  /** How this reader's weights differ from everyone's, and how sure that is, by feature. */
  readonly model?: ReadonlyMap<string, WeightShift>
  /** Whether interests still hold. */
  readonly watch?: InterestWatch
}

/**
 * What became of the stories that a reader was shown: how many there were, how like what was learned they were of late
 * (mean and variance, in log-odds), and the part of them that was opened. `doubt`: how much says that interests changed.
 */
export type InterestWatch = {
  readonly mean: number
  readonly variance: number
  readonly rate: number
  readonly shown: number
  readonly doubt: number
}

/** A Gaussian over the difference between a reader's weight and everyone's. `evidence` adds to the prior's precision. */
export type WeightShift = { readonly mean: number; readonly evidence: number }

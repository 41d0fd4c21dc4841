import type { LeadImage } from './article.ts'
import type { EntryId, SourceId, StoryId } from './ids.ts'
import type { EntityMention, TopicScore } from './topic.ts'

/** What story formation needs to know of one entry. Times are milliseconds since 1970, UTC. */
export type StoryEntry = {
  readonly id: EntryId
  readonly title: string
  readonly text: string
  readonly language: string
  readonly publishedAtMs: number
  /** The outlet, as `outletOf` names it; two entries of one never add to a story's coverage twice. */
  readonly source: string
}

/**
 * What a person says of two entries: that they do not belong to one story, or that they do. Whatever their words say,
 * stories are formed so that it holds.
 */
export type Correction = { readonly kind: 'apart' | 'together'; readonly a: EntryId; readonly b: EntryId }

/** What a story says in one language. */
export type Telling = { readonly headline: string; readonly keyPoints: readonly string[] }

/** A story as the card shows it. */
export type Story = {
  readonly id: StoryId
  readonly headline: string
  readonly language: string
  readonly entryIds: readonly EntryId[]
  readonly sourceIds: readonly SourceId[]
  /** How many outlets these are, where some are of one: see `outletOf`. */
  readonly outletCount?: number
  readonly firstAtMs: number
  readonly latestAtMs: number
  readonly keyPoints: readonly string[]
  /** What it says in the other languages that reports on it are in, by language. */
  readonly inOtherLanguages?: Readonly<Record<string, Telling>>
  readonly topics: readonly TopicScore[]
  readonly entities: readonly EntityMention[]
  /** The picture that stands for the story. */
  readonly leadImage?: LeadImage
  /** Coverage × velocity × outlet diversity, in [0, 1]. */
  readonly importance: number
}

/** How many outlets report a story. */
export function outletCountOf({ sourceIds, outletCount }: Pick<Story, 'sourceIds' | 'outletCount'>): number {
  return outletCount ?? sourceIds.length
}

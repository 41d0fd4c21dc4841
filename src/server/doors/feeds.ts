/** What HTTP needs to give feeds out. */
import type { ReaderId, TopicId } from '../../domain/ids.ts'

type Owner = { readonly id: ReaderId; readonly name: string }

/** A story as a feed tells it; times are ISO 8601. */
export type FeedStory = {
  readonly id: string
  readonly headline: string
  readonly language: string
  readonly firstAt: string
  readonly latestAt: string
  readonly keyPoints: readonly string[]
  readonly sources: readonly string[]
  readonly topics: readonly string[]
  readonly reasons: readonly string[]
  readonly reports: readonly { readonly url: string; readonly title: string; readonly source: string }[]
}

export type FeedDoors = {
  /** What stands in the reader's feed addresses; nobody can guess it, and it says nothing to others. */
  readonly feedToken: (reader: Owner) => Promise<string>
  /** Makes the addresses given out so far nobody's. Returns the new token. */
  readonly renewFeedToken: (reader: Owner) => Promise<string>
  /** Whose addresses hold this token. */
  readonly readerOfFeedToken: (token: string) => Promise<Owner | undefined>
  /** The reader's page as it is now. Nothing is logged by it: that a program asked is no reading. */
  readonly pageFeed: (reader: Owner, atMs: number) => Promise<readonly FeedStory[]>
  /** A topic's stories, newest first; `undefined`: the reader knows no such topic. */
  readonly topicFeed: (
    reader: Owner,
    id: TopicId,
  ) => Promise<{ readonly label: string; readonly stories: readonly FeedStory[] } | undefined>
}

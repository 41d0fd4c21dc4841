import type { SourceId, StoryId, TopicId } from './ids.ts'
import type { Story } from './story.ts'

/** A story considered for a page. */
export type Candidate = {
  readonly story: Story
  readonly embedding?: Float32Array
  /** Opens by all readers in the last day, decayed. */
  readonly popularity: number
  /** Who wrote its reports, as `foldName` gives them. */
  readonly authors?: readonly string[]
  /** Entries per day of the story's rarest source that the reader subscribes to. */
  readonly sourceRatePerDay?: number
}

/** What a reader can press to change one reason. */
export type Control =
  | { readonly kind: 'unfollow' | 'mute-topic' | 'less-topic'; readonly topicId: TopicId; readonly label: string }
  | {
      readonly kind: 'unfollow-source' | 'mute-source' | 'less-source'
      readonly sourceId: SourceId
      readonly label: string
    }
  | { readonly kind: 'unfollow-author'; readonly name: string }
  | { readonly kind: 'less-story'; readonly storyId: StoryId }
  | {
      readonly kind: 'dial'
      readonly dial: 'importantPersonal' | 'familiarExploring' | 'freshLasting'
      readonly towards: 0 | 1
    }

/** A topic, source, author or headline; reports or sources; a length of time. */
export type ReasonAbout = { readonly name?: string; readonly count?: number; readonly passedMs?: number }

/** Why a story is where it is: a feature that moved the score, in words, with its control. */
export type Reason = {
  readonly feature: string
  /** In English. */
  readonly text: string
  /** What the words name and count, for those who say it in another language. */
  readonly about?: ReasonAbout
  /** Signed contribution to the score. */
  readonly weight: number
  readonly control?: Control
}

/** A candidate with its features and score. `propensity` is the chance of being shown at this place, in (0, 1]. */
export type Scored = {
  readonly storyId: StoryId
  readonly score: number
  readonly features: Readonly<Record<string, number>>
  readonly reasons: readonly Reason[]
  readonly propensity: number
}

/** The ranked, finite answer to one request. */
export type Page = {
  readonly id: string
  readonly madeAtMs: number
  readonly model: string
  readonly items: readonly Scored[]
  /** How many candidates were left out, by rule. */
  readonly leftOut: number
}

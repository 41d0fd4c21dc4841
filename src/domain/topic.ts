import type { EntityId, TopicId } from './ids.ts'

export type EntityKind = 'person' | 'organisation' | 'place' | 'work' | 'event'

/** An entity as found in one article. */
export type EntityMention = {
  readonly id: EntityId
  /** The name to show: the fullest form known ("Xi Jinping", not "Xi"). */
  readonly name: string
  readonly kind: EntityKind
  /** The forms as written in the text, distinct, in order of first appearance. */
  readonly mentions: readonly string[]
  /** How often it is mentioned, all forms together. */
  readonly count: number
  /** How much the article is about it, in [0, 1]. */
  readonly salience: number
  /** Those of `mentions` that name a seat of government and stand for the country: "Beijing", "the Kremlin". */
  readonly seats?: readonly string[]
  /** `Q` number, where the gazetteer knows one. */
  readonly wikidataId?: string
}

export type TopicKind = 'subject' | 'entity' | 'relation' | 'query'

/** A topic as found in one article; score in [0, 1]. */
export type TopicScore = {
  readonly id: TopicId
  readonly label: string
  readonly kind: TopicKind
  readonly score: number
}

/** A reader's own query, followed like any other topic; nobody else knows of it. */
export type ReaderQuery = {
  readonly id: TopicId
  /** As typed: all words must be there, "phrases" as they stand, `or` between alternatives, `-` before what must not be. */
  readonly words: string
  /** Also stories that mean the same in other words. */
  readonly byMeaning: boolean
  /** Where the words lie among short texts, of length 1; absent until the current model has said. */
  readonly direction?: Float32Array
}

/** What was understood of one article. */
export type Understood = {
  /** ISO 639-1 where one exists; `und` when it cannot be told. */
  readonly language: string
  readonly keyPoints: readonly string[]
  readonly topics: readonly TopicScore[]
  readonly entities: readonly EntityMention[]
}

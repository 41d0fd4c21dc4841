/**
 * What jobs work with, and how they ask for one another. A job loads, calls a pure function of the pipeline and saves; each
 * may be killed at any point and run again with the same result, because what waits to be done is kept in tables of its own
 * and leaves them in the transaction that does it. Jobs are the wake-ups.
 */
import type { Embedder } from '../domain/embedding.ts'
import type { ReaderId, SourceId } from '../domain/ids.ts'
import type { HttpClient } from '../platform/net/http-client.ts'
import type { Database } from '../platform/storage/database.ts'
import type { StoryKeeper } from './threads/story-keeper.ts'
import type { ThreadPool } from './threads/thread-pool.ts'

export type Log = {
  readonly debug: (facts: object, words: string) => void
  readonly info: (facts: object, words: string) => void
  readonly warn: (facts: object, words: string) => void
  readonly error: (facts: object, words: string) => void
}

/** The program stops: what a job was at is done at the next start. */
export class BrokenOff extends Error {}

export type Work = {
  readonly db: Database
  readonly http: HttpClient
  /** Feeds and pages are read off the main thread. */
  readonly threads: ThreadPool
  /** So are articles understood. */
  readonly understanding: ThreadPool
  readonly stories: StoryKeeper
  /** Sources whose fetch was asked for and has not ended. */
  readonly refreshing: Set<SourceId>
  /** Sources that have answered, and when: what they sent is being read and saved. */
  readonly arriving: Map<SourceId, number>
  /** What stories and queries are compared by: as the settings say. */
  readonly embedder: () => Promise<Embedder>
  /** Its model's name, known before it is opened. */
  readonly embeddingModel: string
  /** The built-in one, whose vectors the subjects were made with. */
  readonly subjectEmbedder: () => Promise<Embedder>
  readonly log: Log
  readonly now: () => number
  readonly random: () => number
  readonly fetchArticles: boolean
  /** Days for which articles, stories and logged pages are kept that nobody saved; 0: for ever. */
  readonly keepDays: number
  /** Where hubs reach this server; nothing where it has no public address. */
  readonly publicUrl?: string
  readonly ask: Ask
}

export type JobRequest =
  /** `atMs`: when it was asked for. */
  | { readonly job: 'refresh-source'; readonly sourceIds: readonly SourceId[]; readonly atMs: number }
  | { readonly job: 'fetch-article'; readonly sourceId: SourceId }
  | { readonly job: 'understand-entry' }
  | { readonly job: 'assign-story'; readonly settle?: true }
  | { readonly job: 'embed-story' }
  | { readonly job: 'embed-entry' }
  | { readonly job: 'update-profile'; readonly readerId: ReaderId }
  | { readonly job: 'learn-weights' }
  | { readonly job: 'renew-subscriptions' }
  | { readonly job: 'housekeeping' }

/** Asks for jobs to be done soon. One that waits already is not asked for twice. */
export type Ask = (requests: readonly JobRequest[]) => Promise<void>

import { isKeptAddress } from '../pipeline/feeds/canonical-url.ts'
import { type NextFetch, nextFetch, redirectDecision } from '../pipeline/feeds/next-fetch.ts'
import type { FetchOutcome } from '../platform/net/http-client.ts'
import type { FetchRecord, SourceState, UnchangedRecord } from '../platform/storage/sources.ts'
import type { FeedRead } from './read-feed.ts'
import type { Work } from './work.ts'

export type Received = Omit<Extract<FetchOutcome, { kind: 'ok' }>, 'status'>
export type NotModified = Extract<FetchOutcome, { kind: 'not-modified' }>
export type Failed = Extract<FetchOutcome, { kind: 'failed' }>

/** How a source was asked; `entryTimesMs`: when its newest entries were published. */
type Asked = { readonly entryTimesMs: readonly number[] } & (
  | { readonly kind: 'received'; readonly outcome: Received; readonly feed: FeedRead['feed'] }
  | { readonly kind: 'unchanged'; readonly outcome: NotModified }
  | { readonly kind: 'failed'; readonly outcome: Failed }
)

/** When a source is asked again, and why then. */
export function planFetch(
  work: Pick<Work, 'now' | 'random'>,
  source: SourceState,
  asked: Asked,
): Pick<FetchRecord, 'atMs' | 'dueBeforeMs' | 'nextDueAtMs' | 'intervalMinutes' | 'intervalWhy' | 'leftAloneUntilMs'> {
  const nowMs = work.now()
  const next: NextFetch = nextFetch({
    kind: asked.kind,
    nowMs,
    random: work.random(),
    entryTimesMs: asked.entryTimesMs,
    failures: asked.kind === 'failed' ? source.failures + 1 : 0,
    ...(source.ownIntervalMinutes === undefined ? {} : { ownIntervalMinutes: source.ownIntervalMinutes }),
    hubSends: source.hubSends,
    ...(asked.kind === 'received' && asked.feed.intervalMinutes !== undefined
      ? { publisherIntervalMinutes: asked.feed.intervalMinutes }
      : {}),
    ...(asked.kind !== 'failed' && asked.outcome.maxAgeSeconds !== undefined
      ? { maxAgeSeconds: asked.outcome.maxAgeSeconds }
      : {}),
    ...(asked.kind === 'failed' && asked.outcome.retryAfterSeconds !== undefined
      ? { retryAfterSeconds: asked.outcome.retryAfterSeconds }
      : {}),
  })
  return {
    atMs: nowMs,
    dueBeforeMs: source.dueAtMs,
    nextDueAtMs: next.atMs,
    intervalMinutes: next.intervalMinutes,
    intervalWhy: next.why,
    ...(next.leftAloneUntilMs === undefined ? {} : { leftAloneUntilMs: next.leftAloneUntilMs }),
  }
}

/** A source that moved for good is asked at its new address from then on. */
export function movedFields(
  source: SourceState,
  permanentUrl: string | undefined,
): Pick<UnchangedRecord, 'moved'> & Pick<FetchRecord, 'feedUrl'> {
  const kept = permanentUrl !== undefined && isKeptAddress(permanentUrl) ? permanentUrl : undefined
  const moved = redirectDecision({ permanentUrl: kept, previousUrl: source.movedTo, count: source.movedCount })
  return {
    moved: { to: moved.candidateUrl ?? null, count: moved.count },
    ...(moved.newUrl === undefined ? {} : { feedUrl: moved.newUrl }),
  }
}

import type { SourceId } from '../domain/ids.ts'
import type { Problem } from '../domain/problem.ts'
import type { Database } from '../platform/storage/database.ts'
import {
  dropSubscription,
  type HubSubscription,
  noteAsked,
  noteHubProblem,
  takeDueSubscriptions,
  wantSubscription,
} from '../platform/storage/hub-subscriptions.ts'
import { BrokenOff, type Work } from './work.ts'

const batch = 50
const minuteMs = 60_000
/** How long a taken subscription is put off in case asking is killed. */
const takenMs = 10 * minuteMs
/** A hub that took the request but never checked it is asked again after this, and twice as late each time. */
const unconfirmedMs = 60 * minuteMs
const retryMs = 15 * minuteMs
const retryMsMax = 24 * 60 * minuteMs
export const leaseSecondsAsked = 10 * 86_400

/** What a feed says of its hub: subscribed to it is, changed it is, or forgotten. True when the hub has to be asked. */
export async function followHub(
  db: Database,
  { publicUrl }: Pick<Work, 'publicUrl'>,
  named: { readonly sourceId: SourceId; readonly hubUrl: string | undefined; readonly topicUrl: string },
): Promise<boolean> {
  if (publicUrl === undefined) return false
  const { sourceId, hubUrl, topicUrl } = named
  if (hubUrl !== undefined) return await wantSubscription(db, { sourceId, hubUrl, topicUrl })
  await dropSubscription(db, sourceId)
  return false
}

/**
 * Asks hubs to send what is new (WebSub, W3C Recommendation of 23 January 2018): subscriptions that are new, that run out
 * soon, or that failed. Until a hub confirms, and when it never does, the source is polled as any other.
 */
export async function renewSubscriptions(work: Work): Promise<void> {
  const { publicUrl } = work
  if (publicUrl === undefined) return
  const due = await takeDueSubscriptions(work.db, { limit: batch, leaseMs: takenMs })
  for (const subscription of due) await askHub(work, subscription, `${publicUrl}/websub/${subscription.token}`)
  if (due.length === batch) await work.ask([{ job: 'renew-subscriptions' }])
}

async function askHub(work: Work, subscription: HubSubscription, callback: string): Promise<void> {
  const { sourceId, hubUrl, topicUrl, secret } = subscription
  const form = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.topic': topicUrl,
    'hub.callback': callback,
    'hub.lease_seconds': String(leaseSecondsAsked),
    'hub.secret': secret,
  })
  const outcome = await work.http.fetch(hubUrl, { accept: 'any', form: form.toString() })
  if (outcome.kind === 'ok')
    return await noteAsked(work.db, subscription, {
      nextAtMs: work.now() + Math.min(unconfirmedMs * 2 ** Math.min(subscription.failures, 10), retryMsMax),
      problem: subscription.failures === 0 ? undefined : silent(hubUrl),
    })
  const problem: Problem =
    outcome.kind === 'failed'
      ? outcome.problem
      : { code: 'hub-refused', message: `${hubUrl} answered a subscription as if nothing had changed.` }
  if (problem.code === 'aborted') throw new BrokenOff(problem.message)
  work.log.warn({ hub: hubUrl, code: problem.code }, `hub cannot be asked: ${problem.message}`)
  const waitMs = outcome.kind === 'failed' ? (outcome.retryAfterSeconds ?? 0) * 1000 : 0
  const nextAtMs = Math.max(retryAtMs(work, subscription.failures), work.now() + waitMs)
  await noteHubProblem(work.db, { sourceId, problem, nextAtMs })
}

function silent(hubUrl: string): Problem {
  return {
    code: 'hub-silent',
    message: `The hub ${hubUrl} takes the subscription and then does not check it at this program's public address.`,
  }
}

/** Doubled with each failure, up to a day; half of each step is left to chance. */
export function retryAtMs({ now, random }: Pick<Work, 'now' | 'random'>, failures: number): number {
  const step = Math.min(retryMs * 2 ** Math.min(failures, 10), retryMsMax)
  return now() + step * (0.5 + 0.5 * random())
}

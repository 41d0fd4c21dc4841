/** What hubs say at our callback: whether we meant a subscription, that they refuse one, and what is new. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { makeOneDue } from '../platform/storage/due-sources.ts'
import {
  type HubSubscription,
  noteHubProblem,
  noteLease,
  subscriptionByToken,
} from '../platform/storage/hub-subscriptions.ts'
import { loadSource } from '../platform/storage/sources.ts'
import { heldEntries } from '../platform/storage/withdrawals.ts'
import { readFeedInThread } from './read-feed.ts'
import { leaseSecondsAsked, retryAtMs } from './renew-subscriptions.ts'
import { takeIn } from './take-in.ts'
import { withdrawEntries } from './withdraw-entries.ts'
import type { Work } from './work.ts'

/** A lease is renewed when this share of it is over. */
const renewShare = 0.8
const leaseSecondsMin = 60
const leaseSecondsMax = 90 * 86_400

export type HubQuestion = {
  readonly mode: string
  readonly topic: string
  readonly challenge: string
  readonly leaseSeconds: number
  readonly reason: string
}

/** The challenge to give back, empty for a refusal that was heard; nothing when the subscription was not ours, or is refused. */
export async function answerHub(
  work: Pick<Work, 'db' | 'now' | 'random' | 'log'>,
  token: string,
  { mode, topic, challenge, leaseSeconds, reason }: HubQuestion,
): Promise<string | undefined> {
  const subscription = await subscriptionByToken(work.db, token)
  if (subscription === undefined || topic !== subscription.topicUrl) return undefined
  const { sourceId } = subscription
  if (mode === 'denied') {
    const problem = {
      code: 'hub-denied',
      message: `The hub ${subscription.hubUrl} refuses: ${reason || 'no reason given'}.`,
    }
    work.log.warn({ hub: subscription.hubUrl }, problem.message)
    await noteHubProblem(work.db, { sourceId, problem, nextAtMs: retryAtMs(work, subscription.failures + 4) })
    return ''
  }
  if (mode !== 'subscribe' || challenge === '') return undefined
  // A hub that does not say how long it sends was asked for so long.
  const lease = leaseSeconds > 0 ? leaseSeconds : leaseSecondsAsked
  const seconds = Math.min(Math.max(lease, leaseSecondsMin), leaseSecondsMax)
  const nowMs = work.now()
  await noteLease(work.db, {
    sourceId,
    untilMs: nowMs + seconds * 1000,
    renewAtMs: nowMs + seconds * 1000 * renewShare,
  })
  return challenge
}

export type HubDelivery = {
  readonly bytes: Uint8Array
  readonly contentType: string | undefined
  /** `X-Hub-Signature`: `sha256=…`. */
  readonly signature: string | undefined
}

/**
 * Takes what a hub sent. `gone`: nobody subscribed here. `ignored`: the signature is missing or wrong, and nothing was looked
 * at (WebSub §8).
 */
export async function receiveFromHub(
  work: Work,
  token: string,
  { bytes, contentType, signature }: HubDelivery,
): Promise<'taken' | 'ignored' | 'gone'> {
  const subscription = await subscriptionByToken(work.db, token)
  const source = subscription === undefined ? undefined : await loadSource(work.db, subscription.sourceId)
  if (subscription === undefined || source === undefined) return 'gone'
  if (!isSigned(bytes, signature, subscription)) return 'ignored'
  const sent = { bytes, url: source.feedUrl, ...(contentType === undefined ? {} : { contentType }) }
  const read = await readFeedInThread(work, sent, source)
  // A hub that only rings, or sends what cannot be read: then the feed itself is asked.
  if (!('entries' in read) || read.entries.length === 0) await makeOneDue(work.db, source.id)
  else await takeIn(work, { sourceId: source.id, entries: read.entries })
  if ('withdrawn' in read) await withdrawEntries(work, await heldEntries(work.db, read.withdrawn))
  return 'taken'
}

const methods = /^(sha1|sha256|sha384|sha512)=([0-9a-f]{40,128})$/i

function isSigned(bytes: Uint8Array, signature: string | undefined, { secret }: HubSubscription): boolean {
  const [, method, given] = methods.exec(signature?.trim() ?? '') ?? []
  if (method === undefined || given === undefined) return false
  const expected = createHmac(method.toLowerCase(), secret).update(bytes).digest()
  const received = Buffer.from(given, 'hex')
  return received.length === expected.length && timingSafeEqual(received, expected)
}

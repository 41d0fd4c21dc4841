/** Subscriptions at hubs (WebSub): what was asked for, what was confirmed, and when to ask again. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { SourceId } from '../../domain/ids.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Database } from './database.ts'
import { storableJson } from './storable.ts'

export type HubSubscription = {
  readonly sourceId: SourceId
  readonly hubUrl: string
  readonly topicUrl: string
  readonly token: string
  readonly secret: string
  readonly leaseUntil: Date | null
  readonly failures: number
}

const columns = sql`source_id as "sourceId", hub_url as "hubUrl", topic_url as "topicUrl", token, secret,
  lease_until as "leaseUntil", failures`

/** A source names this hub for this topic. Known already: nothing changes. Another one: it is subscribed to anew. True when
 * it has to be asked. */
export async function wantSubscription(
  db: Database,
  wanted: { readonly sourceId: SourceId; readonly hubUrl: string; readonly topicUrl: string },
): Promise<boolean> {
  const [token, secret] = [randomBytes(24).toString('base64url'), randomBytes(32).toString('base64url')]
  const { numAffectedRows } = await sql`
    insert into hub_subscriptions (source_id, hub_url, topic_url, token, secret)
    select id, ${wanted.hubUrl}, ${wanted.topicUrl}, ${token}, ${secret} from sources where id = ${wanted.sourceId}
    on conflict (source_id) do update set hub_url = excluded.hub_url, topic_url = excluded.topic_url,
      token = excluded.token, secret = excluded.secret, asked_at = null, lease_until = null, next_at = now(), failures = 0,
      problem = null
    where hub_subscriptions.hub_url <> excluded.hub_url or hub_subscriptions.topic_url <> excluded.topic_url`.execute(
    db,
  )
  return (numAffectedRows ?? 0n) > 0n
}

/** The source names no hub any more. */
export async function dropSubscription(db: Database, sourceId: SourceId): Promise<void> {
  await db.deleteFrom('hub_subscriptions').where('source_id', '=', sourceId).execute()
}

/** Takes subscriptions that have to be asked for, and puts them off by `leaseMs`, in case asking is killed. */
export async function takeDueSubscriptions(
  db: Database,
  { limit, leaseMs }: { readonly limit: number; readonly leaseMs: number },
): Promise<HubSubscription[]> {
  const { rows } = await sql<HubSubscription>`
    update hub_subscriptions set next_at = now() + ${leaseMs} * interval '1 millisecond'
    where source_id in (select source_id from hub_subscriptions where next_at <= now() order by next_at limit ${limit}
      for update skip locked) returning ${columns}`.execute(db)
  return rows
}

export async function subscriptionByToken(db: Database, token: string): Promise<HubSubscription | undefined> {
  const { rows } = await sql<HubSubscription>`select ${columns} from hub_subscriptions where token = ${token}`.execute(
    db,
  )
  return rows[0]
}

/**
 * The hub took the request, and will check that it was ours; it is asked again at `nextAtMs` if it does not, which until
 * then counts as a failure. One that has checked already, before it answered, has said for how long it sends.
 */
export async function noteAsked(
  db: Database,
  { sourceId, leaseUntil }: Pick<HubSubscription, 'sourceId' | 'leaseUntil'>,
  { nextAtMs, problem }: { readonly nextAtMs: number; readonly problem: Problem | undefined },
): Promise<void> {
  await sql`
    update hub_subscriptions set asked_at = now(), next_at = ${new Date(nextAtMs)}, failures = failures + 1,
      problem = ${problem === undefined ? null : storableJson(problem)}
    where source_id = ${sourceId} and lease_until is not distinct from ${leaseUntil}`.execute(db)
}

/** The hub sends until then. */
export async function noteLease(
  db: Database,
  {
    sourceId,
    untilMs,
    renewAtMs,
  }: { readonly sourceId: SourceId; readonly untilMs: number; readonly renewAtMs: number },
): Promise<void> {
  await db
    .updateTable('hub_subscriptions')
    .set({ lease_until: new Date(untilMs), next_at: new Date(renewAtMs), failures: 0, problem: null })
    .where('source_id', '=', sourceId)
    .execute()
}

export async function noteHubProblem(
  db: Database,
  {
    sourceId,
    problem,
    nextAtMs,
  }: { readonly sourceId: SourceId; readonly problem: Problem; readonly nextAtMs: number },
): Promise<void> {
  await db
    .updateTable('hub_subscriptions')
    .set((eb) => ({
      failures: eb('failures', '+', 1),
      problem: storableJson(problem),
      next_at: new Date(nextAtMs),
    }))
    .where('source_id', '=', sourceId)
    .execute()
}

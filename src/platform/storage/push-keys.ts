/** Keys of publishers that push, and what they were answered. A key is shown once and kept as its digest. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { SourceId } from '../../domain/ids.ts'
import type { Database } from './database.ts'
import type { FullText } from './sources.ts'
import { storableJson } from './storable.ts'

export type PushKey = {
  readonly id: string
  readonly sourceId: SourceId
  readonly siteUrl: string
  readonly name: string
  readonly fullText: FullText
}

export type ListedPushKey = Omit<PushKey, 'fullText'> & {
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
  readonly revokedAt: Date | null
}

/** Makes a key for a source. The answer is the only place where it stands in full. */
export async function createPushKey(
  db: Database,
  { sourceId, name }: { readonly sourceId: SourceId; readonly name: string },
): Promise<{ readonly id: string; readonly key: string }> {
  const id = randomUUID()
  const key = `salient-push-${randomBytes(32).toString('base64url')}`
  await db
    .insertInto('push_keys')
    .values({ id, source_id: sourceId, name, digest: digestOf(key) })
    .execute()
  return { id, key }
}

/** Whose key this is; nothing for an unknown or a revoked one. */
export async function pushKeyOf(db: Database, key: string): Promise<PushKey | undefined> {
  const { rows } = await sql<PushKey>`
    update push_keys k set last_used_at = now() from sources s
    where k.digest = ${digestOf(key)} and k.revoked_at is null and s.id = k.source_id
    returning k.id, k.source_id as "sourceId", coalesce(s.site_url, s.feed_url) as "siteUrl", k.name,
      s.full_text as "fullText"`.execute(db)
  return rows[0]
}

export async function listPushKeys(db: Database): Promise<ListedPushKey[]> {
  const { rows } = await sql<ListedPushKey>`
    select k.id, k.source_id as "sourceId", coalesce(s.site_url, s.feed_url, '') as "siteUrl", k.name,
      k.created_at as "createdAt", k.last_used_at as "lastUsedAt", k.revoked_at as "revokedAt"
    from push_keys k left join sources s on s.id = k.source_id order by k.created_at, k.id`.execute(db)
  return rows
}

/** False: there is no such key, or it was revoked before. */
export async function revokePushKey(db: Database, id: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('push_keys')
    .set({ revoked_at: sql`now()` })
    .where(sql<string>`id::text`, '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export type PushRequest = { readonly keyId: string; readonly idempotencyKey: string; readonly bodyDigest: Buffer }

/** What this request was answered before; `other`: the idempotency key was used for another body. */
export async function pushReceipt(
  db: Database,
  { keyId, idempotencyKey, bodyDigest }: PushRequest,
): Promise<{ readonly answer: unknown } | { readonly other: true } | undefined> {
  const row = await db
    .selectFrom('push_receipts')
    .select(['answer', 'body_digest'])
    .where('key_id', '=', keyId)
    .where('idempotency_key', '=', idempotencyKey)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return row.body_digest.equals(bodyDigest) ? { answer: row.answer } : { other: true }
}

/** In the transaction of what was done. */
export async function savePushReceipt(db: Database, request: PushRequest, answer: unknown): Promise<void> {
  await db
    .insertInto('push_receipts')
    .values({
      key_id: request.keyId,
      idempotency_key: request.idempotencyKey,
      body_digest: request.bodyDigest,
      answer: storableJson(answer),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Receipts are for what is sent again within a while, not for ever. */
export async function forgetOldReceipts(db: Database): Promise<void> {
  await sql`delete from push_receipts where at < now() - interval '7 days'`.execute(db)
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

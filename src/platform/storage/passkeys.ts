/** Passkeys of readers, and the challenges that their devices sign, each once. */
import { randomBytes } from 'node:crypto'
import type { ReaderId } from '../../domain/ids.ts'
import { digestOf } from './accounts.ts'
import type { Database } from './database.ts'

/** A challenge for a new key of this reader, or for anybody to sign in with; base64url, 256 random bits. */
export async function makeChallenge(
  db: Database,
  { readerId, expiresAt, nowMs }: { readonly readerId?: ReaderId; readonly expiresAt: Date; readonly nowMs: number },
): Promise<string> {
  const challenge = randomBytes(32).toString('base64url')
  await db.deleteFrom('passkey_challenges').where('expires_at', '<', new Date(nowMs)).execute()
  await db
    .insertInto('passkey_challenges')
    .values({ digest: digestOf(challenge), reader_id: readerId ?? null, expires_at: expiresAt })
    .execute()
  return challenge
}

/** Uses it up. False: it was not given out for this, was used, or has run out. */
export async function useChallenge(
  db: Database,
  challenge: string,
  { readerId, nowMs }: { readonly readerId?: ReaderId; readonly nowMs: number },
): Promise<boolean> {
  const used = await db
    .deleteFrom('passkey_challenges')
    .where('digest', '=', digestOf(challenge))
    .where('reader_id', readerId === undefined ? 'is' : '=', readerId ?? null)
    .where('expires_at', '>', new Date(nowMs))
    .executeTakeFirst()
  return used.numDeletedRows > 0n
}

export type StoredPasskey = {
  readonly id: string
  readonly readerId: ReaderId
  readonly credentialId: Uint8Array
  readonly name: string
  readonly publicKey: Uint8Array
  readonly algorithm: number
  readonly counter: number
  readonly createdAt: Date
  readonly lastUsedAt?: Date
}

/** False: this key is known already. */
export async function savePasskey(
  db: Database,
  passkey: Omit<StoredPasskey, 'id' | 'createdAt' | 'lastUsedAt'>,
): Promise<boolean> {
  const saved = await db
    .insertInto('passkeys')
    .values({
      credential_id: Buffer.from(passkey.credentialId),
      reader_id: passkey.readerId,
      name: passkey.name,
      public_key: Buffer.from(passkey.publicKey),
      algorithm: passkey.algorithm,
      counter: passkey.counter,
    })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return (saved.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** In the order they were made. */
export async function listPasskeys(db: Database, readerId: ReaderId): Promise<StoredPasskey[]> {
  const rows = await db
    .selectFrom('passkeys')
    .selectAll()
    .where('reader_id', '=', readerId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(passkeyOf)
}

export async function passkeyByCredential(db: Database, credentialId: Uint8Array): Promise<StoredPasskey | undefined> {
  const row = await db
    .selectFrom('passkeys')
    .selectAll()
    .where('credential_id', '=', Buffer.from(credentialId))
    .executeTakeFirst()
  return row === undefined ? undefined : passkeyOf(row)
}

export async function notePasskeyUse(
  db: Database,
  id: string,
  use: { readonly counter: number; readonly at: Date },
): Promise<void> {
  await db.updateTable('passkeys').set({ counter: use.counter, last_used_at: use.at }).where('id', '=', id).execute()
}

/** Only one of this reader's own; false when there is none. */
export async function dropPasskey(db: Database, readerId: ReaderId, id: string): Promise<boolean> {
  const done = await db
    .deleteFrom('passkeys')
    .where('reader_id', '=', readerId)
    .where((eb) => eb(eb.cast<string>('id', 'text'), '=', id))
    .executeTakeFirst()
  return done.numDeletedRows > 0n
}

function passkeyOf(row: {
  id: string
  credential_id: Buffer
  reader_id: string
  name: string
  public_key: Buffer
  algorithm: number
  counter: string
  created_at: Date
  last_used_at: Date | null
}): StoredPasskey {
  return {
    id: row.id,
    // Written from a reader's own id.
    readerId: row.reader_id as ReaderId,
    credentialId: row.credential_id,
    name: row.name,
    publicKey: row.public_key,
    algorithm: row.algorithm,
    counter: Number(row.counter),
    createdAt: row.created_at,
    ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at }),
  }
}

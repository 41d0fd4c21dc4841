/** How readers get in: what they sign in with, sessions, links that work once, access tokens, and tries to sign in. */
import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { ReaderId } from '../../domain/ids.ts'
import type { Database } from './database.ts'
import { renewFeedVersion } from './feed-addresses.ts'
import { publish } from './outbox.ts'

/** What a link or a token is kept as: whoever reads the table can use neither. Both are random, so a plain digest serves. */
export function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** 256 random bits, as they stand in links and tokens. */
function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** Tells every server on this database to forget what it holds of accounts. */
export async function accountsChanged(db: Database): Promise<void> {
  await publish(db, { kind: 'accounts-changed' })
}

// ——— what a reader signs in with ———

export async function hasPassword(db: Database, readerId: ReaderId): Promise<boolean> {
  const found = await db
    .selectFrom('credentials')
    .select('id')
    .where('reader_id', '=', readerId)
    .where('password', 'is not', null)
    .executeTakeFirst()
  return found !== undefined
}

/** Whether the reader can come back from another browser: with a password or a passkey. */
export async function hasWayIn(db: Database, readerId: ReaderId): Promise<boolean> {
  const passkey = db.selectFrom('passkeys').select('id').where('reader_id', '=', readerId)
  return (await hasPassword(db, readerId)) || (await passkey.executeTakeFirst()) !== undefined
}

/** Takes every way in from a reader: password, passkeys, sessions, tokens, links, addresses of feeds. What was read and learned stays. */
export async function clearWaysIn(db: Database, readerId: ReaderId): Promise<void> {
  for (const table of ['credentials', 'passkeys', 'sessions', 'access_tokens', 'entry_links'] as const)
    await db.deleteFrom(table).where('reader_id', '=', readerId).execute()
  await renewFeedVersion(db, readerId)
}

// ——— sessions ———

export type StoredSession = {
  readonly id: string
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly address: string
  readonly userAgent: string
}

export async function listSessions(db: Database, readerId: ReaderId, nowMs: number): Promise<StoredSession[]> {
  const rows = await db
    .selectFrom('sessions')
    .selectAll()
    .where('reader_id', '=', readerId)
    .where('expires_at', '>', new Date(nowMs))
    .orderBy('created_at', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    address: row.ip_address ?? '',
    userAgent: row.user_agent ?? '',
  }))
}

/** Only one of this reader's own; false when there is none. */
export async function endSession(db: Database, readerId: ReaderId, id: string): Promise<boolean> {
  const done = await db
    .deleteFrom('sessions')
    .where('reader_id', '=', readerId)
    .where(sql<string>`id::text`, '=', id)
    .executeTakeFirst()
  return done.numDeletedRows > 0n
}

/** All of a reader's sessions, but for the one kept. */
export async function endSessions(db: Database, readerId: ReaderId, kept: string | undefined): Promise<void> {
  let query = db.deleteFrom('sessions').where('reader_id', '=', readerId)
  if (kept !== undefined) query = query.where(sql<string>`id::text`, '<>', kept)
  await query.execute()
}

// ——— links that work once ———

export type StoredLink = { readonly id: string; readonly createdAt: Date; readonly expiresAt: Date }

/**
 * For a reader who is there; for somebody new whom `madeBy` invites; or, with neither, for whoever sets the installation
 * up. Answers the key that the link carries.
 */
export async function makeLink(
  db: Database,
  link: { readonly readerId?: ReaderId; readonly madeBy?: ReaderId; readonly expiresAt: Date },
): Promise<string> {
  const key = newSecret()
  await db
    .insertInto('entry_links')
    .values({
      digest: digestOf(key),
      reader_id: link.readerId ?? null,
      made_by: link.madeBy ?? null,
      expires_at: link.expiresAt,
    })
    .execute()
  return key
}

export type FoundLink =
  | { readonly kind: 'reader'; readonly readerId: ReaderId }
  | { readonly kind: 'invitation' }
  | { readonly kind: 'setup' }

/** `hold`: in a transaction, whoever else comes with the link waits for its end. */
export async function findLink(
  db: Database,
  key: string,
  nowMs: number,
  { hold = false }: { readonly hold?: boolean } = {},
): Promise<FoundLink | undefined> {
  const query = db
    .selectFrom('entry_links')
    .select(['reader_id', 'made_by'])
    .where('digest', '=', digestOf(key))
    .where('expires_at', '>', new Date(nowMs))
  const row = await (hold ? query.forUpdate() : query).executeTakeFirst()
  if (row === undefined) return undefined
  if (row.reader_id !== null) return { kind: 'reader', readerId: row.reader_id as ReaderId }
  return { kind: row.made_by === null ? 'setup' : 'invitation' }
}

/** Takes the link away. */
export async function useLink(db: Database, key: string): Promise<void> {
  await db.deleteFrom('entry_links').where('digest', '=', digestOf(key)).execute()
}

/** Once there is a reader, or a new link of the kind, those that set up are of no use. */
export async function dropSetupLinks(db: Database): Promise<void> {
  await db.deleteFrom('entry_links').where('reader_id', 'is', null).where('made_by', 'is', null).execute()
}

/** Invitations that are out. */
export async function listInvitations(db: Database, nowMs: number): Promise<StoredLink[]> {
  const rows = await db
    .selectFrom('entry_links')
    .selectAll()
    .where('reader_id', 'is', null)
    .where('expires_at', '>', new Date(nowMs))
    .orderBy('created_at')
    .execute()
  return rows.map((row) => ({ id: row.id, createdAt: row.created_at, expiresAt: row.expires_at }))
}

export async function withdrawInvitation(db: Database, id: string): Promise<boolean> {
  const done = await db
    .deleteFrom('entry_links')
    .where('reader_id', 'is', null)
    .where(sql<string>`id::text`, '=', id)
    .executeTakeFirst()
  return done.numDeletedRows > 0n
}

// ——— access tokens ———

export type StoredToken = {
  readonly id: string
  readonly name: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | undefined
}

const tokenPrefix = 'salient_'
const usedEveryMinutes = 10

export async function makeToken(
  db: Database,
  readerId: ReaderId,
  name: string,
): Promise<{ readonly id: string; readonly token: string }> {
  const token = tokenPrefix + newSecret()
  const { id } = await db
    .insertInto('access_tokens')
    .values({ reader_id: readerId, name, digest: digestOf(token) })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, token }
}

export async function readerOfToken(
  db: Database,
  token: string,
): Promise<{ readonly id: ReaderId; readonly name: string } | undefined> {
  const { rows } = await sql<{ token: string; id: ReaderId; name: string; noted: boolean }>`
    select t.id as token, r.id, r.name,
      t.last_used_at is not null and t.last_used_at > now() - ${usedEveryMinutes} * interval '1 minute' as noted
    from access_tokens t join readers r on r.id = t.reader_id where t.digest = ${digestOf(token)}`.execute(db)
  const [row] = rows
  if (row === undefined) return undefined
  if (!row.noted) await sql`update access_tokens set last_used_at = now() where id = ${row.token}`.execute(db)
  return { id: row.id, name: row.name }
}

export async function listTokens(db: Database, readerId: ReaderId): Promise<StoredToken[]> {
  const rows = await db
    .selectFrom('access_tokens')
    .selectAll()
    .where('reader_id', '=', readerId)
    .orderBy('created_at')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at ?? undefined,
  }))
}

export async function revokeToken(db: Database, readerId: ReaderId, id: string): Promise<boolean> {
  const done = await db
    .deleteFrom('access_tokens')
    .where('reader_id', '=', readerId)
    .where(sql<string>`id::text`, '=', id)
    .executeTakeFirst()
  return done.numDeletedRows > 0n
}

// ——— tries to sign in ———

export type TriesLimit = { readonly subject: string; readonly most: number }

/**
 * Notes one try for each subject, and says whether all were under their limits within the window. Noted before the password
 * is looked at, so that many tries at once are counted as well.
 */
export async function noteTry(db: Database, limits: readonly TriesLimit[], windowMs: number): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    let allowed = true
    for (const { subject, most } of limits) {
      const digest = digestOf(subject)
      await sql`select pg_advisory_xact_lock(${digest.readInt32BE(0)}, ${digest.readInt32BE(4)})`.execute(tx)
      const { rows } = await sql<{ count: string }>`select count(*) as count from sign_in_tries
        where subject = ${digest} and at > now() - ${windowMs} * interval '1 millisecond'`.execute(tx)
      if (Number(rows[0]?.count ?? 0) >= most) allowed = false
      else await tx.insertInto('sign_in_tries').values({ subject: digest }).execute()
    }
    return allowed
  })
}

/** After a success: earlier mistakes of this subject no longer count. */
export async function forgetTries(db: Database, subject: string): Promise<void> {
  await db.deleteFrom('sign_in_tries').where('subject', '=', digestOf(subject)).execute()
}

/** What has run out and nobody will ask for again. Called daily. */
export async function forgetExpiredAccess(db: Database): Promise<void> {
  for (const table of ['sessions', 'entry_links', 'passkey_challenges'] as const)
    await db.deleteFrom(table).where('expires_at', '<', sql<Date>`now()`).execute()
  await sql`delete from sign_in_tries where at < now() - interval '1 day'`.execute(db)
}

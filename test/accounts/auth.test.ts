/** Passwords and sessions over the real database. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReaderId } from '../../src/domain/ids.ts'
import { type Auth, openAuth } from '../../src/platform/auth/open-auth.ts'
import { clearWaysIn, endSession, hasPassword, listSessions, noteTry } from '../../src/platform/storage/accounts.ts'
import { feedVersion } from '../../src/platform/storage/feed-addresses.ts'
import { createReader } from '../../src/platform/storage/readers.ts'
import { openTestDatabase } from '../harness/database.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let auth: Auth
const problems: string[] = []
const mira = randomUUID() as ReaderId
const caller = { cookie: '', userAgent: 'a browser', address: '192.0.2.7' }
const secret = 'a secret of the test, long enough to be one'
const report = (message: string) => problems.push(message)

beforeAll(async () => {
  database = await openTestDatabase()
  auth = openAuth(database.db, { secret, baseUrl: 'http://127.0.0.1:8080', report })
  await createReader(database.db, { id: mira, name: 'Mira' })
})

afterAll(async () => {
  await database[Symbol.asyncDispose]()
  expect(problems).toEqual([])
})

const cookieOf = (setCookies: readonly string[] | undefined) => setCookies?.[0]?.split(';')[0] ?? ''

test('a password opens a session, which can be listed and ended', async () => {
  expect(await auth.signIn(mira, 'correct horse battery', caller)).toBeUndefined()
  await auth.setPassword(mira, 'correct horse battery')
  expect(await hasPassword(database.db, mira)).toBe(true)
  expect(await auth.signIn(mira, 'wrong horse battery', caller)).toBeUndefined()
  expect(await auth.signIn(undefined, 'correct horse battery', caller)).toBeUndefined()

  const set = await auth.signIn(mira, 'correct horse battery', caller)
  expect(set?.[0]).toMatch(/^salient-session=[^;]+; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Lax$/)
  const cookie = cookieOf(set)
  const found = await auth.sessionOf({ ...caller, cookie })
  expect(found?.readerId).toBe(mira)
  const listed = await listSessions(database.db, mira, Date.now())
  expect(listed).toMatchObject([{ id: found?.sessionId, userAgent: 'a browser', address: '192.0.2.7' }])
  expect(await endSession(database.db, randomUUID() as ReaderId, found?.sessionId ?? '')).toBe(false)
  expect(await auth.sessionOf({ ...caller, cookie })).toBeDefined()
  expect(await endSession(database.db, mira, found?.sessionId ?? '')).toBe(true)
  expect(await auth.sessionOf({ ...caller, cookie })).toBeUndefined()
})

test('signing out ends the session itself, not only the cookie', async () => {
  const cookie = cookieOf(await auth.signInAs(mira, caller))
  expect(await auth.sessionOf({ ...caller, cookie })).toMatchObject({ readerId: mira })
  expect((await auth.signOut({ ...caller, cookie }))[0]).toMatch(/^salient-session=; Max-Age=0/)
  expect(await auth.sessionOf({ ...caller, cookie })).toBeUndefined()
})

test('a changed cookie is nobody, and a session that has run out too', async () => {
  const cookie = cookieOf(await auth.signInAs(mira, caller))
  expect(await auth.sessionOf({ ...caller, cookie: cookie.replace(/=./, '=x') })).toBeUndefined()
  await database.db
    .updateTable('sessions')
    .set({ expires_at: new Date(Date.now() - 1000) })
    .execute()
  expect(await auth.sessionOf({ ...caller, cookie })).toBeUndefined()
})

test('behind https the cookie is bound to the host and to https', async () => {
  const secure = openAuth(database.db, { secret, baseUrl: 'https://news.example', report })
  const [set] = await secure.signInAs(mira, caller)
  expect(set).toMatch(/^__Host-salient-session=/)
  expect(set).toMatch(/; Path=\/; /)
  expect(set).toMatch(/; Secure/)
  expect(set).not.toMatch(/Domain/)
})

test('tries are counted in the database, also many at once', async () => {
  const limits = [{ subject: 'name:mira', most: 5 }]
  const answers = await Promise.all(Array.from({ length: 12 }, () => noteTry(database.db, limits, 60_000)))
  expect(answers.filter(Boolean)).toHaveLength(5)
  expect(await noteTry(database.db, [{ subject: 'name:jon', most: 5 }], 60_000)).toBe(true)
})

test('taking all ways in away ends sessions as well', async () => {
  await auth.setPassword(mira, 'another good password')
  const cookie = cookieOf(await auth.signInAs(mira, caller))
  const version = await feedVersion(database.db, mira)
  await clearWaysIn(database.db, mira)
  // Whoever had the address of a feed has it no more.
  expect(await feedVersion(database.db, mira)).toBe(version + 1)
  expect(await auth.sessionOf({ ...caller, cookie })).toBeUndefined()
  expect(await hasPassword(database.db, mira)).toBe(false)
})

/**
 * Passwords, sessions and their cookies, by better-auth over our own tables. Its HTTP handler, sign-up and mails are not
 * used: the server calls the few functions below, and everything else about accounts is in `storage/accounts.ts`.
 */
import { betterAuth } from 'better-auth'
import { APIError, createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { z } from 'zod'
import type { ReaderId } from '../../domain/ids.ts'
import type { Database } from '../storage/database.ts'

/** From a request: its `Cookie` and `User-Agent`, and the address it came from as the server trusts it. */
export type Caller = { readonly cookie: string; readonly userAgent: string; readonly address: string }

export type SignedIn = { readonly readerId: ReaderId; readonly sessionId: string }

/** Values for `Set-Cookie`. */
export type SetCookies = readonly string[]

export type Auth = {
  /** Whose session the cookies name, as long as it has not ended. */
  readonly sessionOf: (caller: Caller) => Promise<SignedIn | undefined>
  /** `undefined`: wrong, whatever is wrong. Takes as long for a reader who isn't there or has no password. */
  readonly signIn: (readerId: ReaderId | undefined, password: string, caller: Caller) => Promise<SetCookies | undefined>
  /** A session without a password: after a link or the first run. */
  readonly signInAs: (readerId: ReaderId, caller: Caller) => Promise<SetCookies>
  /** Ends the session that the cookies name, and takes the cookie away. */
  readonly signOut: (caller: Caller) => Promise<SetCookies>
  readonly isPassword: (readerId: ReaderId, password: string) => Promise<boolean>
  /** Gives a password or changes it. Sessions stay. */
  readonly setPassword: (readerId: ReaderId, password: string) => Promise<void>
}

export const sessionDays = 90
const addressHeader = 'x-salient-address'
/** Nobody: the password is worked through all the same. */
const noReader = '00000000-0000-0000-0000-000000000000'

export type AuthOptions = {
  readonly secret: string
  /** The address that people use; cookies are Secure, with the prefix `__Host-`, where it begins with https. */
  readonly baseUrl: string
  /** Told of what should not happen. */
  readonly report: (message: string) => void
}

export function openAuth(db: Database, options: AuthOptions): Auth {
  const auth = betterAuth(settingsOf(db, options))
  return {
    sessionOf: async (caller) => {
      const found = await auth.api.getSession({ headers: headersOf(caller) })
      return found === null ? undefined : { readerId: found.user.id as ReaderId, sessionId: found.session.id }
    },
    signIn: async (readerId, password, caller) => {
      const body = { email: `${readerId ?? noReader}@readers.invalid`, password }
      try {
        const { headers } = await auth.api.signInEmail({ body, headers: headersOf(caller), returnHeaders: true })
        return headers.getSetCookie()
      } catch (error) {
        if (error instanceof APIError && error.status !== 'INTERNAL_SERVER_ERROR') return undefined
        throw error
      }
    },
    signInAs: async (readerId, caller) => {
      const body = { readerId }
      const { headers } = await auth.api.signInAs({ body, headers: headersOf(caller), returnHeaders: true })
      return headers.getSetCookie()
    },
    signOut: async (caller) => {
      const { headers } = await auth.api.signOut({ headers: headersOf(caller), returnHeaders: true })
      return headers.getSetCookie()
    },
    isPassword: async (readerId, password) => {
      const context = await auth.$context
      const accounts = await context.internalAdapter.findAccounts(readerId)
      const hash = accounts.find((account) => account.providerId === 'credential')?.password
      if (hash !== undefined && hash !== null) return await context.password.verify({ hash, password })
      await context.password.hash(password)
      return false
    },
    setPassword: async (readerId, password) => {
      const { internalAdapter, password: passwords } = await auth.$context
      const hash = await passwords.hash(password)
      const accounts = await internalAdapter.findAccounts(readerId)
      if (accounts.some((account) => account.providerId === 'credential'))
        await internalAdapter.updatePassword(readerId, hash)
      else
        await internalAdapter.createAccount({
          userId: readerId,
          accountId: readerId,
          providerId: 'credential',
          password: hash,
        })
    },
  }
}

function settingsOf(db: Database, { secret, baseUrl, report }: AuthOptions) {
  const secure = baseUrl.startsWith('https:')
  return {
    appName: 'Salient',
    baseURL: baseUrl,
    secret,
    database: { db, type: 'postgres' as const },
    telemetry: { enabled: false },
    logger: { level: 'error' as const, log: (_level: string, message: string) => report(message) },
    emailAndPassword: { enabled: true, disableSignUp: true },
    user: {
      modelName: 'readers',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    session: {
      modelName: 'sessions',
      expiresIn: sessionDays * 86_400,
      disableSessionRefresh: true,
      fields: {
        userId: 'reader_id',
        expiresAt: 'expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
      },
    },
    account: {
      modelName: 'credentials',
      fields: {
        userId: 'reader_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'verifications',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    advanced: {
      database: { generateId: 'uuid' as const },
      useSecureCookies: false,
      cookies: { session_token: { name: sessionCookieOf(secure), attributes: { secure } } },
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    plugins: [{ id: 'sign-in-as', endpoints: { signInAs } }],
  }
}

/** `__Host-` binds a cookie to this very host and to https; over plain http browsers would refuse it. */
function sessionCookieOf(secure: boolean): string {
  return secure ? '__Host-salient-session' : 'salient-session'
}

/** Only ever called from here: the handler that would serve it is not mounted. */
const signInAs = createAuthEndpoint(
  '/sign-in-as',
  { method: 'POST', body: z.object({ readerId: z.string() }), metadata: { SERVER_ONLY: true } },
  async (ctx) => {
    const user = await ctx.context.internalAdapter.findUserById(ctx.body.readerId)
    if (user === null) throw new Error('There is no such reader to sign in.')
    const session = await ctx.context.internalAdapter.createSession(user.id)
    await setSessionCookie(ctx, { session, user })
    return ctx.json({ done: true })
  },
)

function headersOf({ cookie, userAgent, address }: Caller): Headers {
  return new Headers({ cookie, 'user-agent': userAgent.slice(0, userAgentLengthMax), [addressHeader]: address })
}

const userAgentLengthMax = 300

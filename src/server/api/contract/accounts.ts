/** The API's words for accounts: what a reader gets in with, and what the operator sees of readers. */
import { z } from '@hono/zod-openapi'
import { nameLengthMax } from '../../../domain/name.ts'

/** Bounds of what a request about accounts may carry. */
export const accountLimits = {
  passwordMin: 10,
  passwordMax: 128,
  tokenNameLength: nameLengthMax,
  keyLength: 200,
} as const

/** Length is all that is asked of a password: rules about letters make weaker ones. */
export function passwordProblem(
  password: string,
): { readonly refused: { readonly code: string; readonly message: string } } | undefined {
  const { passwordMin, passwordMax } = accountLimits
  if (password.length >= passwordMin && password.length <= passwordMax) return undefined
  const message = `A password has ${passwordMin} to ${passwordMax} characters, this one has ${password.length}.`
  return { refused: { code: 'password-unfit', message } }
}

const id = z.string()
const time = z.string().openapi({ format: 'date-time' })

const sessionSchema = z
  .object({
    id,
    createdAt: time,
    expiresAt: time,
    address: z.string(),
    userAgent: z.string(),
    /** The session of this very request. */
    current: z.boolean(),
  })
  .openapi('Session')

const tokenSchema = z
  .object({ id, name: z.string(), createdAt: time, lastUsedAt: time.optional() })
  .openapi('AccessToken')

const passkeySchema = z
  .object({
    id,
    /** The browser that made it, as it named itself. */
    name: z.string(),
    createdAt: time,
    lastUsedAt: time.optional(),
  })
  .openapi('Passkey')

export const accountSchema = z
  .object({
    reader: z.object({ id, name: z.string() }),
    isOperator: z.boolean(),
    /** Read without sign-in, because nobody else is here and there is no way to sign in yet. */
    alone: z.boolean(),
    hasPassword: z.boolean(),
    passkeys: z.array(passkeySchema),
    sessions: z.array(sessionSchema),
    tokens: z.array(tokenSchema),
  })
  .openapi('Account')

export const tokenRequestSchema = z
  .object({ name: z.string().trim().min(1).max(accountLimits.tokenNameLength) })
  .openapi('AccessTokenRequest')

/** The token is said once. */
export const madeTokenSchema = z.object({ id, token: z.string() }).openapi('MadeAccessToken')

export const readerAccountSchema = z
  .object({
    id,
    name: z.string(),
    createdAt: time,
    isOperator: z.boolean(),
    /** Has a password or a passkey. */
    canSignIn: z.boolean(),
  })
  .openapi('ReaderAccount')

export const invitationSchema = z.object({ id, createdAt: time, expiresAt: time }).openapi('Invitation')

/** The link is said once. */
export const madeLinkSchema = z.object({ link: z.string(), expiresAt: time }).openapi('MadeLink')

/** To erase, a reader says the own name: nobody does that by a slip. */
export const eraseRequestSchema = z.object({ name: z.string() }).openapi('EraseRequest')

export type AccountView = z.infer<typeof accountSchema>
export type MadeToken = z.infer<typeof madeTokenSchema>
export type ReaderAccountView = z.infer<typeof readerAccountSchema>
export type InvitationView = z.infer<typeof invitationSchema>
export type MadeLink = z.infer<typeof madeLinkSchema>

/**
 * Making and using a passkey: what the script asks and tells. It takes a script and a device, so there is no form without
 * one; removing a passkey is a form like others. Bytes travel as base64url.
 */
import type { Context } from 'hono'
import { z } from 'zod'
import { errorAnswer } from '../api/errors.ts'
import { barredFrom } from '../api/mount.ts'
import type { ServerContext } from '../context.ts'
import type { Site } from '../doors/passkeys.ts'
import { hostOf } from '../guard.ts'
import { readerOf } from '../reader-of.ts'
import { setCookies } from './sign-in.tsx'

const bytesMax = 8192

const bytes = z
  .string()
  .max(bytesMax)
  .regex(/^[\w-]*$/)
  .transform((text) => Uint8Array.from(Buffer.from(text, 'base64url')))
const challenge = z.string().max(100)
const newSchema = z.object({
  challenge,
  credentialId: bytes,
  clientData: bytes,
  authenticatorData: bytes,
  publicKey: bytes,
  algorithm: z.number().int(),
})
const usedSchema = z.object({
  challenge,
  credentialId: bytes,
  clientData: bytes,
  authenticatorData: bytes,
  signature: bytes,
})

/** POST /passkey/new/challenge: what a device is to sign for a new key, and whose it is to be. */
export async function newPasskeyChallenge(c: Context, context: ServerContext): Promise<Response> {
  const asker = await inPerson(c, context)
  if (asker instanceof Response) return asker
  const { id, name } = asker.reader
  const { challenge: made, known } = await context.doors.newPasskeyChallenge(asker.reader)
  return c.json({ challenge: made, known: known.map(textOf), reader: { id: textOf(Buffer.from(id)), name } })
}

/** POST /passkey/new */
export async function addPasskey(c: Context, context: ServerContext): Promise<Response> {
  const asker = await inPerson(c, context)
  if (asker instanceof Response) return asker
  const given = newSchema.safeParse(await jsonOf(c))
  if (!given.success) return unreadable(c)
  const added = await context.doors.addPasskey(asker.reader, given.data, {
    ...context.arrivalOf(c),
    site: siteOf(c, context),
  })
  return added === true ? c.json({ done: true }) : errorAnswer(c, added.refused)
}

/** POST /passkey/challenge: for whoever wants to sign in. */
export async function signInChallenge(c: Context, context: ServerContext): Promise<Response> {
  const given = await context.doors.signInChallenge(context.arrivalOf(c))
  return 'refused' in given ? errorAnswer(c, given.refused) : c.json(given)
}

/** POST /passkey */
export async function signInByPasskey(c: Context, context: ServerContext): Promise<Response> {
  const given = usedSchema.safeParse(await jsonOf(c))
  if (!given.success) return unreadable(c)
  const signedIn = await context.doors.signInByPasskey(given.data, {
    ...context.arrivalOf(c),
    site: siteOf(c, context),
  })
  if ('refused' in signedIn) return errorAnswer(c, signedIn.refused)
  setCookies(c, signedIn.setCookies)
  return c.json({ done: true })
}

async function inPerson(c: Context, context: ServerContext) {
  const asker = await readerOf(c, context)
  const barred = barredFrom({ needsReader: true, right: 'in-person' }, asker, context)
  if (barred !== undefined) return errorAnswer(c, barred)
  return 'nobody' in asker ? errorAnswer(c, asker.nobody) : asker
}

/** The host is the one that the request was let in for; behind a proxy pages are at the public address. */
function siteOf(c: Context, { publicOrigin }: ServerContext): Site {
  const host = hostOf(c)
  const url = new URL(publicOrigin ?? `http://${host}`)
  const own = [`http://${host}`, `https://${host}`]
  return { origins: publicOrigin === undefined ? own : [publicOrigin], host: url.hostname }
}

async function jsonOf(c: Context): Promise<unknown> {
  try {
    return await c.req.json()
  } catch {
    return undefined
  }
}

function unreadable(c: Context): Response {
  return errorAnswer(c, { code: 'request-invalid', message: 'This is no proof of a passkey.' })
}

function textOf(given: Uint8Array): string {
  return Buffer.from(given).toString('base64url')
}

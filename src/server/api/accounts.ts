/** A reader's account: sessions, access tokens, erasure; and what the operator does about readers. */
import { z } from '@hono/zod-openapi'
import {
  accountSchema,
  eraseRequestSchema,
  invitationSchema,
  madeLinkSchema,
  madeTokenSchema,
  readerAccountSchema,
  tokenRequestSchema,
} from './contract/accounts.ts'
import { endpoint } from './endpoint.ts'

const doneSchema = z.object({ done: z.literal(true) })
const done = { done: true as const }

export const getAccount = endpoint({
  summary: 'What the reader gets in with, and the sessions that are open',
  answer: accountSchema,
  handle: ({ doors, asker }) => doors.account(asker),
})

export const deleteSession = endpoint({
  right: 'in-person',
  summary: 'Ends one of the reader’s sessions',
  answer: doneSchema,
  missing: 'session-unknown',
  handle: async ({ doors, reader, id }) => ((await doors.endSession(reader, id)) ? done : undefined),
})

export const postEndOthers = endpoint({
  right: 'in-person',
  summary: 'Ends all sessions of the reader but this one',
  answer: doneSchema,
  handle: async ({ doors, asker }) => {
    await doors.endOtherSessions(asker)
    return done
  },
})

export const deletePasskey = endpoint({
  right: 'in-person',
  summary: 'Removes a passkey: its device no longer signs in',
  answer: doneSchema,
  missing: 'not-found',
  handle: async ({ doors, reader, id }) => ((await doors.removePasskey(reader, id)) ? done : undefined),
})

export const postToken = endpoint({
  right: 'in-person',
  summary: 'Makes an access token for a program; it is said once',
  body: tokenRequestSchema,
  answer: madeTokenSchema,
  handle: ({ doors, reader, body }) => doors.makeToken(reader, body.name),
})

export const deleteToken = endpoint({
  right: 'in-person',
  summary: 'Takes an access token back',
  answer: doneSchema,
  missing: 'token-unknown',
  handle: async ({ doors, reader, id }) => ((await doors.revokeToken(reader, id)) ? done : undefined),
})

export const postErase = endpoint({
  right: 'in-person',
  summary: 'Erases the reader and everything kept of them, at once',
  body: eraseRequestSchema,
  answer: doneSchema,
  handle: async ({ doors, reader, body }) => {
    if (body.name.trim() !== reader.name)
      return {
        refused: { code: 'name-other', message: 'To erase, write your name exactly as it stands on your page.' },
      }
    await doors.eraseReader(reader)
    return done
  },
})

export const getReaders = endpoint({
  right: 'operator',
  summary: 'All readers, in the order they came',
  answer: z.object({ readers: z.array(readerAccountSchema), invitations: z.array(invitationSchema) }),
  handle: async ({ doors }) => ({
    readers: [...(await doors.readerAccounts())],
    invitations: [...(await doors.invitations())],
  }),
})

export const deleteReader = endpoint({
  right: 'operator-in-person',
  summary: 'Removes a reader and everything kept of them',
  answer: doneSchema,
  missing: 'reader-unknown',
  handle: async ({ doors, id }) => {
    const removed = await doors.removeReader(id)
    return removed === true ? done : removed
  },
})

export const postReset = endpoint({
  right: 'operator-in-person',
  summary: 'Takes a reader’s ways in and makes a link for a new one',
  answer: madeLinkSchema,
  missing: 'reader-unknown',
  handle: ({ doors, id }) => doors.resetReader(id),
})

export const postInvitation = endpoint({
  right: 'operator-in-person',
  summary: 'Makes a link with which one person becomes a reader',
  answer: madeLinkSchema,
  handle: ({ doors, reader }) => doors.invite(reader),
})

export const deleteInvitation = endpoint({
  right: 'operator-in-person',
  summary: 'Takes an invitation back',
  answer: doneSchema,
  missing: 'invitation-unknown',
  handle: async ({ doors, id }) => ((await doors.withdrawInvitation(id)) ? done : undefined),
})

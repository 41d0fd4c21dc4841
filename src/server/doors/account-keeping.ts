/** Doors for accounts over the database: sessions, passwords and tokens of one reader, and what the operator does. */

import type { ReaderId } from '../../domain/ids.ts'
import { nameProblem } from '../../domain/name.ts'
import type { Work } from '../../jobs/work.ts'
import type { Auth } from '../../platform/auth/open-auth.ts'
import {
  clearWaysIn,
  endSession,
  endSessions,
  forgetTries,
  hasPassword,
  hasWayIn,
  listInvitations,
  listSessions,
  listTokens,
  makeLink,
  makeToken,
  revokeToken,
  withdrawInvitation,
} from '../../platform/storage/accounts.ts'
import { listPasskeys } from '../../platform/storage/passkeys.ts'
import { removeReader } from '../../platform/storage/reader-erasure.ts'
import { listReaders } from '../../platform/storage/readers.ts'
import { type MadeLink, passwordProblem } from '../api/contract/accounts.ts'
import type { AccountDoors, Arrival } from './accounts.ts'
import { operatorOf } from './operator.ts'
import type { Reader, Refusal } from './reader.ts'
import { tooOften, tryAllowed } from './sign-in-tries.ts'

type Options = {
  /** Pages that are on their way to the log are dropped: what is written after an erasure would stay. */
  readonly forgetPages: (id: ReaderId) => Promise<void>
  readonly auth: Auth
  readonly baseUrl: () => string
  readonly changed: () => Promise<void>
}

const linkDays = 7
const tokensMax = 50
const invitationsMax = 200

type Keeping = Pick<
  AccountDoors,
  | 'account'
  | 'setPassword'
  | 'endSession'
  | 'endOtherSessions'
  | 'makeToken'
  | 'revokeToken'
  | 'eraseReader'
  | 'readerAccounts'
  | 'invitations'
  | 'invite'
  | 'withdrawInvitation'
  | 'resetReader'
  | 'removeReader'
>

export function accountKeeping(work: Work, options: Options): Keeping {
  return { ...ownAccount(work, options), ...othersAccounts(work, options) }
}

type OwnAccount = Pick<
  Keeping,
  'account' | 'setPassword' | 'endSession' | 'endOtherSessions' | 'makeToken' | 'revokeToken' | 'eraseReader'
>

/** Of the present password. Whoever holds a session finds none by trying. */
function presentPassword({ db }: Work, auth: Auth) {
  return async (given: {
    readonly reader: Reader
    readonly current: string
    readonly arrival: Arrival
  }): Promise<Refusal | undefined> => {
    const { reader, current, arrival } = given
    const subject = `present password of ${reader.id}`
    if (!(await tryAllowed(db, arrival, subject))) return tooOften
    if (!(await auth.isPassword(reader.id, current)))
      return { refused: { code: 'sign-in-wrong', message: 'The present password is another one.' } }
    await forgetTries(db, `name:${subject}`)
    return undefined
  }
}

function ownAccount(work: Work, { auth, changed, forgetPages }: Options): OwnAccount {
  const { db, now } = work
  const isWrong = presentPassword(work, auth)
  return {
    account: async ({ reader, isOperator, by }) => {
      const [canSignIn, passkeys, sessions, tokens] = await Promise.all([
        hasPassword(db, reader.id),
        listPasskeys(db, reader.id),
        listSessions(db, reader.id, now()),
        listTokens(db, reader.id),
      ])
      return {
        reader,
        isOperator,
        alone: by.kind === 'alone',
        hasPassword: canSignIn,
        passkeys: passkeys.map(usedView),
        sessions: sessions.map(({ createdAt, expiresAt, ...session }) => ({
          ...session,
          createdAt: createdAt.toISOString(),
          expiresAt: expiresAt.toISOString(),
          current: by.kind === 'session' && by.sessionId === session.id,
        })),
        tokens: tokens.map(usedView),
      }
    },
    setPassword: async ({ reader }, { current, next }, arrival) => {
      const { cookie, userAgent, address } = arrival
      const problem = passwordProblem(next)
      if (problem !== undefined) return problem
      const wrong = (await hasPassword(db, reader.id)) ? await isWrong({ reader, current, arrival }) : undefined
      if (wrong !== undefined) return wrong
      await auth.setPassword(reader.id, next)
      // Whoever had the old one is out; this browser gets a session of its own.
      await endSessions(db, reader.id, undefined)
      const setCookies = await auth.signInAs(reader.id, { cookie, userAgent, address })
      await changed()
      return { setCookies }
    },
    endSession: async (reader, id) => {
      const ended = await endSession(db, reader.id, id)
      await changed()
      return ended
    },
    endOtherSessions: async ({ reader, by }) => {
      await endSessions(db, reader.id, by.kind === 'session' ? by.sessionId : undefined)
      await changed()
    },
    makeToken: async (reader, name) => {
      const unfit = nameProblem(name)
      if (unfit !== undefined) return { refused: unfit }
      if ((await listTokens(db, reader.id)).length >= tokensMax)
        return {
          refused: { code: 'tokens-too-many', message: `${tokensMax} tokens are the most; take one back first.` },
        }
      return await makeToken(db, reader.id, name)
    },
    revokeToken: async (reader, id) => {
      const revoked = await revokeToken(db, reader.id, id)
      await changed()
      return revoked
    },
    eraseReader: async (reader) => {
      await forgetPages(reader.id)
      await removeReader(db, reader.id)
      await forgetPages(reader.id)
      await changed()
    },
  }
}

type Used = { readonly id: string; readonly name: string; readonly createdAt: Date; readonly lastUsedAt?: Date }

/** A token or a passkey, as its reader sees it. */
function usedView({ id, name, createdAt, lastUsedAt }: Used) {
  return {
    id,
    name,
    createdAt: createdAt.toISOString(),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt: lastUsedAt.toISOString() }),
  }
}

function othersAccounts(
  { db, now }: Work,
  { baseUrl, changed, forgetPages }: Options,
): Omit<Keeping, keyof OwnAccount> {
  const linkTo = async (link: { readonly readerId?: ReaderId; readonly madeBy?: ReaderId }): Promise<MadeLink> => {
    const expiresAt = new Date(now() + linkDays * 86_400_000)
    const key = await makeLink(db, { ...link, expiresAt })
    return { link: `${baseUrl()}/join?key=${key}`, expiresAt: expiresAt.toISOString() }
  }
  const readerWith = async (id: string) => (await listReaders(db)).find((reader) => reader.id === id)
  return {
    readerAccounts: async () => {
      const readers = await listReaders(db)
      const operator = operatorOf(readers)
      return await Promise.all(
        readers.map(async ({ id, name, createdAt }) => ({
          id,
          name,
          createdAt: createdAt.toISOString(),
          isOperator: id === operator?.id,
          canSignIn: await hasWayIn(db, id),
        })),
      )
    },
    invitations: async () =>
      (await listInvitations(db, now())).map(({ id, createdAt, expiresAt }) => ({
        id,
        createdAt: createdAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      })),
    invite: async (operator) => {
      if (!(await hasWayIn(db, operator.id)))
        return {
          refused: {
            code: 'way-in-needed',
            message: 'Give yourself a password first: once somebody else is here, everybody signs in.',
          },
        }
      if ((await listInvitations(db, now())).length >= invitationsMax)
        return { refused: { code: 'invitations-too-many', message: `${invitationsMax} invitations are out already.` } }
      return await linkTo({ madeBy: operator.id })
    },
    withdrawInvitation: async (id) => await withdrawInvitation(db, id),
    resetReader: async (id) => {
      const reader = await readerWith(id)
      if (reader === undefined) return undefined
      await clearWaysIn(db, reader.id)
      await changed()
      return await linkTo({ readerId: reader.id })
    },
    removeReader: async (id) => {
      const readers = await listReaders(db)
      const reader = readers.find((known) => known.id === id)
      if (reader === undefined) return undefined
      if (reader === operatorOf(readers))
        return { refused: { code: 'operator-stays', message: 'The operator is not removed by this door.' } }
      await forgetPages(reader.id)
      await removeReader(db, reader.id)
      await forgetPages(reader.id)
      await changed()
      return true
    },
  }
}

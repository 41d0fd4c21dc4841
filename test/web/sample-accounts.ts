/** Accounts in memory: a password is `NAME's password`, a token `token-of-NAME`, a session's cookie names its reader. */

import { nameProblem } from '../../src/domain/name.ts'
import type { AccountDoors, Arrival } from '../../src/server/doors/accounts.ts'
import type { Reader } from '../../src/server/doors.ts'
import { readerNamed, type SampleState } from './sample-state.ts'

export const passwordOf = (name: string): string => `${name}'s password`
export const tokenOf = (name: string): string => `token-of-${name}`
const cookieOf = (name: string): string => `salient-session=${encodeURIComponent(name)}`
const link = { link: 'http://127.0.0.1/join?key=sample', expiresAt: '2031-05-01T00:00:00.000Z' }

export function accountDoors(state: SampleState): AccountDoors {
  const letIn = (reader: Reader) => ({
    reader,
    setCookies: [`${cookieOf(reader.name)}; Path=/; HttpOnly; SameSite=Lax`],
  })
  const refused = (code: string) => ({ refused: { code, message: `Refused: ${code}.` } })
  return {
    ...asking(state),
    ...keeping(state),
    signUpIsOpen: false,
    createFirstReader: async (name) => {
      if (state.readers.length > 0) return refused('setup-done')
      const unfit = nameProblem(name)
      if (unfit !== undefined) return { refused: unfit }
      state.readers.push(readerNamed(name))
      return { reader: readerNamed(name), setCookies: [] }
    },
    signIn: async ({ name, password }) => {
      const reader = state.readers.find((known) => known.name === name)
      return reader !== undefined && password === passwordOf(name) ? letIn(reader) : refused('sign-in-wrong')
    },
    signOut: async () => ['salient-session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax'],
    linkFor: async (key) => (key === 'sample' ? { reader: undefined } : undefined),
    enter: async ({ name }) => {
      const unfit = nameProblem(name)
      if (unfit !== undefined) return { refused: unfit }
      if (state.readers.some((known) => known.name === name)) return refused('reader-exists')
      state.readers.push(readerNamed(name))
      return letIn(readerNamed(name))
    },
    setPassword: async ({ reader }) => letIn(reader),
  }
}

function asking(state: SampleState): Pick<AccountDoors, 'asker'> {
  const named = ({ token, cookie }: Arrival) =>
    state.readers.find(({ name }) => token === tokenOf(name) || cookie.includes(cookieOf(name)))
  return {
    asker: async (arrival) => {
      const [first] = state.readers
      if (first === undefined) return { nobody: { code: 'setup-needed', message: 'There is no reader yet.' } }
      const reader = named(arrival)
      if (reader !== undefined) {
        const by =
          arrival.token === undefined ? { kind: 'session' as const, sessionId: 's1' } : { kind: 'token' as const }
        return { reader, isOperator: reader.id === first.id, by }
      }
      if (state.readers.length === 1 && arrival.atHome)
        return { reader: first, isOperator: true, by: { kind: 'alone' } }
      return { nobody: { code: 'sign-in-needed', message: 'Sign in first.' } }
    },
  }
}

type Keeping = Omit<
  AccountDoors,
  'asker' | 'signUpIsOpen' | 'createFirstReader' | 'signIn' | 'signOut' | 'linkFor' | 'enter' | 'setPassword'
>

function keeping(state: SampleState): Keeping {
  const at = '2031-04-01T09:00:00.000Z'
  return {
    account: async ({ reader, isOperator, by }) => ({
      reader,
      isOperator,
      alone: by.kind === 'alone',
      hasPassword: by.kind !== 'alone',
      sessions: [
        { id: 's1', createdAt: at, expiresAt: at, address: '192.0.2.7', userAgent: 'Firefox/1 Linux', current: true },
        { id: 's2', createdAt: at, expiresAt: at, address: '192.0.2.8', userAgent: 'Safari/1 iPhone', current: false },
      ],
      passkeys: [{ id: 'p1', name: 'Safari/1 iPhone', createdAt: at }],
      tokens: [{ id: 't1', name: 'script', createdAt: at }],
    }),
    endSession: async (_reader, id) => id === 's2',
    endOtherSessions: async () => {},
    makeToken: async (reader) => ({ id: 't2', token: tokenOf(reader.name) }),
    revokeToken: async (_reader, id) => id === 't1',
    eraseReader: async (reader) => {
      state.readers.splice(
        state.readers.findIndex(({ id }) => id === reader.id),
        1,
      )
    },
    readerAccounts: async () =>
      state.readers.map(({ id, name }, n) => ({ id, name, createdAt: at, isOperator: n === 0, canSignIn: true })),
    invitations: async () => [{ id: 'i1', createdAt: at, expiresAt: at }],
    invite: async () => link,
    withdrawInvitation: async (id) => id === 'i1',
    resetReader: async (id) => (state.readers.some((reader) => reader.id === id) ? link : undefined),
    removeReader: async (id) => (state.readers.some((reader) => reader.id === id) ? true : undefined),
  }
}

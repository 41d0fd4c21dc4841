/** Doors for accounts: who asks, how readers get in, and what the operator does about readers. */
import type { Problem } from '../../domain/problem.ts'
import type { AccountView, InvitationView, MadeLink, MadeToken, ReaderAccountView } from '../api/contract/accounts.ts'
import type { Reader, Refusal } from './reader.ts'

/** What a request brings by which its reader is known. Made by `arrival.ts`, from nothing that a client could make up. */
export type Arrival = {
  /** The headers `Cookie` and `User-Agent`, empty where there are none. */
  readonly cookie: string
  readonly userAgent: string
  /** Of `Authorization: Bearer TOKEN`. */
  readonly token: string | undefined
  /** The client's IP address, as far as proxies are trusted. */
  readonly address: string
  /** From this machine itself, under a name that only this machine answers to: who is alone here needs no sign-in. */
  readonly atHome: boolean
}

/** By what a reader was known: being alone on this machine, a session, or an access token. */
export type KnownBy = { readonly kind: 'alone' | 'token' } | { readonly kind: 'session'; readonly sessionId: string }

export type KnownAsker = {
  readonly reader: Reader
  /** The reader who has been here longest. */
  readonly isOperator: boolean
  readonly by: KnownBy
}

/** `setup-needed` when there is no reader at all; `sign-in-needed` when it is not known which one asks. */
export type Asker = KnownAsker | { readonly nobody: Problem }

/** Values for `Set-Cookie`. */
export type SetCookies = readonly string[]

export type AccountDoors = {
  readonly asker: (arrival: Arrival) => Promise<Asker>
  /** The first one, once: refused where a reader is there, and from elsewhere without the key of the link that was printed. */
  readonly createFirstReader: (
    name: string,
    arrival: Arrival,
    key: string | undefined,
  ) => Promise<{ readonly reader: Reader; readonly setCookies: SetCookies } | Refusal>

  /** `sign-in-wrong` whatever is wrong, `sign-in-too-often` after many tries. */
  readonly signIn: (
    given: { readonly name: string; readonly password: string },
    arrival: Arrival,
  ) => Promise<{ readonly reader: Reader; readonly setCookies: SetCookies } | Refusal>
  readonly signOut: (arrival: Arrival) => Promise<SetCookies>
  /** Whom a link is for: a reader who is there, or somebody new. */
  readonly linkFor: (key: string) => Promise<{ readonly reader: Reader | undefined } | undefined>
  /** Uses the link up; for somebody new it makes the reader. Without a key only where sign-up is open. */
  readonly enter: (
    given: { readonly key: string | undefined; readonly name: string; readonly password: string },
    arrival: Arrival,
  ) => Promise<{ readonly reader: Reader; readonly setCookies: SetCookies } | Refusal>
  readonly signUpIsOpen: boolean

  readonly account: (asker: KnownAsker) => Promise<AccountView>
  /** A reader who has a password says it first. All other sessions end; the cookies are for this one. */
  readonly setPassword: (
    asker: KnownAsker,
    given: { readonly current: string; readonly next: string },
    arrival: Arrival,
  ) => Promise<{ readonly setCookies: SetCookies } | Refusal>
  readonly endSession: (reader: Reader, id: string) => Promise<boolean>
  readonly endOtherSessions: (asker: KnownAsker) => Promise<void>
  readonly makeToken: (reader: Reader, name: string) => Promise<MadeToken | Refusal>
  readonly revokeToken: (reader: Reader, id: string) => Promise<boolean>
  /** Everything of the reader's that this installation holds, gone at once. */
  readonly eraseReader: (reader: Reader) => Promise<void>

  readonly readerAccounts: () => Promise<readonly ReaderAccountView[]>
  readonly invitations: () => Promise<readonly InvitationView[]>
  /** Refused with `way-in-needed` while the operator could not sign in once somebody else is here. */
  readonly invite: (operator: Reader) => Promise<MadeLink | Refusal>
  readonly withdrawInvitation: (id: string) => Promise<boolean>
  /** Takes the reader's ways in and ends the sessions; the link gives a new one. `undefined`: there is no such reader. */
  readonly resetReader: (id: string) => Promise<MadeLink | undefined>
  /** `undefined`: there is no such reader. The operator cannot be removed by this door. */
  readonly removeReader: (id: string) => Promise<true | Refusal | undefined>
}

/** Doors for accounts over the database: who asks, signing in, links that work once. */
import { createHash, randomUUID } from 'node:crypto'
import type { Bus } from '../../domain/bus-event.ts'
import type { ReaderId } from '../../domain/ids.ts'
import type { Work } from '../../jobs/work.ts'
import type { Auth, Caller } from '../../platform/auth/open-auth.ts'
import {
  accountsChanged,
  dropSetupLinks,
  findLink,
  forgetTries,
  hasWayIn,
  readerOfToken,
  useLink,
} from '../../platform/storage/accounts.ts'
import type { Database } from '../../platform/storage/database.ts'
import {
  createFirstReader,
  createReader,
  firstReaders,
  listReaders,
  loadReader,
  readerByName,
} from '../../platform/storage/readers.ts'
import { accountLimits, passwordProblem } from '../api/contract/accounts.ts'
import type { Reader, Refusal } from '../doors.ts'
import { accountKeeping } from './account-keeping.ts'
import type { AccountDoors, Arrival, Asker, KnownBy } from './accounts.ts'
import { operatorOf } from './operator.ts'
import { passkeyDoors } from './passkey-doors.ts'
import type { PasskeyDoors } from './passkeys.ts'
import { tooOften, tryAllowed } from './sign-in-tries.ts'

export type AccountOptions = {
  readonly forgetPages: (id: ReaderId) => Promise<void>
  readonly auth: Auth
  readonly bus: Bus
  /** What links that are made begin with: known once the server listens. */
  readonly baseUrl: () => string
  readonly signUp: 'by-invitation' | 'open'
}

/**
 * What is held in memory is asked anew after so long, should a message from another program be lost. Whatever ends a way in
 * says so (`accounts-changed`), and all that is held is forgotten at once.
 */
const heldMs = 60_000
/** Who the operator is, and whether they are alone: cheap to ask, and it opens the door. */
const populationMs = 10_000
/** About 300 bytes each. */
const heldMax = 50_000

/** `closed` ends what listens on the bus. */
export function accountDoors(
  work: Work,
  options: AccountOptions,
): AccountDoors & PasskeyDoors & { readonly stop: () => void } {
  const held = new HeldAskers(work, options.auth)
  const changed = async () => {
    held.forget()
    await accountsChanged(work.db)
  }
  const stop = options.bus.subscribe((event) => {
    if (event.kind === 'accounts-changed') held.forget()
  })
  return {
    asker: async (arrival) => await held.askerOf(arrival),
    signUpIsOpen: options.signUp === 'open',
    ...gettingIn(work, options, changed),
    ...accountKeeping(work, { ...options, changed }),
    ...passkeyDoors(work, { auth: options.auth, changed }),
    stop,
  }
}

export const callerOf = ({ cookie, userAgent, address }: Arrival): Caller => ({ cookie, userAgent, address })

const setupNeeded = { code: 'setup-needed', message: 'There is no reader yet: open /start, or POST /api/v1/readers.' }
const signInNeeded = {
  code: 'sign-in-needed',
  message: 'Sign in at /sign-in, or send Authorization: Bearer with an access token.',
}

/** `alone`: the only reader, who could not sign in. */
type Population = { readonly operator: Reader | undefined; readonly alone: boolean }

/** Who asks, from memory where it was found a moment ago: a page does not wait for the database to know its reader. */
class HeldAskers {
  readonly #work: Work
  readonly #auth: Auth
  #askers = new Map<string, { readonly found: Promise<Found | undefined>; readonly untilMs: number }>()
  #population: { readonly found: Promise<Population>; readonly untilMs: number } | undefined

  constructor(work: Work, auth: Auth) {
    this.#work = work
    this.#auth = auth
  }

  forget(): void {
    this.#askers.clear()
    this.#population = undefined
  }

  async askerOf(arrival: Arrival): Promise<Asker> {
    const { operator, alone } = await this.#populationNow()
    if (operator === undefined) return { nobody: setupNeeded }
    const found = await this.#found(arrival)
    if (found !== undefined) return { ...found, isOperator: found.reader.id === operator.id }
    // A token that is wrong is not forgiven by being at home: a program should hear of it.
    if (alone && arrival.atHome && arrival.token === undefined)
      return { reader: operator, isOperator: true, by: { kind: 'alone' } }
    return { nobody: signInNeeded }
  }

  async #populationNow(): Promise<Population> {
    const nowMs = this.#work.now()
    if (this.#population === undefined || this.#population.untilMs < nowMs) {
      const found = this.#readPopulation()
      this.#population = { found, untilMs: nowMs + populationMs }
      found.catch(() => this.forget())
    }
    return await this.#population.found
  }

  async #readPopulation(): Promise<Population> {
    const readers = (await firstReaders(this.#work.db, 2)).map(({ id, name }) => ({ id, name }))
    const operator = operatorOf(readers)
    const alone = operator !== undefined && readers.length === 1 && !(await hasWayIn(this.#work.db, operator.id))
    return { operator, alone }
  }

  async #found(arrival: Arrival): Promise<Found | undefined> {
    if (arrival.token === undefined && !arrival.cookie.includes('salient-session')) return undefined
    const key = arrival.token ?? arrival.cookie
    const digest = createHash('sha256').update(key).digest('base64')
    const nowMs = this.#work.now()
    const known = this.#askers.get(digest)
    if (known !== undefined && known.untilMs >= nowMs) return await known.found
    if (this.#askers.size >= heldMax) this.#askers.clear()
    const found = this.#find(arrival)
    this.#askers.set(digest, { found, untilMs: nowMs + heldMs })
    found.then(
      // Whoever is nobody is not held: wrong keys, of which there is no end, would push out the right ones.
      (one) => one ?? this.#askers.delete(digest),
      () => this.#askers.delete(digest),
    )
    return await found
  }

  async #find(arrival: Arrival): Promise<Found | undefined> {
    if (arrival.token !== undefined) {
      const reader = await readerOfToken(this.#work.db, arrival.token)
      return reader && { reader, by: { kind: 'token' } }
    }
    const session = await this.#auth.sessionOf(callerOf(arrival))
    const reader = session && (await loadReader(this.#work.db, session.readerId))
    if (session === undefined || reader === undefined) return undefined
    return { reader: { id: reader.id, name: reader.name }, by: { kind: 'session', sessionId: session.sessionId } }
  }
}

type Found = { readonly reader: Reader; readonly by: KnownBy }

const linkUnknown: Refusal = {
  refused: { code: 'link-unknown', message: 'This link is not known: it was used, taken back, or has run out.' },
}

function gettingIn(
  work: Work,
  { auth, signUp }: AccountOptions,
  changed: () => Promise<void>,
): Pick<AccountDoors, 'createFirstReader' | 'signIn' | 'signOut' | 'linkFor' | 'enter'> {
  const { db, now } = work
  const { newReader, readerByLink } = linkedReaders(work)
  const letIn = async (reader: Reader, arrival: Arrival) => {
    await changed()
    return { reader, setCookies: await auth.signInAs(reader.id, callerOf(arrival)) }
  }
  return {
    createFirstReader: async (name, arrival, key) => {
      const link = key === undefined ? undefined : await findLink(db, key, now())
      if (!arrival.atHome && link?.kind !== 'setup') return linkNeeded
      const reader = { id: randomUUID() as ReaderId, name }
      const unmade = await createFirstReader(db, reader)
      if (unmade !== undefined) return { refused: unmade }
      await dropSetupLinks(db)
      if (!arrival.atHome) return await letIn(reader, arrival)
      await changed()
      return { reader, setCookies: [] }
    },
    signIn: async ({ name, password }, arrival) => {
      if (!(await tryAllowed(db, arrival, name))) return tooOften
      const stored = await readerByName(db, name)
      // A password that is longer than any costs no work.
      const setCookies =
        password.length > accountLimits.passwordMax
          ? undefined
          : await auth.signIn(stored?.id, password, callerOf(arrival))
      if (stored === undefined || setCookies === undefined)
        return { refused: { code: 'sign-in-wrong', message: 'Name and password do not belong together.' } }
      await forgetTries(db, `name:${name}`)
      return { reader: { id: stored.id, name: stored.name }, setCookies }
    },
    signOut: async (arrival) => {
      const setCookies = await auth.signOut(callerOf(arrival))
      await changed()
      return setCookies
    },
    linkFor: async (key) => {
      const link = await findLink(db, key, now())
      if (link === undefined || link.kind === 'setup') return undefined
      if (link.kind === 'invitation') return { reader: undefined }
      const reader = (await listReaders(db)).find(({ id }) => id === link.readerId)
      return reader === undefined ? undefined : { reader: { id: reader.id, name: reader.name } }
    },
    enter: async ({ key, name, password }, arrival) => {
      if (key === undefined && signUp !== 'open')
        return { refused: { code: 'sign-up-closed', message: 'Readers are invited here: ask for a link.' } }
      if (!(await tryAllowed(db, arrival))) return tooOften
      const problem = passwordProblem(password)
      if (problem !== undefined) return problem
      const reader = key === undefined ? await newReader(db, name) : await readerByLink(key, name)
      if ('refused' in reader) return reader
      await auth.setPassword(reader.id, password)
      return await letIn(reader, arrival)
    },
  }
}

/** Readers as links and open sign-up make or find them. */
function linkedReaders({ db, now }: Work) {
  return { newReader, readerByLink }

  async function newReader(on: Database, name: string): Promise<Reader | Refusal> {
    const reader = { id: randomUUID() as ReaderId, name }
    const unmade = await createReader(on, reader)
    return unmade === undefined ? reader : { refused: unmade }
  }

  async function known(on: Database, id: ReaderId): Promise<Reader | Refusal> {
    const there = await loadReader(on, id)
    return there === undefined ? linkUnknown : { id: there.id, name: there.name }
  }

  /** Of two who use a link at once, one is let in. A name that is taken or unfit does not use it up, however close the race. */
  async function readerByLink(key: string, name: string): Promise<Reader | Refusal> {
    return await db.transaction().execute(async (tx) => {
      const link = await findLink(tx, key, now(), { hold: true })
      if (link === undefined || link.kind === 'setup') return linkUnknown
      const reader = link.kind === 'reader' ? await known(tx, link.readerId) : await newReader(tx, name)
      if (!('refused' in reader)) await useLink(tx, key)
      return reader
    })
  }
}

const linkNeeded: Refusal = {
  refused: {
    code: 'sign-in-needed',
    message: 'The first reader is made with the link that the server prints when it starts.',
  },
}

/** What HTTP needs of passkeys: keys on readers' devices that they sign in with. */
import type { Arrival, SetCookies } from './accounts.ts'
import type { Reader, Refusal } from './reader.ts'

/** Where this server lives, as the browser that asks sees it: origins of its pages, and the host without its port. */
export type Site = { readonly origins: readonly string[]; readonly host: string }

export type NewPasskey = {
  readonly challenge: string
  readonly credentialId: Uint8Array
  readonly clientData: Uint8Array
  readonly authenticatorData: Uint8Array
  readonly publicKey: Uint8Array
  readonly algorithm: number
}

export type UsedPasskey = {
  readonly challenge: string
  readonly credentialId: Uint8Array
  readonly clientData: Uint8Array
  readonly authenticatorData: Uint8Array
  readonly signature: Uint8Array
}

export type PasskeyDoors = {
  /** With the keys that this reader has already: a device holds one at most. */
  readonly newPasskeyChallenge: (
    reader: Reader,
  ) => Promise<{ readonly challenge: string; readonly known: readonly Uint8Array[] }>
  /** Refused with `passkey-unfit` whatever is wrong, `passkeys-too-many`. */
  readonly addPasskey: (
    reader: Reader,
    given: NewPasskey,
    from: Arrival & { readonly site: Site },
  ) => Promise<Refusal | true>
  readonly removePasskey: (reader: Reader, id: string) => Promise<boolean>
  readonly signInChallenge: (arrival: Arrival) => Promise<{ readonly challenge: string } | Refusal>
  /** Refused with `passkey-unknown` whatever is wrong. */
  readonly signInByPasskey: (
    given: UsedPasskey,
    from: Arrival & { readonly site: Site },
  ) => Promise<{ readonly setCookies: SetCookies } | Refusal>
}

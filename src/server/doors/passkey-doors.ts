/** Doors for passkeys over the database: a challenge is given out, signed by a device, and used up. */
import type { Work } from '../../jobs/work.ts'
import type { Auth } from '../../platform/auth/open-auth.ts'
import { provesMade, provesUsed } from '../../platform/auth/passkey-proofs.ts'
import {
  dropPasskey,
  listPasskeys,
  makeChallenge,
  notePasskeyUse,
  passkeyByCredential,
  savePasskey,
  useChallenge,
} from '../../platform/storage/passkeys.ts'
import type { PasskeyDoors } from './passkeys.ts'
import type { Refusal } from './reader.ts'
import { tooOften, tryAllowed } from './sign-in-tries.ts'

const challengeMs = 5 * 60_000
const passkeysMax = 20

const unfit: Refusal = { refused: { code: 'passkey-unfit', message: 'This passkey does not prove what it must.' } }
const unknown: Refusal = { refused: { code: 'passkey-unknown', message: 'This passkey is not known here.' } }

export function passkeyDoors(
  { db, now }: Work,
  { auth, changed }: { readonly auth: Auth; readonly changed: () => Promise<void> },
): PasskeyDoors {
  const until = () => ({ expiresAt: new Date(now() + challengeMs), nowMs: now() })
  return {
    newPasskeyChallenge: async ({ id }) => ({
      challenge: await makeChallenge(db, { readerId: id, ...until() }),
      known: (await listPasskeys(db, id)).map(({ credentialId }) => credentialId),
    }),
    addPasskey: async ({ id: readerId }, { challenge, credentialId, ...proof }, { site, userAgent }) => {
      if (!(await useChallenge(db, challenge, { readerId, nowMs: now() }))) return unfit
      const proven = provesMade(proof, { challenge, ...site })
      if (proven === undefined) return unfit
      if ((await listPasskeys(db, readerId)).length >= passkeysMax)
        return { refused: { code: 'passkeys-too-many', message: `${passkeysMax} passkeys are the most.` } }
      const { publicKey, algorithm } = proof
      const saved = await savePasskey(db, { readerId, credentialId, name: userAgent, publicKey, algorithm, ...proven })
      await changed()
      return saved ? true : unfit
    },
    removePasskey: async (reader, id) => {
      const dropped = await dropPasskey(db, reader.id, id)
      await changed()
      return dropped
    },
    signInChallenge: async (arrival) =>
      (await tryAllowed(db, arrival)) ? { challenge: await makeChallenge(db, until()) } : tooOften,
    signInByPasskey: async ({ challenge, credentialId, ...proof }, { site, cookie, userAgent, address }) => {
      if (!(await useChallenge(db, challenge, { nowMs: now() }))) return unknown
      const passkey = await passkeyByCredential(db, credentialId)
      const proven = passkey && provesUsed(proof, passkey, { challenge, ...site })
      if (passkey === undefined || proven === undefined) return unknown
      await notePasskeyUse(db, passkey.id, { ...proven, at: new Date(now()) })
      const setCookies = await auth.signInAs(passkey.readerId, { cookie, userAgent, address })
      await changed()
      return { setCookies }
    },
  }
}

/**
 * Checks what a browser hands over when a passkey is made or used (Web Authentication, level 2, sections 7.1 and 7.2). No
 * attestation is asked for: who is signed in adds a key, and it is theirs whatever device holds it. Pure; no I/O, no clock.
 */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'

/** What both ceremonies must be about: the challenge that was given out, and where this server lives. */
export type Expected = {
  readonly challenge: string
  /** Origins that pages of this server may have. */
  readonly origins: readonly string[]
  /** The host's name without its port. */
  readonly host: string
}

export type MadeProof = {
  readonly clientData: Uint8Array
  readonly authenticatorData: Uint8Array
  /** As `getPublicKey()` gives it: a SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array
  /** COSE's number for how the key signs. */
  readonly algorithm: number
}

export type UsedProof = {
  readonly clientData: Uint8Array
  readonly authenticatorData: Uint8Array
  readonly signature: Uint8Array
}

export type Passkey = {
  readonly publicKey: Uint8Array
  readonly algorithm: number
  /** How often its device says it has signed; devices that sync say 0 for ever. */
  readonly counter: number
}

const rpIdHashBytes = 32
const flagsAt = 32
const counterAt = 33
const authenticatorBytesMin = 37
const present = 0x01
const verified = 0x04
const rsaBitsMin = 2048

/** The counter of a new key; undefined where anything is not as it must be. */
export function provesMade(proof: MadeProof, expected: Expected): { readonly counter: number } | undefined {
  if (!isAbout(proof.clientData, 'webauthn.create', expected)) return undefined
  const counter = counterOf(proof.authenticatorData, expected.host)
  return counter === undefined || keyOf(proof) === undefined ? undefined : { counter }
}

/** The key's new counter; undefined where it was not this key that signed, or not for this. */
export function provesUsed(
  proof: UsedProof,
  passkey: Passkey,
  expected: Expected,
): { readonly counter: number } | undefined {
  if (!isAbout(proof.clientData, 'webauthn.get', expected)) return undefined
  const counter = counterOf(proof.authenticatorData, expected.host)
  const key = keyOf(passkey)
  if (counter === undefined || key === undefined) return undefined
  // A counter that does not grow tells of a copy.
  if (counter <= passkey.counter && (counter !== 0 || passkey.counter !== 0)) return undefined
  const signed = Buffer.concat([proof.authenticatorData, createHash('sha256').update(proof.clientData).digest()])
  const digest = passkey.algorithm === -8 ? null : 'sha256'
  return verifies(digest, signed, key, proof.signature) ? { counter } : undefined
}

function isAbout(clientData: Uint8Array, type: string, { challenge, origins }: Expected): boolean {
  const told = parsed(clientData)
  return (
    told?.['type'] === type &&
    told['challenge'] === challenge &&
    origins.includes(String(told['origin'])) &&
    told['crossOrigin'] !== true
  )
}

function parsed(clientData: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(clientData))
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

/** Undefined: for another host, or without its holder having been there and shown who they are. */
function counterOf(data: Uint8Array, host: string): number | undefined {
  if (data.length < authenticatorBytesMin) return undefined
  const bytes = Buffer.from(data)
  if (!bytes.subarray(0, rpIdHashBytes).equals(createHash('sha256').update(host).digest())) return undefined
  const flags = bytes.readUInt8(flagsAt)
  return (flags & present) !== 0 && (flags & verified) !== 0 ? bytes.readUInt32BE(counterAt) : undefined
}

/** ES256, EdDSA, RS256: every device has one of them. */
function keyOf({ publicKey, algorithm }: Pick<Passkey, 'publicKey' | 'algorithm'>): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
    const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {}
    switch (algorithm) {
      case -7:
        return key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1' ? key : undefined
      case -8:
        return key.asymmetricKeyType === 'ed25519' ? key : undefined
      case -257:
        return key.asymmetricKeyType === 'rsa' && modulusLength >= rsaBitsMin ? key : undefined
      default:
        return undefined
    }
  } catch {
    return undefined
  }
}

function verifies(digest: string | null, signed: Buffer, key: KeyObject, signature: Uint8Array): boolean {
  try {
    return verify(digest, signed, key, signature)
  } catch {
    return false
  }
}

/**
 * Tokens in the addresses of a reader's feeds: who and which version, signed by the installation. Nothing of them is stored,
 * so that a copy of the database alone opens nobody's feed.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { ReaderId } from '../../domain/ids.ts'

const idBytes = 16
const signatureBytes = 16

export function feedToken(secret: Uint8Array, id: ReaderId, version: number): string {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex')
  return Buffer.concat([bytes, signatureOf(secret, bytes, version)]).toString('base64url')
}

/** The reader that a token names; nothing is proven by that. */
export function readerNamedIn(token: string): ReaderId | undefined {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== idBytes + signatureBytes) return undefined
  const hex = bytes.subarray(0, idBytes).toString('hex')
  // An id like any that a request may hold: it may name nobody.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as ReaderId
}

export function isFeedToken(token: string, secret: Uint8Array, id: ReaderId, version: number): boolean {
  const given = Buffer.from(token, 'base64url')
  const expected = Buffer.from(feedToken(secret, id, version), 'base64url')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function signatureOf(secret: Uint8Array, id: Uint8Array, version: number): Buffer {
  return createHmac('sha256', secret)
    .update('feed')
    .update(id)
    .update(`${version}`)
    .digest()
    .subarray(0, signatureBytes)
}

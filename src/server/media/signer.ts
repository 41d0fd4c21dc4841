/**
 * Addresses under which this server shows other people's images: `/media/SIGNATURE/URL`. Only URLs that this server wrote
 * into a view carry a signature, so the proxy can't be used to fetch anything else.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

export type MediaSigner = {
  /** Path of the proxied image; `undefined` for what is not http(s). */
  readonly path: (url: string) => string | undefined
  /** The URL behind a path's two parts; `undefined` when the signature is not ours. */
  readonly open: (signature: string, encoded: string) => string | undefined
}

/** `key`: at least 32 random bytes; addresses stay valid as long as it does. */
export function createMediaSigner(key: Uint8Array): MediaSigner {
  const sign = (encoded: string) => createHmac('sha256', key).update(encoded).digest().subarray(0, 16)
  return {
    path: (url) => {
      if (!/^https?:\/\//i.test(url)) return undefined
      const encoded = Buffer.from(url, 'utf8').toString('base64url')
      return `/media/${sign(encoded).toString('base64url')}/${encoded}`
    },
    open: (signature, encoded) => {
      const given = Buffer.from(signature, 'base64url')
      const expected = sign(encoded)
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
      return Buffer.from(encoded, 'base64url').toString('utf8')
    },
  }
}

import { type Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import * as zlib from 'node:zlib'

/** Encodings we ask for: those that this Node.js can decode, the best first. */
export const acceptEncoding = [...('createZstdDecompress' in zlib ? ['zstd'] : []), 'br', 'gzip'].join(', ')

/** Why a body could not be read to its end. `cause` is the error of the socket or of the decoder. */
export type BodyProblem = {
  readonly kind: 'too-large' | 'unknown-encoding' | 'not-decodable' | 'interrupted'
  readonly cause: unknown
}

export type Body =
  | { readonly kind: 'read'; readonly bytes: Uint8Array; readonly bytesReceived: number }
  | (BodyProblem & { readonly bytesReceived: number })

/** Encodings on top of each other; more than two is nothing but a bomb. */
const layersMax = 2

/**
 * Reads a body to its end and decodes its `Content-Encoding`. Holds at most `bytesMax` bytes: reading stops at the first byte
 * beyond, received or decoded, whatever the length or the ratio.
 */
export async function readBody(
  body: Readable,
  { contentEncoding, bytesMax }: { readonly contentEncoding: string | undefined; readonly bytesMax: number },
): Promise<Body> {
  const decoders = decodersFor(contentEncoding)
  if (decoders === undefined) {
    body.on('error', () => undefined).destroy()
    return { kind: 'unknown-encoding', cause: contentEncoding, bytesReceived: 0 }
  }
  let bytesReceived = 0
  let decodedBytes = 0
  let bodyError: unknown
  const chunks: Uint8Array[] = []
  body.on('error', (error: unknown) => {
    bodyError ??= error
  })
  const count = new Transform({
    transform(chunk: Uint8Array, _, done) {
      bytesReceived += chunk.length
      done(bytesReceived > bytesMax ? new TooLarge() : null, chunk)
    },
  })
  const keep = new Writable({
    write(chunk: Uint8Array, _, done) {
      decodedBytes += chunk.length
      if (decodedBytes > bytesMax) return done(new TooLarge())
      chunks.push(chunk)
      done()
    },
  })
  try {
    await pipeline([body, count, ...decoders, keep])
    return { kind: 'read', bytes: Buffer.concat(chunks), bytesReceived }
  } catch (cause) {
    const kind = cause instanceof TooLarge ? 'too-large' : cause === bodyError ? 'interrupted' : 'not-decodable'
    return { kind, cause, bytesReceived }
  }
}

class TooLarge extends Error {}

function decodersFor(contentEncoding: string | undefined): Transform[] | undefined {
  const names = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
  const layers = names.filter((name) => name !== '' && name !== 'identity')
  if (layers.length > layersMax) return undefined
  const decoders = layers.reverse().map(decoderFor)
  return decoders.every((decoder) => decoder !== undefined) ? decoders : undefined
}

function decoderFor(name: string): Transform | undefined {
  switch (name) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip()
    case 'br':
      return zlib.createBrotliDecompress()
    case 'deflate':
      return zlib.createInflate()
    case 'zstd': {
      const create: unknown = Reflect.get(zlib, 'createZstdDecompress')
      // Node.js has it since 22.15, with the signature of its siblings; the types are those of Node.js 20.
      return typeof create === 'function' ? (create as typeof zlib.createGunzip)() : undefined
    }
    default:
      return undefined
  }
}

import type { Problem } from '../../domain/problem.ts'

type Validators = { readonly etag?: string; readonly lastModified?: string }

export type FetchOptions = {
  /** Which types are asked for. What comes is given whatever its type. */
  readonly accept: 'feed' | 'page' | 'any'
  /** As they came with an earlier answer, echoed byte for byte. */
  readonly validators?: Validators
  /** The most bytes taken, received or decoded; without it 15 MB. */
  readonly bytesMax?: number
  /** True for pages that we choose to read: robots.txt is obeyed, on every hop. */
  readonly robots?: boolean
  /** Sent with POST as application/x-www-form-urlencoded; without it the request is a GET. */
  readonly form?: string
  /** Somebody looks at a page and waits for it now, as for a picture: it takes turns of its own, without pauses between. */
  readonly isAwaited?: boolean
  readonly signal?: AbortSignal
}

export type FetchOutcome =
  | {
      readonly kind: 'ok'
      readonly status: number
      /** Where the answer came from, after redirects. */
      readonly url: string
      /** Where permanent redirects led (301, 308), as far as they led without a temporary one between. */
      readonly permanentUrl?: string
      readonly bytes: Uint8Array
      readonly contentType?: string
      /** From `Link` headers (RFC 8288): the hub that tells of changes, and the address that it knows this by. */
      readonly hubUrl?: string
      readonly selfUrl?: string
      readonly etag?: string
      readonly lastModified?: string
      readonly maxAgeSeconds?: number
      /** Bytes of the body on the wire, before decoding. */
      readonly bytesReceived: number
    }
  | {
      readonly kind: 'not-modified'
      readonly url: string
      readonly permanentUrl?: string
      readonly etag?: string
      readonly lastModified?: string
      readonly maxAgeSeconds?: number
    }
  | {
      readonly kind: 'failed'
      readonly problem: Problem
      readonly status?: number
      /** The server's wish, at most 7 days. */
      readonly retryAfterSeconds?: number
      /** 410: the source is to be asked for no more. */
      readonly gone?: true
    }

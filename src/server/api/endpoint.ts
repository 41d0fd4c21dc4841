/**
 * One thing that the API can do, free of HTTP: what it takes, what it gives, and the function between. `mount.ts` puts it
 * under a path as JSON and into the OpenAPI document; `pages/forms.ts` lets HTML forms do the same.
 */
import type { z } from '@hono/zod-openapi'
import type { Arrival, Asker, KnownAsker } from '../doors/accounts.ts'
import type { Doors, Reader, Refusal } from '../doors.ts'
import type { MediaSigner } from '../media/signer.ts'

/** `undefined` from a handler means: not there; the answer is `missing`. */
type Answered<Answer> = Promise<Answer | Refusal | undefined>

export type OpenCall<Body, Query> = {
  readonly doors: Doors
  readonly media: MediaSigner
  readonly atMs: number
  /** The `{id}` of the path; empty where the path has none. */
  readonly id: string
  readonly body: Body
  readonly query: Query
  readonly arrival: Arrival
  readonly asker: Asker
  /** The answer's headers are wanted and no more. */
  readonly isHead: boolean
}

export type Call<Body = undefined, Query = undefined> = OpenCall<Body, Query> & {
  readonly reader: Reader
  readonly asker: KnownAsker
}

/**
 * What not every reader may do, or not in every way. `adding-sources` is a setting's matter; `in-person`: not with an access
 * token, which a program may lose.
 */
export type Right = 'operator' | 'adding-sources' | 'in-person' | 'operator-in-person'

type Described<Body, Query, Answer> = {
  /** One sentence for the API's documentation. */
  readonly summary: string
  readonly body?: z.ZodType<Body>
  /** Query parameters: each arrives as a string. */
  readonly query?: z.ZodType<Query>
  readonly answer: z.ZodType<Answer>
  /** The body holds texts of other people, which are rid of what is no text where they are read. */
  readonly takesAnyText?: true
  /** Largest accepted body; `limits.jsonBytes` where nothing is said. */
  readonly bytesMax?: number
  /** Code of the error when the handler answers `undefined`. */
  readonly missing?: string
}

export type ReaderEndpoint<Body, Query, Answer> = Described<Body, Query, Answer> & {
  readonly needsReader: true
  readonly right?: Right
  readonly handle: (call: Call<Body, Query>) => Answered<Answer>
  /** The answer as JSON in UTF-8, where it was made and checked elsewhere; `handle` is asked where this gives nothing. */
  readonly written?: (call: Call<Body, Query>) => Promise<Uint8Array<ArrayBuffer> | undefined>
}

export type OpenEndpoint<Body, Query, Answer> = Described<Body, Query, Answer> & {
  readonly needsReader: false
  readonly handle: (call: OpenCall<Body, Query>) => Answered<Answer>
}

export type Endpoint<Body, Query, Answer> = ReaderEndpoint<Body, Query, Answer> | OpenEndpoint<Body, Query, Answer>

/** For a reader. */
export function endpoint<Answer, Body = undefined, Query = undefined>(
  spec: Omit<ReaderEndpoint<Body, Query, Answer>, 'needsReader'>,
): ReaderEndpoint<Body, Query, Answer> {
  return { ...spec, needsReader: true }
}

/** For a reader, and for anyone while there is none yet: the first run. */
export function openEndpoint<Answer, Body = undefined, Query = undefined>(
  spec: Omit<OpenEndpoint<Body, Query, Answer>, 'needsReader'>,
): OpenEndpoint<Body, Query, Answer> {
  return { ...spec, needsReader: false }
}

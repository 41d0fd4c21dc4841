/** What every handler of the server may lean on, built once by `createServer`. */
import type { Context } from 'hono'
import type { Assets } from './assets.ts'
import type { Arrival } from './doors/accounts.ts'
import type { Doors } from './doors.ts'
import type { MediaSigner } from './media/signer.ts'

export type ServerContext = {
  readonly doors: Doors
  readonly media: MediaSigner
  readonly assets: Assets
  /** Where a request comes from, and what it brings to be known by. */
  readonly arrivalOf: (c: Context) => Arrival
  /** Whether every reader may add sources, or only the operator. */
  readonly sourcesAddedBy: 'readers' | 'operator'
  /** Milliseconds since 1970, UTC. */
  readonly clock: () => number
  /** IANA name of the time zone in which pages speak of days and hours. */
  readonly timeZone: string
  /** Where links in feeds begin, where the installation has an address beyond this machine. */
  readonly publicOrigin: string | undefined
  /** Aborted when the server closes: streams end. */
  readonly closing: AbortSignal
  /** Told of what should not have happened. */
  readonly report: (error: unknown, where: string) => void
}

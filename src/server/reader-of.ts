/** Who asks, found once for each request. */
import type { Context } from 'hono'
import type { ServerContext } from './context.ts'
import type { Asker, KnownAsker } from './doors/accounts.ts'

const found = new WeakMap<Request, Promise<Asker>>()

/** `setup-needed` when there is no reader at all; `sign-in-needed` when it is not known which one asks. */
export async function readerOf(c: Context, context: Pick<ServerContext, 'doors' | 'arrivalOf'>): Promise<Asker> {
  const known = found.get(c.req.raw)
  if (known !== undefined) return await known
  const asking = context.doors.asker(context.arrivalOf(c))
  found.set(c.req.raw, asking)
  return await asking
}

export async function asksAsOperator(c: Context, context: ServerContext): Promise<boolean> {
  const asker = await readerOf(c, context)
  return 'reader' in asker && asker.isOperator
}

/** For the rest of this request: who was made a reader, or signed in, by it. */
export function nowIs(c: Context, asker: KnownAsker): void {
  found.set(c.req.raw, Promise.resolve(asker))
}

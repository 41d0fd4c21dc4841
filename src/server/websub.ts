/** The callback for hubs (WebSub). Its address ends in a token that only the hub was told. */
import type { Context } from 'hono'
import type { ServerContext } from './context.ts'

const fieldLengthMax = 2_000

/** The hub asks whether we meant it (§5.3): its challenge is given back, as plain text. */
export async function verifyHub(c: Context, { doors }: ServerContext): Promise<Response> {
  const asked = c.req.query()
  const field = (name: string): string => (asked[`hub.${name}`] ?? '').slice(0, fieldLengthMax)
  const challenge = await doors.answerHub(c.req.param('token') ?? '', {
    mode: field('mode'),
    topic: field('topic'),
    challenge: field('challenge'),
    leaseSeconds: Number(field('lease_seconds')),
    reason: field('reason'),
  })
  if (challenge === undefined) return c.text('There is no such subscription.', 404)
  return c.text(challenge, 200, { 'Content-Security-Policy': "default-src 'none'; sandbox" })
}

/** The hub sends what is new (§7). A wrong signature is answered like a right one. */
export async function receiveHub(c: Context, { doors }: ServerContext): Promise<Response> {
  const outcome = await doors.receiveFromHub(c.req.param('token') ?? '', {
    bytes: new Uint8Array(await c.req.arrayBuffer()),
    contentType: c.req.header('content-type'),
    signature: c.req.header('x-hub-signature'),
  })
  return outcome === 'gone' ? c.text('Nobody subscribes here any more.', 410) : c.body(null, 202)
}

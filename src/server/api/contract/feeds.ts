/** Addresses of a reader's feeds, on the wire. */
import { z } from '@hono/zod-openapi'

export const feedAddressesSchema = z
  .object({
    /** Paths on this server. Whoever knows one is the reader: keep them. */
    page: z.object({ atom: z.string(), rss: z.string(), json: z.string() }),
    /** Put a topic's id, percent-encoded, for `{id}`. */
    topic: z.string().openapi({ example: '/feeds/TOKEN/topic/{id}.atom' }),
  })
  .openapi('FeedAddresses')

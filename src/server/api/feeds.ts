/** Where a reader's feeds are, and new places for them. */
import type { z } from '@hono/zod-openapi'
import { feedAddressesSchema } from './contract/feeds.ts'
import { endpoint } from './endpoint.ts'

export const getFeeds = endpoint({
  summary: 'Secret addresses of the reader’s feeds: their page, and any topic',
  answer: feedAddressesSchema,
  handle: async ({ doors, reader }) => addressesOf(await doors.feedToken(reader)),
})

export const postFeeds = endpoint({
  summary: 'New secret addresses; those given out before answer no more',
  answer: feedAddressesSchema,
  handle: async ({ doors, reader }) => addressesOf(await doors.renewFeedToken(reader)),
})

function addressesOf(token: string): z.infer<typeof feedAddressesSchema> {
  const base = `/feeds/${token}`
  return {
    page: { atom: `${base}/page.atom`, rss: `${base}/page.rss`, json: `${base}/page.json` },
    topic: `${base}/topic/{id}.atom`,
  }
}

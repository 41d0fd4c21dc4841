/** A reader's own queries: saved searches that are followed like other topics. */
import { z } from '@hono/zod-openapi'
import { topicId } from '../ids.ts'
import { queryRequestSchema, querySchema } from './contract/queries.ts'
import { endpoint } from './endpoint.ts'

export const getQueries = endpoint({
  summary: 'The reader’s own queries, in the order they were made',
  answer: z.object({ queries: z.array(querySchema) }),
  handle: async ({ doors, reader }) => ({ queries: [...(await doors.queries(reader))] }),
})

export const postQuery = endpoint({
  summary: 'Makes a query and follows it: its stories count on the page like those of any topic',
  body: queryRequestSchema,
  answer: querySchema,
  handle: ({ doors, reader, body }) => doors.createQuery(reader, body),
})

export const deleteQuery = endpoint({
  summary: 'Drops a query and ends the follow of it',
  answer: z.object({ done: z.literal(true) }).openapi('Done'),
  missing: 'topic-unknown',
  handle: async ({ doors, reader, id }) =>
    (await doors.removeQuery(reader, topicId(id))) ? { done: true as const } : undefined,
})

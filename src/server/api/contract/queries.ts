/** Readers' own queries on the wire. */
import { z } from '@hono/zod-openapi'

export const queryWordsLength = 200

export const querySchema = z
  .object({
    /** The topic's id: for follows and for the topic's page. */
    id: z.string(),
    words: z.string(),
    byMeaning: z.boolean(),
    followed: z.boolean(),
    at: z.string().openapi({ format: 'date-time' }),
    /** Stories of the last days that it means. */
    storyCount: z.number().int().min(0),
  })
  .openapi('Query')

export const queryRequestSchema = z
  .object({
    words: z.string().trim().min(1).max(queryWordsLength).openapi({
      description:
        'All words must be there; "a phrase" as it stands, or between alternatives, - before what must not be',
    }),
    byMeaning: z.boolean().default(true).openapi({ description: 'Also stories that mean the same in other words' }),
  })
  .openapi('QueryRequest')

export type QueryView = z.infer<typeof querySchema>

/** What people say of stories, on the wire. */
import { z } from '@hono/zod-openapi'

const givenId = z.string().min(1).max(512)

/** Reports of one correction; a story that needs more is better corrected twice. */
const entriesPerCorrection = 100

export const correctionRequestSchema = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('apart').openapi({ description: 'These reports of the story tell of something else' }),
      storyId: givenId,
      entryIds: z.array(givenId).min(1).max(entriesPerCorrection),
    }),
    z.object({
      kind: z.literal('together').openapi({ description: 'Both stories are one. For the operator' }),
      storyId: givenId,
      otherStoryId: givenId,
    }),
  ])
  .openapi('CorrectionRequest')

export const correctionSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['apart', 'together']),
    storyId: z.string(),
    at: z.string().openapi({ format: 'date-time' }),
    /** Whether stories are formed by it: the operator's are, a reader's when a second one says the same. */
    holds: z.boolean(),
    undone: z.boolean(),
    titles: z.array(z.string()),
  })
  .openapi('Correction')

export type CorrectionView = z.infer<typeof correctionSchema>

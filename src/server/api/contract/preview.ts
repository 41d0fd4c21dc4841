/** The API's words for what other dials would make of the page. */
import { z } from '@hono/zod-openapi'

export const previewSchema = z
  .object({
    /** The first few stories, in order. */
    stories: z.array(
      z.object({
        id: z.string(),
        headline: z.string(),
        /** ISO 639-1, or `und`. */
        language: z.string(),
        /** It does not stand on the page that the reader's own dials make now. */
        isNew: z.boolean(),
      }),
    ),
    /** Stories of the present page that would not be on it. */
    leaving: z.number().int().min(0),
  })
  .openapi('Preview')

export type PreviewView = z.infer<typeof previewSchema>

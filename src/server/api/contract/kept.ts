/** The API's words for what a reader comes back to: saved stories with their labels, and those read before. */
import { z } from '@hono/zod-openapi'
import { storyCardSchema } from '../contract.ts'
import { highlightSchema } from './highlights.ts'

export const labelLimits = { perStory: 12, length: 40 } as const

const savedCardSchema = storyCardSchema
  .extend({
    labels: z.array(z.string()),
    /** In the story's articles. */
    highlights: z.array(highlightSchema),
  })
  .openapi('SavedStory')
export const savedSchema = z.object({ stories: z.array(savedCardSchema) }).openapi('Saved')

/** Labels differ by more than their spaces. */
export const labelsRequestSchema = z
  .object({ labels: z.array(z.string().trim().min(1).max(labelLimits.length)).max(labelLimits.perStory) })
  .openapi('Labels')

export const historySchema = z
  .object({
    /** The latest first. */
    stories: z.array(
      z.object({
        story: storyCardSchema,
        /** When it was last opened or read to its end. */
        at: z.string().openapi({ format: 'date-time' }),
        /** It was read to its end. */
        finished: z.boolean(),
      }),
    ),
  })
  .openapi('History')

export type SavedCard = z.infer<typeof savedCardSchema>
export type HistoryView = z.infer<typeof historySchema>

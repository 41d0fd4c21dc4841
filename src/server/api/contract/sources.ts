/** The API's words about one source: how it does, and what a person decided about it. */
import { z } from '@hono/zod-openapi'

/** Minutes between two questions that a person may choose: what a source's own rhythm may come to, too. */
const intervalBounds = { min: 5, max: 24 * 60 } as const
const foldersMax = 8

const count = z.number().int().min(0)
const time = z.string().openapi({ format: 'date-time' })
/** `auto`: pages are read where the feed gives too little. `always`, `never`: whatever the feed gives. */
const fullTextSchema = z.enum(['auto', 'always', 'never'])

/** What every view of a source holds beside its name and state. */
export const sourceHealthFields = {
  /** feed: asked when due; page: single articles that somebody added; push: sent by the publisher. */
  kind: z.enum(['feed', 'page', 'push']),
  /** The folder it lies in, outermost first; empty: none. */
  folders: z.array(z.string()),
  addedAt: time,
  /** The last time that it was read, or answered that nothing is new. */
  succeededAt: time.optional(),
  /** Minutes from the last question to the next, and why so many, in words. */
  intervalMinutes: z.number().min(0).optional(),
  intervalWhy: z.string().optional(),
  /** Failures in a row. */
  failureCount: count,
  bytesReceived: count,
  /** What answers that nothing is new did not have to send. */
  bytesSaved: count,
  /** It answers that it moved here for good; after three such answers in a row this is its address. */
  movingTo: z.string().optional(),
  /** The hub that it names (WebSub), where this server can be reached by it, and until when it has promised to send. */
  hub: z
    .object({
      url: z.string(),
      sendsUntil: time.optional(),
      askedNextAt: time,
      problem: z.object({ code: z.string(), message: z.string() }).optional(),
    })
    .optional(),
  settings: z.object({
    /** A name that a person gave it. */
    name: z.string().optional(),
    fullText: fullTextSchema,
    intervalMinutes: count.optional(),
  }),
} as const

/** Fields that are left out stay as they are; `null` goes back to what the source itself says. */
export const sourceSettingsSchema = z
  .object({
    name: z.string().trim().min(1).max(200).nullable().optional(),
    folders: z.array(z.string().trim().min(1).max(100)).max(foldersMax).optional(),
    fullText: fullTextSchema.optional(),
    intervalMinutes: z.number().int().min(intervalBounds.min).max(intervalBounds.max).nullable().optional(),
  })
  .openapi('SourceSettings')

/** What stood in an article before its publisher changed it, latest change first. */
export const editSchema = z.object({ at: time, title: z.string(), text: z.string() }).openapi('Edit')

export type SourceSettings = z.infer<typeof sourceSettingsSchema>

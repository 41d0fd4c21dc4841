/** The API's words for what a reader marked in articles. */
import { z } from '@hono/zod-openapi'

/** Named bounds; lengths in UTF-16 units. */
export const highlightLimits = {
  quoteLength: 1000,
  contextLength: 100,
  perArticle: 200,
  perReader: 10_000,
} as const

/** Ids are the client's own; they become ids of elements too. */
const highlightIdPattern = /^[\w-]{1,64}$/
export const isHighlightId = (id: string): boolean => highlightIdPattern.test(id)

const quoted = {
  /** The words as they were read, spaces as one. */
  quote: z.string(),
  /** What stood around them. */
  before: z.string(),
  after: z.string(),
  /** How many characters of the article's text stood before them, white space not counted. */
  start: z.number().int().min(0),
}

export const highlightSchema = z
  .object({ id: z.string(), entryId: z.string(), ...quoted, at: z.string().openapi({ format: 'date-time' }) })
  .openapi('Highlight')

export const highlightsSchema = z.object({ highlights: z.array(highlightSchema) }).openapi('Highlights')

/** A quote that is too long has a code of its own: see `highlight-too-long`. */
export const highlightRequestSchema = z
  .object({
    entryId: z.string().min(1).max(512),
    quote: z.string().trim().min(1),
    before: z.string().max(highlightLimits.contextLength).default(''),
    after: z.string().max(highlightLimits.contextLength).default(''),
    start: z.number().int().min(0).max(100_000_000).default(0),
  })
  .openapi('HighlightRequest')

export type HighlightView = z.infer<typeof highlightSchema>
export type HighlightRequest = z.infer<typeof highlightRequestSchema>

/** The API's words for how the installation does. */
import { z } from '@hono/zod-openapi'

const count = z.number().int().min(0)
const time = z.string().openapi({ format: 'date-time' })

export const installationSchema = z
  .object({
    /** What waits: sources that are due, pages to be read, entries to be understood and to get their stories, vectors, cards. */
    queues: z.object({
      sources: count,
      pages: count,
      understanding: count,
      stories: count,
      embeddings: count,
      descriptions: count,
    }),
    /** Jobs that were given up, the latest first, bounded. */
    failures: z.array(z.object({ task: z.string(), error: z.string(), at: time, attempts: count })),
    /** How pages do with all readers together, of the last two weeks. */
    reading: z.object({
      /** In UTC, oldest first. `opened`: stories opened that day that a page had shown. */
      days: z.array(z.object({ day: z.string().openapi({ format: 'date' }), pages: count, opened: count })),
      /** Of what was opened, how much stood in which places of its page; the last part holds all further down, too. */
      places: z.array(z.object({ from: count, to: count, opened: count })),
    }),
    disk: z.object({
      databaseBytes: count,
      /** The largest tables with their indexes. */
      tables: z.array(z.object({ name: z.string(), bytes: count })),
    }),
    models: z.object({
      /** Of sentences. */
      embedding: z.string(),
      /** Of what a story is worth; not there before anything was learned. */
      ranking: z.object({ name: z.string(), signals: count, learnedAt: time }).optional(),
    }),
  })
  .openapi('Installation')

export type InstallationView = z.infer<typeof installationSchema>

export const statusSchema = z
  .object({
    sources: count,
    sourcesFailing: count,
    entries: count,
    articles: count,
    stories: count,
    readers: count,
    jobsWaiting: count,
    jobsFailed: count,
  })
  .openapi('Status')

export type StatusView = z.infer<typeof statusSchema>

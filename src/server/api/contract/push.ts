/** What publishers push, on the wire. Requests are described here and read leniently, article by article. */
import { z } from '@hono/zod-openapi'

const time = z.string().openapi({ format: 'date-time' })

export const pushedArticleSchema = z
  .object({
    /** By which the article is known when it comes again; without it the URL. */
    id: z.string().optional(),
    url: z.string().optional(),
    title: z.string(),
    summary: z.string().optional(),
    /** The text as HTML, or plain with a blank line between paragraphs. */
    html: z.string().optional(),
    text: z.string().optional(),
    publishedAt: time.optional(),
    updatedAt: time.optional(),
    authors: z.array(z.string()).optional(),
    categories: z.array(z.string()).optional(),
    image: z.object({ url: z.string(), caption: z.string().optional(), credit: z.string().optional() }).optional(),
    /** ISO 639-1. */
    language: z.string().optional(),
    commentCount: z.number().int().min(0).optional(),
    /** The article is to disappear; then only its id or URL is needed. */
    withdrawn: z.boolean().optional(),
  })
  .openapi('PushedArticle', {
    description: 'Our own fields. A schema.org NewsArticle as JSON-LD, with "@type", is taken in its place.',
  })

export const pushRequestSchema = z.object({ articles: z.array(pushedArticleSchema) }).openapi('PushRequest')

export const pushAnswerSchema = z
  .object({
    articles: z.array(
      z.object({
        id: z.string(),
        /** Of the article in this installation. */
        entryId: z.string(),
        state: z.enum(['added', 'changed', 'unchanged', 'withdrawn', 'unknown']),
      }),
    ),
    problems: z.array(z.object({ at: z.number().int(), code: z.string(), message: z.string() })),
  })
  .openapi('PushAnswer')

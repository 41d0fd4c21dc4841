/** What a reader marks in articles. */
import { z } from '@hono/zod-openapi'
import { highlightRequestSchema, highlightSchema, highlightsSchema, isHighlightId } from './contract/highlights.ts'
import { endpoint } from './endpoint.ts'

export const getHighlights = endpoint({
  summary: 'What the reader marked, by articles: those marked last first, and in each in the order of its text',
  answer: highlightsSchema,
  handle: async ({ doors, reader }) => ({ highlights: [...(await doors.highlights(reader))] }),
})

export const putHighlight = endpoint({
  summary: 'Marks words of an article under an id of the client’s, and saves its story; sent twice it counts once',
  body: highlightRequestSchema,
  answer: highlightSchema,
  takesAnyText: true,
  handle: async ({ doors, reader, id, body, atMs }) =>
    isHighlightId(id)
      ? ((await doors.highlight(reader, { ...body, id, atMs })) ?? articleUnknown(body.entryId))
      : unfitId(id),
})

export const deleteHighlight = endpoint({
  summary: 'Takes a mark away; one that is not there is taken away already',
  answer: z.object({ done: z.literal(true) }).openapi('Done'),
  handle: async ({ doors, reader, id }) => {
    await doors.removeHighlight(reader, id)
    return { done: true as const }
  },
})

function articleUnknown(id: string) {
  return { refused: { code: 'article-unknown', message: `There is no article ${JSON.stringify(id)}.` } }
}

function unfitId(id: string) {
  const message = `${JSON.stringify(id.slice(0, 80))} is no id: write up to 64 letters of ASCII, digits, _ and -.`
  return { refused: { code: 'request-invalid', message } }
}

/** What the page would be with other dials. */
import { z } from '@hono/zod-openapi'
import { previewSchema } from './contract/preview.ts'
import { endpoint } from './endpoint.ts'

const share = z.coerce.number().min(0).max(1)

export const getPreview = endpoint({
  summary: 'How the page would begin with these dials; changes nothing and is not logged',
  query: z.object({
    importantPersonal: share,
    familiarExploring: share,
    freshLasting: share,
    chronological: z.enum(['true', 'false']).default('false'),
  }),
  answer: previewSchema,
  handle: ({ doors, reader, atMs, query }) =>
    doors.preview(reader, { dials: { ...query, chronological: query.chronological === 'true' }, atMs }),
})

/** Entities that are one, on the wire. */
import { z } from '@hono/zod-openapi'

const givenId = z.string().min(1).max(512)

export const entityMergeSchema = z
  .object({
    /** The entity that is another one: `person:quill`. */
    aliasId: givenId,
    /** The one that it is. */
    entityId: givenId,
  })
  .openapi('EntityMerge')

export const entityMergesSchema = z.object({
  merges: z.array(
    entityMergeSchema.extend({
      name: z.string(),
      aliasName: z.string(),
      at: z.string().openapi({ format: 'date-time' }),
    }),
  ),
})

export type EntityMergeView = z.infer<typeof entityMergesSchema>['merges'][number]

/** Entities that are one: said and taken back by the operator. */
import { entityId } from '../ids.ts'
import { entityMergeSchema, entityMergesSchema } from './contract/entities.ts'
import { endpoint } from './endpoint.ts'

export const getMerges = endpoint({
  summary: 'Entities that the operator says are one',
  answer: entityMergesSchema,
  handle: async ({ doors }) => ({ merges: [...(await doors.entityMerges())] }),
})

export const postMerge = endpoint({
  right: 'operator',
  summary: 'Says that an entity is another one; whoever follows it follows that one too',
  body: entityMergeSchema,
  answer: entityMergeSchema,
  handle: ({ doors, reader, body }) =>
    doors.mergeEntities(reader, { aliasId: entityId(body.aliasId), entityId: entityId(body.entityId) }),
})

export const deleteMerge = endpoint({
  right: 'operator',
  summary: 'Takes it back: the alias is an entity of its own again',
  answer: entityMergeSchema,
  handle: ({ doors, id }) => doors.separateEntity(entityId(id)),
})

/** Corrections of stories: reports that tell of something else, stories that are one, and taking either back. */
import { z } from '@hono/zod-openapi'
import { entryId, storyId } from '../ids.ts'
import { correctionRequestSchema, correctionSchema } from './contract/corrections.ts'
import { endpoint } from './endpoint.ts'

export const getCorrections = endpoint({
  summary: 'Corrections of stories, the newest first: the reader’s own, or for the operator everybody’s',
  answer: z.object({ corrections: z.array(correctionSchema) }),
  handle: async ({ doors, reader }) => ({ corrections: [...(await doors.corrections(reader))] }),
})

export const postCorrection = endpoint({
  summary: 'Says that reports do not belong to a story, or that two stories are one; stories are formed anew by it',
  body: correctionRequestSchema,
  answer: correctionSchema,
  handle: async ({ doors, reader, body }) =>
    (await doors.correct(
      reader,
      body.kind === 'apart'
        ? { kind: 'apart', storyId: storyId(body.storyId), entryIds: body.entryIds.map(entryId) }
        : { kind: 'together', storyId: storyId(body.storyId), otherStoryId: storyId(body.otherStoryId) },
    )) ?? storyUnknown(body.kind === 'apart' ? [body.storyId] : [body.storyId, body.otherStoryId]),
})

function storyUnknown(ids: readonly string[]) {
  const named = ids.map((id) => JSON.stringify(id)).join(' or no story ')
  return { refused: { code: 'story-unknown', message: `There is no story ${named}.` } }
}

export const deleteCorrection = endpoint({
  summary: 'Takes a correction back',
  answer: z.object({ done: z.literal(true) }).openapi('Done'),
  handle: async ({ doors, reader, id }) =>
    (await doors.undoCorrection(reader, id)) ? { done: true as const } : undefined,
})

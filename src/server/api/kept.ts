/** What a reader comes back to: saved stories, their labels, and those read before. */
import { z } from '@hono/zod-openapi'
import { storyId } from '../ids.ts'
import { proxiedCard } from '../media/proxied.ts'
import { historySchema, labelsRequestSchema, savedSchema } from './contract/kept.ts'
import { endpoint } from './endpoint.ts'

const doneSchema = z.object({ done: z.literal(true) }).openapi('Done')
const done = { done: true as const }

export const getSaved = endpoint({
  summary: 'Saved stories with their labels, the newest save first',
  answer: savedSchema,
  handle: async ({ doors, reader, media }) => {
    const stories = await doors.saved(reader)
    return { stories: stories.map((card) => proxiedCard(media, card)) }
  },
})

export const putLabels = endpoint({
  summary: 'Sets the labels of a saved story; none: an empty list',
  body: labelsRequestSchema,
  answer: doneSchema,
  missing: 'story-unknown',
  handle: async ({ doors, reader, id, body }) => {
    const outcome = await doors.label(reader, storyId(id), body.labels)
    return outcome === 'not-saved' ? notSaved : outcome && done
  },
})

const notSaved = {
  refused: {
    code: 'story-not-saved',
    message: 'The story is not saved, and so it has no labels: first send a signal of the kind saved.',
  },
}

export const getHistory = endpoint({
  summary: 'Stories that the reader opened or read to their end, the latest first',
  answer: historySchema,
  handle: async ({ doors, reader, media }) => {
    const read = await doors.history(reader)
    return { stories: read.map(({ story, ...rest }) => ({ ...rest, story: proxiedCard(media, story) })) }
  },
})

export const deleteRead = endpoint({
  summary: 'Takes a story out of the history: it was never opened, and what was learned from that goes too',
  answer: doneSchema,
  handle: async ({ doors, reader, id }) => {
    await doors.forgetRead(reader, storyId(id))
    return done
  },
})

/** What keeps the page supplied: sources, the catalogue, the first run, readers, and how the installation does. */
import { z } from '@hono/zod-openapi'
import { sourceId, topicId } from '../ids.ts'
import { accountLimits } from './contract/accounts.ts'
import { statusSchema } from './contract/installation.ts'
import { sourceSettingsSchema } from './contract/sources.ts'
import {
  addedSourcesSchema,
  addSourcesRequestSchema,
  catalogueSchema,
  firstReaderSchema,
  limits,
  setupRequestSchema,
  setupSchema,
  sourceSchema,
} from './contract.ts'
import { endpoint, openEndpoint } from './endpoint.ts'

const queuedSchema = z.object({ queued: z.number().int() })

export const getStatus = endpoint({
  right: 'operator',
  summary: 'Counts of what the installation holds and has to do',
  answer: statusSchema,
  handle: ({ doors }) => doors.status(),
})

export const getSetup = openEndpoint({
  summary: 'How far the first run is',
  answer: setupSchema,
  handle: ({ doors }) => doors.setup(),
})

export const postReader = openEndpoint({
  summary: 'The first run: makes the first reader, who is the operator, with first interests',
  body: setupRequestSchema.extend({ key: z.string().max(accountLimits.keyLength).optional() }),
  answer: firstReaderSchema,
  handle: async ({ doors, body, arrival }) => {
    const made = await doors.createFirstReader(body.name, arrival, body.key)
    if ('refused' in made) return made
    const { reader } = made
    const unknown: string[] = []
    for (const id of body.topicIds)
      if ((await doors.follow(reader, { kind: 'topic', topicId: topicId(id) })) === undefined) unknown.push(id)
    return unknown.length === 0 ? reader : { ...reader, unknown }
  },
})

export const getSources = endpoint({
  summary: 'All sources with their health in words',
  answer: z.object({ sources: z.array(sourceSchema) }),
  handle: async ({ doors }) => ({ sources: [...(await doors.sources())] }),
})

export const getSource = endpoint({
  summary: 'One source with its health and settings',
  answer: sourceSchema,
  missing: 'source-unknown',
  handle: ({ doors, id }) => doors.source(sourceId(id)),
})

export const putSource = endpoint({
  right: 'operator',
  summary: 'Sets a source’s name, folder, reading of pages, and interval; what is left out stays',
  body: sourceSettingsSchema,
  answer: sourceSchema,
  missing: 'source-unknown',
  handle: ({ doors, id, body }) => doors.setSource(sourceId(id), body),
})

export const postSources = endpoint({
  right: 'adding-sources',
  summary: 'Adds sources by the URLs of feeds, or of pages that name one',
  body: addSourcesRequestSchema,
  answer: addedSourcesSchema,
  handle: ({ doors, reader, body }) => doors.addSources(reader, body.urls),
})

export const postOpml = endpoint({
  right: 'adding-sources',
  summary: 'Adds the sources of an OPML list',
  body: z.object({ opml: z.string().min(1) }),
  answer: addedSourcesSchema,
  bytesMax: limits.opmlBytes,
  takesAnyText: true,
  handle: ({ doors, reader, body }) => doors.addOpml(reader, body.opml),
})

export const deleteSource = endpoint({
  right: 'operator',
  summary: 'Removes a source',
  answer: z.object({ done: z.literal(true) }),
  missing: 'source-unknown',
  handle: async ({ doors, id }) => ((await doors.removeSource(sourceId(id))) ? { done: true as const } : undefined),
})

export const postRefresh = endpoint({
  summary: 'Fetches all sources soon',
  answer: queuedSchema,
  handle: ({ doors }) => doors.refresh(),
})

export const postRefreshOne = endpoint({
  summary: 'Fetches one source soon',
  answer: queuedSchema,
  missing: 'source-unknown',
  handle: ({ doors, id }) => doors.refresh(sourceId(id)),
})

export const getCatalogue = openEndpoint({
  summary: 'Known sources by country, subject and words',
  query: z.object({
    country: z.string().max(8).optional(),
    subject: z.string().max(limits.idLength).optional(),
    text: z.string().max(limits.searchLength).optional(),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(?:-[A-Z]{2})?$/)
      .optional(),
    limit: z.coerce.number().int().min(1).max(200).default(60),
  }),
  answer: catalogueSchema,
  handle: ({ doors, query }) => {
    const { country, subject, text, language, limit } = query
    return doors.catalogue({
      limit,
      ...(language === undefined ? {} : { language }),
      ...(country === undefined || country === '' ? {} : { country }),
      ...(subject === undefined || subject === '' ? {} : { subject }),
      ...(text === undefined || text === '' ? {} : { text }),
    })
  },
})

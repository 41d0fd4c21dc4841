/** What a reader reads: the page, stories, articles, topics, search. */
import { z } from '@hono/zod-openapi'
import { isUuid } from '../../domain/derive-id.ts'
import { entryId, sourceId, storyId, topicId } from '../ids.ts'
import { proxiedArticle, proxiedCards, proxiedStory } from '../media/proxied.ts'
import { articleSchema, givenTime, limits, pageSchema, searchSchema, storySchema, topicSchema } from './contract.ts'
import { endpoint } from './endpoint.ts'

const pageQuery = z.object({
  show: z.enum(['page', 'left-out']).default('page').openapi({ description: 'What the page left out instead' }),
})

export const getPage = endpoint({
  summary: 'The reader’s page: ranked, finite, with the reasons for each story',
  query: pageQuery,
  answer: pageSchema,
  handle: async ({ doors, reader, media, atMs, query, isHead }) =>
    proxiedCards(media, await doors.page(reader, { atMs, leftOut: query.show === 'left-out', isUnseen: isHead })),
  written: async ({ doors, reader, atMs, query, isHead }) =>
    await doors.pageAnswer(reader, { atMs, leftOut: query.show === 'left-out', isUnseen: isHead }),
})

export const getStory = endpoint({
  summary: 'One story: its reports in order, outlets, key points, topics',
  answer: storySchema,
  missing: 'story-unknown',
  handle: async ({ doors, reader, media, id }) => {
    const story = await doors.story(reader, storyId(id))
    return story && proxiedStory(media, story)
  },
})

export const getArticle = endpoint({
  summary: 'The readable text and media of one report',
  answer: articleSchema,
  missing: 'article-unknown',
  handle: async ({ doors, reader, media, id }) => {
    const article = await doors.article(reader, entryId(id))
    return article && proxiedArticle(media, article)
  },
})

const topicQuery = z.object({
  languages: z.enum(['chosen', 'all']).default('chosen').openapi({
    description: 'all: also stories that are told in none of the languages that the reader chose',
  }),
})

export const getTopic = endpoint({
  summary: 'One topic: its stories and its relations',
  query: topicQuery,
  answer: topicSchema,
  missing: 'topic-unknown',
  handle: async ({ doors, reader, media, id, query }) => {
    const topic = await doors.topic(reader, topicId(id), { allLanguages: query.languages === 'all' })
    return topic && proxiedCards(media, topic)
  },
})

/** Whether an answer to such a search can have given this as its `next`. */
function leadsOn(after: string, { text, order }: z.infer<typeof searchQuery>): boolean {
  return order === 'newest' || text.trim() === '' ? isUuid(after) : /^best:\d{1,4}$/.test(after)
}

function notOfAnswer(after: string) {
  const message = `query.after: ${JSON.stringify(after)} is not what an answer to this search gave as next.`
  return { refused: { code: 'request-invalid', message } }
}

const searchQuery = z.object({
  text: z.string().max(limits.searchLength).default(''),
  sourceId: z.string().max(limits.idLength).optional(),
  topicId: z.string().max(limits.idLength).optional(),
  language: z.string().max(35).optional(),
  since: givenTime.optional(),
  until: givenTime.optional(),
  order: z.enum(['best', 'newest']).default('best').openapi({
    description: 'best: by words and meaning; newest: only those with all the words, the newest first',
  }),
  after: z.string().max(limits.idLength).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})

export const getSearch = endpoint({
  summary: 'Stories, topics and sources by words and meaning, narrowed by time, source, topic and language',
  query: searchQuery,
  answer: searchSchema,
  handle: async ({ doors, reader, media, query }) => {
    const { text, limit, order, after, language, since, until } = query
    if (after !== undefined && !leadsOn(after, query)) return notOfAnswer(after)
    const found = await doors.search(reader, {
      text,
      limit,
      order,
      ...(after === undefined ? {} : { after }),
      ...(language === undefined ? {} : { language }),
      ...(since === undefined ? {} : { sinceMs: Date.parse(since) }),
      ...(until === undefined ? {} : { untilMs: Date.parse(until) }),
      ...(query.sourceId === undefined ? {} : { sourceId: sourceId(query.sourceId) }),
      ...(query.topicId === undefined ? {} : { topicId: topicId(query.topicId) }),
    })
    return proxiedCards(media, found)
  },
})

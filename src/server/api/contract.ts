/**
 * The API's words on the wire: what every view holds and what every request may carry. The web app imports this file and
 * nothing else of the server; domain types are converted to these views and never serialised as they are.
 * Times are ISO 8601 in UTC. Ids are opaque strings. Image URLs in answers of the HTTP API are paths of this server.
 */
import { z } from '@hono/zod-openapi'
import { nameLengthMax } from '../../domain/name.ts'
import { highlightSchema } from './contract/highlights.ts'
import { editSchema, sourceHealthFields } from './contract/sources.ts'

/** Named bounds of what a request may carry. A request over one of them is refused, never cut short. */
export const limits = {
  signalsPerRequest: 200,
  mutesPerRequest: 20_000,
  muteWordsLength: 200,
  idLength: 512,
  nameLength: nameLengthMax,
  urlLength: 4096,
  searchLength: 200,
  sourcesPerRequest: 500,
  interestsPerRequest: 100,
  jsonBytes: 256 * 1024,
  muteBytes: 4 * 1024 * 1024,
  opmlBytes: 5 * 1024 * 1024,
  pushBytes: 15 * 1024 * 1024,
} as const

const id = z.string()
const time = z.string().openapi({ format: 'date-time' })
// What comes in is checked to the letter; what goes out is only stripped of what the contract doesn't name.
const givenId = z.string().min(1).max(limits.idLength)
const authorNameMax = limits.nameLength * 2
const authorName = z.string().min(1).max(authorNameMax)
/** Times before 1970 are slips: no news, and no reader, is from then. */
export const givenTime = z.iso.datetime().refine((time) => Date.parse(time) >= 0, { error: 'must not lie before 1970' })
const count = z.number().int().min(0)
const share = z.number().min(0).max(1)

export const signalKindSchema = z.enum([
  'seen',
  'opened',
  'dwelt',
  'finished',
  'saved',
  'shared',
  'more',
  'less',
  'hidden',
  'followed',
  'muted',
])
export const reversibleKindSchema = z.enum(['saved', 'more', 'less', 'hidden'])
export const dialNameSchema = z.enum(['importantPersonal', 'familiarExploring', 'freshLasting'])
/** Which of four causes brought a story to the page; the parts that the page "is made of". */
export const partSchema = z.enum(['followed', 'learned', 'important', 'explore'])

// ——— what answers hold ———

export const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) }).openapi('Error')

export const topicRefSchema = z
  .object({
    id,
    label: z.string(),
    kind: z.enum(['subject', 'entity', 'relation', 'query']),
    followed: z.boolean(),
  })
  .openapi('TopicRef')

export const sourceRefSchema = z.object({ id, name: z.string() }).openapi('SourceRef')

export const imageSchema = z
  .object({
    url: z.string(),
    width: count.optional(),
    height: count.optional(),
    caption: z.string().optional(),
    credit: z.string().optional(),
  })
  .openapi('Image')

export const controlSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.enum(['unfollow', 'mute-topic', 'less-topic']), topicId: givenId, label: z.string().max(500) }),
    z.object({
      kind: z.enum(['unfollow-source', 'mute-source', 'less-source']),
      sourceId: givenId,
      label: z.string().max(500),
    }),
    z.object({
      kind: z.literal('unfollow-author'),
      name: authorName,
    }),
    z.object({ kind: z.literal('less-story'), storyId: givenId }),
    z.object({ kind: z.literal('dial'), dial: dialNameSchema, towards: z.union([z.literal(0), z.literal(1)]) }),
  ])
  .openapi('Control')

export const reasonSchema = z
  .object({
    feature: z.string(),
    /** In English; `about` holds what it names and counts, for other languages. */
    text: z.string(),
    about: z
      .object({ name: z.string().optional(), count: count.optional(), passedMs: z.number().optional() })
      .optional(),
    weight: z.number(),
    control: controlSchema.optional(),
  })
  .openapi('Reason')

export const storyCardSchema = z
  .object({
    id,
    headline: z.string(),
    /** ISO 639-1, or `und`. */
    language: z.string(),
    topic: topicRefSchema.optional(),
    /** Reports are still coming in. */
    developing: z.boolean(),
    image: imageSchema.optional(),
    keyPoint: z.string().optional(),
    /** Strongest first; empty outside the page (search, saved, topic). */
    reasons: z.array(reasonSchema),
    part: partSchema.optional(),
    /** The first few outlets, at most 8, in order of reporting. */
    sources: z.array(sourceRefSchema),
    sourceCount: count,
    entryCount: count,
    /** Reports per equal slice of time between first and latest, oldest first; at most 12. */
    pulse: z.array(count),
    /** How many of the last slices are newer than what the reader saw of this story. */
    pulseNew: count,
    firstAt: time,
    latestAt: time,
    /** Where a story of one report leads directly. */
    entryId: id.optional(),
    score: z.number().optional(),
    saved: z.boolean(),
    opened: z.boolean(),
    /** What the reader said of it last; shown as pressed. */
    said: z.enum(['more', 'less']).optional(),
  })
  .openapi('StoryCard')

export const dialsSchema = z
  .object({ importantPersonal: share, familiarExploring: share, freshLasting: share, chronological: z.boolean() })
  .openapi('Dials')

export const pageSchema = z
  .object({
    id,
    madeAt: time,
    stories: z.array(storyCardSchema),
    reportCount: count,
    /** Reports that are copies of another one. */
    foldedCount: count,
    leftOutCount: count,
    readingMinutes: count,
    mix: z.object({ followed: count, learned: count, important: count, explore: count }),
    dials: dialsSchema,
    suggestions: z.array(topicRefSchema),
    /** Sources not fetched yet: the page is partial while this is over 0. */
    sourcesPending: count,
    /** When the next edition is made, where one is planned. */
    nextAt: time.optional(),
  })
  .openapi('Page')

export const reportSchema = z
  .object({
    entryId: id,
    title: z.string(),
    language: z.string(),
    at: time,
    url: z.string().optional(),
    source: sourceRefSchema,
    /** What this report says that none before it said. */
    added: z.string().optional(),
    /** Other outlets whose reports add nothing to this one. */
    echoes: count,
  })
  .openapi('Report')

export const storySchema = storyCardSchema
  .extend({
    topics: z.array(topicRefSchema),
    keyPoints: z.array(z.object({ text: z.string(), sources: z.array(sourceRefSchema) })),
    languages: z.array(z.string()),
    /** Reports are still coming in; or none for a day; or none for a week. */
    lifeCycle: z.enum(['developing', 'settled', 'archived']),
    /** Newest first. */
    timeline: z.array(reportSchema),
    /** Every outlet once, most reports first. */
    coverage: z.array(z.object({ source: sourceRefSchema, reports: z.array(reportSchema) })),
    related: z.array(storyCardSchema),
  })
  .openapi('Story')

export const articleSchema = z
  .object({
    entryId: id,
    storyId: id.optional(),
    title: z.string(),
    language: z.string(),
    byline: z.string().optional(),
    source: sourceRefSchema,
    url: z.string().optional(),
    publishedAt: time.optional(),
    readingMinutes: count,
    topicLine: z.string().optional(),
    topics: z.array(topicRefSchema),
    /** People, organisations, places, works and events in the text, most salient first. */
    entities: z.array(
      z.object({
        id,
        name: z.string(),
        kind: z.enum(['person', 'organisation', 'place', 'work', 'event']),
        /** Other forms that the text uses for it ("Beijing" for China). */
        aliases: z.array(z.string()),
        salience: share,
        wikidataId: z.string().optional(),
      }),
    ),
    image: imageSchema.optional(),
    keyPoints: z.array(z.string()),
    videos: z.array(
      z.object({
        url: z.string(),
        title: z.string().optional(),
        durationSeconds: z.number().optional(),
        image: imageSchema.optional(),
      }),
    ),
    /** Sanitised; empty when only the feed's own words are known. */
    html: z.string(),
    barrier: z.enum(['paywall', 'challenge']).optional(),
    commentCount: count.optional(),
    commentsUrl: z.string().optional(),
    related: z.array(z.object({ url: z.string(), title: z.string() })),
    /** What stood here before the publisher changed it, latest change first; bounded. */
    edits: z.array(editSchema),
    saved: z.boolean(),
    /** The reader's own, in the order of the text. `html` is without them. */
    highlights: z.array(highlightSchema),
  })
  .openapi('Article')

export const muteStrengthSchema = z.enum(['none', 'less'])

export const topicSchema = topicRefSchema
  .extend({
    muted: muteStrengthSchema.optional(),
    muteId: id.optional(),
    stories: z.array(storyCardSchema),
    inOtherLanguages: z.number().int().optional().openapi({
      description: 'So many stories are held back, as they are told in none of the languages that the reader chose',
    }),
    related: z.array(topicRefSchema),
  })
  .openapi('Topic')

export const searchSchema = z
  .object({
    text: z.string(),
    stories: z.array(storyCardSchema),
    topics: z.array(topicRefSchema),
    sources: z.array(sourceRefSchema),
    /** Give it back as `after` to get what follows. */
    next: z.string().optional(),
  })
  .openapi('Search')

export const sourceSchema = z
  .object({
    id,
    name: z.string(),
    url: z.string(),
    siteUrl: z.string().optional(),
    state: z.enum(['pending', 'healthy', 'failing', 'stopped']),
    /** One sentence for people: what happens with this source, and what to do about it. */
    health: z.string(),
    problem: z.object({ code: z.string(), message: z.string() }).optional(),
    fetchedAt: time.optional(),
    nextFetchAt: time.optional(),
    latestEntryAt: time.optional(),
    entryCount: count,
    entriesPerDay: z.number().min(0),
    ...sourceHealthFields,
  })
  .openapi('Source')

export const addedSourcesSchema = z
  .object({
    added: z.array(sourceRefSchema),
    /** Sources that were there before. */
    knownCount: count,
    problems: z.array(z.object({ url: z.string(), code: z.string(), message: z.string() })),
  })
  .openapi('AddedSources')

export const catalogueSchema = z
  .object({
    countries: z.array(z.object({ code: z.string(), name: z.string(), count })),
    subjects: z.array(z.object({ id, label: z.string(), count })),
    sources: z.array(
      z.object({
        url: z.string(),
        name: z.string(),
        siteUrl: z.string().optional(),
        country: z.string().optional(),
        subject: z.string().optional(),
        added: z.boolean(),
      }),
    ),
  })
  .openapi('Catalogue')

export const followSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('topic'), topicId: id, label: z.string(), newCount: count }),
    z.object({ kind: z.literal('source'), sourceId: id, label: z.string(), newCount: count }),
    z.object({ kind: z.literal('author'), name: z.string(), newCount: count }),
  ])
  .openapi('Follow')

export const muteSchema = z
  .object({
    id,
    kind: z.enum(['words', 'topic', 'source']),
    label: z.string(),
    strength: muteStrengthSchema,
    until: time.optional(),
  })
  .openapi('Mute')

export const interestSchema = z
  .object({
    kind: z.enum(['topic', 'source']),
    /** Id of the topic or the source. */
    id,
    label: z.string(),
    /** In [-1, 1]: below 0 the reader turns away from it. */
    strength: z.number().min(-1).max(1),
    /** How many signals it rests on, all decay aside. */
    evidence: z.number().min(0),
    /** When it was last added to, and when it began. */
    at: time,
    since: time.optional(),
    /** The latest of what it came from. */
    from: z.array(
      z.object({ kind: signalKindSchema, storyId: id.optional(), headline: z.string().optional(), at: time }),
    ),
  })
  .openapi('Interest')

export const readerSchema = z.object({ id, name: z.string() }).openapi('Reader')

export const firstReaderSchema = readerSchema
  .extend({
    /** Ids of the topics that are not here; these are not followed. */
    unknown: z.array(z.string()).optional(),
  })
  .openapi('FirstReader')

export const profileSchema = z
  .object({
    reader: readerSchema,
    follows: z.array(followSchema),
    mutes: z.array(muteSchema),
    dials: dialsSchema,
    /** Languages that the page keeps to, by code; none means all. */
    reads: z.array(z.string()),
    learningPaused: z.boolean(),
    /** Strongest first, bounded. */
    interests: z.array(interestSchema),
  })
  .openapi('Profile')

/** How far the first run is, for `/start` and for a page that is still empty. */
export const setupSchema = z
  .object({
    sources: count,
    sourcesPending: count,
    /** Of all sources; those that no story is made of yet are on their way. */
    entries: count,
    stories: count,
    readers: z.array(readerSchema),
    /** To choose from; subjects and countries can be followed before any article has named them. */
    interests: z.array(topicRefSchema),
    places: z.array(topicRefSchema),
  })
  .openapi('Setup')

/** One thing that a reader's open page should know of. */
export const eventSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('new-stories'), count }),
    z.object({ kind: z.literal('progress'), sources: count, sourcesPending: count, stories: count }),
  ])
  .openapi('Event')

// ——— what requests carry ———

export const signalSchema = z
  .object({
    id: z.string().min(1).max(64),
    kind: signalKindSchema,
    at: givenTime,
    storyId: givenId.optional(),
    topicId: givenId.optional(),
    sourceId: givenId.optional(),
    seconds: z.number().min(0).max(86_400).optional(),
  })
  .openapi('Signal')

export const signalsRequestSchema = z.object({
  signals: z.array(signalSchema).min(1).max(limits.signalsPerRequest),
  /** The client's clock as it sends: how far it is off is taken from all times in the request. */
  sentAt: givenTime.optional(),
})
export const signalsResultSchema = z
  .object({
    accepted: count,
    /** Sent before under the same id; counted once. */
    repeated: count,
    /** Ids of the signals that name a story, topic or source that is not here; they do not count. */
    unknown: z.array(z.string()),
  })
  .openapi('SignalsResult')

export const withdrawRequestSchema = z.object({ kind: reversibleKindSchema, storyId: givenId }).openapi('Withdrawal')

export const followTargetSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('topic'), topicId: givenId }),
    z.object({ kind: z.literal('source'), sourceId: givenId }),
    z.object({
      kind: z.literal('author'),
      name: authorName,
    }),
  ])
  .openapi('FollowTarget')

export const muteTargetSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('words'), words: z.string().trim().min(1).max(limits.muteWordsLength) }),
    z.object({ kind: z.literal('topic'), topicId: givenId }),
    z.object({ kind: z.literal('source'), sourceId: givenId }),
  ])
  .openapi('MuteTarget')

export const mutesRequestSchema = z
  .object({
    targets: z.array(muteTargetSchema).min(1).max(limits.mutesPerRequest),
    strength: muteStrengthSchema.default('none'),
    until: givenTime.optional(),
  })
  .openapi('MutesRequest')

export const addSourcesRequestSchema = z
  .object({ urls: z.array(z.string().trim().min(1).max(limits.urlLength)).min(1).max(limits.sourcesPerRequest) })
  .openapi('AddSourcesRequest')

export const setupRequestSchema = z
  .object({
    name: z.string().trim().min(1).max(limits.nameLength),
    topicIds: z.array(givenId).max(limits.interestsPerRequest).default([]),
  })
  .openapi('SetupRequest')

// ——— the same as types ———

export type TopicRef = z.infer<typeof topicRefSchema>
export type SourceRef = z.infer<typeof sourceRefSchema>
export type ImageView = z.infer<typeof imageSchema>
export type ControlView = z.infer<typeof controlSchema>
export type ReasonView = z.infer<typeof reasonSchema>
export type Part = z.infer<typeof partSchema>
export type StoryCard = z.infer<typeof storyCardSchema>
export type DialsView = z.infer<typeof dialsSchema>
export type PageView = z.infer<typeof pageSchema>
export type ReportView = z.infer<typeof reportSchema>
export type StoryView = z.infer<typeof storySchema>
export type ArticleView = z.infer<typeof articleSchema>
export type TopicView = z.infer<typeof topicSchema>
export type SearchView = z.infer<typeof searchSchema>
export type SourceView = z.infer<typeof sourceSchema>
export type AddedSources = z.infer<typeof addedSourcesSchema>
export type CatalogueView = z.infer<typeof catalogueSchema>
export type FollowView = z.infer<typeof followSchema>
export type MuteView = z.infer<typeof muteSchema>
export type InterestView = z.infer<typeof interestSchema>
export type ProfileView = z.infer<typeof profileSchema>
export type SetupView = z.infer<typeof setupSchema>
export type EventView = z.infer<typeof eventSchema>
export type ReversibleKind = z.infer<typeof reversibleKindSchema>

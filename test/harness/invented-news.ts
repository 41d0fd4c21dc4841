/**
 * Invented stories in a database of their own, behind the real doors and the real server on a loopback address, with readers
 * who ask with access tokens.
 */
import { deriveId } from '../../src/domain/derive-id.ts'
import type { EntryId, ReaderId, SourceId, StoryId, TopicId } from '../../src/domain/ids.ts'
import type { Story } from '../../src/domain/story.ts'
import { drawsFrom } from '../../src/eval/metrics/bootstrap.ts'
import { openAuth } from '../../src/platform/auth/open-auth.ts'
import { openPostgresBus } from '../../src/platform/bus/postgres-bus.ts'
import { makeToken } from '../../src/platform/storage/accounts.ts'
import { saveVectors } from '../../src/platform/storage/embeddings.ts'
import { publish } from '../../src/platform/storage/outbox.ts'
import { createReader } from '../../src/platform/storage/readers.ts'
import { saveMemberships, saveStories } from '../../src/platform/storage/stories.ts'
import { type OpenDoors, openDoors } from '../../src/server/doors/open-doors.ts'
import type { Reader } from '../../src/server/doors.ts'
import { createServer } from '../../src/server/server.ts'
import { saveInventedEntries } from './invented-entries.ts'
import { openWork, type TestWork } from './work.ts'

export const towns = [
  'Brannhaven',
  'Eldmouth',
  'Tessel',
  'Orrick',
  'Vantry',
  'Lisk',
  'Quarrow',
  'Ulvar',
  'Pendle',
  'Maasby',
]
export const doings = ['ferry', 'cranes', 'road', 'pact', 'harvest']
export const sourceCount = 8
export const topicCount = 12
const subjectCount = 4
const dimensions = 512

// Ids are made here as the program makes its own.
export const sourceOf = (n: number): SourceId => deriveId('source', `${n}`) as SourceId
export const topicOf = (n: number): TopicId => (n < subjectCount ? `medtop:0${n}000000` : `entity:${n}`) as TopicId
export const storyIdOf = (n: number): StoryId => deriveId('story', `${n}`) as StoryId

export type InventedNews = AsyncDisposable & {
  readonly work: TestWork
  readonly open: OpenDoors
  readonly url: string
  readonly stories: ReadonlyMap<StoryId, Story>
  /** A reader of this name, with a token. */
  readonly reader: (name: string) => Promise<Reader & { readonly ask: Ask }>
  /** More stories, as if they came in now. */
  readonly publish: (stories: readonly Story[]) => Promise<void>
  readonly storyOf: (n: number, headline?: string) => Story
}

/** GET, or POST where there is a body and nothing else is said. */
export type Ask = (path: string, body?: object, method?: string) => Promise<Response>

export async function openInventedNews(options: {
  readonly stories: number
  readonly seed: number
  /** Threads that make pages when many are asked for; `nowhere`: without a database to make them from. */
  readonly pageThreads?: { readonly size: number; readonly nowhere?: boolean }
}): Promise<InventedNews> {
  const draw = drawsFrom(options.seed)
  const work = await openWork()
  const storyOf = (n: number, headline?: string): Story => inventedStory(n, { draw, nowMs: work.clock.nowMs, headline })
  const stories = new Map<StoryId, Story>()
  const save = async (some: readonly Story[]): Promise<void> => {
    for (const story of some) stories.set(story.id, story)
    await saveAll(work, some)
  }
  await save(Array.from({ length: options.stories }, (_, n) => storyOf(n)))
  const { db } = work.work
  const bus = await openPostgresBus(db, work.pool)
  const auth = openAuth(db, { secret: 'a secret of this test', baseUrl: 'http://127.0.0.1', report: () => {} })
  const accounts = { auth, baseUrl: () => 'http://127.0.0.1', signUp: 'by-invitation' } as const
  const { pageThreads } = options
  const address = pageThreads?.nowhere === true ? { host: '127.0.0.1', port: 1 } : work.address
  const open = await openDoors(work.work, {
    bus,
    catalogue: [],
    subjects: [],
    places: [],
    accounts,
    ...(pageThreads === undefined
      ? {}
      : { pageThreads: { size: pageThreads.size, address, mediaKey: new Uint8Array(32) } }),
  })
  const server = createServer(open.doors, { clock: () => work.clock.nowMs, timeZone: 'UTC' })
  const { url, close } = await server.listen({ host: '127.0.0.1', port: 0 })
  return {
    work,
    open,
    url,
    stories,
    storyOf,
    reader: async (name) => {
      const reader = { id: deriveId('reader', name) as ReaderId, name }
      await createReader(db, reader)
      const { token } = await makeToken(db, reader.id, 'tests')
      return { ...reader, ask: askingWith(url, token) }
    },
    publish: async (some) => {
      await save(some)
      await publish(db, { kind: 'stories-changed', storyIds: some.map(({ id }) => id), dropped: [] })
    },
    [Symbol.asyncDispose]: async () => {
      await close()
      await open.close()
      await bus.close()
      await work[Symbol.asyncDispose]()
    },
  }
}

function askingWith(url: string, token: string): Ask {
  // Tests ask thousands of times: packing and unpacking took a sixth of that.
  const plain = { 'content-type': 'application/json', 'accept-encoding': 'identity' }
  const headers = { authorization: `Bearer ${token}`, ...plain }
  return async (path, body, method = body === undefined ? 'GET' : 'POST') =>
    await fetch(url + path, {
      headers,
      method,
      redirect: 'manual',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
}

async function saveAll({ work }: TestWork, stories: readonly Story[]): Promise<void> {
  const { db } = work
  await saveInventedEntries(db, stories)
  await saveMemberships(
    db,
    stories.flatMap(({ id, entryIds }) => entryIds.map((entryId) => ({ entryId, storyId: id }))),
  )
  await saveStories(db, stories)
  await saveVectors(
    db,
    work.embeddingModel,
    stories.map((story) => ({ storyId: story.id, headline: story.headline, vector: vectorOf(story) })),
  )
}

function inventedStory(
  n: number,
  {
    draw,
    nowMs,
    headline,
  }: { readonly draw: () => number; readonly nowMs: number; readonly headline: string | undefined },
): Story {
  const whole = (below: number): number => Math.floor(draw() * below)
  const sources = [...new Set(Array.from({ length: 1 + whole(3) }, () => whole(sourceCount)))]
  const entity = (): number => subjectCount + whole(topicCount - subjectCount)
  const topics = [...new Set([whole(subjectCount), entity(), entity()])]
  const latestAtMs = nowMs - whole(100) * 1_800_000
  return {
    id: storyIdOf(n),
    headline:
      headline ??
      `${towns[whole(towns.length)]} and the ${doings[whole(doings.length)]} of ${towns[whole(towns.length)]}`,
    language: 'en',
    entryIds: sources.map((source) => deriveId('entry', `${n} ${source}`) as EntryId),
    sourceIds: sources.map(sourceOf),
    firstAtMs: latestAtMs,
    latestAtMs,
    keyPoints: headline === undefined ? [`The ${doings[whole(doings.length)]} came first`] : [],
    topics: topics.map((topic, place) => ({
      id: topicOf(topic),
      label: `Topic ${topic}`,
      kind: place === 0 ? 'subject' : 'entity',
      score: 0.8,
    })),
    entities: [],
    importance: sources.length / 4,
  }
}

/** Stories of one topic lie near each other. */
function vectorOf({ id, topics }: Story): Float32Array {
  const own = drawsFrom(Number.parseInt(id.slice(0, 8), 16))
  const seeds = topics.map((topic) => drawsFrom([...topic.id].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 7)))
  const raw = Float32Array.from(
    { length: dimensions },
    () => own() - 0.5 + seeds.reduce((sum, next) => sum + next() - 0.5, 0),
  )
  const length = Math.hypot(...raw)
  return raw.map((value) => value / length)
}

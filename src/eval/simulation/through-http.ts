/**
 * Salient's pages as any client gets them: simulated readers ask a real server on a loopback address for pages, with access
 * tokens, and send it their signals. Stories are written to the database as the jobs write them, and reach the hot window by
 * the bus. Only the clock is simulated.
 */
import { deriveId } from '../../domain/derive-id.ts'
import type { Entry } from '../../domain/feed.ts'
import type { EntryId, ReaderId, SourceId, StoryId } from '../../domain/ids.ts'
import type { Story } from '../../domain/story.ts'
import { learnRankingWeights } from '../../jobs/learn-weights.ts'
import type { Work } from '../../jobs/work.ts'
import { openAuth } from '../../platform/auth/open-auth.ts'
import { openPostgresBus } from '../../platform/bus/postgres-bus.ts'
import { makeToken } from '../../platform/storage/accounts.ts'
import type { OpenDatabase } from '../../platform/storage/database.ts'
import { embeddingProgress, saveVectors } from '../../platform/storage/embeddings.ts'
import { type NewEntry, saveEntries } from '../../platform/storage/entries.ts'
import { publish } from '../../platform/storage/outbox.ts'
import { createReader } from '../../platform/storage/readers.ts'
import { addSources } from '../../platform/storage/sources.ts'
import { saveMemberships, saveStories } from '../../platform/storage/stories.ts'
import type { HotWindow } from '../../server/doors/hot-window.ts'
import { openDoors } from '../../server/doors/open-doors.ts'
import { createServer } from '../../server/server.ts'
import type { Policy } from './policies.ts'
import type { Act, SimulatedReader } from './population.ts'
import type { WorldStory } from './world.ts'

/** When the world begins: any time does, and always the same, so that the same seed gives the same pages. */
const epochMs = Date.UTC(2026, 0, 1)
const host = '127.0.0.1'
const windowMsMax = 30_000

/** Serves until it is disposed of. The installation must be empty, and nobody else's. */
export async function openHttpPolicy(installation: {
  readonly database: Pick<OpenDatabase, 'db' | 'pool'>
  readonly work: Work
}): Promise<Policy & AsyncDisposable> {
  const { db, pool } = installation.database
  const clock = { nowMs: epochMs }
  const work: Work = { ...installation.work, now: () => clock.nowMs }
  const bus = await openPostgresBus(db, pool)
  const auth = openAuth(db, { secret: 'simulated readers have tokens', baseUrl: `http://${host}`, report: () => {} })
  const accounts = { auth, baseUrl: () => `http://${host}`, signUp: 'by-invitation' } as const
  const open = await openDoors(work, { bus, catalogue: [], subjects: [], places: [], accounts })
  const server = createServer(open.doors, { clock: () => clock.nowMs, timeZone: 'UTC' })
  const { url, close } = await server.listen({ host, port: 0 })
  const api = apiOf(url)
  const tokens = new Map<number, string>()
  const tokenOf = async ({ number }: SimulatedReader): Promise<string> => {
    const known = tokens.get(number)
    if (known !== undefined) return known
    // Reader ids are made where readers are.
    const id = deriveId('reader', `simulated ${number}`) as ReaderId
    await createReader(db, { id, name: `simulated ${number}` })
    const { token } = await makeToken(db, id, 'simulation')
    tokens.set(number, token)
    return token
  }
  const stored = new Map<StoryId, WorldStory>()
  let signals = 0
  return {
    name: 'salient through HTTP',
    beginDay: async (window, _opens, nowMs) => {
      clock.nowMs = epochMs + nowMs
      await learnRankingWeights(work)
      const fresh = window.filter(({ candidate }) => !stored.has(storedId(candidate.story.id)))
      for (const story of fresh) stored.set(storedId(story.candidate.story.id), story)
      const ids = await saveWorld(work, fresh)
      await inWindow(open.window, ids)
    },
    page: async (reader, nowMs) => {
      clock.nowMs = epochMs + nowMs
      const view = await api<{ readonly stories: readonly { readonly id: StoryId }[] }>('page', await tokenOf(reader))
      return view.stories.flatMap(({ id }) => stored.get(id) ?? [])
    },
    learn: async (reader, page, acts, nowMs) => {
      const at = new Date(epochMs + nowMs).toISOString()
      const sent = acts.flatMap(({ place, kind }: Act) => {
        const story = page[place]?.candidate.story
        signals += 1
        // Signals of one moment count in the order of their ids.
        return story === undefined ? [] : [{ id: `${signals}`.padStart(9, '0'), kind, at, storyId: storedId(story.id) }]
      })
      if (sent.length > 0) await api('signals', await tokenOf(reader), { signals: sent, sentAt: at })
    },
    [Symbol.asyncDispose]: async () => {
      await close()
      await open.close()
      await bus.close()
    },
  }
}

/** Asks the server; what is refused throws, since nothing should be. */
function apiOf(url: string) {
  return async <Answer>(path: string, token: string, body?: object): Promise<Answer> => {
    const answer = await fetch(`${url}/api/v1/${path}`, {
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`the server answered ${path} with ${answer.status}: ${await answer.text()}`)
    // The contract's own tests see to the shape.
    return (await answer.json()) as Answer
  }
}

// The program's ids are UUIDs, the world's are plain words.
const storedId = (id: StoryId): StoryId => deriveId('story', id) as StoryId
const storedSource = (id: SourceId): SourceId => deriveId('source', id) as SourceId

/** Saves stories with their sources, entries and vectors, and tells the bus. Answers their ids. */
async function saveWorld({ db }: Work, world: readonly WorldStory[]): Promise<StoryId[]> {
  const stories = world.map(({ candidate }) => storedStory(candidate.story))
  const sources = new Set(world.flatMap(({ candidate }) => candidate.story.sourceIds))
  await addSources(
    db,
    [...sources].map((id) => ({
      id: storedSource(id),
      kind: 'feed',
      feedUrl: `http://simulated.invalid/${id}`,
      title: id,
      folders: [],
    })),
  )
  await db.transaction().execute(async (tx) => {
    for (const [sourceId, entries] of entriesBySource(stories))
      await saveEntries(tx, {
        arrivals: [{ sourceId, entries }],
        nowMs: Math.max(...entries.map((entry) => entry.publishedAtMs)),
      })
    await saveMemberships(
      tx,
      stories.flatMap(({ id, entryIds }) => entryIds.map((entryId) => ({ entryId, storyId: id }))),
    )
    await saveStories(tx, stories)
    await saveVectors(tx, (await embeddingProgress(tx)).model, vectorsOf(world))
    await publish(tx, { kind: 'stories-changed', storyIds: stories.map(({ id }) => id), dropped: [] })
  })
  return stories.map(({ id }) => id)
}

function storedStory(story: Story): Story {
  return {
    ...story,
    id: storedId(story.id),
    firstAtMs: epochMs + story.firstAtMs,
    latestAtMs: epochMs + story.latestAtMs,
    entryIds: story.entryIds.map((id) => deriveId('entry', id) as EntryId),
    sourceIds: story.sourceIds.map(storedSource),
  }
}

/** Each report is of one of the story's outlets, in turn. */
function entriesBySource(stories: readonly Story[]): Map<SourceId, NewEntry[]> {
  const found = new Map<SourceId, NewEntry[]>()
  for (const { headline, entryIds, sourceIds, latestAtMs } of stories)
    for (const [place, id] of entryIds.entries()) {
      const source = sourceIds[place % sourceIds.length]
      if (source === undefined) continue
      const entry: Entry = { id, authors: [], categories: [], enclosures: [], media: [] }
      const article = { videos: [], keyPoints: [], related: [], html: '', text: '' }
      const entries = found.get(source) ?? []
      entries.push({ id, entry, title: headline, publishedAtMs: latestAtMs, article })
      found.set(source, entries)
    }
  return found
}

function vectorsOf(world: readonly WorldStory[]) {
  return world.flatMap(({ candidate: { story, embedding } }) =>
    embedding === undefined ? [] : [{ storyId: storedId(story.id), headline: story.headline, vector: embedding }],
  )
}

/** Resolves when the window holds all of these. */
async function inWindow(window: HotWindow, ids: readonly StoryId[]): Promise<void> {
  const missing = (): boolean => ids.some((id) => window.get(id) === undefined)
  if (!missing()) return
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      unwatch()
      reject(new Error(`the hot window has not taken in ${ids.length} stories within ${windowMsMax} ms`))
    }, windowMsMax)
    const unwatch = window.watch(() => {
      if (missing()) return
      clearTimeout(timer)
      unwatch()
      resolve()
    })
  })
}

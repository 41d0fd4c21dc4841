/** What a reader muted is behind no door, whatever is muted: a thousand cases, each door over a real database. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deriveId } from '../../src/domain/derive-id.ts'
import type { EntryId, ReaderId, SourceId, StoryId, TopicId } from '../../src/domain/ids.ts'
import type { Story } from '../../src/domain/story.ts'
import { drawsFrom } from '../../src/eval/metrics/bootstrap.ts'
import { openBuiltInEmbedder } from '../../src/jobs/embedder/built-in-embedder.ts'
import { openAuth } from '../../src/platform/auth/open-auth.ts'
import { openPostgresBus } from '../../src/platform/bus/postgres-bus.ts'
import { createReader } from '../../src/platform/storage/readers.ts'
import { saveMemberships, saveStories } from '../../src/platform/storage/stories.ts'
import { type OpenDoors, openDoors } from '../../src/server/doors/open-doors.ts'
import type { MuteTarget } from '../../src/server/doors.ts'
import { saveInventedEntries } from '../harness/invented-entries.ts'
import { openWork, type TestWork } from '../harness/work.ts'

const readers = 60
const storyCount = 60
const sourceCount = 8
const topicCount = 12
const towns = ['Brannhaven', 'Eldmouth', 'Tessel', 'Orrick', 'Vantry', 'Lisk', 'Quarrow', 'Ulvar', 'Pendle', 'Maasby']
const doings = ['ferry', 'cranes', 'road', 'pact', 'harvest']

const draw = drawsFrom(11)
const whole = (below: number): number => Math.floor(draw() * below)
// Ids are made here as the program makes its own.
const sourceOf = (n: number): SourceId => deriveId('source', `${n}`) as SourceId
const topicOf = (n: number): TopicId => (n < 4 ? `medtop:0${n}000000` : `entity:${n}`) as TopicId

let work: TestWork
let open: OpenDoors
let embedder: Awaited<ReturnType<typeof openBuiltInEmbedder>>
let closeBus: () => Promise<void>
const stories = new Map<StoryId, Story>()

beforeAll(async () => {
  work = await openWork()
  const { db } = work.work
  for (let n = 0; n < storyCount; n += 1) {
    const story = storyOf(n)
    stories.set(story.id, story)
  }
  await saveInventedEntries(db, [...stories.values()])
  await saveMemberships(
    db,
    [...stories.values()].flatMap(({ id, entryIds }) => entryIds.map((entryId) => ({ entryId, storyId: id }))),
  )
  await saveStories(db, [...stories.values()])
  const bus = await openPostgresBus(db, work.pool)
  closeBus = async () => await bus.close()
  const auth = openAuth(db, { secret: 'a secret of this test', baseUrl: 'http://127.0.0.1', report: () => {} })
  // One encoder for all searches: opening one takes longer than all doors together.
  embedder = await openBuiltInEmbedder()
  open = await openDoors(
    { ...work.work, embedder: async () => embedder },
    {
      bus,
      catalogue: [],
      subjects: [],
      accounts: { auth, baseUrl: () => 'http://127.0.0.1', signUp: 'by-invitation' },
    },
  )
}, 120_000)

afterAll(async () => {
  await open.close()
  await closeBus()
  await embedder[Symbol.asyncDispose]()
  await work[Symbol.asyncDispose]()
})

function storyOf(n: number): Story {
  const sources = [...new Set(Array.from({ length: 1 + whole(3) }, () => whole(sourceCount)))]
  const topics = [...new Set([whole(4), 4 + whole(topicCount - 4), 4 + whole(topicCount - 4)])]
  const latestAtMs = work.clock.nowMs - whole(100) * 1_800_000
  return {
    id: deriveId('story', `${n}`) as StoryId,
    headline: `${towns[whole(towns.length)]} and the ${doings[whole(doings.length)]} of ${towns[whole(towns.length)]}`,
    language: 'en',
    entryIds: sources.map((source) => deriveId('entry', `${n} ${source}`) as EntryId),
    sourceIds: sources.map(sourceOf),
    firstAtMs: latestAtMs,
    latestAtMs,
    keyPoints: [`The ${doings[whole(doings.length)]} came first`],
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

function anyTarget(): MuteTarget {
  const kind = whole(3)
  if (kind === 0) return { kind: 'words', words: (draw() < 0.5 ? towns[whole(10)] : doings[whole(5)]) ?? '' }
  if (kind === 1) return { kind: 'topic', topicId: topicOf(whole(topicCount)) }
  return { kind: 'source', sourceId: sourceOf(whole(sourceCount)) }
}

/** Told apart from the program's own matcher by being written for these few words. */
function isMuted(story: Story, targets: readonly MuteTarget[]): boolean {
  const text = [story.headline, ...story.keyPoints].join(' ')
  const muted = new Set(targets.flatMap((target) => (target.kind === 'source' ? [target.sourceId] : [])))
  return (
    story.sourceIds.every((id) => muted.has(id)) ||
    targets.some((target) => {
      if (target.kind === 'words') return text.includes(target.words)
      return target.kind === 'topic' && story.topics.some(({ id }) => id === target.topicId)
    })
  )
}

test('in a thousand cases nothing muted is on a page, in search, on a topic, beside a story or in a feed', async () => {
  const { doors } = open
  let cases = 0
  let kept = 0
  for (let n = 0; n < readers; n += 1) {
    // Reader ids are made where readers are.
    const reader = { id: deriveId('reader', `${n}`) as ReaderId, name: `reader ${n}` }
    await createReader(work.work.db, reader)
    const targets = Array.from({ length: 1 + whole(3) }, anyTarget)
    expect(await doors.mute(reader, targets, { strength: 'none' })).toHaveProperty('mutes')
    const mutedTopics = new Set(targets.flatMap((target) => (target.kind === 'topic' ? [target.topicId] : [])))
    const hidden = new Set(
      [...stories.values()].filter((story) => isMuted(story, targets)).map(({ id }) => id as string),
    )
    const shown: [string, readonly { readonly id: string }[]][] = []
    const atMs = work.clock.nowMs
    for (const leftOut of [false, true]) shown.push(['page', (await doors.page(reader, { atMs, leftOut })).stories])
    shown.push(['page feed', await doors.pageFeed(reader, atMs)])
    for (const text of [towns[whole(10)], towns[whole(10)], doings[whole(5)], doings[whole(5)]])
      shown.push([
        `search ${text}`,
        (await doors.search(reader, { text: text ?? '', order: 'best', limit: 50 })).stories,
      ])
    for (let at = 0; at < 5; at += 1) {
      const id = topicOf(whole(topicCount))
      // On a muted topic's own page its stories are what was asked for.
      if (mutedTopics.has(id)) continue
      shown.push([`topic ${id}`, (await doors.topic(reader, id))?.stories ?? []])
      shown.push([`topic feed ${id}`, (await doors.topicFeed(reader, id))?.stories ?? []])
    }
    for (let at = 0; at < 4; at += 1) {
      const id = deriveId('story', `${whole(storyCount)}`) as StoryId
      shown.push([`beside ${id}`, (await doors.story(reader, id))?.related ?? []])
    }
    for (const [door, cards] of shown) {
      cases += 1
      kept += cards.length
      expect([
        n,
        door,
        cards.filter(({ id }) => hidden.has(id)).map(({ id }) => stories.get(id as StoryId)?.headline),
      ]).toEqual([n, door, []])
    }
    const whatIsLeft = shown.slice(0, 2).flatMap(([, cards]) => cards)
    expect(whatIsLeft.length).toBe(storyCount - hidden.size)
  }
  expect(cases).toBeGreaterThan(900)
  expect(kept).toBeGreaterThan(cases)
}, 600_000)

test('what is new in a follow does not count what is muted', async () => {
  const { doors } = open
  const reader = { id: deriveId('reader', 'follower') as ReaderId, name: 'follower' }
  await createReader(work.work.db, reader)
  const topicId = topicOf(1)
  await doors.follow(reader, { kind: 'topic', topicId })
  const countOf = async () => (await doors.following(reader))[0]?.newCount
  const fresh = [...stories.values()].filter(
    ({ topics, latestAtMs }) => work.clock.nowMs - latestAtMs < 86_400_000 && topics.some(({ id }) => id === topicId),
  )
  expect(fresh.length).toBeGreaterThan(2)
  expect(await countOf()).toBe(fresh.length)
  const target: MuteTarget = { kind: 'words', words: fresh[0]?.headline ?? '' }
  await doors.mute(reader, [target], { strength: 'none' })
  expect(await countOf()).toBe(fresh.filter((story) => !isMuted(story, [target])).length)
})

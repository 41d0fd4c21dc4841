/** Stories in the database are those that story formation found, whoever asks for them at once and whatever fails between. */
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { entryIdOf, sourceIdOf } from '../../src/domain/derive-id.ts'
import type { EntryId } from '../../src/domain/ids.ts'
import { assignStory } from '../../src/jobs/assign-story.ts'
import { makeJobTables } from '../../src/jobs/job-tables.ts'
import { storyEntryOf } from '../../src/jobs/story-entry.ts'
import { openStoryKeeper, type StoryKeeper } from '../../src/jobs/threads/story-keeper.ts'
import type { Work } from '../../src/jobs/work.ts'
import { clusterEntries } from '../../src/pipeline/stories/cluster-entries.ts'
import { storySettings } from '../../src/pipeline/stories/story-settings.ts'
import { saveEntries } from '../../src/platform/storage/entries.ts'
import { countWithoutStory } from '../../src/platform/storage/job-counts.ts'
import { addSources } from '../../src/platform/storage/sources.ts'
import { entriesWithStory, markSettled } from '../../src/platform/storage/stories.ts'
import { saveUnderstood, takeToUnderstand } from '../../src/platform/storage/understandings.ts'
import { openTestDatabase } from '../harness/database.ts'

const sourceId = sourceIdOf('https://outlet.example/feed')
const nowMs = Date.parse('2030-01-01T10:00:00Z')
const harbours = ['Brannhaven', 'Eldmouth', 'Tessel', 'Orrick', 'Vantry', 'Lisk', 'Quarrow', 'Ulvar']
const doings = ['opens a ferry line', 'signs a fishing pact', 'sues the port', 'lends its cranes', 'closes the road']

let database: Awaited<ReturnType<typeof openTestDatabase>>
let stories: StoryKeeper
let work: Work

beforeEach(async () => {
  database = await openTestDatabase()
  await makeJobTables(database.pool)
  stories = openStoryKeeper()
  // All that giving stories needs; anything else it would ask for fails the test.
  work = { db: database.db, stories, arriving: new Map(), now: () => nowMs, ask: async () => {} } as unknown as Work
  const source = { id: sourceId, kind: 'feed', feedUrl: 'https://outlet.example/feed', title: 'Outlet', folders: [] }
  await addSources(database.db, [{ ...source, kind: 'feed' }])
})

afterEach(async () => {
  await stories[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

test('runs at the same time do not undo one another', async () => {
  for (const part of [0, 1, 2, 3]) {
    await publish({ from: part * 60, count: 60, text: 'in short' })
    await Promise.all([
      assignStory(work, { settle: true }),
      assignStory(work, {}),
      assignStory(work, { settle: true }),
      // The same entries again with their pages, while the former are being placed.
      publish({ from: part * 60, count: 60, text: 'as the page tells it' }).then(
        async () => await assignStory(work, {}),
      ),
    ])
  }
  await assignStory(work, { settle: true })
  expect(await storiesInDatabase()).toEqual(await storiesAnew())
})

test('what is said of stories while they are being settled holds, too', async () => {
  await publish({ from: 0, count: 80, text: 'in short' })
  await assignStory(work, { settle: true })
  const [a, b] = (await storiesInDatabase()).find((entries) => entries.length > 1) ?? []
  if (a === undefined || b === undefined) throw new Error('no story of two')
  const settle: StoryKeeper['settle'] = async (wish) => {
    const reply = await stories.settle(wish)
    await database.db.transaction().execute(async (tx) => {
      await sql`insert into corrections (id, kind, story_id, by_operator) values (${a}, 'apart', ${a}, true)`.execute(
        tx,
      )
      await sql`insert into correction_pairs (correction_id, kind, a, b, a_entry, b_entry)
        values (${a}, 'apart', ${a}, ${b}, '{}', '{}')`.execute(tx)
      await markSettled(tx, false)
    })
    return reply
  }
  await markSettled(database.db, false)
  await assignStory({ ...work, stories: { ...stories, settle } }, { settle: true })
  await assignStory(work, { settle: true })
  expect((await storiesInDatabase()).find((entries) => entries.includes(a))).not.toContain(b)
})

test('what could not be saved is found again', async () => {
  await publish({ from: 0, count: 80, text: 'in short' })
  await assignStory(work, { settle: true })
  await publish({ from: 40, count: 80, text: 'as the page tells it' })
  await sql`create function refuse() returns trigger language plpgsql as 'begin raise exception ''refused''; end'`.execute(
    database.db,
  )
  await sql`create trigger refuse before insert or update on story_entries execute function refuse()`.execute(
    database.db,
  )
  await expect(assignStory(work, { settle: true })).rejects.toThrow('refused')
  await sql`drop trigger refuse on story_entries`.execute(database.db)
  await assignStory(work, { settle: true })
  expect(await storiesInDatabase()).toEqual(await storiesAnew())
})

test('while one batch is saved the next is placed: nothing is lost when saving fails, or when an entry changes meanwhile', async () => {
  await publish({ from: 0, count: 1_300, text: 'in short' })
  await sql`create function refuse() returns trigger language plpgsql as 'begin raise exception ''refused''; end'`.execute(
    database.db,
  )
  await sql`create trigger refuse before insert or update on story_entries execute function refuse()`.execute(
    database.db,
  )
  let asked = 0
  const add: StoryKeeper['add'] = async (entries) => {
    asked += 1
    return await stories.add(entries)
  }
  const watched = { ...work, stories: { ...stories, add } }
  await expect(assignStory(watched, {})).rejects.toThrow('refused')
  expect(await held()).toEqual([])
  // The thread was new and asked for its window first; then it was given both batches.
  expect(asked).toBe(3)
  await sql`drop trigger refuse on story_entries`.execute(database.db)
  let isFirst = true
  const change: StoryKeeper['add'] = async (entries) => {
    const reply = await stories.add(entries)
    if (isFirst && reply.loaded) {
      isFirst = false
      await publish({ from: 900, count: 200, text: 'as the page tells it' })
    }
    return reply
  }
  await assignStory({ ...work, stories: { ...stories, add: change } }, {})
  expect(await held()).toHaveLength(1_300)
  expect(await waitingForStory()).toBe(0)
  await assignStory(work, { settle: true })
  expect(await storiesInDatabase()).toEqual(await storiesAnew())
})

test('an entry has its story before it is understood, and the story tells of it when it is', async () => {
  await save({ from: 0, count: 90, text: 'in short' })
  await assignStory(work, { settle: true })
  expect(await storiesInDatabase()).toEqual(await storiesAnew())
  expect(await entriesTold()).toBe(0)
  await understand(60)
  await assignStory(work, {})
  expect(await entriesTold()).toBe(60)
  // Their new versions: whom understanding has still to look at keeps its place in the story, and the story what it tells.
  await save({ from: 0, count: 90, text: 'as the page tells it' })
  await assignStory(work, { settle: true })
  expect(await storiesInDatabase()).toEqual(await storiesAnew())
  expect(await entriesTold()).toBe(60)
  await understand(90)
  await assignStory(work, {})
  expect(await entriesTold()).toBe(90)
})

/** Entries as they stand after understanding. */
async function publish(which: { from: number; count: number; text: string }): Promise<void> {
  await save(which)
  await understand(10_000)
}

async function save({ from, count, text }: { from: number; count: number; text: string }): Promise<void> {
  const entries = Array.from({ length: count }, (_, n) => {
    const key = from + n
    const event = Math.floor(key / 3)
    const harbour = harbours[event % harbours.length]
    const title = `${harbour} ${doings[event % doings.length]} after ${100 + event * 7} days`
    const body = `The council of ${harbour} said ${text} that number ${event} came to an end. ${title}. Outlet ${key} told so.`
    return {
      id: entryIdOf(sourceId, String(key)),
      entry: { id: String(key), authors: [], categories: [], enclosures: [], media: [] },
      title,
      publishedAtMs: nowMs - event * 3_600_000 - key * 1_000,
      article: { videos: [], keyPoints: [], related: [], html: `<p>${body}</p>`, text: body },
    }
  })
  await database.db
    .transaction()
    .execute(async (tx) => await saveEntries(tx, { arrivals: [{ sourceId, entries }], nowMs }))
}

async function understand(count: number): Promise<void> {
  await database.db.transaction().execute(async (tx) => {
    const taken = await takeToUnderstand(tx, count)
    const understood = { language: 'en', keyPoints: [], topics: [], entities: [] }
    await saveUnderstood(
      tx,
      taken.map((entry) => ({ ...entry, understood })),
    )
  })
}

async function held() {
  return await entriesWithStory(database.db, {
    sinceMs: 0,
    after: '00000000-0000-0000-0000-000000000000',
    limit: 100_000,
  })
}

async function waitingForStory(): Promise<number> {
  return await countWithoutStory(database.db, 10_000)
}

/** How many entries the stories that are shown tell of. */
async function entriesTold(): Promise<number> {
  const row = await database.db
    .selectFrom('stories')
    .select((eb) => eb.fn.sum<string>('entries').as('entries'))
    .executeTakeFirst()
  return Number(row?.entries ?? 0)
}

async function storiesInDatabase(): Promise<EntryId[][]> {
  return setsOf((await held()).map(({ entry, storyId }) => [entry.entryId, storyId]))
}

/** The stories of the same entries, formed by nothing but the entries. */
async function storiesAnew(): Promise<EntryId[][]> {
  return setsOf(
    clusterEntries(
      (await held()).map(({ entry }) => storyEntryOf({ ...entry, language: 'en' })),
      storySettings,
    ),
  )
}

function setsOf(groupOf: Iterable<readonly [EntryId, unknown]>): EntryId[][] {
  const groups = new Map<unknown, EntryId[]>()
  for (const [id, group] of groupOf) groups.set(group, [...(groups.get(group) ?? []), id])
  const inOrder = (a: string, b: string): number => (a < b ? -1 : 1)
  return [...groups.values()].map((ids) => ids.sort(inOrder)).sort((a, b) => inOrder(a[0] ?? '', b[0] ?? ''))
}

/** Stories in the database are those that story formation found, whoever asks for them at once and whatever fails between. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { entryIdOf, sourceIdOf } from '../../src/domain/derive-id.ts'
import type { EntryId } from '../../src/domain/ids.ts'
import { assignStory } from '../../src/jobs/assign-story.ts'
import { makeJobTables } from '../../src/jobs/run-worker.ts'
import { storyEntryOf } from '../../src/jobs/story-entry.ts'
import { openStoryKeeper, type StoryKeeper } from '../../src/jobs/threads/story-keeper.ts'
import type { Work } from '../../src/jobs/work.ts'
import { clusterEntries } from '../../src/pipeline/stories/cluster-entries.ts'
import { storySettings } from '../../src/pipeline/stories/story-settings.ts'
import { saveEntries } from '../../src/platform/storage/entries.ts'
import { addSources } from '../../src/platform/storage/sources.ts'
import { entriesWithStory } from '../../src/platform/storage/stories.ts'
import { saveUnderstood, takeToUnderstand } from '../../src/platform/storage/understandings.ts'
import { openTestDatabase } from '../harness/database.ts'
import { until } from '../harness/salient.ts'

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
  work = { db: database.db, stories, now: () => nowMs, ask: async () => {} } as unknown as Work
  const source = { id: sourceId, kind: 'feed', feedUrl: 'https://outlet.example/feed', title: 'Outlet', folders: [] }
  await addSources(database.db, [{ ...source, kind: 'feed' }])
})

afterEach(async () => {
  await stories[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

test('entries that come while stories are being settled are settled afterwards', async () => {
  await provisionalStories()
  const settled = await database.db.connection().execute(async (closer) => {
    // Whoever moves an entry from one story to another stops at the gate.
    await sql`create function wait() returns trigger language plpgsql as
      'begin perform pg_advisory_xact_lock_shared(7); return new; end'`.execute(closer)
    await onMoves('wait')
    await sql`select pg_advisory_lock(7)`.execute(closer)
    const settling = assignStory(work, { settle: true })
    await until('somebody at the gate', async () => {
      const { rows } = await sql`select from pg_locks where locktype = 'advisory' and not granted`.execute(closer)
      return rows.length > 0 ? true : undefined
    })
    await publish({ from: 150, count: 90 })
    const placing = assignStory(work, {})
    // Nothing is to be seen when they wait for their turn, so this is only a chance to do wrong.
    await Promise.race([placing, sleep(chanceMs)])
    await sql`select pg_advisory_unlock(7)`.execute(closer)
    return await Promise.all([settling, placing])
  })
  expect(settled).toHaveLength(2)
  await assignStory(work, { settle: true })
  expect(await storiesInDatabase()).toEqual(await storiesAnew())
})

test('moves that could not be saved are found again', async () => {
  await provisionalStories()
  await sql`create function refuse() returns trigger language plpgsql as 'begin raise exception ''refused''; end'`.execute(
    database.db,
  )
  await onMoves('refuse')
  await expect(assignStory(work, { settle: true })).rejects.toThrow('refused')
  await sql`drop trigger moved on story_entries`.execute(database.db)
  await assignStory(work, { settle: true })
  expect(await storiesInDatabase()).toEqual(await storiesAnew())
})

const chanceMs = 2_000

/** Two parts, the second placed by the word statistics of the first: not as they would be settled. */
async function provisionalStories(): Promise<void> {
  await publish({ from: 0, count: 60 })
  await assignStory(work, { settle: true })
  await publish({ from: 60, count: 90 })
  await assignStory(work, {})
  expect(await storiesInDatabase()).not.toEqual(await storiesAnew())
}

async function onMoves(act: 'wait' | 'refuse'): Promise<void> {
  await sql`create trigger moved before update on story_entries for each row
    when (old.story_id is distinct from new.story_id) execute function ${sql.raw(act)}()`.execute(database.db)
}

/** Entries as they stand after understanding: they wait for a story. */
async function publish({ from, count }: { from: number; count: number }): Promise<void> {
  const entries = Array.from({ length: count }, (_, n) => {
    const key = from + n
    const event = Math.floor(key / 3)
    const harbour = harbours[event % harbours.length]
    const title = `${harbour} ${doings[event % doings.length]} after ${100 + event * 7} days`
    const body = `The council of ${harbour} said that number ${event} came to an end. ${title}. Outlet ${key} told so.`
    return {
      id: entryIdOf(sourceId, String(key)),
      entry: { id: String(key), authors: [], categories: [], enclosures: [], media: [] },
      title,
      publishedAtMs: nowMs - event * 3_600_000 - key * 1_000,
      article: { videos: [], keyPoints: [], related: [], html: `<p>${body}</p>`, text: body },
    }
  })
  await database.db.transaction().execute(async (tx) => await saveEntries(tx, { sourceId, entries, nowMs }))
  await database.db.transaction().execute(async (tx) => {
    const taken = await takeToUnderstand(tx, 10_000)
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

async function storiesInDatabase(): Promise<EntryId[][]> {
  return setsOf((await held()).map(({ member, storyId }) => [member.entryId, storyId]))
}

/** The stories of the same entries, formed by nothing but the entries. */
async function storiesAnew(): Promise<EntryId[][]> {
  return setsOf(
    clusterEntries(
      (await held()).map(({ member }) => storyEntryOf(member)),
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

/** What a large import brings can be found at once; its words are put in the order of their index afterwards. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { entryIdOf, sourceIdOf } from '../../src/domain/derive-id.ts'
import { saveWordsUnsorted, sortUnsortedWords } from '../../src/jobs/sort-words.ts'
import { saveEntries } from '../../src/platform/storage/entries.ts'
import { openTestDatabase } from '../harness/database.ts'

const sourceId = sourceIdOf('https://outlet.example/feed')

let database: Awaited<ReturnType<typeof openTestDatabase>>

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(async () => {
  await database[Symbol.asyncDispose]()
})

test('words of a large import are found before they are put in order, and after it', async () => {
  const { db } = database
  const limit = await limitNow()
  const within = await db.transaction().execute(async (tx) => {
    await saveWordsUnsorted(tx)
    await saveEntries(tx, { arrivals: [{ sourceId, entries: [entryAbout('ferries')] }], nowMs: Date.now() })
    return await limitNow(tx)
  })
  expect([within, await limitNow()]).toEqual(['32MB', limit])
  expect(await holding('ferries')).toBe(1)
  await sortUnsortedWords(database)
  expect(await pagesPutInOrder()).toBe(0)
  expect(await holding('ferries')).toBe(1)
})

test('what is stored otherwise is put in order as the database likes', async () => {
  const entries = [entryAbout('harbours')]
  await database.db
    .transaction()
    .execute(async (tx) => await saveEntries(tx, { arrivals: [{ sourceId, entries }], nowMs: Date.now() }))
  await sortUnsortedWords(database)
  expect(await pagesPutInOrder()).toBeGreaterThan(0)
  expect(await holding('harbours')).toBe(1)
})

function entryAbout(word: string) {
  const entry = { id: word, authors: [], categories: [], enclosures: [], media: [] }
  const text = `The council spoke of ${word} all night.`
  const article = { videos: [], keyPoints: [], related: [], html: `<p>${text}</p>`, text }
  return { id: entryIdOf(sourceId, word), entry, title: `All about ${word}`, publishedAtMs: Date.now(), article }
}

async function limitNow(db = database.db): Promise<string | undefined> {
  const { rows } = await sql<{ size: string }>`select current_setting('gin_pending_list_limit') as size`.execute(db)
  return rows[0]?.size
}

/** Found by the index, however small the table is. */
async function holding(word: string): Promise<number | undefined> {
  return await database.db.transaction().execute(async (tx) => {
    await sql`set local enable_seqscan = off`.execute(tx)
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from articles
      where to_tsvector('simple', title || ' ' || left(text, 100000)) @@ websearch_to_tsquery('simple', ${word})`.execute(
      tx,
    )
    return rows[0]?.count
  })
}

/** Pages of the index that were waiting until now. */
async function pagesPutInOrder(): Promise<number> {
  const { rows } = await sql<{ pages: number }>`select sum(gin_clean_pending_list(inhrelid::regclass))::int as pages
    from pg_inherits where inhparent = 'articles_by_words'::regclass`.execute(database.db)
  return rows[0]?.pages ?? 0
}

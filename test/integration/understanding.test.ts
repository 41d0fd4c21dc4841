/** What is understood is the article as it stands, however pages and understanding fall together, and what arrives is stored first. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Article } from '../../src/domain/article.ts'
import { entryIdOf, sourceIdOf } from '../../src/domain/derive-id.ts'
import { embedEntry } from '../../src/jobs/embed-entry.ts'
import { takeUpWork } from '../../src/jobs/take-up-work.ts'
import { understandEntry } from '../../src/jobs/understand-entry.ts'
import { understandingVersion } from '../../src/platform/lexicons/understanding-version.ts'
import type { Database } from '../../src/platform/storage/database.ts'
import { saveEntries } from '../../src/platform/storage/entries.ts'
import { addSources } from '../../src/platform/storage/sources.ts'
import { takeToUnderstand, useUnderstanding } from '../../src/platform/storage/understandings.ts'
import { openTestDatabase } from '../harness/database.ts'
import { until } from '../harness/until.ts'
import { openWork } from '../harness/work.ts'

const sourceId = sourceIdOf('https://outlet.example/feed')
const gate = 7
const dayMs = 86_400_000

test('a page that comes after rows were looked for and before they are taken is what is understood', async () => {
  await using database = await openTestDatabase()
  const { db } = database
  await saveWaiting(db)
  // Whoever looks for waiting rows stops at the gate, with what the database held when they began to look.
  await sql`alter table understanding_wanted rename to waiting_rows`.execute(db)
  await sql`create view understanding_wanted as select * from waiting_rows
    where pg_advisory_xact_lock_shared(${sql.lit(gate)})::text is not null`.execute(db)
  const taken = await db.connection().execute(async (closer) => {
    await sql`select pg_advisory_lock(${gate})`.execute(closer)
    const taking = db.transaction().execute(async (tx) => await takeToUnderstand(tx, 1))
    await until('somebody at the gate', async () => {
      const { rows } = await sql`select from pg_locks where locktype = 'advisory' and not granted`.execute(db)
      return rows.length > 0 ? true : undefined
    })
    await db.transaction().execute(async (tx) => {
      await sql`update articles set text = 'the whole page'`.execute(tx)
      await sql`update waiting_rows set version = version + 1`.execute(tx)
    })
    await sql`select pg_advisory_unlock(${gate})`.execute(closer)
    return await taking
  })
  expect(taken.map(({ text }) => text)).toEqual(['the whole page'])
})

test('entries are understood when what is arriving has been stored', async () => {
  await using held = await openWork()
  const { work } = held
  await saveWaiting(work.db)
  const countWaiting = async (): Promise<number> => {
    const { rows } = await sql`select from understanding_wanted`.execute(work.db)
    return rows.length
  }
  await work.understanding.run({ articles: [] })
  work.arriving.set(sourceId, work.now())
  const understanding = understandEntry(work)
  // Many more turns of the open thread and of the database than understanding takes.
  for (let turn = 0; turn < 40; turn += 1) {
    await work.understanding.run({ articles: [] })
    expect(await countWaiting()).toBe(1)
  }
  work.arriving.delete(sourceId)
  await understanding
  expect(await countWaiting()).toBe(0)
})

test('articles of the last weeks are understood again when the program knows more, once, behind everything else', async () => {
  await using held = await openWork()
  const { work, asked } = held
  const [old, recent] = [Date.now() - 40 * dayMs, Date.now() - dayMs]
  await saveWaiting(work.db, { key: 'old', seenAtMs: old })
  await saveWaiting(work.db, { key: 'recent', seenAtMs: recent })
  await understandEntry(work)
  await embedEntry(work)
  await useUnderstanding(work.db, 'before')
  // As a program left it that knew no names.
  await sql`update understandings set entities = '[]'; delete from subjects_wanted; delete from descriptions_wanted`.execute(
    work.db,
  )
  const version = await understandingVersion()
  expect(await useUnderstanding(work.db, version)).toBe(1)
  expect(await useUnderstanding(work.db, version)).toBeUndefined()
  asked.length = 0
  await takeUpWork(work)
  expect(asked).toContainEqual({ job: 'embed-entry' })
  await embedEntry(work)
  const named = await work.db.selectFrom('understandings').select(['first_seen_at', 'entities']).execute()
  expect(
    named.map(({ first_seen_at: at, entities }) => [at.getTime(), JSON.stringify(entities).includes('Tokyo')]),
  ).toEqual(
    expect.arrayContaining([
      [old, false],
      [recent, true],
    ]),
  )
  const { rows } = await sql`select entry_id from descriptions_wanted`.execute(work.db)
  expect(rows).toHaveLength(1)
})

const first = { key: '1', seenAtMs: Date.parse('2030-01-01T10:00:00Z') }

async function saveWaiting(db: Database, { key, seenAtMs } = first): Promise<void> {
  await addSources(db, [
    { id: sourceId, kind: 'feed', feedUrl: 'https://outlet.example/feed', title: 'Outlet', folders: [] },
  ])
  const article: Article = { videos: [], keyPoints: [], related: [], html: '<p>in short</p>', text: 'in short' }
  const entries = [
    {
      id: entryIdOf(sourceId, key),
      entry: { id: key, authors: [], categories: [], enclosures: [], media: [] },
      title: 'Harbour opens in Tokyo',
      publishedAtMs: seenAtMs - 3_600_000,
      article,
      pageUrl: `https://outlet.example/${key}`,
    },
  ]
  await saveEntries(db, { arrivals: [{ sourceId, entries }], nowMs: seenAtMs })
}

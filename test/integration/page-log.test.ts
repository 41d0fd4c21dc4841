/** The log of pages when the program stops: what was made before is written, what comes later keeps nobody waiting. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { deriveId } from '../../src/domain/derive-id.ts'
import type { ReaderId, StoryId } from '../../src/domain/ids.ts'
import type { Page } from '../../src/domain/page.ts'
import { type LoggedItem, pagesAfter, savePages, writtenPage } from '../../src/platform/storage/page-log.ts'
import { createReader, saveSignals } from '../../src/platform/storage/readers.ts'
import { readingFigures } from '../../src/platform/storage/reading-figures.ts'
import { PageLog } from '../../src/server/doors/page-log.ts'
import { openTestDatabase } from '../harness/database.ts'
import { root } from '../tidy/source-file.ts'

const pageOf = (n: number): Page => ({
  id: deriveId('page', `${n}`),
  madeAtMs: n,
  model: 'test',
  items: [],
  leftOut: 0,
})

test('a request that outlives the stop is not logged, and nothing is tried again for ever', async () => {
  // Reader ids are made where readers are.
  const id = deriveId('reader', 'ada') as ReaderId
  const reports: string[] = []
  const database = await openTestDatabase()
  const log = new PageLog(database.db, (_facts, words) => reports.push(words))
  await createReader(database.db, { id, name: 'ada' })
  log.add(id, pageOf(1))
  await log.close()
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from pages`.execute(database.db)
  expect(rows).toEqual([{ count: 1 }])

  const late = new PageLog(database.db, (_facts, words) => reports.push(words))
  late.add(id, pageOf(2))
  await database[Symbol.asyncDispose]()
  // There is no database any more to write to.
  await late.close()
  log.add(id, pageOf(3))
  await log.flush()
  expect(new Set(reports)).toEqual(new Set(['pages could not be logged yet']))
  const told = reports.length
  // Longer than the log waits before it tries again.
  await sleep(2_500)
  expect(reports.length).toBe(told)
})

test('figures tell how many stories of a page are opened, and where those stood', async () => {
  await using database = await openTestDatabase()
  const { db } = database
  const hourMs = 3_600_000
  const storyOf = (n: number): StoryId => deriveId('story', `${n}`) as StoryId
  const itemOf = (n: number): LoggedItem => ({
    storyId: storyOf(n),
    score: 0,
    propensity: 1,
    features: {},
    reasons: [],
  })
  const items = Array.from({ length: 30 }, (_, n) => itemOf(n + 1))
  const nowMs = Date.now()
  for (const name of ['ada', 'ben']) {
    const id = deriveId('reader', name) as ReaderId
    await createReader(db, { id, name })
    const page = { readerId: id, model: 'test' }
    await savePages(db, [
      writtenPage({
        ...page,
        id: deriveId('page', name, 'old'),
        madeAtMs: nowMs - 300 * hourMs,
        items: items.toReversed(),
      }),
      writtenPage({ ...page, id: deriveId('page', name), madeAtMs: nowMs - 2 * hourMs, items }),
    ])
    // The last of them was never on a page; what is opened twice counts once.
    for (const [n, story] of [1, 1, 2, 12, 30, 99].entries())
      await sql`insert into signals (reader_id, id, at, kind, story_id, learns)
        values (${id}, ${`${n}`}, ${new Date(nowMs - hourMs + n).toISOString()}, 'opened', ${storyOf(story)}, true)`.execute(
        db,
      )
  }
  const { days, places } = await readingFigures(db, 14)
  expect(places.map(({ from, to, opened }) => [from, to, opened])).toEqual([
    [1, 3, 4],
    [4, 10, 0],
    [11, 20, 2],
    [21, 30, 2],
  ])
  expect(days.reduce((sum, { pages }) => sum + pages, 0)).toBe(4)
  expect(days.reduce((sum, { opened }) => sum + opened, 0)).toBe(8)
  expect(days.map(({ day }) => day)).toEqual(days.map(({ day }) => day).toSorted())
})

test('what was logged reads as it was, and so does what an earlier version logged as documents', async () => {
  await using database = await openTestDatabase()
  const { db } = database
  // Reader ids are made where readers are.
  const id = deriveId('reader', 'ada') as ReaderId
  await createReader(db, { id, name: 'ada' })
  const items: LoggedItem[] = [
    {
      storyId: deriveId('story', 'one') as StoryId,
      score: 1.2345,
      propensity: 0.01,
      features: { follow: 0.8, freshness: 0.1234 },
      reasons: ['follow', 'freshness'],
    },
    {
      storyId: deriveId('story', 'two') as StoryId,
      score: -3,
      propensity: 1,
      features: { importance: 0.5 },
      reasons: [],
    },
    { storyId: deriveId('story', 'three') as StoryId, score: 0, propensity: 1, features: {}, reasons: ['importance'] },
  ]
  const read = async () =>
    (await pagesAfter(db, { after: undefined, limit: 10, salt: '' })).map((told) =>
      told.items.map(({ storyId, score, propensity, features, reasons }) => ({
        storyId,
        score,
        propensity,
        features,
        reasons,
      })),
    )
  await savePages(db, [
    writtenPage({ readerId: id, id: deriveId('page', 'full'), madeAtMs: 1_000, model: 'test', items }),
    writtenPage({ readerId: id, id: deriveId('page', 'empty'), madeAtMs: 2_000, model: 'test', items: [] }),
  ])
  expect(await read()).toEqual([items, []])
  // An id is the same one in large letters.
  const shown = deriveId('story', 'one').toUpperCase() as StoryId
  await saveSignals(db, id, [{ id: 'opened', kind: 'opened', atMs: 3_000, storyId: shown }])
  expect((await sql`select features from signals`.execute(db)).rows).toEqual([{ features: items[0]?.features }])

  await sql`alter table pages add column items jsonb, drop column story_ids, drop column scores, drop column propensities,
    drop column feature_names, drop column features, drop column reasons`.execute(db)
  await sql`update pages set items = case when id = ${deriveId('page', 'full')} then ${JSON.stringify(items)}::jsonb else '[]' end`.execute(
    db,
  )
  await sql.raw(await readFile(join(root, 'migrations', '0033-pages-in-columns.sql'), 'utf8')).execute(db)
  expect(await read()).toEqual([items, []])
})

test('numbers are kept to four digits after the point, and one that is none keeps no page out', async () => {
  await using database = await openTestDatabase()
  const { db } = database
  const id = deriveId('reader', 'ada') as ReaderId
  await createReader(db, { id, name: 'ada' })
  const item = { storyId: deriveId('story', 'one') as StoryId, reasons: ['follow'] }
  const features = { follow: -1.234_56, none: 0, freshness: 0.000_04, relevance: 12_345.678_9, broken: Number.NaN }
  const page = { readerId: id, model: 'test', madeAtMs: Date.now() }
  await savePages(db, [
    writtenPage({ ...page, id: deriveId('page', '1'), items: [{ ...item, score: 0.5, propensity: 1, features }] }),
    writtenPage({ ...page, id: deriveId('page', '2'), items: [] }),
  ])
  const pages = await pagesAfter(db, { after: undefined, limit: 10, salt: '' })
  const items = pages.flatMap((logged) => logged.items)
  expect(pages).toHaveLength(2)
  expect(items).toEqual([
    expect.objectContaining({
      score: 0.5,
      propensity: 1,
      features: { follow: expect.closeTo(-1.2346, 6), relevance: expect.closeTo(12_345.678_9, 2) },
    }),
  ])
})

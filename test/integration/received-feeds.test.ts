/** Sources whose feeds were saved together stand as if each had been saved by itself. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sourceIdOf } from '../../src/domain/derive-id.ts'
import { type ReceivedRecord, saveReceived } from '../../src/platform/storage/received-feeds.ts'
import { addSources, loadSource, saveFetch, saveSettings } from '../../src/platform/storage/sources.ts'
import { openTestDatabase } from '../harness/database.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(async () => {
  await database[Symbol.asyncDispose]()
})

const atMs = Date.parse('2030-01-01T10:00:00.123Z')
const plain = {
  atMs,
  dueBeforeMs: 0,
  nextDueAtMs: atMs + 3_600_000,
  intervalMinutes: 12.5,
  intervalWhy: 'it publishes every half hour',
  etag: null,
  lastModified: null,
  bytesReceived: 1_234,
  moved: { to: null, count: 0 },
  sitemaps: null,
} as const
type Received = Omit<ReceivedRecord, 'id'>
/** For the source whose title a person gave. */
const titled: Received = { ...plain, title: 'What it calls itself' }
const records: readonly Received[] = [
  plain,
  {
    ...plain,
    etag: 'W/"\u0085 as it came"',
    lastModified: 'Tue, 01 Jan 2030 09:00:00 GMT',
    unconditional: true,
    title: 'A \u0007new title',
    siteUrl: 'https://outlet.example/\u0000',
    language: 'de',
  },
  {
    ...plain,
    title: 'x'.repeat(2_000),
    leftAloneUntilMs: atMs + 7_200_000,
    moved: { to: 'https://a.example', count: 2 },
  },
  { ...plain, sitemaps: [{ url: 'https://outlet.example/\u0000news.xml', readAtMs: atMs, holdsNews: true }] },
]

test('sources that were received together stand as each received by itself', async () => {
  const together = await sourcesOf('together')
  const alone = await sourcesOf('alone')
  // Twice: what a feed does not say the second time stays or goes, as it does by itself.
  for (const round of [records, records.toReversed()]) {
    const due = async (id: Source): Promise<number> => (await loadSource(database.db, id))?.dueAtMs ?? 0
    const saved = await Promise.all(
      together.map(async (id, n) => ({ ...(round[n] ?? titled), dueBeforeMs: await due(id), id })),
    )
    await saveReceived(database.db, saved)
    for (const [n, id] of alone.entries()) {
      const record = { ...(round[n] ?? titled), dueBeforeMs: await due(id), lastBytes: plain.bytesReceived }
      await saveFetch(database.db, id, { ...record, problem: null })
    }
    const rows = await Promise.all([together, alone].map(rowsOf))
    expect(rows[0]).toHaveLength(records.length + 1)
    expect(rows[0]).toEqual(rows[1])
  }
})

type Source = ReturnType<typeof sourceIdOf>

/** One for each record, each with a problem, and one more whose title a person gave. */
async function sourcesOf(outlet: string): Promise<Source[]> {
  const added = [...records, plain].map((_, n) => `https://${outlet}.example/${n}`)
  const ids = added.map((feedUrl) => sourceIdOf(feedUrl))
  await addSources(
    database.db,
    added.map((feedUrl, n) => ({
      id: ids[n] ?? sourceIdOf(feedUrl),
      kind: 'feed',
      feedUrl,
      title: `Outlet ${n}`,
      folders: [],
    })),
  )
  const problem = { code: 'timeout', message: 'It does not answer.' }
  for (const id of ids) await saveFetch(database.db, id, { ...plain, sitemaps: null, problem, stopped: true })
  const [kept] = ids.slice(-1)
  if (kept !== undefined) await saveSettings(database.db, kept, { title: 'My own name for it' })
  return ids
}

/** What stands of each, but for what names it. */
async function rowsOf(ids: readonly Source[]) {
  const rows = await database.db.selectFrom('sources').selectAll().where('id', 'in', ids).orderBy('feed_url').execute()
  return rows.map(({ id: _id, feed_url: _url, added_at: _added, ...row }) => row)
}

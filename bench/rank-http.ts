/**
 * Pages through the API of the real program: `salient serve` in a process of its own, on a database with 20,000 stories of
 * 100,000 articles in the window and 10,000 readers, each with an access token. This process asks, over 16 connections that
 * are kept alive; every request is another reader's, in shuffled order, and no page is kept: each is ranked anew.
 * First every reader once, whose token and profile the server does not hold yet; then again, when it holds them.
 * Readers' profiles are as `readerOf` makes them; nobody's signals are in the database, so nothing is popular.
 * Run: node scripts/bench.mjs rank-http [pages] [gzip]
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { deriveId } from '../src/domain/derive-id.ts'
import type { Candidate } from '../src/domain/page.ts'
import type { Profile } from '../src/domain/reader.ts'
import { drawsFrom } from '../src/eval/metrics/bootstrap.ts'
import { packProfile } from '../src/jobs/profile-snapshot.ts'
import { type Database, openDatabase } from '../src/platform/storage/database.ts'
import { saveVectors } from '../src/platform/storage/embeddings.ts'
import { markSettled, saveMemberships, saveStories } from '../src/platform/storage/stories.ts'
import { saveInventedEntries } from '../test/harness/invented-entries.ts'
import { openSalient, urlOf } from '../test/harness/salient.ts'
import { root } from '../test/tidy/source-file.ts'
import { memoryMb } from './memory-of.ts'
import { hourMs, quantile, readerOf, storyOf } from './rank-news.ts'

const storyCount = 20_000
const readerCount = 10_000
const connections = 16
const batch = 500
const nowMs = Math.floor(Date.now() / hourMs) * hourMs
const pageCount = Number(process.argv[3] ?? 12_000)
const compressed = process.argv[4] === 'gzip'

const say = (facts: object): boolean => process.stdout.write(`${JSON.stringify(facts)}\n`)
const rounded = (value: number): number => Math.round(value * 100) / 100

async function fill(db: Database): Promise<void> {
  const { rows } = await sql<{ model: string }>`select model from embedding_state`.execute(db)
  const model = rows[0]?.model ?? ''
  const stories: Candidate[] = []
  for (let n = 0; n < storyCount; n += batch) {
    const some = Array.from({ length: batch }, (_, at) => storyOf(n + at, nowMs))
    stories.push(...some)
    const plain = some.map(({ story }) => story)
    await saveInventedEntries(db, plain)
    await saveMemberships(
      db,
      plain.flatMap(({ id, entryIds }) => entryIds.map((entryId) => ({ entryId, storyId: id }))),
    )
    await saveStories(db, plain)
    await saveVectors(
      db,
      model,
      some.flatMap(({ story: { id, headline }, embedding }) =>
        embedding === undefined ? [] : [{ storyId: id, headline, vector: embedding }],
      ),
    )
  }
  await markSettled(db, true)
  for (let n = 0; n < readerCount; n += batch / 5)
    await saveReaders(
      db,
      Array.from({ length: batch / 5 }, (_, at) => ({ n: n + at, profile: readerOf(n + at, stories, nowMs) })),
    )
  await sql`analyze`.execute(db)
  say({ articles: stories.reduce((sum, { story }) => sum + story.entryIds.length, 0), stories: stories.length })
}

const tokenOf = (n: number): string => `salient_bench-${n}`

async function saveReaders(
  db: Database,
  readers: readonly { readonly n: number; readonly profile: Profile }[],
): Promise<void> {
  const rows = readers.map(({ n, profile }) => ({
    id: deriveId('reader', `${n}`),
    name: `reader ${n}`,
    digest: createHash('sha256').update(tokenOf(n)).digest('hex'),
    profile: packProfile(profile),
  }))
  await sql`
    with r as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, name text, digest text, profile jsonb)),
    made as (insert into readers (id, name) select id, name from r),
    tokens as (
      insert into access_tokens (reader_id, name, digest) select id, 'bench', decode(digest, 'hex') from r)
    insert into profiles (reader_id, profile, made_at) select id, profile, now() from r`.execute(db)
}

type Answer = { readonly ms: number; readonly bytes: number }

/**
 * A connection that is kept alive, asked for one page at a time. Written by hand: Node's own client takes as much of the two
 * processors for a page as the database does, and they are there for the server.
 */
function openConnection(url: string) {
  const { hostname, port, host } = new URL(url)
  let hear: (bytes: Buffer) => void = () => {}
  let fail: (error: Error) => void = () => {}
  const socket = connect({
    host: hostname,
    port: Number(port),
    noDelay: true,
    onread: {
      buffer: Buffer.alloc(256 * 1024),
      callback: (length, buffer) => {
        hear(Buffer.from(buffer.buffer, buffer.byteOffset, length))
        return true
      },
    },
  })
  socket.on('error', (error) => fail(error))
  socket.on('close', () => fail(new Error('The server closed the connection.')))
  const ask = async (reader: number): Promise<Answer> =>
    await new Promise((resolve, reject) => {
      const from = performance.now()
      let head = ''
      let left = Number.NaN
      let bytes = 0
      fail = reject
      hear = (heard) => {
        let rest = heard.length
        if (Number.isNaN(left)) {
          head += heard.toString('latin1')
          const end = head.indexOf('\r\n\r\n')
          if (end === -1) return
          const length = /\r\ncontent-length: *(\d+)/i.exec(head.slice(0, end))?.[1]
          if (!head.startsWith('HTTP/1.1 200 ') || length === undefined)
            return reject(new Error(`The server answered ${head.slice(0, end)}`))
          left = Number(length)
          bytes = left
          rest = head.length - end - 4
        }
        left -= rest
        if (left === 0) resolve({ ms: performance.now() - from, bytes })
      }
      const coding = compressed ? 'accept-encoding: gzip\r\n' : ''
      socket.write(
        `GET /api/v1/page HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${tokenOf(reader)}\r\n${coding}\r\n`,
      )
    })
  return { ask, close: () => socket.destroy() }
}

/** Asks for the pages of these readers, as fast as they come. */
async function load(url: string, pid: number, readers: readonly number[]) {
  const answers: Answer[] = []
  let next = 0
  const usedBefore = processorMs(pid)
  const from = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const connection = openConnection(url)
      for (let reader = readers[next++]; reader !== undefined; reader = readers[next++])
        answers.push(await connection.ask(reader))
      connection.close()
    }),
  )
  const seconds = (performance.now() - from) / 1000
  const times = answers.map(({ ms }) => ms)
  return {
    pages: answers.length,
    pagesPerSecond: Math.round(answers.length / seconds),
    p50Ms: rounded(quantile(times, 0.5)),
    p99Ms: rounded(quantile(times, 0.99)),
    longestMs: rounded(quantile(times, 0.999999)),
    serverProcessorMsPerPage: rounded((processorMs(pid) - usedBefore) / answers.length),
    kbPerPage: Math.round(answers.reduce((sum, { bytes }) => sum + bytes, 0) / answers.length / 1000),
    serverMb: memoryMb(pid),
  }
}

/** Of all the server's threads, in user and kernel mode; Linux counts in hundredths of a second. */
function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function shuffled(seed: number): number[] {
  const draw = drawsFrom(seed)
  return Array.from({ length: readerCount }, (_, n) => ({ n, at: draw() }))
    .sort((a, b) => a.at - b.at)
    .map(({ n }) => n)
}

async function memoryOf(salient: Awaited<ReturnType<typeof openSalient>>): Promise<object> {
  const server = salient.start(['serve'])
  await urlOf(server)
  const held = memoryMb(server.child.pid ?? 0)
  await server[Symbol.asyncDispose]()
  return held
}

async function main(salient: Awaited<ReturnType<typeof openSalient>>): Promise<void> {
  say({ processors: availableParallelism(), loadBefore: loadavg().map(rounded), compressed })
  say({ emptyServerMb: await memoryOf(salient) })
  const database = await openDatabase({
    dataDir: salient.dataDir,
    migrationsFolder: join(root, 'migrations'),
    applicationName: 'bench',
  })
  try {
    await fill(database.db)
  } finally {
    await database.close()
  }
  const startedMs = performance.now()
  const server = salient.start(['serve'])
  const url = await urlOf(server)
  const pid = server.child.pid ?? 0
  say({ startedInMs: Math.round(performance.now() - startedMs), serverMb: memoryMb(pid) })
  say({ firstPages: await load(url, pid, shuffled(1)) })
  const again = Array.from({ length: Math.ceil(pageCount / readerCount) }, (_, round) => shuffled(2 + round)).flat()
  say({ pagesAgain: await load(url, pid, again.slice(0, pageCount)) })
  say({ loadAfter: loadavg().map(rounded) })
}

const salient = await openSalient()
try {
  await main(salient)
} finally {
  await salient[Symbol.asyncDispose]()
}

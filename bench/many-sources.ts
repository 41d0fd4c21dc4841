/**
 * What a hundred thousand sources cost the real server in memory, beside a hundred: while none is due, while all are at once
 * (every one refuses the connection), and what choosing the next ones takes meanwhile.
 * Run: node scripts/bench.mjs many-sources [sources] [seconds]
 */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Database, openDatabase } from '../src/platform/storage/database.ts'
import { takingDue } from '../src/platform/storage/due-sources.ts'
import { openSalient, type Salient, urlOf } from '../test/harness/salient.ts'
import { root } from '../test/tidy/source-file.ts'
import { memoryMb } from './memory-of.ts'

const sourcesMax = 1_000_000
const secondsMax = 600
const few = 100
const calmMs = 10_000
const sourceCount = Math.min(Number(process.argv[3] ?? 100_000), sourcesMax)
const secondsLooked = Math.min(Number(process.argv[4] ?? 60), secondsMax)
/** As the scheduler chooses them. */
const chosen = { limit: 100, leaseMs: 900_000 }

/** Nobody listens there: each is asked, refuses at once, and is put off. */
async function addUnheard(db: Database, count: number): Promise<void> {
  await sql`
    insert into sources (id, feed_url, title, next_due_at)
    select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid,
      'http://127.0.0.' || 2 + n % 200 || ':9/' || n, 'Outlet ' || n, now() + interval '1 day'
    from generate_series(1, ${count}::int) n`.execute(db)
  await sql`analyze sources`.execute(db)
}

/** Of the very statement; what it took is given back. */
async function choosingMs(db: Database): Promise<number> {
  const tx = await db.startTransaction().execute()
  try {
    const { rows } = await sql<{ 'QUERY PLAN': readonly [{ 'Execution Time': number }] }>`
      explain (analyze, format json) ${takingDue(chosen)}`.execute(tx)
    return rows[0]?.['QUERY PLAN'][0]['Execution Time'] ?? Number.NaN
  } finally {
    await tx.rollback().execute()
  }
}

async function measure(salient: Salient, count: number): Promise<object> {
  const server = salient.start(['serve'])
  await urlOf(server)
  const pid = server.child.pid ?? 0
  const database = await openDatabase({
    dataDir: salient.dataDir,
    migrationsFolder: join(root, 'migrations'),
    applicationName: 'bench',
  })
  const { db } = database
  try {
    await addUnheard(db, count)
    await sleep(calmMs)
    const noneDueMb = memoryMb(pid).now
    await sql`update sources set next_due_at = now()`.execute(db)
    const times: number[] = []
    for (let second = 0; second < secondsLooked; second += 1) {
      await sleep(1_000)
      times.push(await choosingMs(db))
    }
    const { rows } = await sql<{ asked: number }>`
      select count(*)::int as asked from sources where last_fetch_at is not null`.execute(db)
    times.sort((a, b) => a - b)
    return {
      sources: count,
      noneDueMb,
      allDueMostMb: memoryMb(pid).most,
      askedMeanwhile: rows[0]?.asked,
      choosingMs: { middle: times[times.length >> 1], most: times.at(-1) },
    }
  } finally {
    await database.close()
  }
}

for (const count of [few, sourceCount]) {
  const salient = await openSalient()
  try {
    process.stdout.write(`${JSON.stringify(await measure(salient, count))}\n`)
  } finally {
    await salient[Symbol.asyncDispose]()
  }
}

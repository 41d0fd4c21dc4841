/** The embedded server's life: made, shared, adopted, stopped. */
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import type { SourceId } from '../../src/domain/ids.ts'
import { openDatabase } from '../../src/platform/storage/database.ts'
import { putOff } from '../../src/platform/storage/due-sources.ts'
import { openOutlets } from '../harness/outlets.ts'
import { openSalient, urlOf } from '../harness/salient.ts'
import { until } from '../harness/until.ts'
import { root } from '../tidy/source-file.ts'

const migrationsFolder = join(root, 'migrations')

/** A data folder below one that is closed to other users, as a clone in somebody's home is. */
async function folder(): Promise<{ dataDir: string } & AsyncDisposable> {
  const outer = await mkdtemp(join(tmpdir(), 'salient-launcher-'))
  return {
    dataDir: join(outer, 'data'),
    [Symbol.asyncDispose]: async () =>
      await rm(outer, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }),
  }
}

test('one program owns the folder, others look in; the last one out stops the server', async () => {
  await using place = await folder()
  const options = { dataDir: place.dataDir, migrationsFolder }
  const first = await openDatabase({ ...options, applicationName: 'first' })
  const second = await openDatabase({ ...options, applicationName: 'second' })
  expect(await first.own('first owner')).toEqual({ owned: true })
  const refused = await second.own('second owner')
  expect(refused).toMatchObject({ owned: false })
  expect(JSON.stringify(refused)).toContain('first owner')
  await second.close()
  expect(existsSync(join(place.dataDir, 'postgres', 'postmaster.pid'))).toBe(true)
  await first.close()
  expect(existsSync(join(place.dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
})

test('who holds the folder holds it again when the database was away, unless another one was quicker', async () => {
  await using place = await folder()
  const options = { dataDir: place.dataDir, migrationsFolder }
  const first = await openDatabase({ ...options, applicationName: 'first' })
  const second = await openDatabase({ ...options, applicationName: 'second' })
  const lostTo: string[] = []
  expect(await first.own('first owner', (holder) => lostTo.push(holder))).toEqual({ owned: true })
  // As when the server goes down and comes back: the connection that holds the lock is cut.
  const cut = async () =>
    await second.pool.query(
      "select pg_terminate_backend(pid, 10000) from pg_stat_activity where application_name like 'first owner%'",
    )
  const holder = async () => {
    const { rows } = await second.pool.query<{ name: string }>(
      "select application_name as name from pg_locks join pg_stat_activity using (pid) where locktype = 'advisory' and granted",
    )
    return rows[0]?.name
  }
  await cut()
  await until('the lock to be held again', async () => (await holder())?.startsWith('first owner'))
  expect(await second.own('second owner')).toMatchObject({ owned: false })
  await until('another one to be quicker', async () => {
    await cut()
    return (await second.own('second owner')).owned
  })
  await until('the first one to hear of it', () => lostTo.length > 0)
  expect(lostTo[0]).toContain('second owner')
  await first.close()
  await second.close()
})

test('migrations run once, and an edited one is told', async () => {
  await using place = await folder()
  const options = { dataDir: place.dataDir, migrationsFolder, applicationName: 'test' }
  const first = await openDatabase(options)
  expect(first.applied.length).toBeGreaterThan(0)
  await first.pool.query("update schema_migrations set digest = 'another' where number = 1")
  await first.close()
  await expect(openDatabase(options)).rejects.toThrow('was edited after it ran')
})

test('programs that are started together all open a database that lacks tables of this month', async () => {
  await using place = await folder()
  const options = { dataDir: place.dataDir, migrationsFolder, applicationName: 'test' }
  const first = await openDatabase(options)
  const { rows } = await first.pool.query<{ name: string }>(
    "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'entries'::regclass",
  )
  await first.pool.query(`drop table ${rows.map(({ name }) => name).join(', ')}`)
  const others = await Promise.all(Array.from({ length: 4 }, async () => await openDatabase(options)))
  for (const { close } of others) await close()
  await first.close()
})

test('a database that cannot be reached is told with its address, without the password', async () => {
  await using place = await folder()
  const databaseUrl = 'postgres://ada:secret@127.0.0.1:1/salient'
  const failure = openDatabase({ dataDir: place.dataDir, databaseUrl, migrationsFolder, applicationName: 'test' })
  await expect(failure).rejects.toThrow('127.0.0.1:1/salient')
  await expect(failure).rejects.not.toThrow('secret')
})

test('a server that a killed run left behind is adopted, with all that was in it', async () => {
  await using salient = await openSalient()
  const killed = salient.start(['serve'])
  const url = await urlOf(killed)
  const headers = { 'content-type': 'application/json' }
  await fetch(`${url}/api/v1/readers`, { method: 'POST', headers, body: JSON.stringify({ name: 'ada' }) })
  killed.child.kill('SIGKILL')
  await killed.ended
  const pidFile = join(salient.dataDir, 'postgres', 'postmaster.pid')
  expect(existsSync(pidFile)).toBe(true)
  const again = salient.start(['serve'])
  await urlOf(again)
  expect((await salient.status()).readers).toBe(1)
  again.child.kill('SIGINT')
  expect(await again.ended).toBe(0)
  await until('the server to stop', () => (existsSync(pidFile) ? undefined : true))
})

async function tookAll(dataDir: string): Promise<void> {
  const { db, close } = await openDatabase({ dataDir, migrationsFolder, applicationName: 'test' })
  try {
    const sources = await db.selectFrom('sources').select('id').execute()
    await putOff(
      db,
      sources.map(({ id }) => id as SourceId),
      15 * 60_000,
    )
  } finally {
    await close()
  }
}

test('who waits for a program that is killed goes on with its work', async () => {
  await using outlets = await openOutlets(3, 2)
  await using salient = await openSalient()
  expect(await salient.run(['add', outlets.opmlUrl])).toMatchObject({ code: 0 })
  const held: (() => void)[] = []
  let holds = true
  // One outlet answers nobody as long as it is told so.
  outlets.other.set('/1.xml', (_, response) => {
    const answer = () => void response.end('<rss version="2.0"><channel><title>Slow Post</title></channel></rss>')
    if (holds) held.push(answer)
    else answer()
  })
  const server = salient.start(['serve'])
  await urlOf(server)
  const waiting = salient.start(['refresh', '--wait'])
  await until('the server to ask the slow outlet', () => held.length > 0)
  await until('the command to wait', () => waiting.output().includes('waiting for it'))
  // As when it is killed in the moment in which it has taken the sources that are due and has not asked for them yet.
  await tookAll(salient.dataDir)
  server.child.kill('SIGKILL')
  await until('the command to take over', () => waiting.output().includes('the work goes on here'))
  holds = false
  for (const answer of held) answer()
  expect(await waiting.ended).toBe(0)
  expect(await salient.status()).toMatchObject({ sourcesFailing: 0, jobsWaiting: 0 })
})

test('who waits for a program that is stopped, and its database with it, says so', async () => {
  await using outlets = await openOutlets(1, 1)
  await using salient = await openSalient()
  await salient.run(['add', outlets.feedUrl(0)])
  // It answers nobody: the work is never done.
  outlets.other.set('/0.xml', () => {})
  const server = salient.start(['serve'])
  await urlOf(server)
  const waiting = salient.start(['refresh', '--wait'])
  await until('the command to wait', () => waiting.output().includes('waiting for it'))
  server.child.kill('SIGTERM')
  expect(await waiting.ended).toBe(1)
  expect(waiting.output()).toContain('salient refresh: The database is gone')
  expect(waiting.output()).toContain('was stopped, it seems')
})

test('a command that is interrupted takes its database with it', async () => {
  await using outlets = await openOutlets(1, 1)
  await using salient = await openSalient()
  await salient.run(['add', outlets.feedUrl(0)])
  let asked = false
  outlets.other.set('/0.xml', () => {
    asked = true
  })
  const command = salient.start(['refresh', '--wait'])
  await until('the command to wait for an answer', () => asked)
  command.child.kill('SIGINT')
  expect(await command.ended).toBe(130)
  expect(command.output()).toMatch(/Stopping …\n$/)
  expect(existsSync(join(salient.dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
})

test('so does one whose reader goes away', async () => {
  await using salient = await openSalient()
  const outlines = Array.from({ length: 2_000 }, (_, n) => `<outline xmlUrl="https://outlet-${n}.example/feed"/>`)
  const list = join(salient.dataDir, 'list.opml')
  await writeFile(list, `<opml version="2.0"><body>${outlines.join('')}</body></opml>`)
  expect(await salient.run(['add', list])).toMatchObject({ code: 0 })
  const { child } = salient.start(['sources'])
  child.stdout?.once('data', () => child.stdout?.destroy())
  await once(child, 'exit')
  expect(child.exitCode).toBe(0)
  expect(existsSync(join(salient.dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
})

test('a server that is interrupted while it starts stops in order, too', async () => {
  await using salient = await openSalient()
  const pidFile = join(salient.dataDir, 'postgres', 'postmaster.pid')
  const server = salient.start(['serve'])
  await until('its database to be there', () => existsSync(pidFile))
  await until('the program to be known to it', async () => (await ownerOf(salient.dataDir)) ?? server.child.exitCode)
  server.child.kill('SIGINT')
  expect(await server.ended).not.toBeNull()
  expect(server.output()).not.toContain('after calling end')
  expect(existsSync(pidFile)).toBe(false)
})

/** Who holds the lock of the database that runs here; asked without starting or stopping it. */
async function ownerOf(dataDir: string): Promise<string | undefined> {
  const client = new pg.Client({ host: join(dataDir, 'run'), user: 'salient', database: 'salient' })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ name: string }>(
      "select application_name as name from pg_locks join pg_stat_activity using (pid) where locktype = 'advisory' and granted",
    )
    return rows[0]?.name
  } catch {
    return undefined
  } finally {
    await client.end().catch(() => {})
  }
}

test('an interruption that is told several times, by the keyboard, by npm and by who started it, is one: all is stopped in order', async () => {
  await using salient = await openSalient()
  const server = salient.start(['serve'])
  await urlOf(server)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGINT', 'SIGTERM'] as const) {
    server.child.kill(signal)
    // Of equal signals that nobody has taken yet the system keeps one.
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(await server.ended).toBe(0)
  expect(existsSync(join(salient.dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
})

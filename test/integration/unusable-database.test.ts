/** A database that cannot be used: what was received is said without its password, and what to do about it. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openConnections } from '../../src/platform/storage/connections.ts'
import { openDatabase } from '../../src/platform/storage/database.ts'
import { unusableDatabase } from '../../src/platform/storage/unusable-database.ts'
import { openTestDatabase } from '../harness/database.ts'
import { until } from '../harness/until.ts'
import { root } from '../tidy/source-file.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(async () => await database[Symbol.asyncDispose]())

const opening = async (databaseUrl: string): Promise<string> => {
  try {
    const open = await openDatabase({
      dataDir: 'unused',
      databaseUrl,
      migrationsFolder: `${root}/migrations`,
      applicationName: 'test',
    })
    await open.close()
    return 'it was opened'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** The embedded server by its socket, as an address. */
const socketUrl = (name: string): string =>
  `socket:${encodeURI(database.address.host ?? '')}?db=${name}&user=${database.address.user}&password=s3cret`

test('nothing that listens, no such host, and no address at all', async () => {
  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const address = closed.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  closed.close()
  await once(closed, 'close')
  expect(await opening(`postgres://me:s3cret@127.0.0.1:${port}/news`)).toBe(
    `The database at DATABASE_URL=postgres://me:…@127.0.0.1:${port}/news cannot be used: nothing listens at 127.0.0.1:${port} (ECONNREFUSED). Is PostgreSQL running there, and at this port?`,
  )
  expect(await opening('postgres://me:s3cret@no-such-host.invalid/news')).toMatch(
    /=postgres:\/\/me:…@no-such-host\.invalid\/news cannot be used: there is no host of that name \(E/,
  )
})

test('a password whose signs break the address is not said', async () => {
  for (const password of ['s3c/r3t', 's3c@r3t/x', '1#s3c', '1?s3c', 's3c#r3t'])
    expect(await opening(`postgres://me:${password}@db.example/news`)).toBe(
      'The database at DATABASE_URL=postgres://…@db.example/news cannot be used: it is no address. Write postgres://USER:PASSWORD@HOST:PORT/DATABASE; in a password, write %40 for @, %3A for :, %2F for /, %23 for # and %3F for ?.',
    )
})

test('a database that is not there is named, with how to make it', async () => {
  const told = await opening(socketUrl('nowhere'))
  expect(told).toContain('there is no database "nowhere" at this machine (3D000). Make it: createdb nowhere')
  expect(told).not.toContain('s3cret')
  expect(await opening(socketUrl('salient'))).toBe('it was opened')
})

test.each([
  ['28P01', 'password authentication failed for user "me"', 'does not let the user "me" in (28P01: password'],
  ['42501', 'permission denied for schema public', 'may not make tables in it (42501: permission denied'],
  ['', 'Connection terminated due to connection timeout', 'db.example did not answer within 10 seconds'],
])('what the server says is passed on: %s', (code, message, words) => {
  const cause = Object.assign(new Error(message), code === '' ? {} : { code })
  expect(unusableDatabase(cause, 'postgres://me:s3cret@db.example/news').message).toContain(words)
})

test('a mistake that is not about reaching the database stays what it is', () => {
  const cause = Object.assign(new Error('the file 0003.sql was edited'), { code: '42601' })
  expect(unusableDatabase(cause, 'postgres://me@db.example/news')).toBe(cause)
})

test('a connection that breaks in the middle of work, between two queries, fails that work and nothing else', async () => {
  for (const db of [database.db, openConnections(database.address, 1).db]) {
    const work = db.connection().execute(async (connection) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(connection)
      const pid = rows[0]?.pid ?? 0
      await database.pool.query('select pg_terminate_backend($1)', [pid])
      await until('the connection to be gone', async () => {
        const { rowCount } = await database.pool.query('select 1 from pg_stat_activity where pid = $1', [pid])
        return rowCount === 0
      })
      await sql`select 1`.execute(connection)
    })
    await expect(work).rejects.toThrow()
    await expect(sql`select 1`.execute(db)).resolves.toBeDefined()
    if (db !== database.db) await db.destroy()
  }
  const client = await database.pool.connect()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
  await expect(
    until('it to be told', async () => {
      await client.query('select 1')
      return false
    }),
  ).rejects.toThrow()
  client.release(true)
})

/** The embedded server's life: made, shared, adopted, stopped. */
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src/platform/storage/database.ts'
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

test('migrations run once, and an edited one is told', async () => {
  await using place = await folder()
  const options = { dataDir: place.dataDir, migrationsFolder, applicationName: 'test' }
  const first = await openDatabase(options)
  expect(first.applied.length).toBeGreaterThan(0)
  await first.pool.query("update schema_migrations set digest = 'another' where number = 1")
  await first.close()
  await expect(openDatabase(options)).rejects.toThrow('was edited after it ran')
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

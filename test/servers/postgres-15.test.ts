/** The integration suite on Debian's PostgreSQL 15: a cluster of our own on loopback, a database a test. */
import { spawn, spawnSync } from 'node:child_process'
import { chownSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { until } from '../harness/until.ts'
import { ingestSuite } from '../integration/ingest-suite.ts'

const programs = '/usr/lib/postgresql/15/bin'

let folder: string
let port: number
let stop: () => Promise<void>
let databases = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'salient-pg15-'))
  // PostgreSQL does not run as root; Debian's package makes a user for it.
  const user = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : undefined
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const made = spawnSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'salient', '-A', 'trust', '-E', 'UTF8', '--no-locale'],
    { ...user, cwd: '/', encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`initdb: ${made.error?.message ?? made.stderr}`)
  port = await freePort()
  const server = spawn(join(programs, 'postgres'), ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder], {
    ...user,
    cwd: '/',
    stdio: 'ignore',
  })
  const ended = new Promise((resolve) => server.once('exit', resolve))
  stop = async () => {
    server.kill('SIGINT')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  await until(
    'PostgreSQL 15 to answer',
    async () =>
      await ask('postgres', 'select 1').then(
        () => true,
        () => undefined,
      ),
  )
})

afterAll(async () => await stop())

ingestSuite('on PostgreSQL 15', async () => {
  databases += 1
  const name = `test_${databases}`
  await ask('postgres', `create database ${name}`)
  return `postgres://salient@127.0.0.1:${port}/${name}`
})

function idOf(flag: string): number {
  return Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A listening server's address is an object with a port.
  const address = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return address.port
}

async function ask(database: string, query: string): Promise<void> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'salient', database })
  await client.connect()
  try {
    await client.query(query)
  } finally {
    await client.end()
  }
}

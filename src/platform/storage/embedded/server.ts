/**
 * The embedded PostgreSQL: made, started, adopted and stopped. It listens on a Unix socket in a folder of its own (loopback
 * TCP with a password on Windows) and outlives a killed program, so that the next one finds it and goes on.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chownSync, closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Binaries, findBinaries, useAServerInstead } from './binaries.ts'
import { chooseIdentity, type Identity } from './identity.ts'

export type Connection = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
  readonly password?: string
}

export type EmbeddedServer = {
  readonly connection: Connection
  /** It was running already: another command's, or left behind by a killed one. */
  readonly adopted: boolean
  /** Waits a moment for other programs to leave; `whileOthersWork: false` lets the server run on when they don't. */
  readonly stop: (options: { readonly whileOthersWork: boolean }) => Promise<void>
}

const startMsMax = 60_000
const startTriesMax = 3
const stopMsMax = 30_000
/** How long other programs may finish what they do before their connections are cut. */
const leaveMsMax = 5_000
const socketPathBytesMax = 90
const windows = process.platform === 'win32'

/** Starts the server below `dataDir`, or adopts the one that runs there. Throws an Error that says what to do. */
export async function openEmbedded(dataDir: string): Promise<EmbeddedServer> {
  const folder = join(dataDir, 'postgres')
  const binaries = await findBinaries()
  await mkdir(dataDir, { recursive: true })
  const sockets = await socketFolder(dataDir)
  const identity = chooseIdentity({
    dataFolder: folder,
    paths: [binaries.postgres, join(folder, 'base'), join(sockets, 'x')],
  })
  own(sockets, identity)
  if (!existsSync(join(folder, 'PG_VERSION'))) await create(folder, { binaries, identity, dataDir })
  const connection = connectionOf(dataDir, sockets)
  const adopted = await answers(connection)
  if (!adopted) await start(folder, { binaries, identity, connection, dataDir })
  await createDatabase(connection)
  return { connection, adopted, stop: async (options) => await stop(folder, connection, options) }
}

/** Long paths do not fit in a socket's address; those go to the temporary folder, under a name of their own. */
async function socketFolder(dataDir: string): Promise<string> {
  const near = join(dataDir, 'run')
  const digest = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  const folder = Buffer.byteLength(near) <= socketPathBytesMax ? near : join(tmpdir(), `salient-${digest}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return folder
}

function own(folder: string, { uid, gid }: Identity): void {
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid)
}

type Setting = { readonly binaries: Binaries; readonly identity: Identity; readonly dataDir: string }

/** Made aside and renamed when whole: a run that is killed here leaves nothing half-made behind. */
async function create(folder: string, { binaries, identity, dataDir }: Setting): Promise<void> {
  const fresh = `${folder}.new`
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { recursive: true, mode: 0o700 })
  own(fresh, identity)
  const access = windows ? await passwordAccess(dataDir) : ['--auth-local=trust', '--auth-host=reject']
  const args = ['-D', fresh, '-U', 'salient', '-E', 'UTF8', '--no-locale', '--no-instructions', ...access]
  const [program = '', ...rest] = [...identity.prefix, binaries.initdb, ...args]
  const made = spawnSync(program, rest, { ...asUser(identity), encoding: 'utf8', env: quietEnvironment() })
  if (made.error !== undefined || made.status !== 0)
    throw new Error(
      `The embedded PostgreSQL could not make its data folder ${folder}: ${reasonOf(made)}. ${useAServerInstead}`,
    )
  await rename(fresh, folder)
}

async function passwordAccess(dataDir: string): Promise<string[]> {
  const file = join(dataDir, 'postgres-password')
  await writeFile(file, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 })
  return ['--auth=scram-sha-256', `--pwfile=${file}`]
}

function reasonOf(made: { error?: Error; stderr: string | null; status: number | null }): string {
  return made.error?.message ?? (made.stderr?.trim().split('\n').slice(-3).join(' ') || `exit code ${made.status}`)
}

function connectionOf(dataDir: string, sockets: string): Connection {
  const base = { port: 5432, user: 'salient', database: 'salient' }
  if (!windows) return { ...base, host: sockets }
  const digest = createHash('sha256').update(dataDir).digest()
  const password = readFileSync(join(dataDir, 'postgres-password'), 'utf8').trim()
  return { ...base, host: '127.0.0.1', port: 40_000 + (digest.readUInt16BE(0) % 20_000), password }
}

function serverSettings(connection: Connection): string[] {
  const settings: Record<string, string> = {
    listen_addresses: windows ? '127.0.0.1' : '',
    ...(windows ? {} : { unix_socket_directories: connection.host, unix_socket_permissions: '0700' }),
    port: String(connection.port),
    max_connections: '100',
    shared_buffers: '128MB',
    max_wal_size: '1GB',
    random_page_cost: '1.1',
    jit: 'off',
    log_min_messages: 'warning',
    timezone: 'UTC',
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Another command may start the server, or be about to stop it, in the same moment: hence more than one try. */
async function start(folder: string, setting: Setting & { readonly connection: Connection }): Promise<void> {
  const deadline = performance.now() + startMsMax
  let ended = ''
  for (let n = 0; n < startTriesMax && performance.now() < deadline; n += 1) {
    const child = spawnServer(folder, setting)
    while (performance.now() < deadline) {
      if (await answers(setting.connection)) return
      if (child.ended !== undefined && !isAlive(await postmasterPid(folder))) break
      await sleep(25)
    }
    ended = child.ended ?? 'no answer in time'
  }
  const words = (await readFile(logFileOf(setting.dataDir), 'utf8').catch(() => ''))
    .trim()
    .split('\n')
    .slice(-3)
    .join(' ')
  throw new Error(`The embedded PostgreSQL does not start: ${ended}. ${words} ${useAServerInstead}`)
}

function spawnServer(
  folder: string,
  { binaries, identity, connection, dataDir }: Setting & { readonly connection: Connection },
): { ended?: string } {
  const log = openSync(logFileOf(dataDir), 'a', 0o600)
  const [program = '', ...rest] = [...identity.prefix, binaries.postgres, '-D', folder, ...serverSettings(connection)]
  // Detached, with its words in a file: the keyboard's interrupt is not meant for it, and it may outlive this program.
  const child = spawn(program, rest, {
    ...asUser(identity),
    detached: true,
    stdio: ['ignore', log, log],
    env: quietEnvironment(),
  })
  closeSync(log)
  child.unref()
  const state: { ended?: string } = {}
  child.once('error', (error) => {
    state.ended = error.message
  })
  child.once('exit', (code, signal) => {
    state.ended = `it ended with ${signal ?? `exit code ${code}`}`
  })
  return state
}

function logFileOf(dataDir: string): string {
  return join(dataDir, 'postgres.log')
}

async function stop(
  folder: string,
  connection: Connection,
  { whileOthersWork }: { readonly whileOthersWork: boolean },
): Promise<void> {
  const leaveBy = performance.now() + leaveMsMax
  let others = await othersConnected(connection)
  while (whileOthersWork && others && performance.now() < leaveBy) {
    await sleep(100)
    others = await othersConnected(connection)
  }
  if (others && !whileOthersWork) return
  const pid = await postmasterPid(folder)
  if (!isAlive(pid)) return
  // SIGINT asks PostgreSQL for a fast shutdown: connections are cut, everything committed is on disk.
  process.kill(pid, 'SIGINT')
  const deadline = performance.now() + stopMsMax
  while ((await postmasterPid(folder)) === pid && isAlive(pid) && performance.now() < deadline) await sleep(20)
}

async function othersConnected(connection: Connection): Promise<boolean> {
  const query = `select count(*)::int as others from pg_stat_activity where backend_type = 'client backend'
    and pid <> pg_backend_pid() and application_name not like '%(process ${process.pid})'`
  return await withClient({ ...connection, database: 'postgres' }, async (client) => {
    const { rows } = await client.query<{ others: number }>(query)
    return (rows[0]?.others ?? 0) > 0
  }).catch(() => false)
}

async function createDatabase(connection: Connection): Promise<void> {
  await withClient({ ...connection, database: 'postgres' }, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [connection.database])
    if (rowCount !== 0) return
    await client
      .query(`create database ${client.escapeIdentifier(connection.database)}`)
      .catch((error: { code?: string }) => {
        // Two commands may meet here; the one that comes second finds the database made.
        if (error.code !== '42P04' && error.code !== '23505') throw error
      })
  })
}

async function answers(connection: Connection): Promise<boolean> {
  return await withClient({ ...connection, database: 'postgres' }, async () => true).catch(() => false)
}

async function withClient<T>(connection: Connection, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 2_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** The first line of postmaster.pid, or 0 where there is none. */
async function postmasterPid(folder: string): Promise<number> {
  const text = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '')
  return Number.parseInt(text, 10) || 0
}

function isAlive(pid: number): boolean {
  if (pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it is there, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function asUser({ uid, gid, prefix }: Identity): { uid?: number; gid?: number; cwd: string } {
  const root = { cwd: '/' }
  return prefix.length > 0 || uid === undefined || gid === undefined ? root : { ...root, uid, gid }
}

/** Messages in English without a locale's files; nothing else of this program's environment is the server's business. */
function quietEnvironment(): Record<string, string> {
  return { LC_ALL: 'C', PATH: '/usr/local/bin:/usr/bin:/bin' }
}

/** A database to work with: the embedded one below the data folder, or any PostgreSQL by its URL. */
import { type Kysely, sql } from 'kysely'
import pg from 'pg'
import { type DatabaseAddress, openConnections, openPool } from './connections.ts'
import { openEmbedded } from './embedded/server.ts'
import { type Applied, migrate } from './migrate.ts'
import type { Tables } from './tables.ts'
import { unusableDatabase } from './unusable-database.ts'

/** What each file of queries takes first. */
export type Database = Kysely<Tables>

export type OpenDatabase = {
  readonly db: Database
  /** Connections apart from those of `db`, for what must never wait behind work: the queue of jobs, and listening. */
  readonly pool: pg.Pool
  /** For connections of other threads. */
  readonly address: DatabaseAddress
  /** Migrations that were run now. */
  readonly applied: readonly Applied[]
  /**
   * Takes the installation for this program, unless another one has it; a program's hold ends with it, however it ends. Where
   * the server goes away and comes back it is taken again. `lost`: another program was quicker, which is called `holder`.
   */
  readonly own: (as: string, lost?: (holder: string) => void) => Promise<Ownership>
  /** Closes connections, and stops the embedded server unless another program owns it. */
  readonly close: () => Promise<void>
}

export type Ownership = { readonly owned: true } | { readonly owned: false; readonly holder: string }

export type DatabaseOptions = {
  readonly dataDir: string
  readonly databaseUrl?: string
  readonly migrationsFolder: string
  /** Shown in pg_stat_activity, and to whoever finds the data folder in use. */
  readonly applicationName: string
  readonly connectionsMax?: number
}

/** Jobs and pages together; PostgreSQL itself allows a hundred unless told otherwise. */
const connectionsMaxDefault = 48
const connectionsApart = 12
const connectMsMax = 10_000

/** Session lock that the one program holds that works on this installation: it ends with its connection, however that ends. */
const ownerLock = 7_142_002

/** Opens, migrates. Throws an Error that says what to do when the server cannot be reached. */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const embedded = options.databaseUrl === undefined ? await openEmbedded(options.dataDir) : undefined
  const address: DatabaseAddress = {
    ...(embedded === undefined ? { connectionString: options.databaseUrl ?? '' } : embedded.connection),
    application_name: nameOf(options.applicationName),
  }
  const config: pg.PoolConfig = { ...address, connectionTimeoutMillis: connectMsMax }
  const pool = openPool({ ...config, max: connectionsApart })
  const working = openConnections(address, options.connectionsMax ?? connectionsMaxDefault)
  const { db } = working
  let applied: Applied[]
  try {
    applied = await migrate(pool, options.migrationsFolder)
    await ensurePartitions(db)
  } catch (cause) {
    await Promise.all([pool.end(), working.close()])
    if (embedded?.adopted === false) await embedded.stop({ whileOthersWork: false })
    throw explain(cause, options)
  }
  const lock = new OwnerLock(config)
  const close = async () => {
    lock.leave()
    await Promise.all([pool.end(), working.close()])
    const owned = lock.held
    // A server that nobody owns is stopped by the last program that used it; one that is stopped already has no lock to take.
    const leaving = async () => await lock.take('salient leaving').catch(() => ({ owned: false }))
    // The lock goes after the server.
    if (embedded !== undefined && (owned || (await leaving()).owned)) await embedded.stop({ whileOthersWork: owned })
    await lock.release()
  }
  return { db, pool, address, applied, own: async (as, lost) => await lock.take(as, lost), close }
}

/** How soon the lock is asked for again after the connection that held it broke. */
const retakeMs = 1_000

/** Holds the owner's lock on a connection of its own. */
class OwnerLock {
  readonly #config: pg.ClientConfig
  #client: pg.Client | undefined
  #isLeaving = false

  constructor(config: pg.PoolConfig) {
    this.#config = { ...config }
  }

  get held(): boolean {
    return this.#client !== undefined
  }

  async take(as: string, lost?: (holder: string) => void): Promise<Ownership> {
    const client = new pg.Client({ ...this.#config, application_name: nameOf(as), keepAlive: true })
    client.on('error', () => {})
    await client.connect()
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [ownerLock])
    if (rows[0]?.taken === true) {
      this.#client = client
      client.once('end', () => {
        this.#client = undefined
        this.#retake(as, lost)
      })
      return { owned: true }
    }
    const holders = await client.query<{ application_name: string }>(
      `select a.application_name from pg_locks l join pg_stat_activity a using (pid)
        where l.locktype = 'advisory' and l.objid = $1 and l.granted and a.datname = current_database()`,
      [ownerLock],
    )
    await client.end()
    return { owned: false, holder: holders.rows[0]?.application_name ?? 'another program' }
  }

  #retake(as: string, lost: ((holder: string) => void) | undefined): void {
    if (this.#isLeaving || lost === undefined) return
    const again = (): void => this.#retake(as, lost)
    setTimeout(() => {
      if (this.#isLeaving) return
      this.take(as, lost).then((ownership) => {
        if (ownership.owned) return
        // The server may take a while to notice that our connection broke: until then it is we who hold the lock.
        if (ownership.holder === nameOf(as)) again()
        else lost(ownership.holder)
      }, again)
    }, retakeMs).unref()
  }

  /** The program is about to end: what breaks from now on is not taken again. */
  leave(): void {
    this.#isLeaving = true
  }

  async release(): Promise<void> {
    await this.#client?.end().catch(() => {})
    this.#client = undefined
  }
}

function nameOf(as: string): string {
  return `${as} (process ${process.pid})`
}

const partitioned = ['entries', 'articles', 'understandings', 'signals', 'pages'] as const
const monthsAhead = 2

/** Any number, as long as it is only ours. */
const partitionsLock = 7_142_003

/** Called at start and daily: rows of the coming months have a table to go to. One program at a time: all make the same ones. */
export async function ensurePartitions(db: Database): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${partitionsLock})`.execute(tx)
    for (const table of partitioned) await sql`select ensure_partitions(${table}, ${monthsAhead})`.execute(tx)
  })
}

function explain(cause: unknown, { databaseUrl }: DatabaseOptions): Error {
  if (databaseUrl !== undefined) return unusableDatabase(cause, databaseUrl)
  return cause instanceof Error ? cause : new Error(String(cause))
}

/** What time the database has. */
export async function databaseClock(db: Database): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db)
  return rows[0]?.now ?? new Date(0)
}

/** The real program in a data folder of its own, as a person at a terminal would run it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseSettings } from '../../src/app/config.ts'
import { openProgram } from '../../src/app/program.ts'
import { readStatus, type Status } from '../../src/platform/storage/job-counts.ts'
import { root } from '../tidy/source-file.ts'
import { putMadeDatabase } from './made-database.ts'
import { until } from './until.ts'

export type Ran = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

export type Salient = AsyncDisposable & {
  readonly dataDir: string
  readonly env: Readonly<Record<string, string>>
  readonly run: (args: readonly string[], stdin?: string) => Promise<Ran>
  /** Starts a command that goes on; `output` grows while it runs. */
  readonly start: (args: readonly string[]) => Started
  /** What `salient status --json` says. */
  readonly status: () => Promise<Status>
}

export type Started = AsyncDisposable & {
  readonly child: ChildProcess
  readonly output: () => string
  readonly ended: Promise<number | null>
}

/**
 * `databaseUrl`: a server instead of the embedded one. `fresh`: without a database yet, as on a new machine. Everything is
 * stopped and removed at the end.
 */
export async function openSalient(
  options: {
    readonly databaseUrl?: string
    readonly fresh?: boolean
    readonly env?: Readonly<Record<string, string>>
  } = {},
): Promise<Salient> {
  const dataDir = await mkdtemp(join(tmpdir(), 'salient-test-'))
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: dataDir,
    SALIENT_DATA_DIR: join(dataDir, 'data'),
    SALIENT_PORT: '0',
    SALIENT_LOG_LEVEL: 'warn',
    SALIENT_ALLOW_PRIVATE_NETWORKS: '127.0.0.0/8',
    SALIENT_FETCH_SPACING_MS: '0',
    ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
    ...options.env,
  }
  if (options.fresh !== true && options.databaseUrl === undefined && options.env?.['SALIENT_DATA_DIR'] === undefined)
    await putMadeDatabase(env.SALIENT_DATA_DIR)
  const started = new Set<Started>()
  const start = (args: readonly string[]): Started => {
    const one = spawnSalient(args, env)
    started.add(one)
    return one
  }
  const run = async (args: readonly string[], stdin = ''): Promise<Ran> => {
    const child = spawn(process.execPath, [join(root, 'bin', 'salient'), ...args], { env })
    child.stdin.on('error', () => {})
    child.stdin.end(stdin)
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exit(child)])
    return { code, stdout, stderr }
  }
  return {
    dataDir: env.SALIENT_DATA_DIR,
    env,
    run,
    start,
    status: async () => {
      // As the command does it, without a process of its own: tests ask often.
      await using database = await openProgram(parseSettings(env)).openStorage('salient status')
      return await readStatus(database.db)
    },
    [Symbol.asyncDispose]: async () => {
      for (const one of started) await one[Symbol.asyncDispose]()
      // Whatever a killed run left behind is adopted by this command, and stopped with it.
      if (existsSync(join(env.SALIENT_DATA_DIR, 'postgres', 'postmaster.pid'))) await run(['status'])
      await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
}

function spawnSalient(args: readonly string[], env: Record<string, string>): Started {
  const child = spawn(process.execPath, [join(root, 'bin', 'salient'), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
  const ended = exit(child)
  return {
    child,
    output: () => output,
    ended,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
      await ended
    },
  }
}

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let all = ''
  for await (const chunk of stream.setEncoding('utf8')) all += chunk
  return all
}

async function exit(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  return await new Promise((resolve) => child.once('exit', (code) => resolve(code)))
}

/** The address that a started server says it listens at. */
export async function urlOf(server: Started): Promise<string> {
  return await until('the server’s address', () => {
    const url = /Salient is at (http:\S+)/.exec(server.output())?.[1]
    if (url === undefined && server.child.exitCode !== null) throw new Error(`the server ended: ${server.output()}`)
    return url
  })
}

const known = new WeakMap<Salient, Map<string, Promise<string>>>()

/** Headers with which a request is this reader's, who is made if there is none of that name. */
export async function headersOf(salient: Salient, reader: string): Promise<Readonly<Record<string, string>>> {
  const tokens = known.get(salient) ?? new Map<string, Promise<string>>()
  known.set(salient, tokens)
  const token = tokens.get(reader) ?? makeToken(salient, reader)
  tokens.set(reader, token)
  return { authorization: `Bearer ${await token}` }
}

/** Headers with which a request is in the session of this reader, new here: made at the terminal, let in by the link printed. */
export async function signedIn(salient: Salient, url: string, name: string): Promise<Readonly<{ cookie: string }>> {
  const made = await salient.run(['reader', 'add', name])
  const form = new URLSearchParams({
    key: /join\?key=(\S+)/.exec(made.stdout)?.[1] ?? '',
    password: `a password for ${name}`,
  })
  const entered = await fetch(`${url}/join`, { method: 'POST', redirect: 'manual', body: form })
  const cookie = entered.headers.getSetCookie()[0]?.split(';')[0]
  if (cookie === undefined) throw new Error(`${name} was not let in: ${entered.status}. ${made.stderr}`)
  return { cookie }
}

async function makeToken(salient: Salient, reader: string): Promise<string> {
  await salient.run(['reader', 'add', reader])
  return (await salient.run(['reader', 'token', reader, '--for', 'tests'])).stdout.trim()
}

// How quickly a list of sources is taken in, beside newsboat (Debian's package) on the RSS and Atom feeds of the same list:
//   node bench/ingest.mjs http://127.0.0.1:8899/opml [--minutes 15]
// Entries a second until stored and searchable (one transaction does both) and until in a story; when a page of stories can be
// shown; how far behind that all are understood, and have their pages and vectors; processor seconds and peak memory; and a
// poll in which nothing changed.
// Hosts are asked without a pause between requests, as newsboat does. Ratios hold on a busy machine, absolute figures do not.
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import pg from 'pg'

/** Counting costs the database something: not too often. */
const lookMs = 500
/** Stories on a page. */
const pageful = 30
const pollLookMs = 10
const ticksPerSecond = 100
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string', default: '15' } },
})
const [opml] = positionals
if (opml === undefined) throw new Error('Give the address of an OPML list.')
const deadlineMs = Number(values.minutes) * 60_000
const feeds = [...(await (await fetch(opml)).text()).matchAll(/xmlUrl="([^"]+)"/g)].map((match) => match[1])
const folder = await mkdtemp(join(tmpdir(), 'salient-ingest-'))
try {
  const other = await newsboat(feeds.filter((url) => !url.endsWith('.json')))
  const own = await salient()
  console.log(JSON.stringify({ newsboat: other, salient: own }, null, 1))
  const ratio = (one, two) => Number((one / two).toFixed(3))
  console.log(
    JSON.stringify({
      'stored and searchable, of newsboat’s entries/s (aim 0.5)': ratio(own.storedPerSecond, other.entriesPerSecond),
      'in a story, of newsboat’s entries/s (aim 0.25)': ratio(own.placedPerSecond, other.entriesPerSecond),
      'unchanged poll, of newsboat’s feeds/s (aim 4)': ratio(own.pollFeedsPerSecond, other.pollFeedsPerSecond),
    }),
  )
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
}

async function newsboat(urls) {
  await writeFile(join(folder, 'urls'), urls.join('\n'))
  await writeFile(join(folder, 'config'), 'reload-threads 4\n')
  const files = ['-u', join(folder, 'urls'), '-C', join(folder, 'config'), '-c', join(folder, 'cache.db')]
  const reload = async () => {
    const startMs = performance.now()
    const child = spawn('newsboat', [...files, '-x', 'reload'], {
      env: { ...process.env, HOME: folder },
      stdio: 'ignore',
    })
    await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject))
    return (performance.now() - startMs) / 1000
  }
  const firstSeconds = await reload()
  const entries = await countNewsboat(files)
  const pollSeconds = await reload()
  return {
    feeds: urls.length,
    entries,
    firstSeconds,
    entriesPerSecond: entries / firstSeconds,
    pollFeedsPerSecond: urls.length / pollSeconds,
  }
}

async function countNewsboat(files) {
  const child = spawn('newsboat', [...files, '-x', 'print-unread'], { stdio: ['ignore', 'pipe', 'ignore'] })
  let text = ''
  for await (const chunk of child.stdout) text += chunk
  return Number(/\d+/.exec(text)?.[0])
}

async function salient() {
  const dataDir = join(folder, 'data')
  const env = {
    ...process.env,
    SALIENT_DATA_DIR: dataDir,
    SALIENT_PORT: '0',
    SALIENT_ALLOW_PRIVATE_NETWORKS: '127.0.0.0/8',
    SALIENT_FETCH_SPACING_MS: '0',
    SALIENT_LOG_LEVEL: 'error',
  }
  const program = fileURLToPath(new URL('../bin/salient', import.meta.url))
  const serve = spawn(process.execPath, [program, 'serve'], { env, stdio: 'ignore' })
  const ended = new Promise((resolve) => serve.once('exit', resolve))
  const run = async (...args) =>
    await new Promise((resolve) =>
      spawn(process.execPath, [program, ...args], { env, stdio: 'ignore' }).once('exit', resolve),
    )
  const client = new pg.Pool({ host: join(dataDir, 'run'), user: 'salient', database: 'salient', max: 1 })
  client.on('error', () => {})
  const count = async (text) => Number((await client.query(`select count(*) as count from ${text}`)).rows[0].count)
  const until = async (met, everyMs = lookMs) => {
    const startMs = performance.now()
    for (;;) {
      const reached = await met().catch(() => false)
      if (reached !== false) return performance.now()
      if (performance.now() - startMs > deadlineMs) return Number.NaN
      await sleep(everyMs)
    }
  }
  try {
    await until(async () => (await count('sources')) === 0)
    const before = await processorSeconds(serve.pid, dataDir)
    const adding = run('add', opml)
    // The clock starts with the first source that is there to be asked.
    const startMs = await until(async () => (await count('sources')) > 0)
    const firstPage = until(async () => (await count('stories')) >= pageful)
    const allAsked = async () =>
      (await count('sources')) >= feeds.length && (await count('sources where last_fetch_at is null')) === 0
    const storedMs = await until(allAsked)
    const entries = await count('entries')
    const placedMs = await until(async () => (await count('story_entries')) >= entries)
    const processor = (await processorSeconds(serve.pid, dataDir)) - before
    await adding
    const understoodMs = await until(async () => (await count('understanding_wanted')) === 0)
    const caughtUpMs = await until(
      async () =>
        (await count('subjects_wanted')) + (await count('embeddings_wanted')) + (await count('pages_wanted')) === 0,
    )
    const since = new Date().toISOString()
    await client.query("update sources set next_due_at = now() where kind = 'feed'")
    const left = async () => await count(`sources where last_fetch_at < '${since}'`)
    // The program looks once a second for what is due; the clock starts with the first answer.
    const pollStartMs = await until(async () => (await left()) < feeds.length, pollLookMs)
    const polledMs = await until(async () => (await left()) === 0, pollLookMs)
    const seconds = (ms) => (ms - startMs) / 1000
    return {
      feeds: feeds.length,
      entries,
      storedSeconds: seconds(storedMs),
      storedPerSecond: entries / seconds(storedMs),
      firstPageSeconds: seconds(await firstPage),
      placedSeconds: seconds(placedMs),
      placedPerSecond: entries / seconds(placedMs),
      processorSecondsUntilPlaced: processor,
      understoodSeconds: seconds(understoodMs),
      withPagesAndVectorsSeconds: seconds(caughtUpMs),
      pollFeedsPerSecond: feeds.length / ((polledMs - pollStartMs) / 1000),
      peakMegabytes: await peakMegabytes(serve.pid),
    }
  } finally {
    await client.end()
    serve.kill('SIGTERM')
    await ended
  }
}

/** Of the program and its database server, whose connections that ended count with their parent. */
async function processorSeconds(pid, dataDir) {
  const postmaster = Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0])
  let ticks = 0
  for (const name of await readdir('/proc')) {
    const stat = /^\d+$/.test(name) ? await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '') : ''
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const own = [pid, postmaster].includes(Number(name))
    if (own || fields[1] === postmaster) ticks += fields[11] + fields[12] + (own ? fields[13] + fields[14] : 0)
  }
  return ticks / ticksPerSecond
}

async function peakMegabytes(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024)
}

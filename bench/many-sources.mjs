// What a hundred thousand sources cost the server in memory, beside a hundred: while none is due, while all are at once (every one
// refuses the connection), and what choosing the next ones takes then.
//   node bench/many-sources.mjs [--sources 100000] [--seconds 60]
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import pg from 'pg'

const startMsMax = 120_000
const { values } = parseArgs({
  options: { sources: { type: 'string', default: '100000' }, seconds: { type: 'string', default: '60' } },
})
const secondsLooked = Math.min(Number(values.seconds), 600)
for (const count of [100, Math.min(Number(values.sources), 1_000_000)])
  console.log(JSON.stringify(await memoryWith(count)))

async function memoryWith(count) {
  const folder = await mkdtemp(join(tmpdir(), 'salient-sources-'))
  const env = {
    ...process.env,
    SALIENT_DATA_DIR: folder,
    SALIENT_PORT: '0',
    SALIENT_ALLOW_PRIVATE_NETWORKS: '127.0.0.0/8',
    SALIENT_FETCH_SPACING_MS: '0',
    SALIENT_LOG_LEVEL: 'error',
  }
  const program = fileURLToPath(new URL('../bin/salient', import.meta.url))
  const server = spawn(process.execPath, [program, 'serve'], { env, stdio: 'ignore' })
  const ended = new Promise((resolve) => server.once('exit', resolve))
  const db = new pg.Pool({ host: join(folder, 'run'), user: 'salient', database: 'salient', max: 1 })
  db.on('error', () => {})
  try {
    await until(async () => (await db.query('select from sources')).rowCount === 0)
    // Nobody listens there: each is asked, refuses at once, and is put off.
    await db.query(
      `insert into sources (id, feed_url, title, next_due_at)
       select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'http://127.0.0.' || 2 + n % 200 || ':9/' || n, 'Outlet ' || n,
         now() + interval '1 day' from generate_series(1, $1::int) n`,
      [count],
    )
    await db.query('analyze sources')
    await sleep(10_000)
    const noneDueMb = await residentMb(server.pid)
    await db.query('update sources set next_due_at = now()')
    let mostMb = 0
    let choosingMs = 0
    for (let second = 0; second < secondsLooked; second += 1) {
      await sleep(1_000)
      mostMb = Math.max(mostMb, await residentMb(server.pid))
      const { rows } = await db.query(
        `explain (analyze, format json) select id from sources
         where stopped_at is null and kind = 'feed' and next_due_at <= now() order by next_due_at limit 200`,
      )
      choosingMs = Math.max(choosingMs, rows[0]['QUERY PLAN'][0]['Execution Time'])
    }
    const { rows } = await db.query('select count(*)::int as asked from sources where last_fetch_at is not null')
    return {
      sources: count,
      noneDueMb,
      allDueMostMb: mostMb,
      askedMeanwhile: rows[0].asked,
      choosingMsMost: choosingMs,
    }
  } finally {
    await db.end()
    server.kill('SIGTERM')
    await ended
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}

async function until(met) {
  const startMs = performance.now()
  while (!(await met().catch(() => false))) {
    if (performance.now() - startMs > startMsMax) throw new Error('The server did not start.')
    await sleep(200)
  }
}

async function residentMb(pid) {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024)
}

// Kills the program at random moments while it takes in all sources of an OPML list, and compares what is there in the end
// with an undisturbed run over the same sources:
//   node bench/killed-ingest.mjs http://127.0.0.1:8899/opml [--kills 20] [--seed 1]
// Both runs are in folders of their own, removed at the end. Exits with 1 when entries or the members of stories differ.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import pg from 'pg'

const killsMax = 50
const looksMax = 240
const differencesShown = 10
const moment = { earliestMs: 2_000, latestMs: 20_000 }
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { kills: { type: 'string', default: '20' }, seed: { type: 'string', default: '1' } },
})
const [opml] = positionals
if (opml === undefined) throw new Error('Give the address of an OPML list.')
const random = randomFrom(Number(values.seed))
const salient = fileURLToPath(new URL('../bin/salient', import.meta.url))

const calm = await takeIn(0)
console.log(`undisturbed: ${calm.entries.length} entries in ${calm.stories.length} stories`)
const killed = await takeIn(Math.min(Number(values.kills), killsMax))
console.log(`killed: ${killed.entries.length} entries in ${killed.stories.length} stories`)
const twice = killed.entries.length - new Set(killed.entries).size
const sameEntries = killed.entries.join('\n') === calm.entries.join('\n')
const sameTexts = killed.texts.join('\n') === calm.texts.join('\n')
const sameStories = killed.stories.join('\n') === calm.stories.join('\n')
console.log(JSON.stringify({ twice, sameEntries, sameTexts, sameStories }))
if (!sameTexts) for (const text of only(killed.texts, calm.texts)) console.log(`text of the killed run alone: ${text}`)
if (!sameStories)
  for (const story of only(killed.stories, calm.stories)) console.log(`story of the killed run alone: ${story}`)
process.exitCode = twice === 0 && sameEntries && sameStories ? 0 : 1

function only(these, those) {
  const others = new Set(those)
  return these.filter((one) => !others.has(one)).slice(0, differencesShown)
}

async function takeIn(kills) {
  const folder = await mkdtemp(join(tmpdir(), 'salient-killed-'))
  const env = {
    ...process.env,
    SALIENT_DATA_DIR: folder,
    SALIENT_PORT: '0',
    SALIENT_ALLOW_PRIVATE_NETWORKS: '127.0.0.0/8',
    SALIENT_LOG_LEVEL: 'error',
  }
  const start = (...args) =>
    spawn(process.execPath, [salient, ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = async (child) => await new Promise((resolve) => child.once('exit', (code) => resolve(code)))
  try {
    if ((await ended(start('add', opml))) !== 0) throw new Error(`Nothing was added from ${opml}.`)
    for (let n = 0; n < kills; n += 1) {
      const run = start('refresh', '--wait')
      const end = ended(run)
      const afterMs = moment.earliestMs + random() * (moment.latestMs - moment.earliestMs)
      await Promise.race([end, sleep(afterMs)])
      if (run.exitCode !== null) {
        console.log(`all was taken in before kill ${n + 1}`)
        break
      }
      console.log(`kill ${n + 1} after ${Math.round(afterMs)} ms: ${await progress(folder)}`)
      run.kill('SIGKILL')
      await end
    }
    const startMs = performance.now()
    const code = await ended(start('refresh', '--wait'))
    if (code !== 0) throw new Error(`salient refresh --wait ended with ${code}`)
    console.log(`the last run went on to its end for ${Math.round((performance.now() - startMs) / 1000)} s`)
    // The database server runs as long as a program does: one more, to look in.
    const serve = start('serve')
    const found = await look(folder)
    serve.kill('SIGTERM')
    await ended(serve)
    return found
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}

async function progress(folder) {
  const text = `select (select count(*) from entries) as entries, (select count(*) from story_entries) as placed,
    (select count(*) from pages_wanted) as pages`
  return JSON.stringify((await ask(folder, text))?.[0] ?? 'no database yet')
}

async function look(folder) {
  const key = "s.feed_url || ' ' || (e.published->>'id')"
  for (let tries = 0; tries < looksMax; tries += 1) {
    const entries = await ask(
      folder,
      `select ${key} as key from entries e join sources s on s.id = e.source_id order by 1`,
    )
    const stories = await ask(
      folder,
      `select string_agg(${key}, ', ' order by ${key}) as members from story_entries m join entries e on e.id = m.entry_id
        join sources s on s.id = e.source_id group by m.story_id order by 1`,
    )
    const texts = await ask(
      folder,
      `select ${key} || ' ' || a.from_page || ' ' || a.language || ' ' || e.published_at || ' ' || md5(a.title || a.text) as text
        from entries e join sources s on s.id = e.source_id left join articles a on a.entry_id = e.id order by 1`,
    )
    if (entries !== undefined && stories !== undefined && texts !== undefined)
      return {
        entries: entries.map((row) => row.key),
        stories: stories.map((row) => row.members),
        texts: texts.map((row) => row.text),
      }
    await sleep(500)
  }
  throw new Error('The database could not be looked into.')
}

/** Undefined: the server is not there yet. */
async function ask(folder, text) {
  const client = new pg.Client({ host: join(folder, 'run'), user: 'salient', database: 'salient' })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query(text)).rows
  } catch {
    return undefined
  } finally {
    await client.end().catch(() => {})
  }
}

/** Numbers in [0, 1), the same for the same seed: a linear congruential generator. */
function randomFrom(seed) {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

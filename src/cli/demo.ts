import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { ReaderId } from '../domain/ids.ts'
import type { Settings } from '../domain/settings.ts'
import { addByUrl } from '../jobs/add-sources.ts'
import { countWaiting, readStatus } from '../platform/storage/job-counts.ts'
import { createReader, saveFollow, saveReads } from '../platform/storage/readers.ts'
import { liveTopics } from '../platform/storage/topics.ts'
import { openSampleNewsroom } from '../sample/newsroom.ts'
import { type Command, exitCodes, type Installation, type Terminal } from './command.ts'
import { startProgress } from './progress.ts'
import { interrupted, startServer } from './running-server.ts'

const eventsFolder = fileURLToPath(new URL('../../sample/events', import.meta.url))
const updateEveryMs = 20_000
const readyMsMax = 120_000
const followsCount = 3

export const demo: Command = {
  name: 'demo',
  help: `
Usage: salient demo [--no-open]

Plays fourteen invented outlets on a loopback address, reads them into a data folder of its own (demo, inside
SALIENT_DATA_DIR; emptied at each start), makes a reader with three follows, and serves their page at SALIENT_HOST and
SALIENT_PORT (127.0.0.1, 8080). New articles come in while it runs.

  --no-open   do not open a browser
`,
  run: async (args, terminal) => {
    const { values } = parseArgs({ args: [...args], options: { 'no-open': { type: 'boolean' } } })
    const settings = demoSettings(terminal.settings)
    const program = terminal.program.withSettings(settings)
    const busy = await emptyFolder(program, settings)
    if (busy !== undefined) {
      terminal.stderr.write(`salient demo: in-use: ${busy} runs already. Stop it first.\n`)
      return exitCodes.unavailable
    }
    await using newsroom = await openSampleNewsroom({
      folder: eventsFolder,
      port: 0,
      everyMs: updateEveryMs,
      now: Date.now,
    })
    await using installation = await program.openWork('salient demo')
    await installation.startWorking()
    await readAll(terminal, installation, newsroom.feedUrls)
    await makeReader(installation)
    const interruption = interrupted()
    await using server = await startServer({ ...terminal, settings }, installation)
    terminal.stdout.write(
      `\nSalient is at ${server.url}\nFourteen invented outlets are publishing; Ctrl-C stops them.\n`,
    )
    if (values['no-open'] !== true && terminal.stdout.isTTY === true) openBrowser(server.url)
    await interruption
    return exitCodes.ok
  },
}

function demoSettings(settings: Settings): Settings {
  const { databaseUrl: _unused, ...rest } = settings
  return {
    ...rest,
    dataDir: join(settings.dataDir, 'demo'),
    allowPrivateNetworks: ['127.0.0.0/8'],
    fetchSpacingMs: 0,
    logLevel: settings.logLevel === 'info' ? 'warn' : settings.logLevel,
  }
}

/** Every demo begins anew: yesterday's invented news would be old. Returns who uses the folder, if somebody does. */
async function emptyFolder(program: Terminal['program'], { dataDir }: Settings): Promise<string | undefined> {
  const old = await program.openStorage('salient demo')
  const ownership = await old.own('salient demo')
  await old.close()
  if (!ownership.owned) return ownership.holder
  await rm(dataDir, { recursive: true, force: true })
  return undefined
}

/** Adds the outlets and waits until their articles are in stories; pages are read on in the background. */
async function readAll(terminal: Terminal, { work }: Installation, feedUrls: readonly string[]): Promise<void> {
  const progress = startProgress(terminal)
  for (const [n, url] of feedUrls.entries()) {
    progress.show({ done: n, total: feedUrls.length, words: 'outlets read' })
    const added = await addByUrl(work, url)
    if (added.kind === 'problem') throw new Error(`the sample newsroom cannot be read: ${added.problem.message}`)
  }
  const deadline = performance.now() + readyMsMax
  const { entries } = await readStatus(work.db)
  for (;;) {
    const { understanding, stories, descriptions } = await countWaiting(work.db)
    // An article waits for both at once.
    const left = Math.max(understanding, stories)
    progress.show({ done: Math.max(0, entries - left), total: entries, words: 'articles folded into stories' })
    // What can be followed is known when the last story is described.
    if (left + descriptions === 0 || performance.now() > deadline) break
    await sleep(100)
  }
  progress.end()
}

/**
 * A reader who follows what the sample news is rich in: a country's relations, an entity, a subject. They read English, as most
 * of it is: two outlets write Spanish, and tell much of the same.
 */
async function makeReader({ work }: Installation): Promise<void> {
  // Reader ids are made where readers are.
  const id = randomUUID() as ReaderId
  await createReader(work.db, { id, name: 'demo' })
  await saveReads(work.db, id, ['en'])
  const kinds = [['relation'], ['entity'], ['subject']] as const
  const found = await Promise.all(
    kinds.map(async (some) => await liveTopics(work.db, { sinceMs: 0, kinds: some, limit: followsCount })),
  )
  const ranked = [...found.flatMap(([first]) => first ?? []), ...found.flatMap((topics) => topics.slice(1))]
  const chosen = [...new Map(ranked.map((topic) => [topic.label, topic])).values()].slice(0, followsCount)
  for (const topic of chosen) await saveFollow(work.db, id, { kind: 'topic', topicId: topic.id, label: topic.label })
}

/** Best effort: where there is no browser the address stands in the terminal. */
function openBrowser(url: string): void {
  const openers: Partial<Record<NodeJS.Platform, string>> = { darwin: 'open', win32: 'explorer' }
  const child = spawn(openers[process.platform] ?? 'xdg-open', [url], { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}

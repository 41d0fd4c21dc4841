import { statfs } from 'node:fs/promises'
import { freemem } from 'node:os'
import { parseArgs } from 'node:util'
import type { Work } from '../jobs/work.ts'
import { databaseClock } from '../platform/storage/database.ts'
import { countWaiting } from '../platform/storage/job-counts.ts'
import { listSources } from '../platform/storage/sources.ts'
import { type Command, exitCodes, type Terminal } from './command.ts'

type Finding = { readonly what: string; readonly state: 'good' | 'mind' | 'bad'; readonly words: string }

const gigabyte = 1024 ** 3
const diskMin = gigabyte
const memoryMin = gigabyte / 2
const clockMsMax = 5_000

export const doctor: Command = {
  name: 'doctor',
  help: `
Usage: salient doctor [--json]

Checks what the program stands on, and says what to fix: database, disk, memory, clock, model, network and jobs. Nobody is asked
for that: the network is as good as the last answers of your sources.

  --json   one object a line: {what,state,words}, state being good, mind or bad

Exit codes: 0 all well, 1 something must be fixed, 3 something to mind.
`,
  run: async (args, terminal) => {
    const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } })
    const findings = await examine(terminal)
    for (const finding of findings)
      terminal.stdout.write(
        values.json === true
          ? `${JSON.stringify(finding)}\n`
          : `${{ good: 'ok  ', mind: 'mind', bad: 'FIX ' }[finding.state]}  ${finding.what}: ${finding.words}\n`,
      )
    if (findings.some(({ state }) => state === 'bad')) return exitCodes.failed
    return findings.some(({ state }) => state === 'mind') ? exitCodes.partly : exitCodes.ok
  },
}

async function examine(terminal: Terminal): Promise<Finding[]> {
  const own = [...(await disk(terminal)), memory()]
  try {
    await using installation = await terminal.program.openWork('salient doctor')
    const { work } = installation
    return [
      {
        what: 'database',
        state: 'good',
        words: `answers; ${installation.database.applied.length} migrations were run just now`,
      },
      ...own,
      clock(await databaseClock(work.db)),
      await model(work),
      await network(work),
      await jobs(work),
    ]
  } catch (error) {
    return [{ what: 'database', state: 'bad', words: error instanceof Error ? error.message : String(error) }, ...own]
  }
}

async function disk({ settings }: Terminal): Promise<Finding[]> {
  const stats = await statfs(settings.dataDir).catch(() => undefined)
  if (stats === undefined) return []
  const free = stats.bavail * stats.bsize
  const words = `${(free / gigabyte).toFixed(1)} GB free at ${settings.dataDir}`
  return [
    { what: 'disk', state: free < diskMin ? 'bad' : 'good', words: free < diskMin ? `${words}; make room` : words },
  ]
}

function memory(): Finding {
  const free = freemem()
  return {
    what: 'memory',
    state: free < memoryMin ? 'mind' : 'good',
    words: `${(free / gigabyte).toFixed(1)} GB free${free < memoryMin ? '; the program needs about half of one' : ''}`,
  }
}

function clock(database: Date): Finding {
  const offMs = Math.abs(database.getTime() - Date.now())
  return {
    what: 'clock',
    state: offMs > clockMsMax ? 'bad' : 'good',
    words:
      offMs > clockMsMax
        ? `this machine and the database are ${Math.round(offMs / 1000)} s apart; set both by NTP`
        : 'agrees with the database',
  }
}

async function model(work: Work): Promise<Finding> {
  try {
    const embedder = await work.embedder()
    const [vector] = await embedder.embed(['A harbour reopens'])
    if (vector?.length === embedder.dimensions)
      return { what: 'model', state: 'good', words: `${embedder.model}, ${embedder.dimensions} dimensions` }
    return { what: 'model', state: 'bad', words: `${embedder.model} gives no vectors; reinstall with npm ci` }
  } catch (error) {
    return {
      what: 'model',
      state: 'bad',
      words: `${error instanceof Error ? error.message : String(error)}; reinstall with npm ci`,
    }
  }
}

async function network(work: Work): Promise<Finding> {
  const asked = (await listSources(work.db)).filter(({ lastFetchAt }) => lastFetchAt !== undefined)
  const failing = asked.filter(({ failures }) => failures > 0)
  if (asked.length === 0) return { what: 'network', state: 'good', words: 'no source was asked yet' }
  const words = `${asked.length - failing.length} of ${asked.length} sources answered when last asked`
  if (failing.length === asked.length)
    return {
      what: 'network',
      state: 'bad',
      words: `${words}; is this machine online? ${failing[0]?.problem?.message ?? ''}`,
    }
  return {
    what: 'network',
    state: failing.length > 0 ? 'mind' : 'good',
    words: failing.length > 0 ? `${words}; salient sources tells what is wrong` : words,
  }
}

async function jobs(work: Work): Promise<Finding> {
  const { jobs: waiting, failed } = await countWaiting(work.db)
  return {
    what: 'jobs',
    state: failed > 0 ? 'mind' : 'good',
    words: `${waiting} wait, ${failed} gave up${failed > 0 ? '; the log says why' : ''}`,
  }
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type ComparedPolicies, comparePolicies, policiesReport } from '../eval/simulation/compare-policies.ts'
import { defaultSimulation, type Simulation } from '../eval/simulation/simulate.ts'
import { openHttpPolicy } from '../eval/simulation/through-http.ts'
import { type Command, exitCodes, type Terminal, UsageError } from './command.ts'

const httpReaders = 20
const httpDays = 7

const help = `
salient simulate [--readers N] [--days N] [--seed N] [--change-on DAY] [--through-http] [--json] [--report OUT.html]

Lets invented readers browse pages made by Salient's ranking, by simpler ones, and by one that knows what readers love.
Prints the stories read to the end per page: on the first day, and once a reader has opened twenty stories (unknown where
none has, as in a very short run). The figures show
that the ranking learns, recovers and obeys its dials; they do not show how good its pages are for people.

  --readers N       ${defaultSimulation.readers} by default
  --days N          ${defaultSimulation.days} by default
  --seed N          ${defaultSimulation.seed} by default; the same seed gives the same figures
  --change-on DAY   on this day, counted from 0, every reader comes to love other subjects
  --through-http    Salient's pages come from a real server on a loopback address, and signals go to it; the database is
                    a new one that is removed at the end. Takes longer: ${httpReaders} readers and ${httpDays} days by default
  --report OUT.html writes a report with pictures
`

const readersMax = 10_000
const daysMax = 365

export const simulateReaders: Command = {
  name: 'simulate',
  help,
  run: async (args, terminal) => {
    const { stdout } = terminal
    const { values } = parseArgs({
      args: [...args],
      options: {
        readers: { type: 'string' },
        days: { type: 'string' },
        seed: { type: 'string' },
        'change-on': { type: 'string' },
        'through-http': { type: 'boolean' },
        json: { type: 'boolean' },
        report: { type: 'string' },
      },
    })
    const throughHttp = values['through-http'] === true
    const changeOn = values['change-on']
    const days = whole('days', values.days ?? String(throughHttp ? httpDays : defaultSimulation.days), daysMax)
    const simulation = {
      ...defaultSimulation,
      readers: whole(
        'readers',
        values.readers ?? String(throughHttp ? httpReaders : defaultSimulation.readers),
        readersMax,
      ),
      days,
      seed: whole('seed', values.seed ?? String(defaultSimulation.seed), 2 ** 31),
      // After the last day nothing would come of it.
      ...(changeOn === undefined ? {} : { changeOnDay: whole('change-on', changeOn, days - 1) }),
    }
    const compared = throughHttp ? await compareThroughHttp(simulation, terminal) : await comparePolicies(simulation)
    if (values.report !== undefined) await writeFile(values.report, policiesReport(simulation, compared))
    if (values.json === true) stdout.write(`${JSON.stringify(compared)}\n`)
    else
      for (const { name, firstDay, learned, beforeChange, afterChange } of compared.policies) {
        const after =
          beforeChange === undefined
            ? ''
            : `, before the change ${figure(beforeChange)}, after it, by ten signals, ${afterChange.map(figure).join(' ')}`
        stdout.write(`${name.padEnd(24)}first day ${figure(firstDay.mean)}, learned ${figure(learned.mean)}${after}\n`)
      }
    return exitCodes.ok
  },
}

/** In a data folder of its own, whatever the settings say. */
async function compareThroughHttp(simulation: Simulation, { program, settings }: Terminal): Promise<ComparedPolicies> {
  const { databaseUrl: _unused, ...rest } = settings
  const folder = await mkdtemp(join(tmpdir(), 'salient-simulate-'))
  try {
    await using installation = await program
      .withSettings({ ...rest, dataDir: join(folder, 'data') })
      .openWork('salient simulate')
    await using policy = await openHttpPolicy(installation)
    return await comparePolicies(simulation, policy)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}

function whole(name: string, given: string, most: number): number {
  const value = Number(given)
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new UsageError(`--${name} takes a whole number from 1 to ${most}, not ${JSON.stringify(given)}`)
  return value
}

function figure(value: number): string {
  return Number.isNaN(value) ? 'unknown' : value.toFixed(2)
}

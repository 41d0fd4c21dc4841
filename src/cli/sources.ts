import { parseArgs } from 'node:util'
import { sourceIdOf } from '../domain/derive-id.ts'
import { listSources, removeSource, type SourceHealth } from '../platform/storage/sources.ts'
import { type Command, exitCodes, UsageError } from './command.ts'

export const sources: Command = {
  name: 'sources',
  help: `
Usage: salient sources [--json] [--remove URL]

Each source with its last success, when it is asked next and why then, what is wrong in words, the bytes saved by
conditional requests, and whether the hub that it names sends what is new.

  --json         one object a line
  --remove URL   remove the source at this feed URL; its articles stay in their stories

Exit codes: 0 done, 1 there is no such source to remove.
`,
  run: async (args, { program, stdout, stderr }) => {
    const { values } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, remove: { type: 'string' } },
    })
    if (values.remove === '')
      throw new UsageError('which source? --remove takes its address, as salient sources says it')
    await using database = await program.openStorage('salient sources')
    if (values.remove !== undefined) {
      const all = await listSources(database.db)
      const found = all.find((source) => source.feedUrl === values.remove)
      if (await removeSource(database.db, found?.id ?? sourceIdOf(values.remove))) {
        stdout.write(`${found?.title ?? values.remove} is removed; its articles stay in their stories.\n`)
        return exitCodes.ok
      }
      stderr.write(`salient sources: source-unknown: there is no source at ${JSON.stringify(values.remove)}\n`)
      return exitCodes.failed
    }
    const list = await listSources(database.db)
    if (list.length === 0 && values.json !== true) stdout.write('No sources yet. Add some: salient add URL\n')
    for (const source of list) stdout.write(values.json === true ? `${JSON.stringify(source)}\n` : inWords(source))
    return exitCodes.ok
  },
}

function inWords(source: SourceHealth): string {
  const { title, feedUrl, lastSuccessAt, problem, stoppedAt, bytesSaved, kind } = source
  const last = lastSuccessAt === undefined ? 'not read yet' : `read ${minute(lastSuccessAt)}`
  const next =
    kind !== 'feed'
      ? 'single articles, not polled'
      : stoppedAt === undefined
        ? `next ${minute(source.nextDueAt)} (${rhythm(source)})`
        : `stopped ${minute(stoppedAt)}`
  const wrong = problem === undefined ? '' : `\n    ${problem.code}: ${problem.message}`
  return `${title}\n    ${feedUrl}\n    ${last}; ${next}; ${source.entries} entries; ${Math.round(bytesSaved / 1024)} kB saved${hubInWords(source)}${wrong}\n`
}

/** How often it is asked, and why; there is no why before it was asked once. */
function rhythm({ intervalMinutes, intervalWhy }: SourceHealth): string {
  return `every ${Math.round(intervalMinutes)} min${intervalWhy === '' ? '' : `: ${intervalWhy}`}`
}

function hubInWords({ hub }: SourceHealth): string {
  if (hub === undefined) return ''
  const { url, sendsUntil, askedNextAt, problem } = hub
  const sends = sendsUntil === undefined ? 'does not send now' : `sends what is new until ${minute(sendsUntil)}`
  const wrong = problem === undefined ? '' : ` (${problem.code}: ${problem.message})`
  return `\n    hub ${url}: ${sends}, asked again ${minute(askedNextAt)}${wrong}`
}

function minute(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

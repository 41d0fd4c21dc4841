import { parseArgs } from 'node:util'
import { leftAlone, makeDue } from '../platform/storage/due-sources.ts'
import { readStatus } from '../platform/storage/job-counts.ts'
import { type Command, exitCodes } from './command.ts'
import { waitForWork } from './wait-for-work.ts'

export const refresh: Command = {
  name: 'refresh',
  help: `
Usage: salient refresh [--wait]

Makes every source due. A running server asks them; without one, the next to start does. A source whose server asks to be
left alone for some time is left alone.

  --wait   wait until all were asked and what is new is in stories; does the work itself when no server runs

Exit codes: 0 done, 3 done but some sources could not be read (salient sources tells which), 1 failed.
`,
  run: async (args, terminal) => {
    const { values } = parseArgs({ args: [...args], options: { wait: { type: 'boolean' } } })
    await using installation = await terminal.program.openWork('salient refresh')
    const { work } = installation
    const sinceMs = work.now()
    const before = await readStatus(work.db)
    const due = await makeDue(work.db)
    const { count, until } = await leftAlone(work.db)
    if (until !== undefined)
      terminal.stderr.write(
        `Not asked: ${count} whose servers ask to be left alone, the first until ${until.toISOString()}.\n`,
      )
    if (before.sources === 0) {
      terminal.stdout.write('No sources yet. Add some: salient add URL\n')
      return exitCodes.ok
    }
    if (values.wait !== true) {
      terminal.stdout.write(`${counted(due, 'source')} due; a running server asks them now.\n`)
      return exitCodes.ok
    }
    await waitForWork(installation, terminal, { sinceMs })
    const after = await readStatus(work.db)
    terminal.stdout.write(
      `${after.entries - before.entries} new entries; ${after.entries} entries in ${after.stories} stories from ${after.sources} sources (${after.sourcesFailing} failing)\n`,
    )
    return after.sourcesFailing > 0 ? exitCodes.partly : exitCodes.ok
  },
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what} is` : `${count} ${what}s are`
}

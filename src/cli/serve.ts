import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Command, exitCodes, type Installation } from './command.ts'
import { interrupted, startServer } from './running-server.ts'

/** A command that just ends may still hold the data folder. */
const ownMsMax = 10_000

export const serve: Command = {
  name: 'serve',
  help: `
Usage: salient serve

Serves pages and the API on SALIENT_HOST and SALIENT_PORT (127.0.0.1, 8080), asks sources when they are due, and does all
other work. Interrupt (Ctrl-C) stops it; nothing is lost by that, or by a kill.

The first visit asks for sources and interests. Settings are environment variables: docs/settings.md lists them.

Exit codes: 0 stopped, 1 could not start, 4 another program uses this data folder.
`,
  run: async (args, terminal) => {
    parseArgs({ args: [...args], options: {} })
    const interruption = interrupted()
    await using installation = await terminal.program.openWork('salient serve')
    const holder = await ownOrHolder(installation)
    if (holder !== undefined) {
      terminal.stderr.write(
        `salient serve: in-use: ${holder} uses the data folder ${terminal.settings.dataDir} already. Stop it, or set SALIENT_DATA_DIR to another folder.\n`,
      )
      return exitCodes.unavailable
    }
    await using server = await startServer(terminal, installation)
    terminal.stdout.write(`Salient is at ${server.url}\n`)
    if (server.entryLink !== undefined)
      terminal.stdout.write(`Begin with this link, which works once: ${server.entryLink}\n`)
    await interruption
    terminal.stderr.write('Stopping …\n')
    return exitCodes.ok
  },
}

async function ownOrHolder(installation: Installation): Promise<string | undefined> {
  const deadline = performance.now() + ownMsMax
  for (;;) {
    const working = await installation.startWorking()
    if (working.own) return undefined
    // Another server will not go away by itself.
    if (/serve|demo/.test(working.holder) || performance.now() > deadline) return working.holder
    await sleep(250)
  }
}

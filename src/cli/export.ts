import { parseArgs } from 'node:util'
import { exportOpml } from '../jobs/export-opml.ts'
import { type Command, exitCodes } from './command.ts'

export const exportSources: Command = {
  name: 'export',
  help: `
Usage: salient export > sources.opml

Prints all feeds in their folders as an OPML list, for another reader app or for salient add FILE.opml.
`,
  run: async (args, { program, stdout }) => {
    parseArgs({ args: [...args], options: {} })
    await using database = await program.openStorage('salient export')
    stdout.write(await exportOpml(database.db))
    return exitCodes.ok
  },
}

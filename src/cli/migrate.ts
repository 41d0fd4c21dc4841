import { parseArgs } from 'node:util'
import { type Command, exitCodes } from './command.ts'

export const migrate: Command = {
  name: 'migrate',
  help: `
Usage: salient migrate

Runs the migrations that the database has not seen. Every other command does so too; this one does nothing else.
`,
  run: async (args, { program, stdout }) => {
    parseArgs({ args: [...args], options: {} })
    await using database = await program.openStorage('salient migrate')
    stdout.write(
      database.applied.length === 0
        ? 'The database is up to date.\n'
        : database.applied.map(({ name }) => `Applied ${name}\n`).join(''),
    )
    return exitCodes.ok
  },
}

/** The program's entry: settings, then one command. */
import { type Command, exitCodes, UsageError } from '../cli/command.ts'
import { commands } from '../cli/commands.ts'
import { parseSettings } from './config.ts'

const [name, ...rest] = process.argv.slice(2)

// A reader that goes away (`salient … | head`) ends the output, not the program's dignity.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? exitCodes.ok : 1))

process.exitCode = await main()

async function main(): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(overview())
    return exitCodes.ok
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (entry === undefined) {
    process.stderr.write(`salient: there is no command ${JSON.stringify(name)}\n\n${overview()}`)
    return exitCodes.usage
  }
  const command = await entry.load()
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(`${command.help.trim()}\n`)
    return exitCodes.ok
  }
  return await run(command)
}

async function run(command: Command): Promise<number> {
  try {
    const settings = parseSettings(process.env)
    return await command.run(rest, { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, settings })
  } catch (error) {
    if (!(error instanceof Error)) throw error
    process.stderr.write(`salient ${command.name}: ${error.message}\n`)
    if (isUsage(error)) process.stderr.write(`See salient ${command.name} --help.\n`)
    else if (process.env['SALIENT_LOG_LEVEL'] === 'debug') process.stderr.write(`${error.stack ?? ''}\n`)
    return isUsage(error) ? exitCodes.usage : exitCodes.failed
  }
}

/** Ours, or one from util.parseArgs. */
function isUsage(error: Error): boolean {
  return error instanceof UsageError || ('code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
}

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((key) => key.length))
  const lines = Object.entries(commands).map(([key, { summary }]) => `  ${key.padEnd(width)}  ${summary}`)
  return `salient: a personalised news feed of stories that matter to you\n\nUsage: salient COMMAND [options]\n\n${lines.join('\n')}\n\nsalient COMMAND --help tells more.\n`
}

/** The program's entry: settings, then one command. */
import { type Command, exitCodes, type Program, UsageError } from '../cli/command.ts'
import { commands } from '../cli/commands.ts'
import type { Settings } from '../domain/settings.ts'
import { parseSettings } from './config.ts'
import { interruptible } from './interruption.ts'
import { version } from './version.ts'

const [name, ...rest] = process.argv.slice(2)

let leave: (code: number) => void = (code) => process.exit(code)

// A reader that goes away (`salient … | head`) ends the output, not the program's dignity.
process.stdout.on('error', (error: NodeJS.ErrnoException) => leave(error.code === 'EPIPE' ? exitCodes.ok : 1))

process.exitCode = await main()

async function main(): Promise<number> {
  if (name === undefined) {
    process.stderr.write(`salient: which command?\n\n${overview()}`)
    return exitCodes.usage
  }
  const about = rest[0]
  if (name === 'help' && about !== undefined) {
    const known = Object.hasOwn(commands, about) ? commands[about] : undefined
    return known === undefined ? unknown(about) : help(await known.load())
  }
  if (name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(overview())
    return exitCodes.ok
  }
  if (name === '--version' || name === '-V') {
    process.stdout.write(`salient ${version}\n`)
    return exitCodes.ok
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (entry === undefined) return unknown(name)
  const command = await entry.load()
  return rest.includes('--help') || rest.includes('-h') ? help(command) : await run(command)
}

function unknown(given: string): number {
  process.stderr.write(`salient: there is no command ${JSON.stringify(given)}\n\n${overview()}`)
  return exitCodes.usage
}

function help(command: Command): number {
  process.stdout.write(`${command.help.trim()}\n`)
  return exitCodes.ok
}

async function run(command: Command): Promise<number> {
  try {
    const settings = parseSettings(process.env)
    const { stdin, stdout, stderr } = process
    const { program, codeOf, ...interruption } = interruptible(lazyProgram(settings))
    leave = interruption.leave
    return await codeOf(command.run(rest, { stdin, stdout, stderr, settings, program }))
  } catch (caught) {
    const error = firstOf(caught)
    if (!(error instanceof Error)) throw error
    process.stderr.write(`salient ${command.name}: ${error.message}\n`)
    if (isUsage(error)) process.stderr.write(`See salient ${command.name} --help.\n`)
    else if (process.env['SALIENT_LOG_LEVEL'] === 'debug') process.stderr.write(`${error.stack ?? ''}\n`)
    return isUsage(error) ? exitCodes.usage : exitCodes.failed
  }
}

/** What went wrong first: what then went wrong while things were closed follows from it. */
function firstOf(caught: unknown): unknown {
  return caught instanceof Error && 'suppressed' in caught ? firstOf(caught.suppressed) : caught
}

/** Loaded when a command opens it: a filter does not wait for the database's code. */
function lazyProgram(settings: Settings): Program {
  const load = async (): Promise<Program> => (await import('./program.ts')).openProgram(settings)
  return {
    withSettings: lazyProgram,
    openStorage: async (as) => await (await load()).openStorage(as),
    openWork: async (as) => await (await load()).openWork(as),
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

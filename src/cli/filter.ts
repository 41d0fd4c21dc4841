/** A filter command: `salient NAME --ndjson < in > out`. */
import { parseArgs } from 'node:util'
import { type Command, exitCodes, type Terminal, UsageError } from './command.ts'
import { filterLines } from './ndjson.ts'

/**
 * Makes a filter that handles each line by itself. `open` is called once, with the settings, and returns the handler;
 * loading a model or a lexicon belongs there.
 */
export function lineFilter(options: {
  readonly name: string
  readonly help: string
  readonly open: (
    terminal: Terminal,
  ) => Promise<{ handle: (value: Record<string, unknown>) => object | Promise<object>; close?: () => Promise<void> }>
}): Command {
  return {
    name: options.name,
    help: options.help,
    run: async (args, terminal) => {
      requireNdjson(options.name, args)
      const { handle, close } = await options.open(terminal)
      const failed = await filterLines(terminal.stdin, terminal.stdout, handle)
      await close?.()
      return failed === 0 ? exitCodes.ok : exitCodes.partly
    },
  }
}

function requireNdjson(name: string, args: readonly string[]): void {
  const { values } = parseArgs({ args: [...args], options: { ndjson: { type: 'boolean' } }, allowPositionals: false })
  if (values.ndjson !== true) throw new UsageError(`it reads NDJSON: salient ${name} --ndjson < in > out`)
}

/** What every command is made of. A command parses its own arguments and returns the exit code. */
import type { Readable, Writable } from 'node:stream'
import type { Settings } from '../domain/settings.ts'

/** Exit codes, the same for every command. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, partly: 3, unavailable: 4, interrupted: 130 } as const

export type Terminal = {
  readonly stdin: Readable
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly stderr: Writable & { readonly isTTY?: boolean }
  readonly settings: Settings
}

export type Command = {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** What `--help` prints. */
  readonly help: string
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<number>
}

/** A mistake in the way a command was called: printed with a pointer to --help, exit code 2. */
export class UsageError extends Error {}

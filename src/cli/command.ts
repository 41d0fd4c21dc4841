/** What every command is made of. A command parses its own arguments and returns the exit code. */
import type { Readable, Writable } from 'node:stream'
import type { Settings } from '../domain/settings.ts'
import type { Work } from '../jobs/work.ts'
import type { OpenDatabase } from '../platform/storage/database.ts'

/** Exit codes, the same for every command. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, partly: 3, unavailable: 4, interrupted: 130 } as const

export type Terminal = {
  readonly stdin: Readable
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly stderr: Writable & { readonly isTTY?: boolean }
  readonly settings: Settings
  readonly program: Program
}

/** The program as the composition root builds it: opened by the commands that need it. */
export type Program = {
  /** The same program for other settings. */
  readonly withSettings: (settings: Settings) => Program
  /** Database only: for commands that look or note something down. */
  readonly openStorage: (as: string) => Promise<OpenDatabase & AsyncDisposable>
  /** Database and all that jobs need; nothing runs yet. */
  readonly openWork: (as: string) => Promise<Installation>
}

export type Installation = AsyncDisposable & {
  readonly database: OpenDatabase
  readonly work: Work
  /**
   * Runs jobs and the scheduler here when no other program does on this installation: then `own` is true. `holder` names
   * the other one.
   */
  readonly startWorking: () => Promise<{ readonly own: true } | { readonly own: false; readonly holder: string }>
  /** Where it works: looks at once for sources that are due. */
  readonly lookForDue: () => void
}

export type Command = {
  readonly name: string
  /** What `--help` prints. */
  readonly help: string
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<number>
}

/** What a command was called with beyond the arguments that it takes is a mistake: most often a name without its quotes. */
export function takesNoMore(positionals: readonly string[], most: number): void {
  const [first] = positionals.slice(most)
  if (first === undefined) return
  throw new UsageError(`${JSON.stringify(first)} is too much; a name of several words stands in quotes.`)
}

/** A mistake in the way a command was called: printed with a pointer to --help, exit code 2. */
export class UsageError extends Error {}

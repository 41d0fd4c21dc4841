/** What happens when a command is over before its end: what it opened is closed, the database with it. */
import { constants } from 'node:os'
import type { Program } from '../cli/command.ts'

/** More than an orderly stop takes. */
const closeMsMax = 20_000
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** Told twice sooner, by the keyboard and by npm, or told on by others for as long as it lasts, it is one interruption. */
const againMs = 1_000

/**
 * The program, and what becomes of a command's exit code: that of an interruption, once all that was opened is closed. A command
 * that hears signals by itself is left to it; who interrupts twice waits for nothing.
 */
export function interruptible(program: Program): {
  readonly program: Program
  readonly codeOf: (running: Promise<number>) => Promise<number>
  /** Ends the command with this code. */
  readonly leave: (code: number) => void
} {
  const opened = new Set<Promise<AsyncDisposable>>()
  const noted = async <Opened extends AsyncDisposable>(opening: Promise<Opened>): Promise<Opened> => {
    const closedOnce = opening.then(onceClosed)
    opened.add(closedOnce)
    return await closedOnce
  }
  const noting = (of: Program): Program => ({
    withSettings: (settings) => noting(of.withSettings(settings)),
    openStorage: async (as) => await noted(of.openStorage(as)),
    openWork: async (as) => await noted(of.openWork(as)),
  })
  let heardAtMs: number | undefined
  let isEnding = false
  const leave = (code: number): void => {
    if (isEnding) return
    isEnding = true
    const closed = [...opened].map(async (opening) => await (await opening)[Symbol.asyncDispose]())
    if (closed.length === 0) process.exit(code)
    setTimeout(() => process.exit(code), closeMsMax)
    void Promise.allSettled(closed).then(() => process.exit(code))
  }
  const hear = (signal: (typeof signals)[number]): void => {
    const code = 128 + constants.signals[signal]
    const isAgain = heardAtMs !== undefined && performance.now() - heardAtMs > againMs
    if (isAgain && signal === 'SIGINT') process.exit(code)
    if (heardAtMs !== undefined) return
    heardAtMs = performance.now()
    if (process.listenerCount(signal) > 1) return
    if (opened.size > 0) process.stderr.write('Stopping …\n')
    leave(code)
  }
  for (const signal of signals) process.on(signal, hear)
  const never = new Promise<number>(() => {})
  // What goes wrong while all is being closed under the command says nothing.
  const codeOf = async (running: Promise<number>): Promise<number> =>
    await running.then(
      async (code) => (isEnding ? await never : code),
      async (error: unknown) => {
        if (isEnding) return await never
        throw error
      },
    )
  return { program: noting(program), codeOf, leave }
}

/** The same, closed once, whether by the command or over its head. */
function onceClosed<Opened extends AsyncDisposable>(opened: Opened): Opened {
  let closing: PromiseLike<void> | undefined
  const close = async (): Promise<void> => {
    closing ??= opened[Symbol.asyncDispose]()
    await closing
  }
  return { ...opened, [Symbol.asyncDispose]: close }
}

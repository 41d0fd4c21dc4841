/** Progress of long work: one line that moves on a terminal, a plain line now and then elsewhere. */
import type { Terminal } from './command.ts'

const barWidth = 28
const plainEveryMs = 5_000

export type Progress = {
  /** `done` of `total`, and in words what is going on. */
  readonly show: (step: { readonly done: number; readonly total: number; readonly words: string }) => void
  /** Clears the moving line. */
  readonly end: () => void
}

export function startProgress({ stderr }: Pick<Terminal, 'stderr'>): Progress {
  let lastPlainMs = Number.NEGATIVE_INFINITY
  let lastWords = ''
  return {
    show: ({ done, total, words }) => {
      if (stderr.isTTY === true) {
        const filled = total === 0 ? barWidth : Math.round((Math.min(done, total) / total) * barWidth)
        stderr.write(`\r\u001b[2K${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${done}/${total} ${words}`)
      } else if (words !== lastWords && performance.now() - lastPlainMs > plainEveryMs) {
        lastPlainMs = performance.now()
        lastWords = words
        stderr.write(`${done}/${total} ${words}\n`)
      }
    },
    end: () => {
      if (stderr.isTTY === true) stderr.write('\r\u001b[2K')
    },
  }
}

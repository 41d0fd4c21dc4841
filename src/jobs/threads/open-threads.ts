import { builtEntry } from './built-entry.ts'
import { ThreadPool } from './thread-pool.ts'

/** A page or a batch of articles that takes longer than this was made to. */
const answerMsMax = 60_000
const threadsMax = 4
/** Room for what a batch of articles leaves behind: twice a thread’s usual one, see docs/decisions/threads.md. */
const youngGenerationMb = 96

/** Threads of both kinds for so many processors. */
export function openThreads(processors: number): { readonly reading: ThreadPool; readonly understanding: ThreadPool } {
  const open = (entry: string, size: number, more: { readonly youngGenerationMb?: number } = {}): ThreadPool =>
    new ThreadPool({ entry: builtEntry(import.meta.url, entry), size, answerMsMax, ...more })
  return {
    reading: open('./reading-thread.ts', Math.max(1, Math.min(threadsMax, processors))),
    // One processor is left to the main thread, the database and the forming of stories, which all have to keep up.
    understanding: open('./understanding-thread.ts', Math.max(1, Math.min(threadsMax, processors - 1)), {
      youngGenerationMb,
    }),
  }
}

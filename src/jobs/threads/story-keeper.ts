/** The story thread as its one user sees it. */
import type { Correction, StoryEntry } from '../../domain/story.ts'
import { builtEntry } from './built-entry.ts'
import type { StoryReply, StoryRequest } from './story-thread.ts'
import { ThreadPool } from './thread-pool.ts'

/** Days of entries, before the newest one, that can still come together. */
const windowDays = 14
/** A full settling of the largest window takes minutes at most. */
const answerMsMax = 15 * 60_000

export type StoryKeeper = AsyncDisposable & {
  readonly windowDays: number
  readonly load: (request: Omit<Extract<StoryRequest, { task: 'load' }>, 'task'>) => Promise<StoryReply>
  /** Provisional stories of new entries, or of new versions of known ones. */
  readonly add: (entries: readonly StoryEntry[]) => Promise<StoryReply>
  /** What changed since the last settling; `full` takes word statistics anew and makes the order of arrival irrelevant. */
  readonly settle: (options: {
    readonly full: boolean
    readonly corrections: readonly Correction[]
  }) => Promise<StoryReply>
}

export function openStoryKeeper(): StoryKeeper {
  const thread = new ThreadPool({ entry: builtEntry(import.meta.url, './story-thread.ts'), size: 1, answerMsMax })
  // The story thread answers every request with a StoryReply.
  const ask = async (request: StoryRequest): Promise<StoryReply> => (await thread.run(request)) as StoryReply
  return {
    windowDays,
    load: async (request) => await ask({ task: 'load', ...request }),
    add: async (entries) => await ask({ task: 'add', entries }),
    settle: async (options) => await ask({ task: 'settle', windowDays, ...options }),
    [Symbol.asyncDispose]: async () => await thread[Symbol.asyncDispose](),
  }
}

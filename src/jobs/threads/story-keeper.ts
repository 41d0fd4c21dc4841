/** The story thread as its one user sees it. */
import type { Correction } from '../../domain/story.ts'
import type { LanguageLink } from '../../pipeline/stories/across-languages.ts'
import type { UnreadEntry } from '../story-entry.ts'
import { builtEntry } from './built-entry.ts'
import type { StoryReply, StoryRequest } from './story-thread.ts'
import { ThreadPool } from './thread-pool.ts'

/** Days of entries, before the newest one, that can still come together. */
const windowDays = 14
/** A full settling of the largest window takes minutes at most. */
const answerMsMax = 15 * 60_000

export type StoryKeeper = AsyncDisposable & {
  readonly windowDays: number
  /**
   * Does one task after another: what one asked of the thread is saved before the next asks. After a task that failed the
   * window has to be loaded anew, because what the thread holds may never have been saved.
   */
  readonly inTurn: <Result>(task: () => Promise<Result>) => Promise<Result>
  /** The window changed behind the thread's back: it is given it anew before it answers again. */
  readonly forget: () => Promise<void>
  readonly load: (request: Omit<Extract<StoryRequest, { task: 'load' }>, 'task'>) => Promise<StoryReply>
  /** Provisional stories of new entries, or of new versions of known ones. */
  readonly add: (entries: readonly UnreadEntry[]) => Promise<StoryReply>
  /** What changed since the last settling; `full` takes word statistics anew and makes the order of arrival irrelevant. */
  readonly settle: (options: {
    readonly full: boolean
    readonly corrections: readonly Correction[]
    readonly links: readonly LanguageLink[]
  }) => Promise<StoryReply>
}

export function openStoryKeeper(): StoryKeeper {
  const thread = new ThreadPool({ entry: builtEntry(import.meta.url, './story-thread.ts'), size: 1, answerMsMax })
  // The story thread answers every request with a StoryReply.
  const ask = async (request: StoryRequest): Promise<StoryReply> => (await thread.run(request)) as StoryReply
  let turn: Promise<unknown> = Promise.resolve()
  return {
    windowDays,
    inTurn: async (task) => {
      const result = turn.then(task)
      // A thread that cannot even forget has ended; the next one begins with nothing.
      turn = result.catch(async () => await ask({ task: 'forget' }).catch(() => {}))
      return await result
    },
    forget: async () => {
      await ask({ task: 'forget' })
    },
    load: async (request) => await ask({ task: 'load', ...request }),
    add: async (entries) => await ask({ task: 'add', entries }),
    settle: async (options) => await ask({ task: 'settle', windowDays, ...options }),
    [Symbol.asyncDispose]: async () => await thread[Symbol.asyncDispose](),
  }
}

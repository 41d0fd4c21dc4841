/** Waits until what was asked for is done, by whichever program does it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Work } from '../jobs/work.ts'
import { makeDue, sourcesNotFetchedSince } from '../platform/storage/due-sources.ts'
import { countWaiting, type Waiting } from '../platform/storage/job-counts.ts'
import { storiesAreSettled } from '../platform/storage/stories.ts'
import type { Installation, Terminal } from './command.ts'
import { startProgress } from './progress.ts'

const lookMs = 250
/** How often it is looked whether the program that works is still there. */
const holderMs = 2_000
/** Looks without any change after which nothing is working on it. */
const stillMsMax = 10 * 60_000

/**
 * Until every source was asked since `sinceMs` and nothing waits to be read, understood or told; then stories are settled
 * once more, so that they are the same whatever came first. Works itself where no other program does, also when the one that
 * did ends meanwhile. Throws when nothing moves for ten minutes.
 */
export async function waitForWork(
  { work, startWorking }: Pick<Installation, 'startWorking'> & { readonly work: Pick<Work, 'db' | 'ask'> },
  terminal: Terminal,
  { sinceMs }: { readonly sinceMs: number },
): Promise<void> {
  let working = await startWorking()
  let askedAtMs = performance.now()
  if (!working.own) terminal.stderr.write(`${working.holder} does the work; waiting for it.\n`)
  const progress = startProgress(terminal)
  let most = 0
  let before = ''
  let stillSinceMs = performance.now()
  // The embedded database goes with the program that works on it when that is stopped, whatever is asked of it just then.
  const whileThere = async <T>(act: () => Promise<T>): Promise<T> =>
    await act().catch((cause: unknown) => {
      throw working.own ? cause : databaseGone(cause, working.holder)
    })
  for (;;) {
    const { sources, waiting } = await whileThere(async () => await look(work, sinceMs))
    const { pages, understanding, stories, embeddings, descriptions } = waiting
    const left = sources + pages + understanding + stories + embeddings + descriptions
    if (left + waiting.jobs === 0) {
      if (await whileThere(async () => await storiesAreSettled(work.db))) break
      await whileThere(async () => await work.ask([{ job: 'assign-story', settle: true }]))
      continue
    }
    most = Math.max(most, left)
    progress.show({ done: most - left, total: most, words: inWords(sources, waiting) })
    const now = JSON.stringify([sources, waiting])
    if (now !== before) stillSinceMs = performance.now()
    else if (performance.now() - stillSinceMs > stillMsMax) {
      progress.end()
      throw new Error(
        `Nothing has moved for ten minutes; still waiting: ${inWords(sources, waiting)}. salient doctor may tell why.`,
      )
    }
    before = now
    if (!working.own && performance.now() - askedAtMs > holderMs) {
      const { holder } = working
      working = await whileThere(startWorking)
      askedAtMs = performance.now()
      if (working.own) {
        terminal.stderr.write(`${holder} has ended; the work goes on here.\n`)
        // Sources that it had taken to be asked, and had not asked for yet, would be left alone for a quarter of an hour.
        await makeDue(work.db, sinceMs)
      }
    }
    await sleep(lookMs)
  }
  progress.end()
}

/** What is left. */
async function look(
  { db }: Pick<Work, 'db'>,
  sinceMs: number,
): Promise<{ readonly sources: number; readonly waiting: Waiting }> {
  return { sources: await sourcesNotFetchedSince(db, sinceMs), waiting: await countWaiting(db) }
}

function databaseGone(cause: unknown, holder: string): Error {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new Error(
    `The database is gone (${reason}): ${holder} was stopped, it seems. What was not done yet is done by the next program that works; run this again to do it now.`,
    { cause },
  )
}

function inWords(sources: number, waiting: Waiting): string {
  const parts = [
    [sources, 'sources to ask'],
    [waiting.pages, 'pages to read'],
    [waiting.understanding, 'articles to understand'],
    [waiting.stories, 'to fold into stories'],
    [waiting.embeddings, 'headlines and articles to compare'],
  ] as const
  const left = parts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`)
  return left.length === 0 ? 'settling stories' : left.join(', ')
}

import { bringForward } from '../platform/storage/due-sources.ts'
import { countWaiting } from '../platform/storage/job-counts.ts'
import { storiesAreSettled } from '../platform/storage/stories.ts'
import { sourcesWithWantedPages } from '../platform/storage/wanted-pages.ts'
import { importIsOn } from './import-is-on.ts'
import { sortUnsortedWords } from './sort-words.ts'
import type { JobRequest, Work } from './work.ts'

/**
 * Asks for the jobs that waiting work needs: at start, for what a killed run left behind, and every minute, for pages whose
 * delay is over. What is asked for already is not asked for twice.
 */
export async function takeUpWork(work: Pick<Work, 'db' | 'ask' | 'now'>): Promise<void> {
  await bringForward(work.db)
  const waiting = await countWaiting(work.db)
  const requests: JobRequest[] = []
  if (waiting.understanding > 0) requests.push({ job: 'understand-entry' })
  if (waiting.stories + waiting.descriptions > 0 || !(await storiesAreSettled(work.db)))
    requests.push({ job: 'assign-story' })
  await work.ask(requests)
  // During a large import each of them would find that it has to wait; whoever places its last entry asks for them.
  if (!(await importIsOn(work))) await askForImprovements(work)
}

/** What makes stored entries better and has to wait while many new ones come in. */
export async function askForImprovements(work: Pick<Work, 'db' | 'ask'>): Promise<void> {
  await sortUnsortedWords(work)
  const sources = await sourcesWithWantedPages(work.db)
  await work.ask([
    { job: 'embed-story' },
    { job: 'embed-entry' },
    ...sources.map((sourceId) => ({ job: 'fetch-article', sourceId }) as const),
  ])
}

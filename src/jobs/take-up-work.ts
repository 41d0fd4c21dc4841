import { countWaiting } from '../platform/storage/job-counts.ts'
import { storiesAreSettled } from '../platform/storage/stories.ts'
import { sourcesWithWantedPages } from '../platform/storage/wanted-pages.ts'
import type { JobRequest, Work } from './work.ts'

/**
 * Asks for the jobs that waiting work needs: at start, for what a killed run left behind, and every minute, for pages whose
 * delay is over. What is asked for already is not asked for twice.
 */
export async function takeUpWork(work: Pick<Work, 'db' | 'ask'>): Promise<void> {
  const waiting = await countWaiting(work.db)
  const requests: JobRequest[] = []
  if (waiting.understanding > 0) requests.push({ job: 'understand-entry' })
  if (waiting.stories > 0 || !(await storiesAreSettled(work.db))) requests.push({ job: 'assign-story' })
  if (waiting.embeddings > 0) requests.push({ job: 'embed-story' })
  for (const sourceId of waiting.pages > 0 ? await sourcesWithWantedPages(work.db) : [])
    requests.push({ job: 'fetch-article', sourceId })
  await work.ask(requests)
}

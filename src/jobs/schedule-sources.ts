import { takeDueSources } from '../platform/storage/sources.ts'
import type { Work } from './work.ts'

/** Sources asked for in one look; the next look comes at once while there are more. */
const batch = 200
/** How long a taken source is put off in case its fetch is killed: longer than any fetch and its wait in the queue. */
const leaseMs = 15 * 60_000
const lookMs = 1_000

/** Asks for the fetch of every source whose time has come, until stopped. The returned function waits for the last look. */
export function startScheduler(work: Work): () => Promise<void> {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const look = async (): Promise<void> => {
    const due = await takeDueSources(work.db, { limit: batch, leaseMs }).catch((error: unknown) => {
      work.log.error({ error: String(error) }, 'due sources cannot be read')
      return []
    })
    await work
      .ask(due.map(({ id, feedUrl }) => ({ job: 'refresh-source', sourceId: id, host: new URL(feedUrl).host })))
      .catch((error: unknown) => work.log.error({ error: String(error) }, 'fetches cannot be asked for'))
    if (!stopped) timer = setTimeout(run, due.length === batch ? 0 : lookMs)
  }
  let looking = Promise.resolve()
  const run = (): void => {
    looking = look()
  }
  run()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await looking
  }
}

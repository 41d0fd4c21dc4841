import type { SourceId } from '../domain/ids.ts'
import { putOff, takeDueSources } from '../platform/storage/due-sources.ts'
import type { Work } from './work.ts'

/** Sources asked for in one look; the next look comes at once while there are more. */
const batch = 100
/** Sources that one job asks: enough to save what came of them together, few enough to try again when the job fails. */
const sourcesPerJob = 50
/** A source that is due again while its fetch still goes on is looked at again so much later. */
const stillOnMs = 5_000
/** How long a taken source is put off in case its fetch is killed: longer than any fetch and its wait in the queue. */
const leaseMs = 15 * 60_000
const lookMsDefault = 1_000

export type Scheduler = {
  /** Looks at once: somebody has added sources, or has made them due. */
  readonly lookNow: () => void
  /** Waits for the last look. */
  readonly stop: () => Promise<void>
}

/** Asks for the fetch of every source whose time has come, until stopped. */
export function startScheduler(work: Work, { lookMs = lookMsDefault } = {}): Scheduler {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let isLooking = false
  let again = false
  let looking = Promise.resolve()
  const look = async (): Promise<void> => {
    const due = await takeDueSources(work.db, { limit: batch, leaseMs }).catch((error: unknown) => {
      work.log.error({ error: String(error) }, 'due sources cannot be read')
      return []
    })
    await askFor(work, due).catch((error: unknown) =>
      work.log.error({ error: String(error) }, 'fetches cannot be asked for'),
    )
    isLooking = false
    if (!stopped) timer = setTimeout(run, again || due.length === batch ? 0 : lookMs)
  }
  const run = (): void => {
    isLooking = true
    again = false
    looking = look()
  }
  run()
  return {
    lookNow: () => {
      again = true
      if (isLooking || stopped) return
      clearTimeout(timer)
      run()
    },
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await looking
    },
  }
}

async function askFor(work: Work, due: readonly SourceId[]): Promise<void> {
  const stillOn = due.filter((id) => work.refreshing.has(id))
  if (stillOn.length > 0) await putOff(work.db, stillOn, stillOnMs)
  const free = due.filter((id) => !work.refreshing.has(id))
  for (let n = 0; n < free.length; n += sourcesPerJob) {
    const sourceIds = free.slice(n, n + sourcesPerJob)
    // Before they are asked for: the job may be over by the time that this is heard of.
    for (const id of sourceIds) work.refreshing.add(id)
    try {
      await work.ask([{ job: 'refresh-source', sourceIds, atMs: work.now() }])
    } catch (error) {
      for (const id of sourceIds) work.refreshing.delete(id)
      throw error
    }
  }
}

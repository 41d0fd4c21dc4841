import { setTimeout as sleep } from 'node:timers/promises'
import type { Understood } from '../domain/topic.ts'
import type { UnderstandInput } from '../pipeline/understand/understand-article.ts'
import { countWithoutStory } from '../platform/storage/job-counts.ts'
import { type Result, saveUnderstood, type ToUnderstand, takeToUnderstand } from '../platform/storage/understandings.ts'
import type { Work } from './work.ts'

const batch = 96
/**
 * So long a batch waits for what is arriving or without a story, and for no feed longer: where they never cease to come, entries
 * are understood too.
 */
const arriveMsMax = 5_000
const lookMs = 25
/** Fewer entries than this are given their stories in no time. */
const withoutStoryMin = 300

/**
 * Understands all that waits: Article → Understood. Batch by batch, one in each thread, and one more that is being read or saved
 * meanwhile.
 */
export async function understandEntry(work: Work): Promise<void> {
  await Promise.all(Array.from({ length: work.understanding.size + 1 }, async () => await understandWaiting(work)))
}

async function understandWaiting(work: Work): Promise<void> {
  for (;;) {
    await letArrive(work)
    const count = await work.db.transaction().execute(async (tx) => {
      const entries = await takeToUnderstand(tx, batch)
      if (entries.length > 0) await saveUnderstood(tx, await understandInThread(work, entries))
      return entries.length
    })
    if (count > 0) await work.ask([{ job: 'assign-story' }])
    if (count < batch) return
  }
}

/**
 * What is arriving is stored first, and when much is, it is given its stories first: then it can be found already, and the
 * processors are free for the rest.
 */
async function letArrive({ db, arriving, now }: Work): Promise<void> {
  const isNew = (atMs: number): boolean => now() - atMs < arriveMsMax
  const isArriving = (): boolean => [...arriving.values()].some(isNew)
  const isBeingPlaced = async (): Promise<boolean> => (await countWithoutStory(db, withoutStoryMin)) >= withoutStoryMin
  for (let waitedMs = 0; waitedMs < arriveMsMax && (isArriving() || (await isBeingPlaced())); waitedMs += lookMs)
    await sleep(lookMs)
}

/** What was understood of each; `embedding` tells subjects better than words alone. */
export async function understandInThread(
  { understanding }: Pick<Work, 'understanding'>,
  entries: readonly (ToUnderstand & Pick<UnderstandInput, 'embedding'>)[],
): Promise<Result[]> {
  // The thread answers with one Understood an article, in order.
  const understood = (await understanding.run({ articles: entries })) as Understood[]
  return entries.flatMap((entry, n) => {
    const result = understood[n]
    return result === undefined ? [] : [{ ...entry, understood: result }]
  })
}

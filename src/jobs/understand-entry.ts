import { setTimeout as sleep } from 'node:timers/promises'
import type { Understood } from '../domain/topic.ts'
import type { UnderstandInput } from '../pipeline/understand/understand-article.ts'
import { countWithoutStory } from '../platform/storage/job-counts.ts'
import {
  countUnderstood,
  type Result,
  saveUnderstood,
  type ToUnderstand,
  takeToUnderstand,
} from '../platform/storage/understandings.ts'
import { letArrive } from './let-arrive.ts'
import type { Work } from './work.ts'

const batch = 96
/** Fewer entries than this are given their stories in no time. */
const withoutStoryMin = 300
/** No batch waits longer than this for others' stories, and it looks so often whether they have them. */
const placeMsMax = 30_000
const lookMs = 500
/** Entries that are enough for a page or two. */
const firstPages = 300

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
    await letBePlaced(work)
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
 * When much is without a story, it is given its stories first: the processors are free for the rest then. Whoever has only begun
 * is shown something before.
 */
async function letBePlaced({ db, now }: Work): Promise<void> {
  if ((await countUnderstood(db, firstPages)) < firstPages) return
  const sinceMs = now()
  const isMuch = async (): Promise<boolean> => (await countWithoutStory(db, withoutStoryMin)) >= withoutStoryMin
  while (Math.abs(now() - sinceMs) < placeMsMax && (await isMuch())) await sleep(lookMs)
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

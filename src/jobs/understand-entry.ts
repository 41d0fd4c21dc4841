import type { Understood } from '../domain/topic.ts'
import { saveUnderstood, type ToUnderstand, takeToUnderstand } from '../platform/storage/understandings.ts'
import type { Work } from './work.ts'

const batch = 48

/** Understands all that waits, batch by batch: Article → Understood. Several may run: each takes other rows. */
export async function understandEntry(work: Work): Promise<void> {
  for (;;) {
    const count = await work.db.transaction().execute(async (tx) => {
      const waiting = await takeToUnderstand(tx, batch)
      if (waiting.length === 0) return 0
      const understood = await understandInThread(work, waiting)
      await saveUnderstood(
        tx,
        waiting.flatMap((entry, n) => {
          const result = understood[n]
          return result === undefined
            ? []
            : [{ entryId: entry.entryId, firstSeenAt: entry.firstSeenAt, understood: result }]
        }),
      )
      return waiting.length
    })
    if (count > 0) await work.ask([{ job: 'assign-story' }])
    if (count < batch) return
  }
}

async function understandInThread({ threads }: Work, articles: readonly ToUnderstand[]): Promise<Understood[]> {
  // The pipeline thread answers `understand` with one Understood an article, in order.
  return (await threads.run({ task: 'understand', articles })) as Understood[]
}

import { countArriving } from '../platform/storage/job-counts.ts'
import type { Work } from './work.ts'

/** Entries without a story, or not understood, from which on they are a large import. */
const entriesMin = 300
/** Once the last of an import are fewer than that, it is over at the latest after this time: a trickle is no import. */
const lastOnesMsMax = 30_000

/** When last so many entries were on their way that they were a large import; nothing when it came to its end since. */
let largeAtMs: number | undefined

/**
 * Whether many entries are on their way to their stories and to being understood. Until the last of them are there, what only improves entries that can
 * be read already waits: pages, vectors, settled stories.
 */
export async function importIsOn({ db, now }: Pick<Work, 'db' | 'now'>): Promise<boolean> {
  const arriving = await countArriving(db, entriesMin)
  if (arriving >= entriesMin) largeAtMs = now()
  else if (arriving === 0 || Math.abs(now() - (largeAtMs ?? 0)) > lastOnesMsMax) largeAtMs = undefined
  return largeAtMs !== undefined
}

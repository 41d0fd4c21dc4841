import { countArriving } from '../platform/storage/job-counts.ts'
import type { Work } from './work.ts'

/** Entries without a story from which on they are a large import. */
const entriesMin = 300

/**
 * Whether many entries are on their way to their stories. Until they are there, what only improves entries that can be read
 * already waits: pages, vectors, settled stories.
 */
export async function importIsOn({ db }: Pick<Work, 'db'>): Promise<boolean> {
  return (await countArriving(db, entriesMin)) >= entriesMin
}

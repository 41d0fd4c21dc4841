import type { Feature } from '../feature.ts'
import type { Considered } from '../scene.ts'

/** New entries after which a story counts as new altogether. */
const entriesForFull = 5

/**
 * 0 for what the reader has not met; above it, up to 1, for a story they read that has grown; -1 for one that stood on an
 * earlier page unopened and has not.
 */
export const novelty: Feature = (considered) => {
  const { seen } = considered
  if (seen === undefined) return 0
  const added = entriesSince(considered)
  if (added <= 0) return -1
  return seen.opened ? Math.min(1, added / entriesForFull) : 0
}

/** Entries that the story gained since the reader saw it. */
export function entriesSince({ candidate: { story }, seen }: Pick<Considered, 'candidate' | 'seen'>): number {
  return seen === undefined ? 0 : story.entryIds.length - seen.entries
}

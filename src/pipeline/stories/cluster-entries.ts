import type { EntryId } from '../../domain/ids.ts'
import type { Correction, StoryEntry } from '../../domain/story.ts'
import { StoryIndex } from './story-index.ts'
import type { StorySettings } from './story-settings.ts'

/**
 * Which entries tell of one event: the number of each entry's group, counted from 0 in order of first report. A function
 * of the set of entries: their order, and how they came in, change nothing. Ids must be distinct;
 * of corrections that contradict each other the later in the list stands.
 */
export function clusterEntries(
  entries: readonly StoryEntry[],
  settings: StorySettings,
  corrections: readonly Correction[] = [],
): Map<EntryId, number> {
  const index = new StoryIndex(settings, corrections)
  index.load(entries)
  const groupOf = new Map<EntryId, number>()
  for (const [number, group] of index.groups().entries()) for (const id of group) groupOf.set(id, number)
  return groupOf
}

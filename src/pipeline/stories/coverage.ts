import type { EntryId } from '../../domain/ids.ts'
import type { StoryEntry } from '../../domain/story.ts'
import { compareInTime } from './time-order.ts'

/** One outlet's reports of a story, earliest first. */
export type Coverage = { readonly source: string; readonly entryIds: readonly EntryId[] }

/** Every outlet once: most reports first, then the one that reported first. */
export function coverageOf(entries: readonly StoryEntry[]): Coverage[] {
  const reports = new Map<string, EntryId[]>()
  for (const entry of [...entries].sort(compareInTime)) {
    const held = reports.get(entry.source)
    if (held === undefined) reports.set(entry.source, [entry.id])
    else held.push(entry.id)
  }
  return [...reports]
    .map(([source, entryIds]) => ({ source, entryIds }))
    .sort((one, other) => other.entryIds.length - one.entryIds.length)
}

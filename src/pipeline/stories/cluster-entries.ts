import type { EntryId } from '../../domain/ids.ts'
import type { StoryEntry } from '../../domain/story.ts'
import { EntryGraph } from './entry-graph.ts'
import type { StorySettings } from './story-settings.ts'
import { termsOf } from './story-terms.ts'
import { TermStatistics } from './term-statistics.ts'

/**
 * Which entries tell of one event: the number of each entry's group, counted from 0 in order of first report. A function
 * of the set of entries: their order, and how they came in, change nothing. Of two entries with one id the first counts.
 */
export function clusterEntries(entries: readonly StoryEntry[], settings: StorySettings): Map<EntryId, number> {
  const distinct = [...new Map(entries.toReversed().map((entry) => [entry.id, entry])).values()]
  const terms = distinct.map(termsOf)
  const statistics = new TermStatistics()
  for (const one of terms) statistics.add(one)
  const graph = new EntryGraph(statistics, settings)
  for (const one of terms) graph.add(one)
  const groupOf = new Map<EntryId, number>()
  for (const [number, group] of graph.groupsAround(terms.map(({ id }) => id)).entries())
    for (const id of group) groupOf.set(id, number)
  return groupOf
}

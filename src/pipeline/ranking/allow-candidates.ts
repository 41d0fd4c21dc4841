import type { StoryId } from '../../domain/ids.ts'
import type { Candidate } from '../../domain/page.ts'
import { readableBy } from './readable.ts'
import { muteSubjectOf, type Scene } from './scene.ts'

/**
 * The candidates that may be shown: nothing muted or hidden, each story once, what was read already only when it has grown,
 * and only languages that the reader reads, where they chose some. The same ones in whatever order they come. O(n + words).
 */
export function allowCandidates(candidates: readonly Candidate[], { profile, mutes }: Scene): Candidate[] {
  const isReadable = readableBy(profile)
  const byId = new Map<StoryId, Candidate>()
  for (const candidate of candidates) {
    const { id, entryIds } = candidate.story
    if (profile.hidden.has(id)) continue
    const seen = profile.seen.get(id)
    if (seen?.opened === true && entryIds.length <= seen.entries) continue
    if (isReadable?.(candidate.story) === false) continue
    if (mutes.mutes && mutes.isMuted(muteSubjectOf(candidate))) continue
    const known = byId.get(id)
    // Of two states of one story the fuller one counts, whichever came first.
    if (known === undefined || isFuller(candidate, known)) byId.set(id, candidate)
  }
  return [...byId.values()]
}

function isFuller(one: Candidate, other: Candidate): boolean {
  const byEntries = one.story.entryIds.length - other.story.entryIds.length
  const byTime = one.story.latestAtMs - other.story.latestAtMs
  return (byEntries || byTime || one.popularity - other.popularity) > 0
}

import { readableBy } from './readable.ts'
import { muteSubjectOf, type Scene } from './scene.ts'

/**
 * The rows of the scene's columns that may be shown: nothing muted or hidden, what was read already only when it has grown,
 * and only languages that the reader reads, where they chose some. O(n + words).
 */
export function allowCandidates(rows: readonly number[], { profile, mutes, columns }: Scene): number[] {
  const isReadable = readableBy(profile)
  columns.markReader(profile)
  return rows.filter((row) => {
    if (columns.isDoneWith(row)) return false
    if (isReadable === undefined && !mutes.mutes) return true
    const candidate = columns.candidate(row)
    if (candidate === undefined || isReadable?.(candidate.story) === false) return false
    return !(mutes.mutes && mutes.isMuted(muteSubjectOf(candidate)))
  })
}

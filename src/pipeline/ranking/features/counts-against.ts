import type { Feature } from '../feature.ts'
import { muteSubjectOf } from '../scene.ts'

/**
 * 0 where the reader asked for less of nothing in the story; -1 for one thing, less for a part of its outlets, and below that,
 * down to -2, with each thing more: what is asked for last counts, too.
 */
export const countsAgainst: Feature = ({ candidate }, { mutes }) => {
  const count = mutes.lessens ? mutes.countsAgainst(muteSubjectOf(candidate)) : 0
  return count === 0 ? 0 : -(count < 1 ? count : 2 - 2 ** (1 - count))
}

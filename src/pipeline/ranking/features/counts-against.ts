import type { Feature } from '../feature.ts'
import { muteSubjectOf } from '../scene.ts'

/** -1 where the reader asked for less of this, else 0. */
export const countsAgainst: Feature = ({ candidate }, { mutes }) =>
  mutes.lessens && mutes.countsAgainst(muteSubjectOf(candidate)) ? -1 : 0

import type { Feature } from '../feature.ts'
import { muteSubjectOf } from '../scene.ts'

/** -1 where the reader asked for less of this, else 0. */
export const countsAgainst: Feature = ({ candidate }, { profile, mutes }) =>
  profile.mutes.length > 0 && mutes.countsAgainst(muteSubjectOf(candidate)) ? -1 : 0

import type { Feature } from '../feature.ts'
import { meetsFollowedSource } from './follow.ts'

/** How seldom a followed source publishes, in [0, 1]: 1/2 at one entry a day. What seldom speaks is not to be talked over. */
export const rarity: Feature = (considered, scene) => {
  if (!meetsFollowedSource(considered, scene)) return 0
  const { sourceRatePerDay } = considered.candidate
  return sourceRatePerDay === undefined ? 0 : 1 / (1 + Math.max(0, sourceRatePerDay))
}

import type { Feature } from '../feature.ts'

/** How seldom a followed source publishes, in [0, 1]: 1/2 at one entry a day. What seldom speaks is not to be talked over. */
export const rarity: Feature = ({ candidate: { story, sourceRatePerDay } }, { followedSources }) => {
  if (sourceRatePerDay === undefined || !story.sourceIds.some((id) => followedSources.has(id))) return 0
  return 1 / (1 + Math.max(0, sourceRatePerDay))
}

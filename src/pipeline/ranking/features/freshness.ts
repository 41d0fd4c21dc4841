import type { Feature } from '../feature.ts'

const hourMs = 3_600_000
const halfLifeHours = 18

/** In (0, 1]; halves every 18 hours since the story last moved. */
export const freshness: Feature = ({ candidate }, { nowMs }) =>
  2 ** (-Math.max(0, nowMs - candidate.story.latestAtMs) / (halfLifeHours * hourMs))

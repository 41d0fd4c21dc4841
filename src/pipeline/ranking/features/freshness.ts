import type { Feature } from '../feature.ts'

const hourMs = 3_600_000
const halfLifeHours = 18

/** In (0, 1]; halves every 18 hours since the story last moved. 0 when nobody knows when that was (NaN). */
export const freshness: Feature = ({ row }, { nowMs, columns }) => {
  const latestAtMs = columns.latestAtMs(row)
  return Number.isNaN(latestAtMs) ? 0 : 2 ** (-Math.max(0, nowMs - latestAtMs) / (halfLifeHours * hourMs))
}

import type { Feature } from '../feature.ts'

/** Few opens in all say little: the most opened story of a quiet day does not count as a hit. */
const opensForFull = 10

/** Opens by all readers against the most opened story, on a logarithmic scale, in [0, 1]. */
export const popularity: Feature = ({ row }, { background, columns }) =>
  Math.log1p(Math.max(0, columns.popularity(row))) / Math.log1p(Math.max(opensForFull, background.popularityMax))

import type { Feature } from '../feature.ts'
import { trustInNumbered } from '../source-standing.ts'

/** Outlets of a story that are looked at. */
const sourcesMax = 12

/** Log-odds that this reader opens what these outlets publish, from a prior of even odds; their mean. About [-3, 3]. */
export const sourceAffinity: Feature = ({ row }, scene) => {
  if (scene.profile.sources.size === 0) return 0
  const { columns } = scene
  const start = columns.sourcesStart(row)
  const count = Math.min(columns.sourcesLength(row), sourcesMax)
  let sum = 0
  for (let at = start; at < start + count; at += 1) sum += trustInNumbered(columns.sourceNumber(at), scene)
  return count === 0 ? 0 : sum / count
}

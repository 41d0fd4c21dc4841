import type { SourceId } from '../../../domain/ids.ts'
import type { Feature } from '../feature.ts'
import { evidenceOf, type Scene } from '../scene.ts'

/** Outlets of a story that are looked at. */
const sourcesMax = 12

/** Log-odds that this reader opens what these outlets publish, from a prior of even odds; their mean. About [-3, 3]. */
export const sourceAffinity: Feature = ({ candidate }, scene) => {
  const sources = candidate.story.sourceIds.slice(0, sourcesMax)
  return sources.length === 0 ? 0 : sources.reduce((sum, id) => sum + trustIn(id, scene), 0) / sources.length
}

export function trustIn(id: SourceId, { profile, nowMs }: Scene): number {
  const { positive, negative } = evidenceOf(profile.sources.get(id), nowMs)
  return Math.log((positive + 1) / (negative + 1))
}

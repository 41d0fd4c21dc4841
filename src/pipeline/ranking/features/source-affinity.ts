import type { SourceId } from '../../../domain/ids.ts'
import { evidenceOf } from '../../readers/interest.ts'
import type { Feature } from '../feature.ts'
import type { Scene } from '../scene.ts'

/** Outlets of a story that are looked at. */
const sourcesMax = 12

/** Log-odds that this reader opens what these outlets publish, from a prior of even odds; their mean. About [-3, 3]. */
export const sourceAffinity: Feature = ({ candidate }, scene) => {
  if (scene.profile.sources.size === 0) return 0
  const { sourceIds } = candidate.story
  const count = Math.min(sourceIds.length, sourcesMax)
  let sum = 0
  for (let place = 0; place < count; place += 1) {
    const id = sourceIds[place]
    if (id !== undefined) sum += trustIn(id, scene)
  }
  return count === 0 ? 0 : sum / count
}

export function trustIn(id: SourceId, { profile, moment, trust }: Scene): number {
  const known = trust.get(id)
  if (known !== undefined) return known
  const { positive, negative } = evidenceOf(profile.sources.get(id), moment)
  const found = Math.log((positive + 1) / (negative + 1))
  trust.set(id, found)
  return found
}

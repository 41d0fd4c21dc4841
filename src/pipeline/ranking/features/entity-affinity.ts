import type { Feature } from '../feature.ts'
import { meanInterest } from './topic-affinity.ts'

/** As topic affinity, for the people, places, organisations and works that a story names. About [-3, 3]. */
export const entityAffinity: Feature = ({ candidate }, scene) => meanInterest(candidate.story.topics, scene, true)

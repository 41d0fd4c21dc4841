import type { Feature } from '../feature.ts'

/** As topic affinity, for the people, places, organisations and works that a story names. About [-3, 3]. */
export const entityAffinity: Feature = ({ standing }) => standing.inEntities

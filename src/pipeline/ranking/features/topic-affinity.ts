import type { Feature } from '../feature.ts'

/**
 * How much more of a story's topics this reader opens than the news holds, as log-odds, averaged over the topics by how
 * much the story is about each. 0 for a reader of whom nothing is known; about [-3, 3].
 */
export const topicAffinity: Feature = ({ standing }) => standing.inTopics

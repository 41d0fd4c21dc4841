import type { Feature } from '../feature.ts'

/** 1 when the reader has never opened anything on any of the story's topics, else 0. */
export const unfamiliar: Feature = ({ candidate: { story } }, { profile, followedTopics }) =>
  story.topics.some(({ id }) => followedTopics.has(id) || (profile.topics.get(id)?.positive ?? 0) > 0) ? 0 : 1

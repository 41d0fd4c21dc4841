import type { Feature } from '../feature.ts'

/**
 * 1 when the reader has never opened anything on any of the story's topics, else 0. What they follow does not count: to
 * unfollow must not make a story worth exploring.
 */
export const unfamiliar: Feature = ({ standing }) => (standing.isFamiliar ? 0 : 1)

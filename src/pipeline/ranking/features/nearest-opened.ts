import type { Feature } from '../feature.ts'
import { alongside, type Considered, type Scene } from '../scene.ts'

/**
 * Mean of the three greatest similarities to a single opened story, less the similarity to what the reader wants fewer
 * of: a reader of many interests needs to be met in only one. In [-1, 1].
 */
export const nearestOpened: Feature = (considered, { opened }) => {
  if (opened.length === 0 || considered.length === 0) return 0
  // Three numbers kept in order: this runs for each opened story of each candidate, and a list would cost more than it.
  let first = Number.NEGATIVE_INFINITY
  let second = Number.NEGATIVE_INFINITY
  let third = Number.NEGATIVE_INFINITY
  let unwanted = 0
  for (const story of opened) {
    const similarity = alongside(considered, story)
    if (story.weight < 0) unwanted = Math.max(unwanted, similarity)
    else if (similarity > first) [first, second, third] = [similarity, first, second]
    else if (similarity > second) [second, third] = [similarity, second]
    else if (similarity > third) third = similarity
  }
  const best = [first, second, third].filter(Number.isFinite)
  return (best.length === 0 ? 0 : best.reduce((sum, each) => sum + each, 0) / best.length) - unwanted
}

/** The opened story nearest to a candidate; absent when none is near. */
export function nearestStory(considered: Considered, { opened }: Scene): { readonly title: string } | undefined {
  let nearest: Scene['opened'][number] | undefined
  let most = similarityMin
  for (const story of opened) {
    const similarity = story.weight > 0 ? alongside(considered, story) : 0
    if (similarity > most) {
      nearest = story
      most = similarity
    }
  }
  return nearest
}

/** Below this, calling two stories alike would surprise whoever reads both titles. */
const similarityMin = 0.3

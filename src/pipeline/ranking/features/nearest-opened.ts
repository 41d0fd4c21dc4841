import type { Feature } from '../feature.ts'
import { alongOpened, type Considered, type Scene } from '../scene.ts'

/**
 * Mean of the three greatest similarities to a single opened story, less the similarity to what the reader wants fewer
 * of: a reader of many interests needs to be met in only one. In [-1, 1].
 */
export const nearestOpened: Feature = (considered, scene) => {
  const { opened } = scene
  if (opened.length === 0 || scene.columns.embedding(considered.row) === undefined) return 0
  // Three numbers kept in order: this runs for each opened story of each candidate, and a list would cost more than it.
  let first = Number.NEGATIVE_INFINITY
  let second = Number.NEGATIVE_INFINITY
  let third = Number.NEGATIVE_INFINITY
  let unwanted = 0
  for (let place = 0; place < opened.length; place += 1) {
    const similarity = alongOpened(considered, scene, place)
    if ((opened[place]?.weight ?? 0) < 0) unwanted = Math.max(unwanted, similarity)
    else if (similarity > first) {
      third = second
      second = first
      first = similarity
    } else if (similarity > second) {
      third = second
      second = similarity
    } else if (similarity > third) third = similarity
  }
  if (first === Number.NEGATIVE_INFINITY) return -unwanted
  if (second === Number.NEGATIVE_INFINITY) return first - unwanted
  if (third === Number.NEGATIVE_INFINITY) return (first + second) / 2 - unwanted
  return (first + second + third) / 3 - unwanted
}

/** The opened story nearest to a candidate, other than itself; absent when none is near. */
export function nearestStory(considered: Considered, scene: Scene): { readonly title: string } | undefined {
  let nearest: Scene['opened'][number] | undefined
  let most = similarityMin
  for (const [place, story] of scene.opened.entries()) {
    if (story.storyId === considered.candidate.story.id) continue
    const similarity = story.weight > 0 ? alongOpened(considered, scene, place) : 0
    if (similarity > most) {
      nearest = story
      most = similarity
    }
  }
  return nearest
}

/** Below this, calling two stories alike would surprise whoever reads both titles. */
const similarityMin = 0.3

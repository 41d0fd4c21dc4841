import type { TopicId } from '../../domain/ids.ts'
import type { Candidate } from '../../domain/page.ts'
import { meanOf } from './vectors.ts'

/** What the news at large is like, against which one reader's interests stand out. */
export type Background = {
  /** How much of the news is about a topic, in (0, 1). */
  readonly topicShare: (id: TopicId) => number
  /** The middle of all vectors; without it similarities say mostly that both are news. */
  readonly centre: Float32Array | undefined
  /** The most opens any story has. */
  readonly popularityMax: number
}

/** A topic nobody has met yet is taken for one in twenty, as firmly as if ten stories had said so. */
const shareBefore = 0.05
const storiesBefore = 10

/** The background that a set of candidates is, whatever their order. O(candidates · (topics + dimensions)). */
export function backgroundOf(unordered: readonly Candidate[]): Background {
  // Sums of the same numbers in another order differ in their last digits.
  const candidates = [...unordered].sort((a, b) => (a.story.id < b.story.id ? -1 : 1))
  const counts = new Map<TopicId, number>()
  let popularityMax = 0
  for (const { story, popularity } of candidates) {
    for (const { id } of story.topics) counts.set(id, (counts.get(id) ?? 0) + 1)
    popularityMax = Math.max(popularityMax, popularity)
  }
  return {
    topicShare: (id) => smoothedShare(counts.get(id) ?? 0, candidates.length),
    centre: meanOf(candidates.flatMap(({ embedding }) => (embedding === undefined ? [] : [embedding]))),
    popularityMax,
  }
}

/** The share of a topic that `count` of `total` stories are about. */
export function smoothedShare(count: number, total: number): number {
  return (count + storiesBefore * shareBefore) / (total + storiesBefore)
}

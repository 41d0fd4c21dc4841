import type { TopicId } from '../../../domain/ids.ts'
import type { Follow } from '../../../domain/reader.ts'
import type { Feature } from '../feature.ts'
import type { Considered, Scene } from '../scene.ts'

/** How much one follow settles it that a story is wanted. An outlet publishes more that is not than a topic does. */
const settledBy = { topic: 0.8, source: 0.5 } as const
/** A story is about a followed topic when it scores so much for it; below, the topic is one of many mentioned. */
const fullScore = 0.5

/** Whether the story is what the reader follows, in [0, 1): each further follow closes part of what is left. */
export const follow: Feature = (considered, scene) =>
  1 - matchesOf(considered, scene).reduce((left, { strength }) => left * (1 - strength), 1)

type Match = { readonly follow: Exclude<Follow, { kind: 'author' }>; readonly strength: number }

/** The follows that a story meets, with how much each settles. */
export function matchesOf(
  { candidate: { story } }: Considered,
  { followedTopics, followedSources, profile }: Scene,
): Match[] {
  const scores = new Map<TopicId, number>()
  for (const { id, score } of story.topics) if (followedTopics.has(id)) scores.set(id, score)
  if (scores.size === 0 && !story.sourceIds.some((id) => followedSources.has(id))) return []
  return profile.follows.flatMap((follow): Match[] => {
    if (follow.kind === 'author') return []
    if (follow.kind === 'source')
      return story.sourceIds.includes(follow.sourceId) ? [{ follow, strength: settledBy.source }] : []
    const score = scores.get(follow.topicId)
    return score === undefined ? [] : [{ follow, strength: settledBy.topic * Math.min(1, score / fullScore) }]
  })
}

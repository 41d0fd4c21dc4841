import type { Follow } from '../../../domain/reader.ts'
import { foldName } from '../../readers/fold-words.ts'
import type { Feature } from '../feature.ts'
import type { Considered, Scene } from '../scene.ts'

/** How much one follow settles it that a story is wanted. An outlet publishes more that is not than a topic or a person. */
const settledBy = { topic: 0.8, source: 0.5, author: 0.8 } as const
/** A story is about a followed topic when it scores so much for it; below, the topic is one of many mentioned. */
const fullScore = 0.5
/** Weaker topics are guesses: no story is said to be what the reader follows for one. */
const scoreMin = 0.2

/** Whether the story is what the reader follows, in [0, 1): each further follow closes part of what is left. */
export const follow: Feature = (considered, scene) => {
  if (!meetsAny(considered, scene)) return 0
  return 1 - matchesOf(considered, scene).reduce((left, { strength }) => left * (1 - strength), 1)
}

type Match = { readonly follow: Follow; readonly strength: number }

/** The follows that a story meets, with how much each settles. */
export function matchesOf(considered: Considered, { profile }: Scene): Match[] {
  return profile.follows.flatMap((follow) => {
    const strength = strengthOf(follow, considered)
    return strength === 0 ? [] : [{ follow, strength }]
  })
}

function strengthOf(follow: Follow, { candidate: { story, authors } }: Considered): number {
  switch (follow.kind) {
    case 'author':
      return authors?.includes(foldName(follow.name)) === true ? settledBy.author : 0
    case 'source':
      return story.sourceIds.includes(follow.sourceId) ? settledBy.source : 0
    case 'topic': {
      const score = story.topics.find(({ id }) => id === follow.topicId)?.score ?? 0
      return score < scoreMin ? 0 : settledBy.topic * Math.min(1, score / fullScore)
    }
  }
}

/** Most stories meet no follow: that is seen without making anything. */
function meetsAny({ candidate: { story, authors }, standing }: Considered, scene: Scene): boolean {
  if (scene.profile.follows.length === 0) return false
  const { followedSources, followedAuthors } = scene
  if (standing.isFollowed) return true
  if (followedSources.size > 0) for (const id of story.sourceIds) if (followedSources.has(id)) return true
  return followedAuthors.size > 0 && authors?.some((name) => followedAuthors.has(name)) === true
}

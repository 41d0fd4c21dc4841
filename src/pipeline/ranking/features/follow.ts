import type { Follow } from '../../../domain/reader.ts'
import { foldName } from '../../readers/fold-words.ts'
import type { Feature } from '../feature.ts'
import type { Considered, Scene } from '../scene.ts'
import { isFollowedSource } from '../source-standing.ts'
import { isFollowedTopic } from '../topic-standing.ts'

/** How much one follow settles it that a story is wanted. An outlet publishes more that is not than a topic or a person. */
const settledBy = { topic: 0.8, source: 0.5, author: 0.8 } as const
/** A story is about a followed topic when it scores so much for it; below, the topic is one of many mentioned. */
const fullScore = 0.5
/** Weaker topics are guesses: no story is said to be what the reader follows for one. */
const scoreMin = 0.2

/** Whether the story is what the reader follows, in [0, 1): each further follow closes part of what is left. */
export const follow: Feature = ({ row, candidate, standing }, scene) => {
  const { columns, followedSources, followedAuthors } = scene
  let left = 1
  if (standing.isFollowed) {
    const start = columns.topicsStart(row)
    const end = start + columns.topicsLength(row)
    for (let at = start; at < end; at += 1)
      if (isFollowedTopic(columns.topicNumber(at), scene)) left *= 1 - topicStrength(columns.topicScore(at))
  }
  if (followedSources.size > 0) {
    const start = columns.sourcesStart(row)
    const end = start + columns.sourcesLength(row)
    for (let at = start; at < end; at += 1)
      if (isFollowedSource(columns.sourceNumber(at), scene)) left *= 1 - settledBy.source
  }
  if (followedAuthors.size > 0)
    for (const name of candidate.authors ?? []) if (followedAuthors.has(name)) left *= 1 - settledBy.author
  return 1 - left
}

/** Whether one of the story's outlets is followed. */
export function meetsFollowedSource({ row }: Pick<Considered, 'row'>, scene: Scene): boolean {
  if (scene.followedSources.size === 0) return false
  const { columns } = scene
  const start = columns.sourcesStart(row)
  const end = start + columns.sourcesLength(row)
  for (let at = start; at < end; at += 1) if (isFollowedSource(columns.sourceNumber(at), scene)) return true
  return false
}

type Match = { readonly follow: Follow; readonly strength: number }

/** The follows that a story meets, with how much each settles. */
export function matchesOf(considered: Pick<Considered, 'candidate'>, { profile }: Scene): Match[] {
  return profile.follows.flatMap((follow) => {
    const strength = strengthOf(follow, considered)
    return strength === 0 ? [] : [{ follow, strength }]
  })
}

function strengthOf(follow: Follow, { candidate: { story, authors } }: Pick<Considered, 'candidate'>): number {
  switch (follow.kind) {
    case 'author':
      return authors?.includes(foldName(follow.name)) === true ? settledBy.author : 0
    case 'source':
      return story.sourceIds.includes(follow.sourceId) ? settledBy.source : 0
    case 'topic':
      return topicStrength(story.topics.find(({ id }) => id === follow.topicId)?.score ?? 0)
  }
}

function topicStrength(score: number): number {
  return score < scoreMin ? 0 : settledBy.topic * Math.min(1, score / fullScore)
}

/** What a story's topics are to one reader. Features look at it from several sides; the topics are gone through once. */
import type { TopicId } from '../../domain/ids.ts'
import type { Profile } from '../../domain/reader.ts'
import type { TopicScore } from '../../domain/topic.ts'
import { evidenceOf, type Moment } from '../readers/interest.ts'
import type { Background } from './background.ts'

/** Opens that background knowledge is worth: with fewer, a share says more about the news than about the reader. */
const opensBefore = 2

export type TopicStanding = {
  /** Mean interest in the topics that are no entities, and in those that are: see `interestIn`. */
  readonly inTopics: number
  readonly inEntities: number
  /** The reader has opened something on one of them. */
  readonly isFamiliar: boolean
  readonly isFollowed: boolean
}

/** One topic to one reader. */
export type Standing = { readonly interest: number; readonly isFamiliar: boolean; readonly isFollowed: boolean }

/** What of a page's scene topics are seen in. */
type TopicScene = {
  readonly profile: Profile
  readonly background: Background
  readonly moment: Moment
  readonly opens: number
  readonly followedTopics: ReadonlySet<TopicId>
  /** What topics are to the reader, as worked out so far: candidates share many of these. Filled here. */
  readonly standings: Map<TopicId, Standing>
  /** What topics are that they neither follow nor know. */
  readonly strange: Standing
}

/** Each topic counts by how much the story is about it. Scores that add up to less than 1 leave room for not being about them. */
export function topicStandingOf(topics: readonly TopicScore[], scene: TopicScene): TopicStanding {
  let [inTopics, topicWeight, inEntities, entityWeight] = [0, 0, 0, 0]
  let isFamiliar = false
  let isFollowed = false
  for (const { id, kind, score } of topics) {
    const standing = standingOf(id, scene)
    if (kind === 'entity') {
      inEntities += score * standing.interest
      entityWeight += score
    } else {
      inTopics += score * standing.interest
      topicWeight += score
    }
    isFamiliar ||= standing.isFamiliar
    isFollowed ||= standing.isFollowed
  }
  return {
    inTopics: inTopics / Math.max(1, topicWeight),
    inEntities: inEntities / Math.max(1, entityWeight),
    isFamiliar,
    isFollowed,
  }
}

/** The log of how many times the background's share of the topic is the reader's, less what was said against it. */
export function interestIn({ id }: Pick<TopicScore, 'id'>, scene: TopicScene): number {
  return standingOf(id, scene).interest
}

function standingOf(id: TopicId, scene: TopicScene): Standing {
  const known = scene.standings.get(id)
  if (known !== undefined) return known
  const found = foundStanding(id, scene)
  scene.standings.set(id, found)
  return found
}

function foundStanding(id: TopicId, scene: TopicScene): Standing {
  const { profile, background, opens, moment, followedTopics } = scene
  const own = profile.topics.get(id)
  // Most topics: nothing was ever opened on them.
  if (own === undefined && !followedTopics.has(id)) return scene.strange
  const { positive, negative } = evidenceOf(own, moment)
  const usual = background.topicShare(id)
  const share = (positive + opensBefore * usual) / (opens + opensBefore)
  return {
    interest: Math.log(share / usual) - Math.log1p(negative / (positive + opensBefore)),
    isFamiliar: (own?.positive ?? 0) > 0,
    isFollowed: followedTopics.has(id),
  }
}

/** A topic that the reader neither follows nor ever met: whatever its share of the news, theirs is as much smaller. */
export function strangeStanding(opens: number): Standing {
  return { interest: Math.log(opensBefore / (opens + opensBefore)), isFamiliar: false, isFollowed: false }
}

import type { TopicScore } from '../../../domain/topic.ts'
import { evidenceOf } from '../../readers/interest.ts'
import type { Feature } from '../feature.ts'
import type { Scene } from '../scene.ts'

/** Opens that background knowledge is worth: with fewer, a share says more about the news than about the reader. */
const opensBefore = 2

/**
 * How much more of a story's topics this reader opens than the news holds, as log-odds, averaged over the topics by how
 * much the story is about each. 0 for a reader of whom nothing is known; about [-3, 3].
 */
export const topicAffinity: Feature = ({ candidate }, scene) => meanInterest(candidate.story.topics, scene, false)

/**
 * Mean of the interests in the topics that are entities, or that are not. Scores that add up to less than 1 leave room for
 * not being about them.
 */
export function meanInterest(topics: readonly TopicScore[], scene: Scene, inEntities: boolean): number {
  let sum = 0
  let total = 0
  for (const topic of topics) {
    if ((topic.kind === 'entity') !== inEntities) continue
    sum += topic.score * interestIn(topic, scene)
    total += topic.score
  }
  return sum / Math.max(1, total)
}

/** The log of how many times the background's share of the topic is the reader's, less what was said against it. */
export function interestIn({ id }: Pick<TopicScore, 'id'>, scene: Scene): number {
  const known = scene.interests.get(id)
  if (known !== undefined) return known
  const { profile, background, opens, moment } = scene
  const { positive, negative } = evidenceOf(profile.topics.get(id), moment)
  const usual = background.topicShare(id)
  const share = (positive + opensBefore * usual) / (opens + opensBefore)
  const interest = Math.log(share / usual) - Math.log1p(negative / (positive + opensBefore))
  scene.interests.set(id, interest)
  return interest
}

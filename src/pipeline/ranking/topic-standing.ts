/** What a story's topics are to one reader. Features look at it from several sides; the topics are gone through once. */
import type { TopicId } from '../../domain/ids.ts'
import type { Interest, Profile } from '../../domain/reader.ts'
import { evidenceOf, type Moment } from '../readers/interest.ts'
import type { Background } from './background.ts'
import type { StoryColumns } from './story-columns.ts'

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

/** What of a page's scene topics are seen in. */
type TopicScene = {
  readonly profile: Profile
  readonly background: Background
  readonly moment: Moment
  readonly opens: number
  readonly followedTopics: ReadonlySet<TopicId>
}

/** Flags of a topic's note. */
const familiar = 1
const followed = 2

/**
 * Of a row of the scene's columns. Each topic counts by how much the story is about it. Scores that add up to less than 1
 * leave room for not being about them.
 */
export function topicStandingOf(row: number, scene: TopicScene & { readonly columns: StoryColumns }): TopicStanding {
  const { columns } = scene
  const notes = columns.topicNotes
  let inTopics = 0
  let topicWeight = 0
  let inEntities = 0
  let entityWeight = 0
  let flags = 0
  const start = columns.topicsStart(row)
  const end = start + columns.topicsLength(row)
  for (let at = start; at < end; at += 1) {
    const number = columns.topicNumber(at)
    if (!notes.isKnown(number)) noteTopic(number, scene)
    const score = columns.topicScore(at)
    if (columns.isEntity(at)) {
      inEntities += score * notes.value(number)
      entityWeight += score
    } else {
      inTopics += score * notes.value(number)
      topicWeight += score
    }
    flags |= notes.flags(number)
  }
  return {
    inTopics: inTopics / Math.max(1, topicWeight),
    inEntities: inEntities / Math.max(1, entityWeight),
    isFamiliar: (flags & familiar) !== 0,
    isFollowed: (flags & followed) !== 0,
  }
}

/** Whether the reader follows a topic of which `topicStandingOf` took note. */
export function isFollowedTopic(number: number, { columns }: { readonly columns: StoryColumns }): boolean {
  return (columns.topicNotes.flags(number) & followed) !== 0
}

function noteTopic(number: number, scene: TopicScene & { readonly columns: StoryColumns }): void {
  const id = scene.columns.topicOf(number)
  if (id === undefined) return
  const own = scene.profile.topics.get(id)
  const isFollowed = scene.followedTopics.has(id)
  const isFamiliar = own !== undefined && own.positive > 0
  const flags = (isFamiliar ? familiar : 0) | (isFollowed ? followed : 0)
  const interest = own === undefined && !isFollowed ? interestInOthers(scene) : interestOf(own, id, scene)
  scene.columns.topicNotes.note(number, interest, flags)
}

/** The log of how many times the background's share of the topic is the reader's, less what was said against it. */
export function interestIn(id: TopicId, scene: TopicScene): number {
  const own = scene.profile.topics.get(id)
  return own === undefined && !scene.followedTopics.has(id) ? interestInOthers(scene) : interestOf(own, id, scene)
}

/** Most topics: nothing was ever opened on them. Whatever their share of the news, the reader's is as much smaller. */
function interestInOthers({ opens }: TopicScene): number {
  return Math.log(opensBefore / (opens + opensBefore))
}

function interestOf(own: Interest | undefined, id: TopicId, { background, opens, moment }: TopicScene): number {
  const { positive, negative } = evidenceOf(own, moment)
  const usual = background.topicShare(id)
  const share = (positive + opensBefore * usual) / (opens + opensBefore)
  return Math.log(share / usual) - Math.log1p(negative / (positive + opensBefore))
}

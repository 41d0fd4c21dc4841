/**
 * Why a story stands where it stands: the features that moved its score, in words, each with a control that lowers that
 * very score when it is pressed. Where nothing is left to press, as a dial at its end, there is another control or none.
 */
import type { SourceId } from '../../domain/ids.ts'
import type { Control, Reason, ReasonAbout } from '../../domain/page.ts'
import type { Follow } from '../../domain/reader.ts'
import { outletCountOf } from '../../domain/story.ts'
import type { TopicScore } from '../../domain/topic.ts'
import type { FeatureName } from '../readers/prior-weights.ts'
import { matchesOf } from './features/follow.ts'
import { nearestStory } from './features/nearest-opened.ts'
import { entriesSince } from './features/novelty.ts'
import type { Scene } from './scene.ts'
import { contributionOf, type ScoredCandidate } from './score-candidates.ts'
import { trustIn } from './source-standing.ts'
import { interestIn } from './topic-standing.ts'

const reasonsMax = 4
/** Contributions below this moved nothing that a reader could notice. */
const weightMin = 0.1
/** So many outlets are worth a count; fewer are "some". */
const sourcesToCount = 3

/** A source's name, where it is known. */
export type SourceTitle = (id: SourceId) => string | undefined

type Explain = (story: ScoredCandidate, scene: Scene, titleOf: SourceTitle) => readonly Words[]
/** `part`: how much of the feature's contribution this reason stands for. */
type Words = {
  readonly text: string
  readonly about?: ReasonAbout
  readonly control: Control | undefined
  readonly part?: number
}

/** At least one reason for every story, the one that moved it most first. */
export function reasonsFor(story: ScoredCandidate, scene: Scene, titleOf: SourceTitle): Reason[] {
  const reasons: Reason[] = []
  for (const [feature, explain] of explained) {
    const weight = contributionOf(story, feature)
    if (weight < weightMin) continue
    for (const words of explain(story, scene, titleOf))
      reasons.push(reasonOf(feature, words, weight * (words.part ?? 1)))
  }
  reasons.sort((a, b) => b.weight - a.weight || (a.text < b.text ? -1 : 1))
  return reasons.length > 0 ? reasons.slice(0, reasonsMax) : [timeReason(story, scene)]
}

/** The reason of a page in order of time, and of a story that nothing else speaks for. */
export function timeReason(story: ScoredCandidate, { nowMs }: Scene): Reason {
  const { latestAtMs } = story.candidate.story
  const text = Number.isNaN(latestAtMs) ? 'Little is known of it yet' : `The latest on it: ${ago(nowMs - latestAtMs)}`
  return { feature: 'freshness', text, weight: contributionOf(story, 'freshness') }
}

const explained: readonly (readonly [FeatureName, Explain])[] = [
  ['follow', explainFollows],
  ['nearest-opened', explainNearest],
  ['relevance', (story, scene) => [{ text: 'Close to what you open', control: fewerLike(story, scene) }]],
  ['topic-affinity', (story, scene) => explainTopic(story, scene, ({ kind }) => kind !== 'entity')],
  ['entity-affinity', (story, scene) => explainTopic(story, scene, ({ kind }) => kind === 'entity')],
  ['source-affinity', explainSource],
  ['importance', explainImportance],
  ['popularity', (story, scene) => [{ text: 'Many readers open it', control: turn(morePersonal, story, scene) }]],
  ['freshness', explainFreshness],
  ['novelty', explainNovelty],
  ['rarity', explainRarity],
  [
    'unfamiliar',
    (story, scene) => [{ text: 'Something you have not read about yet', control: turn(moreFamiliar, story, scene) }],
  ],
]

type DialControl = Control & { readonly kind: 'dial' }
const morePersonal: DialControl = { kind: 'dial', dial: 'importantPersonal', towards: 1 }
const moreFamiliar: DialControl = { kind: 'dial', dial: 'familiarExploring', towards: 0 }
const moreLasting: DialControl = { kind: 'dial', dial: 'freshLasting', towards: 1 }

function reasonOf(feature: FeatureName, { text, about, control }: Words, weight: number): Reason {
  return {
    feature,
    text,
    weight,
    ...(about === undefined ? {} : { about }),
    ...(control === undefined ? {} : { control }),
  }
}

/** Nothing where that was said already, or while nothing is learned. */
function fewerLike({ candidate: { story } }: ScoredCandidate, { profile }: Scene): Control | undefined {
  const { learningPaused, fewerLike: said } = profile
  return learningPaused || said?.has(story.id) === true ? undefined : { kind: 'less-story', storyId: story.id }
}

/** The dial, unless it stands at its end. */
function turn(control: DialControl, story: ScoredCandidate, scene: Scene): Control | undefined {
  return scene.profile.dials[control.dial] === control.towards ? fewerLike(story, scene) : control
}

function explainFollows(story: ScoredCandidate, scene: Scene): Words[] {
  const matches = matchesOf(story, scene)
  const total = matches.reduce((sum, { strength }) => sum + strength, 0)
  return matches.map(({ follow, strength }) => {
    const label = follow.kind === 'author' ? follow.name : follow.label
    return { text: `You follow ${label}`, about: { name: label }, control: unfollow(follow), part: strength / total }
  })
}

function unfollow(follow: Follow): Control {
  switch (follow.kind) {
    case 'topic':
      return { kind: 'unfollow', topicId: follow.topicId, label: follow.label }
    case 'source':
      return { kind: 'unfollow-source', sourceId: follow.sourceId, label: follow.label }
    case 'author':
      return { kind: 'unfollow-author', name: follow.name }
  }
}

function explainNearest(story: ScoredCandidate, scene: Scene): Words[] {
  const nearest = nearestStory(story, scene)
  return nearest === undefined
    ? []
    : [
        {
          text: `Because you opened “${nearest.title}”`,
          about: { name: nearest.title },
          control: fewerLike(story, scene),
        },
      ]
}

function explainTopic(story: ScoredCandidate, scene: Scene, of: (topic: TopicScore) => boolean): Words[] {
  let topic: TopicScore | undefined
  let most = 0
  for (const each of story.candidate.story.topics) {
    const moved = of(each) ? each.score * interestIn(each.id, scene) : 0
    if (moved <= 0 || moved < most || (moved === most && topic !== undefined && topic.id < each.id)) continue
    topic = each
    most = moved
  }
  if (topic === undefined) return []
  const { id: topicId, label } = topic
  const kind = scene.mutes.lessened.topics.has(topicId) ? 'mute-topic' : 'less-topic'
  return [{ text: `You often open ${label}`, about: { name: label }, control: { kind, topicId, label } }]
}

function explainSource({ candidate }: ScoredCandidate, scene: Scene, titleOf: SourceTitle): Words[] {
  const [source] = candidate.story.sourceIds
    .map((id) => ({ id, trust: trustIn(id, scene) }))
    .filter(({ trust }) => trust > 0)
    .sort((a, b) => b.trust - a.trust || (a.id < b.id ? -1 : 1))
  if (source === undefined) return []
  const label = titleOf(source.id) ?? 'this source'
  const control = lessOfSource(source.id, label, candidate.story.sourceIds.length === 1, scene)
  return [{ text: `You often open ${label}`, about: { name: label }, control }]
}

/** To mute a source takes away what it alone reports, and nothing else. */
function lessOfSource(sourceId: SourceId, label: string, isAlone: boolean, { mutes }: Scene): Control | undefined {
  if (!mutes.lessened.sources.has(sourceId)) return { kind: 'less-source', sourceId, label }
  return isAlone ? { kind: 'mute-source', sourceId, label } : undefined
}

function explainImportance(story: ScoredCandidate, scene: Scene): Words[] {
  const count = outletCountOf(story.candidate.story)
  const text = count >= sourcesToCount ? `${count} sources report it` : 'It matters to many just now'
  return [{ text, ...(count >= sourcesToCount ? { about: { count } } : {}), control: turn(morePersonal, story, scene) }]
}

function explainFreshness(story: ScoredCandidate, scene: Scene): Words[] {
  const passedMs = Math.max(0, scene.nowMs - story.candidate.story.latestAtMs)
  return [{ text: `New: ${ago(passedMs)}`, about: { passedMs }, control: turn(moreLasting, story, scene) }]
}

function explainNovelty(story: ScoredCandidate, scene: Scene): Words[] {
  const count = entriesSince(story)
  const reports = count === 1 ? '1 new report' : `${count} new reports`
  return [{ text: `${reports} since you read it`, about: { count }, control: fewerLike(story, scene) }]
}

function explainRarity({ candidate }: ScoredCandidate, { profile }: Scene): Words[] {
  for (const follow of profile.follows) {
    if (follow.kind !== 'source' || !candidate.story.sourceIds.includes(follow.sourceId)) continue
    const { sourceId, label } = follow
    return [
      {
        text: `${label} seldom publishes`,
        about: { name: label },
        control: { kind: 'unfollow-source', sourceId, label },
      },
    ]
  }
  return []
}

/** A length of time in words: the largest unit that it fills. */
function ago(passedMs: number): string {
  const minutes = Math.floor(Math.max(0, passedMs) / 60_000)
  if (minutes < 1) return 'just now'
  const [count, unit] =
    minutes < 60
      ? [minutes, 'minute']
      : minutes < 60 * 24
        ? [Math.floor(minutes / 60), 'hour']
        : [Math.floor(minutes / (60 * 24)), 'day']
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`
}

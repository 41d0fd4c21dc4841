/** Stories as cards: domain values become the API's views here, and nowhere else. */
import type { StoryId, TopicId } from '../../domain/ids.ts'
import type { Reason } from '../../domain/page.ts'
import { outletCountOf } from '../../domain/story.ts'
import type { TopicScore } from '../../domain/topic.ts'
import { isGrouping, parentSubject } from '../../platform/lexicons/subject-tree.ts'
import type { StoredStory } from '../../platform/storage/story-cards.ts'
import type { Part, ReasonView, SourceRef, StoryCard, TopicRef } from '../api/contract.ts'

const sourcesShown = 8
const pulseSlices = 12
/** Weaker topics are guesses. */
const topicScoreMin = 0.2
/** Of a subject's score, what a part of it needs to stand for it. */
const narrowShareMin = 0.6
const developingMs = 6 * 3_600_000

/** What a card says of the reader's own dealings with the story. */
export type CardContext = {
  readonly nowMs: number
  readonly followed: ReadonlySet<TopicId>
  readonly saved: ReadonlySet<StoryId>
  readonly seen: ReadonlyMap<StoryId, { readonly atMs: number; readonly opened: boolean }>
  readonly said: ReadonlyMap<StoryId, 'more' | 'less'>
}

/** What is shown of a story in one place of one page. */
export type Shown = { readonly reasons?: readonly Reason[]; readonly score?: number; readonly part?: Part }

export function storyCard(stored: StoredStory, context: CardContext, shown: Shown = {}): StoryCard {
  return { ...cardForAll(stored), ...cardForOne(stored, context, shown) }
}

type CardForOne = Omit<StoryCard, keyof CardForAll>

/** What a card says to this reader, now and here. */
export function cardForOne(stored: StoredStory, context: CardContext, shown: Shown): CardForOne {
  const { story, reports } = stored
  const topic = leadTopic(story.topics, context.followed)
  const seen = context.seen.get(story.id)
  const said = context.said.get(story.id)
  const card: CardForOne = {
    developing: reports.length > 2 && context.nowMs - story.latestAtMs < developingMs,
    reasons: [...(shown.reasons ?? [])],
    pulseNew: pulseNewOf(stored, seen?.atMs ?? context.nowMs),
    saved: context.saved.has(story.id),
    opened: seen?.opened ?? false,
  }
  // One by one: this is made for every story of every page.
  if (topic !== undefined) card.topic = topicRef(topic, context.followed)
  if (shown.part !== undefined) card.part = shown.part
  if (shown.score !== undefined) card.score = shown.score
  if (said !== undefined) card.said = said
  return card
}

/** The topic over the headline: one that the reader follows, else what says most about the story. */
export function leadTopic(topics: readonly TopicScore[], followed: ReadonlySet<TopicId>): TopicScore | undefined {
  let lead: TopicScore | undefined
  for (const topic of topics) if (lead === undefined || saysMore(topic, lead, followed)) lead = topic
  return lead?.kind === 'subject' ? narrowest(lead, topics) : lead
}

const rankOfKind = { relation: 3, subject: 2, query: 1, entity: 0 } as const

function saysMore(topic: TopicScore, than: TopicScore, followed: ReadonlySet<TopicId>): boolean {
  const isFollowed = ({ id, score }: TopicScore): number => Number(score >= topicScoreMin && followed.has(id))
  const more =
    isFollowed(topic) - isFollowed(than) || rankOfKind[topic.kind] - rankOfKind[than.kind] || topic.score - than.score
  return more > 0
}

/** "Football" rather than "Sport", where the story is mostly about that. */
function narrowest(subject: TopicScore, topics: readonly TopicScore[]): TopicScore {
  let part: TopicScore | undefined
  for (const topic of topics) {
    const { kind, score } = topic
    const isStrong = score >= narrowShareMin * subject.score && score > (part?.score ?? Number.NEGATIVE_INFINITY)
    if (kind === 'subject' && isStrong && parentSubject(topic.id) === subject.id) part = topic
  }
  const narrower = part === undefined ? subject : narrowest(part, topics)
  return isGrouping(narrower.id) ? subject : narrower
}

export function topicRef(
  topic: { readonly id: TopicId; readonly label: string; readonly kind: TopicScore['kind'] },
  followed: ReadonlySet<TopicId>,
): TopicRef {
  return { id: topic.id, label: topic.label, kind: topic.kind, followed: followed.has(topic.id) }
}

/** Topics of one name once: two kinds of one thing look alike to a reader. One that is followed goes before the others. */
export function distinctTopics(topics: readonly TopicScore[], followed: ReadonlySet<TopicId>): TopicRef[] {
  const named = new Map<string, TopicScore>()
  for (const topic of topics.toSorted(
    (a, b) => Number(followed.has(b.id)) - Number(followed.has(a.id)) || b.score - a.score,
  ))
    if (topic.score >= topicScoreMin && !named.has(topic.label)) named.set(topic.label, topic)
  return [...named.values()].map((topic) => topicRef(topic, followed))
}

/** Each outlet once, by its first source that reported, in the order of reporting. */
export function outletsOf({ reports }: Pick<StoredStory, 'reports'>): SourceRef[] {
  const first = new Map<string, SourceRef>()
  for (const { outlet, sourceId, sourceTitle } of reports) {
    const key = outlet ?? sourceId
    if (!first.has(key)) first.set(key, { id: sourceId, name: sourceTitle })
  }
  return [...first.values()]
}

/** Each source once, in the order of reporting. */
export function sourcesOf({ reports }: Pick<StoredStory, 'reports'>): SourceRef[] {
  const names = new Map(reports.map((report) => [report.sourceId, report.sourceTitle]))
  return [...names].map(([id, name]) => ({ id, name }))
}

/** What a card says to every reader alike. */
export type CardForAll = Pick<
  StoryCard,
  | 'id'
  | 'headline'
  | 'language'
  | 'image'
  | 'keyPoint'
  | 'sources'
  | 'sourceCount'
  | 'entryCount'
  | 'pulse'
  | 'firstAt'
  | 'latestAt'
  | 'entryId'
>

/** Made once for a story as long as it stays as it is. */
export function cardForAll(stored: StoredStory): CardForAll {
  const known = saidToAll.get(stored)
  if (known !== undefined) return known
  const { story, reports } = stored
  const [only] = reports.length === 1 ? reports : []
  const said = {
    id: story.id,
    headline: story.headline,
    language: story.language,
    ...(story.leadImage === undefined ? {} : { image: story.leadImage }),
    ...(story.keyPoints[0] === undefined ? {} : { keyPoint: story.keyPoints[0] }),
    sources: outletsOf(stored).slice(0, sourcesShown),
    sourceCount: outletCountOf(story),
    entryCount: reports.length,
    pulse: pulseOf(stored),
    firstAt: new Date(story.firstAtMs).toISOString(),
    latestAt: new Date(story.latestAtMs).toISOString(),
    ...(only === undefined ? {} : { entryId: only.entryId }),
  }
  saidToAll.set(stored, said)
  return said
}

const saidToAll = new WeakMap<StoredStory, CardForAll>()

/** Reports per equal slice of time, oldest first. */
function pulseOf({ reports, story }: StoredStory): number[] {
  if (reports.length < 2) return []
  const span = spanOf(story)
  const pulse = Array.from({ length: pulseSlices }, () => 0)
  for (const { atMs } of reports) {
    const slice = Math.min(pulseSlices - 1, Math.floor(((atMs - story.firstAtMs) / span) * pulseSlices))
    pulse[slice] = (pulse[slice] ?? 0) + 1
  }
  return pulse
}

/** How many of the last slices came after the reader looked. */
function pulseNewOf({ reports, story }: StoredStory, seenAtMs: number): number {
  if (reports.length < 2) return 0
  const seenSlice = Math.floor(((seenAtMs - story.firstAtMs) / spanOf(story)) * pulseSlices)
  return Math.max(0, Math.min(pulseSlices, pulseSlices - 1 - seenSlice))
}

const spanOf = ({ latestAtMs, firstAtMs }: StoredStory['story']): number => Math.max(1, latestAtMs - firstAtMs)

export function reasonView({ feature, text, about, weight, control }: Reason): ReasonView {
  return {
    feature,
    text,
    weight,
    ...(about === undefined ? {} : { about }),
    ...(control === undefined ? {} : { control }),
  }
}

import type { LeadImage } from '../../domain/article.ts'
import type { EntryId, SourceId, StoryId } from '../../domain/ids.ts'
import type { Story, StoryEntry } from '../../domain/story.ts'
import type { EntityMention, TopicScore, Understood } from '../../domain/topic.ts'
import { chooseHeadline, commonestLanguage } from './headline.ts'
import { importanceOf } from './importance.ts'
import { compareInTime } from './time-order.ts'

/** One entry of a story, with what is known of it. */
export type StoryMember = {
  readonly entry: StoryEntry
  readonly sourceId: SourceId
  readonly understood: Understood
  readonly leadImage?: LeadImage
}

const keyPointsMax = 5
const topicsMax = 8
const entitiesMax = 20
/** A key point that shares more than this of its words with one already taken says the same. */
const sameShareMin = 0.5

/**
 * The story that these entries make, as the card shows it. `copies`: which of them are copies, of which; they say nothing of
 * their own. `sources`: how many outlets are followed in all.
 */
export function describeStory(
  id: StoryId,
  members: readonly StoryMember[],
  {
    copies,
    ...circumstances
  }: { readonly copies: ReadonlyMap<EntryId, EntryId>; readonly nowMs: number; readonly sources: number },
): Story {
  const sorted = [...members].sort((one, other) => compareInTime(one.entry, other.entry))
  const entries = sorted.map(({ entry }) => entry)
  const times = entries.map(({ publishedAtMs }) => publishedAtMs).filter((time) => !Number.isNaN(time))
  const leadImage = chooseLeadImage(sorted)
  const originals = sorted.filter(({ entry }) => !copies.has(entry.id))
  const sourceIds = [...new Set(sorted.map(({ sourceId }) => sourceId))]
  const outletCount = new Set(entries.map(({ source }) => source)).size
  return {
    id,
    headline: chooseHeadline(entries),
    language: commonestLanguage(entries),
    entryIds: entries.map((entry): EntryId => entry.id),
    sourceIds,
    ...(outletCount < sourceIds.length ? { outletCount } : {}),
    firstAtMs: times.reduce((first, time) => Math.min(first, time), times[0] ?? circumstances.nowMs),
    latestAtMs: times.reduce((latest, time) => Math.max(latest, time), times[0] ?? circumstances.nowMs),
    keyPoints: mergeKeyPoints(originals, commonestLanguage(entries)),
    ...tellingsOf(originals, commonestLanguage(entries)),
    topics: mergeTopics(originals),
    entities: mergeEntities(originals),
    ...(leadImage === undefined ? {} : { leadImage }),
    importance: importanceOf({ entries, ...circumstances }),
  }
}

/** Other languages in which a story is told, those of most reports first. */
const otherLanguagesMax = 5

function tellingsOf(members: readonly StoryMember[], language: string): Pick<Story, 'inOtherLanguages'> {
  const byLanguage = new Map<string, StoryMember[]>()
  for (const member of members) {
    const { language: own, title } = member.entry
    if (own === language || own === 'und' || title.trim() === '') continue
    byLanguage.set(own, [...(byLanguage.get(own) ?? []), member])
  }
  if (byLanguage.size === 0) return {}
  const others = [...byLanguage].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
  const tellings = others
    .slice(0, otherLanguagesMax)
    .map(([own, told]) => [
      own,
      { headline: chooseHeadline(told.map(({ entry }) => entry)), keyPoints: mergeKeyPoints(told, own) },
    ])
  return { inOtherLanguages: Object.fromEntries(tellings) }
}

/** The widest picture whose width is known, the latest of equals; else the latest. */
function chooseLeadImage(members: readonly StoryMember[]): LeadImage | undefined {
  let best: LeadImage | undefined
  for (const { leadImage } of members)
    if (leadImage !== undefined && (leadImage.width ?? 0) >= (best?.width ?? 0)) best = leadImage
  return best
}

/** Key points of the latest originals first, those that say the same once. */
function mergeKeyPoints(members: readonly StoryMember[], language: string): string[] {
  const taken: { readonly text: string; readonly words: ReadonlySet<string> }[] = []
  for (const { understood, entry } of members.toReversed()) {
    if (entry.language !== language) continue
    for (const text of understood.keyPoints) {
      const words = new Set(text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])
      if (taken.length < keyPointsMax && !taken.some((held) => saysTheSame(held.words, words)))
        taken.push({ text, words })
    }
  }
  return taken.map(({ text }) => text)
}

function saysTheSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  let shared = 0
  for (const word of one) if (other.has(word)) shared += 1
  return shared > sameShareMin * Math.min(one.size, other.size)
}

/** Mean score over the reports, highest first. */
function mergeTopics(members: readonly StoryMember[]): TopicScore[] {
  const merged = new Map<string, TopicScore>()
  for (const { understood } of members)
    for (const topic of understood.topics) {
      const score = (merged.get(topic.id)?.score ?? 0) + topic.score / members.length
      merged.set(topic.id, { ...topic, score: Math.min(1, score) })
    }
  const topics = [...merged.values()].sort(byWorth(({ score }) => score))
  return topics.filter((topic) => !isOfTeams(topic, topics)).slice(0, topicsMax)
}

const sport = 'medtop:15000000'

/** Teams of two countries who meet are no relation of these: one report may not see that it is about sport, all together do. */
function isOfTeams({ kind, score }: TopicScore, topics: readonly TopicScore[]): boolean {
  const subject = topics.find((topic) => topic.kind === 'subject')
  return kind === 'relation' && subject?.id === sport && subject.score > score
}

/** Mean salience over the reports, counts and forms together, highest first. */
function mergeEntities(members: readonly StoryMember[]): EntityMention[] {
  const merged = new Map<string, EntityMention>()
  for (const { understood } of members)
    for (const entity of understood.entities) {
      const held = merged.get(entity.id)
      merged.set(entity.id, {
        ...(held ?? entity),
        mentions: [...new Set([...(held?.mentions ?? []), ...entity.mentions])],
        count: (held?.count ?? 0) + entity.count,
        salience: Math.min(1, (held?.salience ?? 0) + entity.salience / members.length),
      })
    }
  return [...merged.values()].sort(byWorth(({ salience }) => salience)).slice(0, entitiesMax)
}

function byWorth<Item extends { readonly id: string }>(worth: (item: Item) => number) {
  return (one: Item, other: Item): number => worth(other) - worth(one) || (one.id < other.id ? -1 : 1)
}

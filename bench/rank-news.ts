/** The invented news and readers that bench/rank.ts measures pages with. */
import { deriveId } from '../src/domain/derive-id.ts'
import type { EntryId, SourceId, StoryId, TopicId } from '../src/domain/ids.ts'
import type { Candidate } from '../src/domain/page.ts'
import type { Follow, Mute, Profile, Signal } from '../src/domain/reader.ts'
import { drawsFrom } from '../src/eval/metrics/bootstrap.ts'
import type { SignalStory } from '../src/pipeline/readers/apply-signal.ts'
import { profileOf } from '../src/pipeline/readers/profile-of.ts'

const sourceCount = 400
const topicCount = 2_000
const subjectCount = 60
const dimensions = 512
export const hourMs = 3_600_000

const draw = drawsFrom(7)
const whole = (below: number): number => Math.floor(draw() * below)
/** A few topics and sources have most of the news. */
const skewed = (below: number): number => Math.floor(draw() ** 3 * below)

// Ids are made here as the program makes its own, and are one string wherever they stand, as in the hot window.
const topicIds = Array.from({ length: topicCount }, (_, n) => `medtop:${n}` as TopicId)
const sourceIds = Array.from({ length: sourceCount }, (_, n) => deriveId('source', `${n}`) as SourceId)
const topicOf = (n: number): TopicId => topicIds[n] ?? (`medtop:${n}` as TopicId)
const sourceOf = (n: number): SourceId => sourceIds[n] ?? (deriveId('source', `${n}`) as SourceId)

const middles = Array.from({ length: subjectCount }, (_, middle) =>
  Float32Array.from({ length: dimensions }, (__, at) => Math.sin((middle + 1) * (at + 1))),
)

function vectorNear(subject: number): Float32Array {
  const vector = Float32Array.from(middles[subject] ?? [], (value) => value + 2 * draw() - 1)
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

/** Five reports on average, of as many outlets. */
export function storyOf(n: number, nowMs: number): Candidate {
  const subject = skewed(subjectCount)
  const topics = [subject, ...Array.from({ length: 5 }, () => subjectCount + skewed(topicCount - subjectCount))]
  const count = draw() < 0.2 ? 5 + whole(20) : 1 + whole(4)
  const latestAtMs = nowMs - (1 + draw() * 160) * hourMs
  const first = skewed(sourceCount)
  return {
    story: {
      id: deriveId('story', `${n}`) as StoryId,
      headline: `Report ${n} on matter ${subject} from town ${whole(5_000)} after council vote ${whole(900)}`,
      language: 'en',
      entryIds: Array.from({ length: count }, (_, at) => deriveId('entry', `${n} ${at}`) as EntryId),
      sourceIds: Array.from({ length: count }, (_, at) => sourceOf((first + at * 7) % sourceCount)),
      firstAtMs: latestAtMs - hourMs,
      latestAtMs,
      keyPoints: [`The council of town ${n} met`, 'A decision is due next week'],
      topics: [...new Set(topics)].map((topic, place) => ({
        id: topicOf(topic),
        label: `Topic ${topic}`,
        kind: place === 0 ? 'subject' : 'entity',
        score: 0.9 - place * 0.1,
      })),
      entities: [],
      importance: count / 25,
    },
    embedding: vectorNear(subject),
    popularity: skewed(50),
  }
}

/** Readers of all kinds: new ones, busy ones, and one in twenty who muted a thousand words. */
export function readerOf(n: number, stories: readonly Candidate[], nowMs: number): Profile {
  const follows = Array.from({ length: whole(12) }, (): Follow => {
    const [topic, source] = [skewed(topicCount), skewed(sourceCount)]
    return draw() < 0.7
      ? { kind: 'topic', topicId: topicOf(topic), label: `Topic ${topic}` }
      : { kind: 'source', sourceId: sourceOf(source), label: `Source ${source}` }
  })
  const mutes = Array.from(
    { length: n % 20 === 0 ? 1_000 : 0 },
    (_, at): Mute => ({ what: { kind: 'words', words: `nothing of number ${at}` }, strength: 'none' }),
  )
  const known = new Map<StoryId, SignalStory>()
  const signals = Array.from({ length: whole(150) }, (_, at): Signal => {
    const { story, embedding } = stories[whole(stories.length)] ?? storyOf(0, nowMs)
    const common = { id: story.id, title: story.headline, topics: story.topics, sourceIds: story.sourceIds }
    known.set(story.id, {
      ...common,
      entries: story.entryIds.length,
      ...(embedding === undefined ? {} : { embedding }),
    })
    const kind = draw() < 0.7 ? 'opened' : 'seen'
    return { id: `${at}`, kind, atMs: nowMs - whole(1_000) * hourMs, storyId: story.id }
  })
  return profileOf({ follows, mutes, dials: {}, signals, stories: known })
}

export function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(share * values.length)] ?? Number.NaN
}

/**
 * How long a page of 30 takes, from 20,000 stories in the window, for each of 10,000 readers: picking and ranking in one
 * process, on one core, bundled. Run: node scripts/bench.mjs rank [pages]
 */
import type { EntryId, SourceId, StoryId, TopicId } from '../src/domain/ids.ts'
import type { Candidate } from '../src/domain/page.ts'
import type { Follow, Mute, Profile, Signal } from '../src/domain/reader.ts'
import { drawsFrom } from '../src/eval/metrics/bootstrap.ts'
import { rankPage } from '../src/pipeline/ranking/rank-page.ts'
import { StoryTable } from '../src/pipeline/ranking/story-table.ts'
import type { SignalStory } from '../src/pipeline/readers/apply-signal.ts'
import { profileOf } from '../src/pipeline/readers/profile-of.ts'

const storyCount = 20_000
const readerCount = 10_000
const topicCount = 2_000
const sourceCount = 400
const dimensions = 512
const pageSize = 30
const hourMs = 3_600_000
const nowMs = 10_000 * hourMs
const warmUp = 300
const pageCount = Number(process.argv[3] ?? 2_000)

const draw = drawsFrom(7)
const whole = (below: number): number => Math.floor(draw() * below)
/** A few topics and sources have most of the news. */
const skewed = (below: number): number => Math.floor(draw() ** 3 * below)

// Ids are plain words: the brands say only which is which.
const topicOf = (n: number): TopicId => `medtop:${n}` as TopicId
const sourceOf = (n: number): SourceId => `source-${n}` as SourceId

function vectorNear(middle: number): Float32Array {
  const vector = Float32Array.from(
    { length: dimensions },
    (_, at) => Math.sin((middle + 1) * (at + 1)) + 2 * draw() - 1,
  )
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

function storyOf(n: number): Candidate {
  const subject = skewed(60)
  const topics = [subject, ...Array.from({ length: 5 }, () => 60 + skewed(topicCount - 60))]
  const count = draw() < 0.2 ? 1 + whole(10) : 1
  const latestAtMs = nowMs - draw() * 168 * hourMs
  return {
    story: {
      id: `story-${n}` as StoryId,
      headline: `Report ${n} on matter ${subject} from town ${whole(5_000)} after council vote ${whole(900)}`,
      language: 'en',
      entryIds: Array.from({ length: count }, (_, at) => `entry-${n}-${at}` as EntryId),
      sourceIds: Array.from({ length: count }, (_, at) => sourceOf((skewed(sourceCount) + at * 7) % sourceCount)),
      firstAtMs: latestAtMs,
      latestAtMs,
      keyPoints: [`The council of town ${n} met`, 'A decision is due next week'],
      topics: topics.map((topic, place) => ({
        id: topicOf(topic),
        label: `Topic ${topic}`,
        kind: place === 0 ? 'subject' : 'entity',
        score: 0.9 - place * 0.1,
      })),
      entities: [],
      importance: count / 12,
    },
    embedding: vectorNear(subject),
    popularity: skewed(50),
  }
}

/** Readers of all kinds: new ones, busy ones, and one in twenty who muted a thousand words. */
function readerOf(n: number, stories: readonly Candidate[]): Profile {
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
    const { story, embedding } = stories[whole(stories.length)] ?? storyOf(0)
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

const stories = Array.from({ length: storyCount }, (_, n) => storyOf(n))
const builtFrom = performance.now()
const table = StoryTable.from(stories)
const builtMs = performance.now() - builtFrom

const times: number[] = []
const processor: number[] = []
const picking: number[] = []
let candidates = 0
let shown = 0
for (let n = 0; n < warmUp + pageCount; n += 1) {
  // Each reader is made for their page and forgotten: 10,000 of them at once would measure memory instead.
  const profile = readerOf(n % readerCount, stories)
  const usedBefore = process.cpuUsage()
  const from = performance.now()
  const picked = table.pick(profile, { nowMs, seed: `${n}` })
  const pickedAt = performance.now()
  const page = rankPage({ profile, ...picked, nowMs, seed: `${n}`, size: pageSize })
  const until = performance.now()
  const used = process.cpuUsage(usedBefore)
  if (n < warmUp) continue
  times.push(until - from)
  processor.push((used.user + used.system) / 1_000)
  picking.push(pickedAt - from)
  candidates += picked.candidates.length
  shown += page.items.length
}

const at = (values: readonly number[], share: number): string =>
  ([...values].sort((a, b) => a - b)[Math.floor(share * values.length)] ?? Number.NaN).toFixed(2)
process.stdout.write(
  `${JSON.stringify({
    pages: times.length,
    p50Ms: at(times, 0.5),
    p99Ms: at(times, 0.99),
    // Processor time of the whole process: what a page costs when other programs use the machine too.
    processorP50Ms: at(processor, 0.5),
    processorP99Ms: at(processor, 0.99),
    pickP50Ms: at(picking, 0.5),
    pickP99Ms: at(picking, 0.99),
    candidatesPerPage: Math.round(candidates / times.length),
    storiesPerPage: shown / times.length,
    tableBuiltMs: Math.round(builtMs),
    memoryMb: Math.round(process.memoryUsage().rss / 1e6),
  })}\n`,
)

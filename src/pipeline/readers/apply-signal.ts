/**
 * What one signal teaches about a reader. Knows nothing of storage: that a signal counts once is the caller's to see to
 * when signals come one by one, and `profileOf`'s when they come as a set.
 */
import type { SourceId, StoryId, TopicId } from '../../domain/ids.ts'
import type { Interest, InterestWatch, Profile, Signal, SignalKind, WeightShift } from '../../domain/reader.ts'
import type { Story } from '../../domain/story.ts'
import { addEvidence, interestHalfLifeOpens } from './interest.ts'
import { forgetWeights, learnWeights } from './learn-weights.ts'
import { haveChanged, nothingWatched, watchInterests } from './notice-change.ts'

/** What a signal's story was like. */
export type SignalStory = Pick<Story, 'id' | 'topics' | 'sourceIds'> & {
  readonly title: string
  /** How many entries it has. */
  readonly entries: number
  /** When they came in, earliest first: what came after a signal was not seen by it. Without it, all were there. */
  readonly arrivedMs?: readonly number[]
  readonly embedding?: Float32Array
  readonly language?: string
}

/** A story as signals remember it; `embedding` is that of its headline, `arrivedMs` when its entries came in. */
export function signalStoryOf(
  story: Story,
  embedding: Float32Array | undefined,
  arrivedMs?: readonly number[],
): SignalStory {
  return {
    id: story.id,
    title: story.headline,
    topics: story.topics,
    sourceIds: story.sourceIds,
    entries: story.entryIds.length,
    language: story.language,
    ...(embedding === undefined ? {} : { embedding }),
    ...(arrivedMs === undefined ? {} : { arrivedMs }),
  }
}

/** How many entries the story had at a time. O(those that came since). */
function entriesAt({ entries, arrivedMs }: SignalStory, atMs: number): number {
  if (arrivedMs === undefined) return entries
  let count = arrivedMs.length
  while (count > 0 && (arrivedMs[count - 1] ?? 0) > atMs) count -= 1
  return count
}

type Lesson = { readonly positive: number; readonly negative: number; readonly history: number }

/** What each kind of signal is worth, in opens. A story passed over on a page says very little; asking for fewer says much. */
const lessons: Readonly<Record<SignalKind, Lesson>> = {
  seen: { positive: 0, negative: 0.15, history: 0 },
  opened: { positive: 1, negative: 0, history: 1 },
  dwelt: { positive: 0.5, negative: 0, history: 0.5 },
  finished: { positive: 0.5, negative: 0, history: 0.5 },
  saved: { positive: 1.5, negative: 0, history: 1 },
  shared: { positive: 1.5, negative: 0, history: 1 },
  more: { positive: 3, negative: 0, history: 2 },
  less: { positive: 0, negative: 3, history: -2 },
  hidden: { positive: 0, negative: 1.5, history: -1 },
  followed: { positive: 2, negative: 0, history: 0 },
  muted: { positive: 0, negative: 3, history: 0 },
}
/** A story that still stands there says nothing more of its reader, who may have opened it, or looks in ten times a day. */
const nothingNew: Lesson = { positive: 0, negative: 0, history: 0 }
/** Attention of this length, in seconds, is worth a whole `dwelt`. */
const dwellSeconds = 60

/** What was learned before a change of interests counts as if so much had been opened since: a sixteenth. */
const opensOfChange = 4 * interestHalfLifeOpens

const historyMax = 100
const seenMax = 5_000
const interestsMax = 2_000

/** A profile being changed. Made once for a whole fold, so that folding n signals costs O(n). */
export type ProfileDraft = {
  readonly from: Profile
  readonly topics: Map<TopicId, Interest>
  readonly sources: Map<SourceId, Interest>
  readonly languages: Map<string, Interest>
  readonly history: Map<StoryId, Profile['history'][number]>
  readonly seen: Map<StoryId, { atMs: number; entries: number; opened: boolean }>
  readonly hidden: Set<StoryId>
  readonly fewerLike: Set<StoryId>
  readonly model: Map<string, WeightShift>
  opens: Interest | undefined
  openCount: number
  watch: InterestWatch | undefined
}

/**
 * The profile after one more signal. `story`: what is known of the story it is about, if anything is. While learning is
 * paused only what was seen and hidden is noted. O(size of the profile).
 */
export function applySignal(profile: Profile, signal: Signal, story: SignalStory | undefined): Profile {
  const draft = draftOf(profile)
  note(draft, signal, story)
  return finish(draft)
}

export function draftOf(profile: Profile): ProfileDraft {
  return {
    from: profile,
    topics: new Map(profile.topics),
    sources: new Map(profile.sources),
    languages: new Map(profile.languages),
    history: new Map(profile.history.map((opened) => [opened.storyId, opened])),
    seen: new Map(profile.seen),
    hidden: new Set(profile.hidden),
    fewerLike: new Set(profile.fewerLike),
    model: new Map(profile.model),
    opens: profile.opens,
    openCount: profile.openCount ?? 0,
    watch: profile.watch,
  }
}

/** Adds one signal to a draft. */
export function note(draft: ProfileDraft, signal: Signal, story: SignalStory | undefined): void {
  const storyId = signal.storyId ?? story?.id
  const entries = story === undefined ? 0 : entriesAt(story, signal.atMs)
  const isAgain = signal.kind === 'seen' && storyId !== undefined && entries <= (draft.seen.get(storyId)?.entries ?? -1)
  if (storyId !== undefined) noteSeen(draft, storyId, signal, entries)
  if (draft.from.learningPaused) return
  if (storyId !== undefined && signal.kind === 'less') draft.fewerLike.add(storyId)
  if (storyId !== undefined && signal.kind === 'more') draft.fewerLike.delete(storyId)
  const lesson = isAgain ? nothingNew : lessonOf(signal)
  const { atMs } = signal
  if (signal.features !== undefined) {
    learnWeights(draft.model, signal.features, signal.kind, 'reader')
    watch(draft, signal.features, signal.kind)
  }
  const atOpens = draft.openCount
  if (signal.topicId !== undefined) {
    const label = story?.topics.find((topic) => topic.id === signal.topicId)?.label ?? ''
    learn(draft.topics, signal.topicId, { label, positive: lesson.positive, negative: lesson.negative, atMs, atOpens })
  }
  if (signal.sourceId !== undefined)
    learn(draft.sources, signal.sourceId, {
      label: '',
      positive: lesson.positive,
      negative: lesson.negative,
      atMs,
      atOpens,
    })
  if (story === undefined || signal.topicId !== undefined || signal.sourceId !== undefined) return
  noteStory(draft, story, lesson, atMs)
}

/** The draft as a value, within its bounds. */
export function finish(draft: ProfileDraft): Profile {
  const history = [...draft.history.values()].sort((a, b) => a.atMs - b.atMs || (a.storyId < b.storyId ? -1 : 1))
  const seen = [...draft.seen].sort(([a, { atMs: at }], [b, { atMs: bt }]) => at - bt || (a < b ? -1 : 1))
  return {
    ...draft.from,
    topics: strongest(draft.topics),
    sources: strongest(draft.sources),
    languages: draft.languages,
    history: history.slice(-historyMax),
    seen: new Map(seen.slice(-seenMax)),
    hidden: new Set([...draft.hidden].slice(-seenMax)),
    fewerLike: new Set([...draft.fewerLike].slice(-seenMax)),
    model: draft.model,
    ...(draft.opens === undefined ? {} : { opens: draft.opens }),
    openCount: draft.openCount,
    ...(draft.watch === undefined ? {} : { watch: draft.watch }),
  }
}

/**
 * When interests have changed, evidence from before counts as if much had been opened since, and what is trusted of each
 * feature is less sure again.
 */
function watch(draft: ProfileDraft, features: Readonly<Record<string, number>>, kind: SignalKind): void {
  draft.watch = watchInterests(draft.watch ?? nothingWatched, features, kind)
  if (!haveChanged(draft.watch, draft.openCount)) return
  draft.watch = { ...draft.watch, doubt: 0 }
  draft.openCount += opensOfChange
  forgetWeights(draft.model)
}

function lessonOf(signal: Signal): Lesson {
  const lesson = lessons[signal.kind]
  if (signal.kind !== 'dwelt') return lesson
  const share = Math.min(1, Math.max(0, signal.seconds ?? 0) / dwellSeconds)
  return { positive: lesson.positive * share, negative: 0, history: lesson.history * share }
}

function noteSeen(draft: ProfileDraft, id: StoryId, { kind, atMs }: Signal, entries: number): void {
  if (kind === 'hidden') draft.hidden.add(id)
  const before = draft.seen.get(id)
  const reads = kind === 'opened' || kind === 'dwelt' || kind === 'finished'
  draft.seen.set(id, {
    atMs: Math.max(atMs, before?.atMs ?? atMs),
    // A signal about a story that grew meanwhile raises the count, one that is late never lowers it.
    entries: Math.max(entries, before?.entries ?? 0),
    opened: reads || (before?.opened ?? false),
  })
}

function noteStory(draft: ProfileDraft, story: SignalStory, lesson: Lesson, atMs: number): void {
  draft.openCount += lesson.positive
  const atOpens = draft.openCount
  for (const { id, label, score } of story.topics)
    learn(draft.topics, id, {
      label,
      positive: lesson.positive * score,
      negative: lesson.negative * score,
      atMs,
      atOpens,
    })
  // A story of many outlets says little about each of them.
  const share = 1 / Math.max(1, story.sourceIds.length)
  for (const id of story.sourceIds)
    learn(draft.sources, id, {
      label: '',
      positive: lesson.positive * share,
      negative: lesson.negative * share,
      atMs,
      atOpens,
    })
  if (lesson.positive > 0) {
    draft.opens = addEvidence(draft.opens, { label: '', positive: lesson.positive, negative: 0, atMs, atOpens })
    if (story.language !== undefined && story.language !== 'und')
      learn(draft.languages, story.language, { label: '', positive: lesson.positive, negative: 0, atMs, atOpens })
  }
  if (lesson.history === 0) return
  const before = draft.history.get(story.id)
  const embedding = story.embedding ?? before?.embedding
  draft.history.set(story.id, {
    storyId: story.id,
    title: story.title,
    atMs: Math.max(atMs, before?.atMs ?? atMs),
    weight: (before?.weight ?? 0) + lesson.history,
    atOpens,
    ...(embedding === undefined ? {} : { embedding }),
  })
}

function learn<Id>(interests: Map<Id, Interest>, id: Id, added: Interest): void {
  if (added.positive !== 0 || added.negative !== 0) interests.set(id, addEvidence(interests.get(id), added))
}

/** Interests with the most evidence, when there are too many to keep. */
function strongest<Id extends string>(interests: Map<Id, Interest>): Map<Id, Interest> {
  if (interests.size <= interestsMax) return interests
  const weight = ({ positive, negative }: Interest): number => positive + negative
  return new Map(
    [...interests]
      .sort(([a, left], [b, right]) => weight(right) - weight(left) || (a < b ? -1 : 1))
      .slice(0, interestsMax),
  )
}

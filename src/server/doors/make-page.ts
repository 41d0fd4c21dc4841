/** One page for one reader: candidates from the hot window, ranked, logged, and shown. */
import type { StoryId } from '../../domain/ids.ts'
import type { Candidate, Page, Scored } from '../../domain/page.ts'
import type { Profile } from '../../domain/reader.ts'
import type { TopicScore } from '../../domain/topic.ts'
import type { Background } from '../../pipeline/ranking/background.ts'
import { rankPage } from '../../pipeline/ranking/rank-page.ts'
import { isGrouping } from '../../platform/lexicons/subject-tree.ts'
import type { StoredStory } from '../../platform/storage/story-cards.ts'
import type { PageView, Part } from '../api/contract.ts'
import type { HotWindow } from './hot-window.ts'
import { type MatchedQuery, topicsWithQueries } from './query-matches.ts'
import { type CardContext, type Shown, storyCard, topicRef } from './story-card-view.ts'
import { toldFor } from './told-for.ts'

export const pageSize = 30
const suggestionsMax = 5
const wordsPerMinute = 230
const wordsPerReport = 120
const millisecondsPerSeed = 60_000

/** The page with its stories, what the news at large was like, and of how many it was chosen. */
export type MadePage = {
  readonly page: Page
  readonly background: Background
  readonly stories: ReadonlyMap<StoryId, StoredStory>
  readonly of: number
}

/** Ranks the window for a reader. `seed` makes exploration repeatable: the same within a minute. */
export function makePage(
  window: HotWindow,
  profile: Profile,
  options: {
    readonly readerId: string
    readonly atMs: number
    readonly size?: number
    readonly without?: ReadonlySet<StoryId>
    /** The reader's own queries, followed or not: their stories are candidates like those of any topic. */
    readonly queries: readonly MatchedQuery[]
  },
): MadePage {
  const { readerId, atMs: nowMs, size = pageSize, without, queries } = options
  const seed = `${readerId} ${Math.floor(nowMs / millisecondsPerSeed)}`
  const picked = window.pick(profile, { nowMs, seed })
  const chosen = without === undefined ? picked : { ...picked, ...window.allBut(without) }
  const candidates = withQueries(chosen.candidates, window, queries)
  const { pool, ...besides } = chosen
  const page = rankPage({
    ...besides,
    candidates,
    // With queries among their topics stories are not as they stand in the window.
    ...(queries.length === 0 ? { pool } : {}),
    profile,
    nowMs,
    seed,
    size,
    weights: window.weights,
    sourceTitle: window.sourceTitle,
  })
  const stories = new Map<StoryId, StoredStory>()
  for (const { storyId } of page.items) {
    const stored = window.get(storyId)
    if (stored !== undefined) stories.set(storyId, toldFor(stored, profile.reads))
  }
  return { page, background: picked.background, stories, of: window.size }
}

/** Newest stories of each query that are considered beside those picked for other causes. */
const perQuery = 6

/** The candidates and the newest stories of the reader's queries, each with the queries that mean it among its topics. */
function withQueries(
  candidates: readonly Candidate[],
  window: HotWindow,
  queries: readonly MatchedQuery[],
): readonly Candidate[] {
  if (queries.length === 0) return candidates
  const known = new Set(candidates.map(({ story }) => story.id))
  const added = new Set(queries.flatMap(({ scores }) => newestOf([...scores.keys()], window)))
  const more = [...added].flatMap((stored) => (known.has(stored.story.id) ? [] : [window.candidate(stored)]))
  return [...candidates, ...more].map((candidate) => {
    const topics = topicsWithQueries(candidate.story, queries)
    return topics === candidate.story.topics ? candidate : { ...candidate, story: { ...candidate.story, topics } }
  })
}

function newestOf(ids: readonly StoryId[], window: HotWindow): StoredStory[] {
  return ids
    .flatMap((id) => window.get(id) ?? [])
    .toSorted((a, b) => b.story.latestAtMs - a.story.latestAtMs)
    .slice(0, perQuery)
}

/** For whom a page is shown, and what stands on it beside its stories. */
export type PageContext = {
  readonly card: CardContext
  readonly profile: Profile
  readonly sourcesPending: number
}

/** The page as the API shows it; images are the publishers' own. */
export function pageView(made: MadePage, context: PageContext): PageView {
  const shown = shownOn(made)
  const stories = shown.map(({ stored, ...place }) => storyCard(stored, context.card, place))
  return { ...besideStories(made, shown, context), stories }
}

/** The stories of a page, each with what it is on the page for. */
export function shownOn({ page, stories }: MadePage): readonly ShownStory[] {
  return page.items.flatMap((item) => {
    const stored = stories.get(item.storyId)
    return stored === undefined ? [] : [{ stored, reasons: item.reasons, score: item.score, part: partOf(item) }]
  })
}

type ShownStory = Required<Shown> & { readonly stored: StoredStory }

/** All that a page says and is not a story. */
export function besideStories(
  { page, of }: MadePage,
  shown: readonly ShownStory[],
  { card, profile, sourcesPending }: PageContext,
): Omit<PageView, 'stories'> {
  const mix = { followed: 0, learned: 0, important: 0, explore: 0 }
  let reportCount = 0
  let foldedCount = 0
  for (const { part, stored } of shown) {
    mix[part] += 1
    reportCount += stored.reports.length
    for (const { copyOf } of stored.reports) if (copyOf !== undefined) foldedCount += 1
  }
  return {
    id: page.id,
    madeAt: new Date(page.madeAtMs).toISOString(),
    reportCount,
    foldedCount,
    leftOutCount: Math.max(0, of - shown.length),
    readingMinutes: Math.ceil((shown.length * wordsPerReport) / wordsPerMinute),
    mix,
    dials: profile.dials,
    suggestions: suggestionsOf(shown, card),
    sourcesPending,
  }
}

const partOfFeature: Readonly<Record<string, Part>> = {
  follow: 'followed',
  rarity: 'followed',
  relevance: 'learned',
  'nearest-opened': 'learned',
  'topic-affinity': 'learned',
  'entity-affinity': 'learned',
  'source-affinity': 'learned',
  importance: 'important',
  popularity: 'important',
  freshness: 'important',
}

/** What a story is on the page for, told by its strongest reason in favour. */
function partOf({ reasons }: Scored): Part {
  const [strongest] = reasons.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight)
  return partOfFeature[strongest?.feature ?? ''] ?? 'explore'
}

/** Topics that the page keeps coming to and the reader does not follow yet, by no name. */
function suggestionsOf(shown: readonly ShownStory[], context: CardContext): PageView['suggestions'] {
  const weights = new Map<string, { weight: number; readonly topic: TopicScore }>()
  const followedNames = new Set<string>()
  for (const { stored } of shown)
    for (const topic of stored.story.topics) {
      if (context.followed.has(topic.id)) followedNames.add(topic.label)
      if (topic.kind === 'query' || isGrouping(topic.id)) continue
      const worth = topic.score * (topic.kind === 'subject' ? 0.5 : 1)
      const known = weights.get(topic.label)
      if (known === undefined) weights.set(topic.label, { weight: worth, topic })
      else known.weight += worth
    }
  for (const name of followedNames) weights.delete(name)
  return [...weights.values()]
    .toSorted((a, b) => b.weight - a.weight || (a.topic.id < b.topic.id ? -1 : 1))
    .slice(0, suggestionsMax)
    .map(({ topic }) => topicRef(topic, context.followed))
}

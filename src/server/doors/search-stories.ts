/**
 * Search by words and by meaning: words over everything kept, meaning over the hot window, whose vectors are in memory. Both
 * orders are fused by rank, since their scores are of two kinds.
 */
import { isUuid } from '../../domain/derive-id.ts'
import type { StoryId } from '../../domain/ids.ts'
import { directionSoon } from '../../jobs/embed-query.ts'
import type { Work } from '../../jobs/work.ts'
import { centreOf, nearnessOf } from '../../pipeline/readers/match-query.ts'
import { bestStories, type StoredStory, searchStories } from '../../platform/storage/story-cards.ts'
import type { SearchQuery } from '../doors.ts'
import type { HotWindow } from './hot-window.ts'

/** Stories that one search orders; what lies behind them is found by other words, or newest first. */
const orderedMax = 200
const nearMax = 60
/** Stories further from the words' meaning than this are about something else. */
const nearnessMin = 0.35
/** Weight of a place in one of the two orders: `1 / (fusing + place)`. Source: Cormack, Clarke and Büttcher (2009). */
const fusing = 60
/** Words that are there count for more than a meaning that is guessed. */
const wordsWeight = 2
const cursor = /^best:(\d{1,4})$/

type Tools = { readonly work: Pick<Work, 'db' | 'embedder' | 'log'>; readonly window: HotWindow }

/** Ids of a page of stories, and where the next page begins. */
export async function findStories(
  tools: Tools,
  query: SearchQuery,
): Promise<{ readonly ids: readonly StoryId[]; readonly next?: string }> {
  return query.order === 'newest' || query.text.trim() === ''
    ? await newestFirst(tools, query)
    : await bestFirst(tools, query)
}

async function newestFirst({ work }: Tools, query: SearchQuery) {
  const { after, ...rest } = query
  const ids = await searchStories(work.db, {
    ...rest,
    // `after` is the id of a story that an answer of ours ended with.
    ...(after !== undefined && isUuid(after) ? { after: after as StoryId } : {}),
  })
  const next = ids.length === query.limit ? ids.at(-1) : undefined
  return { ids, ...(next === undefined ? {} : { next }) }
}

async function bestFirst({ work, window }: Tools, query: SearchQuery) {
  const from = Number(cursor.exec(query.after ?? '')?.[1] ?? 0)
  const [holding, near] = await Promise.all([
    bestStories(work.db, { ...query, limit: orderedMax }),
    nearest({ work, window }, query),
  ])
  const worth = new Map<StoryId, number>()
  for (const [place, id] of holding.entries()) worth.set(id, wordsWeight / (fusing + place))
  for (const [place, id] of near.entries()) worth.set(id, (worth.get(id) ?? 0) + 1 / (fusing + place))
  const ordered = [...worth].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).map(([id]) => id)
  const end = from + query.limit
  return { ids: ordered.slice(from, end), ...(end < ordered.length ? { next: `best:${end}` } : {}) }
}

/** Stories of the window that mean the words, nearest first. Search goes on by words alone where meaning fails or is slow. */
async function nearest({ work, window }: Tools, query: SearchQuery): Promise<StoryId[]> {
  const meant = await directionSoon(work, query.text)
  const stories = window.all()
  const centre = centreOf(stories.flatMap(({ embedding }) => embedding ?? []))
  if (meant === undefined || centre === undefined) return []
  return stories
    .filter((stored) => passes(stored, query))
    .map(({ story, embedding }) => ({
      id: story.id,
      nearness: embedding === undefined ? 0 : nearnessOf(meant.direction, embedding, centre),
    }))
    .filter(({ nearness }) => nearness >= nearnessMin)
    .sort((a, b) => b.nearness - a.nearness)
    .slice(0, nearMax)
    .map(({ id }) => id)
}

function passes({ story }: StoredStory, query: SearchQuery): boolean {
  return (
    (query.sourceId === undefined || story.sourceIds.includes(query.sourceId)) &&
    (query.topicId === undefined || story.topics.some(({ id }) => id === query.topicId)) &&
    (query.language === undefined || story.language === query.language) &&
    (query.sinceMs === undefined || story.latestAtMs >= query.sinceMs) &&
    (query.untilMs === undefined || story.firstAtMs <= query.untilMs)
  )
}

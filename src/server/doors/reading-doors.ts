/** Doors for what a reader reads. */

import { isUuid } from '../../domain/derive-id.ts'
import type { StoryId, TopicId } from '../../domain/ids.ts'
import type { Follow, Profile } from '../../domain/reader.ts'
import type { ReaderQuery, TopicScore } from '../../domain/topic.ts'
import { reportOf, storyEntryOf } from '../../jobs/story-entry.ts'
import type { Work } from '../../jobs/work.ts'
import { readableBy } from '../../pipeline/ranking/readable.ts'
import { muteSubjectOf } from '../../pipeline/ranking/scene.ts'
import { foldName } from '../../pipeline/readers/fold-words.ts'
import { compileMutes } from '../../pipeline/readers/mutes.ts'
import { coverageOf } from '../../pipeline/stories/coverage.ts'
import { lifeCycleOf } from '../../pipeline/stories/importance.ts'
import { timelineOf } from '../../pipeline/stories/timeline.ts'
import { loadArticle, type StoredArticle } from '../../platform/storage/article-pages.ts'
import { mergedTopicId } from '../../platform/storage/entity-merges.ts'
import { highlightsIn } from '../../platform/storage/highlights.ts'
import { sourcesNamed } from '../../platform/storage/source-names.ts'
import { membersOfStories, type StoredMember } from '../../platform/storage/stories.ts'
import { currentStoryId, type StoredStory, searchStories, storiesOfTopic } from '../../platform/storage/story-cards.ts'
import { loadTopic, relatedTopics, topicsNamed } from '../../platform/storage/topics.ts'
import type {
  ArticleView,
  EventView,
  FollowView,
  ReportView,
  SearchView,
  StoryCard,
  StoryView,
  TopicView,
} from '../api/contract.ts'
import type { Doors, Reader, SearchQuery } from '../doors.ts'
import { highlightView } from './highlight-doors.ts'
import type { HotWindow } from './hot-window.ts'
import type { PageMaker } from './page-maker.ts'
import type { PageThreads } from './page-threads.ts'
import { muteIdOf } from './profile-view.ts'
import { queryOf } from './query-doors.ts'
import { type MatchedQuery, type QueryMatches, topicsWithQueries } from './query-matches.ts'
import type { ReaderStates } from './reader-state.ts'
import { findStories } from './search-stories.ts'
import { type CardContext, distinctTopics, sourcesOf, storyCard, topicRef } from './story-card-view.ts'
import { toldFor } from './told-for.ts'

type ReadingDoors = Pick<
  Doors,
  'page' | 'pageAnswer' | 'story' | 'article' | 'topic' | 'search' | 'following' | 'events'
>

const topicStoriesMax = 40
/** So many of a topic are looked at for a reader who chose languages: some may be told in none of them. */
const topicLookedAtMax = 120
const relatedMax = 6
const topicsFoundMax = 8
const sourcesFoundMax = 8
const wordsPerMinute = 230
const eventGapMs = 3_000

type Tools = {
  readonly work: Work
  readonly window: HotWindow
  readonly states: ReaderStates
  readonly matches: QueryMatches
}

export function readingDoors({
  work,
  maker,
  threads,
}: {
  readonly work: Work
  readonly maker: PageMaker
  readonly threads: PageThreads | undefined
}): ReadingDoors {
  const { window, states, matches } = maker
  const tools: Tools = { work, window, states, matches }
  const { db } = work
  return {
    page: async (reader, asked) => await maker.page(reader.id, asked),
    pageAnswer: async (reader, asked) => await threads?.page(reader.id, asked),
    story: async (reader, id) => await story(tools, reader, id),
    article: async (reader, id) => {
      const stored = isUuid(id) ? await loadArticle(db, id) : undefined
      if (stored === undefined) return undefined
      const [context, highlights] = await Promise.all([
        states.cardContext(reader.id),
        highlightsIn(db, reader.id, stored.entryId),
      ])
      return { ...articleView(stored, context), highlights: highlights.map(highlightView) }
    },
    topic: async (reader, id, asked) => await topic(tools, reader, { id, ...asked }),
    search: async (reader, query) => await search(tools, reader, query),
    following: async (reader) => await following(tools, reader),
    events: (reader, stop) => eventsOf(tools, reader, stop),
  }
}

type TopicAsked = { readonly id: TopicId; readonly allLanguages: boolean }

async function topic(tools: Tools, reader: Reader, asked: TopicAsked): Promise<TopicView | undefined> {
  const { work, states } = tools
  const { id: given, allLanguages } = asked
  const found =
    (await queryOf(work.db, reader.id, given)) ?? (await loadTopic(work.db, await mergedTopicId(work.db, given)))
  if (found === undefined) return undefined
  const { id } = found
  if ('words' in found) return await queryTopic(tools, reader, { ...found, allLanguages })
  const context = await states.cardContext(reader.id)
  const { profile } = await states.of(reader.id)
  const mute = profile.mutes.find(({ what }) => what.kind === 'topic' && what.topicId === id)
  const mutedTopics = mutedTopicsOf(profile, work.now())
  return {
    ...topicRef(found, context.followed),
    ...(mute === undefined ? {} : { muted: mute.strength, muteId: muteIdOf(mute) }),
    ...(await topicStories(tools, reader, {
      id,
      allLanguages,
      ids: await storiesOfTopic(work.db, id, topicLookedAtMax),
    })),
    related: (await relatedTopics(work.db, id, relatedMax + mutedTopics.size))
      .filter((other) => !mutedTopics.has(other.id))
      .slice(0, relatedMax)
      .map((other) => topicRef(other, context.followed)),
  }
}

/** The page of a reader's own query: what it found, and the topics that its stories come back to. */
async function queryTopic(
  tools: Tools,
  reader: Reader,
  { id, words, byMeaning, allLanguages }: ReaderQuery & TopicAsked,
): Promise<TopicView> {
  const { work, window, states, matches } = tools
  const { followed } = await states.cardContext(reader.id)
  const holding = await searchStories(work.db, { text: words, limit: topicLookedAtMax })
  const own = byMeaning ? (await matches.of(reader.id)).find(({ query }) => query.id === id) : undefined
  const stories = await window.byId([...new Set([...holding, ...(own?.scores.keys() ?? [])])])
  const newest = stories.toSorted((a, b) => b.story.latestAtMs - a.story.latestAtMs).slice(0, topicLookedAtMax)
  const weights = new Map<string, { readonly topic: TopicScore; readonly weight: number }>()
  for (const topic of newest.flatMap(({ story }) => story.topics))
    weights.set(topic.label, { topic, weight: (weights.get(topic.label)?.weight ?? 0) + topic.score })
  const beside = [...weights.values()].toSorted((a, b) => b.weight - a.weight).slice(0, relatedMax)
  return {
    ...topicRef({ id, label: words, kind: 'query' }, followed),
    ...(await topicStories(tools, reader, { allLanguages, ids: newest.map(({ story }) => story.id) })),
    related: beside.map(({ topic }) => topicRef(topic, followed)),
  }
}

/** The newest of these in languages that the reader chose, and how many of the newest are not. Given newest first. */
async function topicStories(
  tools: Tools,
  reader: Reader,
  { id, ids, allLanguages }: Partial<TopicAsked> & { readonly ids: readonly StoryId[] },
): Promise<Pick<TopicView, 'stories' | 'inOtherLanguages'>> {
  const { profile } = await tools.states.of(reader.id)
  const isReadable = allLanguages === true ? undefined : readableBy(profile)
  const wanted = isReadable === undefined ? ids.slice(0, topicStoriesMax) : ids
  const stories = await unmutedStories(tools, reader, wanted, id)
  const readable = stories.filter(({ story }) => isReadable?.(story) !== false).slice(0, topicStoriesMax)
  const heldBack = stories.slice(0, topicStoriesMax).filter(({ story }) => isReadable?.(story) === false).length
  return {
    stories: await cards(tools, reader, readable),
    ...(heldBack === 0 ? {} : { inOtherLanguages: heldBack }),
  }
}

const nothingFound: Awaited<ReturnType<typeof findStories>> = { ids: [] }

async function search(tools: Tools, reader: Reader, query: SearchQuery): Promise<SearchView> {
  const { db } = tools.work
  const { followed } = await tools.states.cardContext(reader.id)
  const { sourceId } = query
  // What is no id of a source has no stories; left out, it would find those of all.
  const isNowhere = sourceId !== undefined && !isUuid(sourceId)
  const { ids, next } = isNowhere ? nothingFound : await findStories(tools, query)
  return {
    text: query.text,
    stories: await unmuted(tools, reader, ids),
    topics: (await topicsNamed(db, query.text, topicsFoundMax)).map((found) => topicRef(found, followed)),
    sources: (await sourcesNamed(db, query.text, sourcesFoundMax)).map(({ id, title }) => ({ id, name: title })),
    ...(next === undefined ? {} : { next }),
  }
}

/** Cards without what the reader muted. */
async function unmuted(tools: Tools, reader: Reader, ids: readonly StoryId[]): Promise<StoryCard[]> {
  return await cards(tools, reader, await unmutedStories(tools, reader, ids))
}

/** On a muted topic's own page, which is `asked` for, its stories are what is wanted. */
async function unmutedStories(
  tools: Tools,
  reader: Reader,
  ids: readonly StoryId[],
  asked?: TopicId,
): Promise<StoredStory[]> {
  const isMuted = await mutedFor(tools, reader, asked)
  return (await tools.window.byId(ids)).filter(({ story }) => !isMuted(story))
}

async function cards({ states }: Tools, reader: Reader, stories: readonly StoredStory[]): Promise<StoryCard[]> {
  const context = await states.cardContext(reader.id)
  const { reads } = (await states.of(reader.id)).profile
  return stories.map((stored) => storyCard(toldFor(stored, reads), context))
}

/** Whether the reader muted a story, as things stand now; `asked`: a topic whose mute does not count. */
async function mutedFor(
  { states, matches, work }: Tools,
  reader: Reader,
  asked?: TopicId,
): Promise<(story: StoredStory['story']) => boolean> {
  const { profile } = await states.of(reader.id)
  const mutes =
    asked === undefined
      ? profile.mutes
      : profile.mutes.filter(({ what }) => what.kind !== 'topic' || what.topicId !== asked)
  const { mutes: mutesAny, isMuted } = compileMutes(mutes, work.now())
  if (!mutesAny) return () => false
  const queries = await matches.of(reader.id)
  return (story) => isMuted(muteSubjectOf({ story: { ...story, topics: topicsWithQueries(story, queries) } }))
}

/** Whether a story may be told of as new: it is not muted, and told in a language that the reader chose. */
async function wantedBy(tools: Tools, reader: Reader): Promise<(story: StoredStory['story']) => boolean> {
  const isMuted = await mutedFor(tools, reader)
  const isReadable = readableBy((await tools.states.of(reader.id)).profile)
  return (story) => isReadable?.(story) !== false && !isMuted(story)
}

function mutedTopicsOf({ mutes }: Profile, nowMs: number): ReadonlySet<TopicId> {
  return new Set(
    mutes.flatMap(({ what, strength, untilMs }) =>
      what.kind === 'topic' && strength === 'none' && (untilMs === undefined || untilMs > nowMs) ? [what.topicId] : [],
    ),
  )
}

async function story(tools: Tools, reader: Reader, given: StoryId): Promise<StoryView | undefined> {
  const { work, window, states } = tools
  if (!isUuid(given)) return undefined
  const id = await currentStoryId(work.db, given)
  const [found] = await window.byId([id])
  if (found === undefined) return undefined
  const stored = toldFor(found, (await states.of(reader.id)).profile.reads)
  const members = (await membersOfStories(work.db, [id])).get(id) ?? []
  const context = await states.cardContext(reader.id)
  const reports = reportViews(stored, members)
  const byEntry = new Map(reports.map((report) => [report.entryId, report]))
  return {
    ...storyCard(stored, context),
    topics: distinctTopics(stored.story.topics, context.followed),
    keyPoints: stored.story.keyPoints.map((text) => ({ text, sources: sayersOf(text, stored, members) })),
    languages: [...new Set(members.map(({ understood }) => understood.language))],
    lifeCycle: lifeCycleOf({ latestAtMs: stored.story.latestAtMs, nowMs: work.now() }),
    timeline: reports.toReversed(),
    coverage: coverageOf(members.map(reportOf)).flatMap(({ entryIds }) => {
      const own = entryIds.flatMap((entryId) => byEntry.get(entryId) ?? [])
      const [first] = own
      return first === undefined ? [] : [{ source: first.source, reports: own }]
    }),
    related: await unmuted(
      tools,
      reader,
      relatedTo(stored, window).map((other) => other.story.id),
    ),
  }
}

/** Earliest first. */
function reportViews(stored: StoredStory, members: readonly StoredMember[]): ReportView[] {
  const added = new Map(timelineOf(members.map(storyEntryOf)).map((item) => [item.entryId, item.added]))
  const titles = new Map(stored.reports.map((report) => [report.entryId, report]))
  return members.map((member) => {
    const says = added.get(member.entryId)
    const report = titles.get(member.entryId)
    return {
      entryId: member.entryId,
      title: member.title,
      language: member.understood.language,
      at: new Date(member.publishedAtMs).toISOString(),
      ...(member.url === undefined ? {} : { url: member.url }),
      source: { id: member.sourceId, name: report?.sourceTitle ?? '' },
      ...(says === undefined ? {} : { added: says }),
      echoes: stored.reports.filter((other) => other.copyOf === member.entryId).length,
    }
  })
}

function sayersOf(text: string, stored: StoredStory, members: readonly StoredMember[]) {
  const ids = new Set<string>(
    members.filter(({ understood }) => understood.keyPoints.includes(text)).map(({ sourceId }) => sourceId),
  )
  return sourcesOf(stored).filter(({ id }) => ids.has(id))
}

/** Stories of the window that share the most with this one: topics weighed by their score, entities by their salience. */
function relatedTo({ story: own }: StoredStory, window: HotWindow): StoredStory[] {
  const topics = new Map(own.topics.filter(({ kind }) => kind !== 'subject').map(({ id, score }) => [id, score]))
  return window
    .all()
    .map((stored) => ({
      stored,
      worth: stored.story.topics.reduce((sum, { id, score }) => sum + score * (topics.get(id) ?? 0), 0),
    }))
    .filter(({ stored, worth }) => worth > 0 && stored.story.id !== own.id)
    .toSorted((a, b) => b.worth - a.worth || (a.stored.story.id < b.stored.story.id ? -1 : 1))
    .slice(0, relatedMax)
    .map(({ stored }) => stored)
}

function articleView(stored: StoredArticle, context: CardContext): Omit<ArticleView, 'highlights'> {
  return {
    entryId: stored.entryId,
    ...(stored.storyId === null ? {} : { storyId: stored.storyId }),
    title: stored.title,
    language: stored.language ?? 'und',
    ...(stored.byline === null ? {} : { byline: stored.byline }),
    source: { id: stored.sourceId, name: stored.sourceTitle ?? '' },
    ...(stored.url === null ? {} : { url: stored.url }),
    publishedAt: stored.publishedAt.toISOString(),
    readingMinutes: Math.max(1, Math.round(stored.text.split(/\s+/).length / wordsPerMinute)),
    ...(stored.topicLine === null ? {} : { topicLine: stored.topicLine }),
    topics: distinctTopics(stored.topics ?? [], context.followed),
    entities: (stored.entities ?? []).map(({ id, name, kind, mentions, salience, wikidataId }) => ({
      id,
      name,
      kind,
      aliases: mentions.filter((form) => form !== name),
      salience,
      ...(wikidataId === undefined ? {} : { wikidataId }),
    })),
    ...(stored.leadImage === null ? {} : { image: stored.leadImage }),
    keyPoints: [...stored.keyPoints],
    videos: stored.videos.map((video) => ({ ...video })),
    html: stored.html,
    ...(stored.barrier === null ? {} : { barrier: stored.barrier }),
    ...(stored.commentCount === null ? {} : { commentCount: stored.commentCount }),
    ...(stored.commentsUrl === null ? {} : { commentsUrl: stored.commentsUrl }),
    related: stored.related.map((item) => ({ ...item })),
    edits: stored.edits.map((edit) => ({ ...edit, at: new Date(edit.at).toISOString() })),
    saved: stored.storyId !== null && context.saved.has(stored.storyId),
  }
}

/** What a reader follows, with the stories of the last day in each that they have not seen. */
async function following(tools: Tools, reader: Reader): Promise<FollowView[]> {
  const { window, states, work, matches } = tools
  const { profile } = await states.of(reader.id)
  const sinceMs = work.now() - 86_400_000
  const isWanted = await wantedBy(tools, reader)
  const fresh = window
    .all()
    .filter(({ story }) => story.latestAtMs > sinceMs && !profile.seen.has(story.id) && isWanted(story))
  const queries = await matches.of(reader.id)
  return profile.follows.map((follow) => followView(follow, fresh, queries))
}

function followView(follow: Follow, fresh: readonly StoredStory[], queries: readonly MatchedQuery[]): FollowView {
  switch (follow.kind) {
    case 'topic':
      return {
        ...follow,
        newCount: fresh.filter(({ story }) => topicsWithQueries(story, queries).some(({ id }) => id === follow.topicId))
          .length,
      }
    case 'source':
      return { ...follow, newCount: fresh.filter(({ story }) => story.sourceIds.includes(follow.sourceId)).length }
    case 'author':
      return { ...follow, newCount: fresh.filter((stored) => isBy(stored, foldName(follow.name))).length }
  }
}

function isBy({ reports }: StoredStory, name: string): boolean {
  return reports.some(({ authors }) => authors.some((each) => foldName(each) === name))
}

/** New stories since the stream began that may stand on the reader's page, gathered for some seconds. */
async function* eventsOf(tools: Tools, reader: Reader, stop: AbortSignal): AsyncGenerator<EventView> {
  const { window } = tools
  const known = new Set(window.all().map(({ story }) => story.id))
  const fresh = new Set<StoryId>()
  let wake: () => void = () => {}
  const unwatch = window.watch((ids) => {
    for (const id of ids) if (!known.has(id)) fresh.add(id)
    wake()
  })
  stop.addEventListener('abort', () => wake(), { once: true })
  try {
    let told = 0
    while (!stop.aborted) {
      if (fresh.size === told)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      else {
        told = fresh.size
        const isWanted = await wantedBy(tools, reader)
        const count = (await window.byId([...fresh])).filter(({ story }) => isWanted(story)).length
        if (count > 0) yield { kind: 'new-stories', count }
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, eventGapMs)
          stop.addEventListener(
            'abort',
            () => {
              clearTimeout(timer)
              resolve()
            },
            { once: true },
          )
        })
      }
    }
  } finally {
    unwatch()
  }
}

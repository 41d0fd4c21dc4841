/** Doors for feeds given out: the reader's page and topics, under addresses that only the reader knows. */
import type { ReaderId, StoryId } from '../../domain/ids.ts'
import type { Reason } from '../../domain/page.ts'
import type { Work } from '../../jobs/work.ts'
import { feedVersion, renewFeedVersion } from '../../platform/storage/feed-addresses.ts'
import { loadReader } from '../../platform/storage/readers.ts'
import { installationSecret } from '../../platform/storage/secrets.ts'
import { membersOfStories } from '../../platform/storage/stories.ts'
import type { StoredStory } from '../../platform/storage/story-cards.ts'
import type { Doors } from '../doors.ts'
import { feedToken, isFeedToken, readerNamedIn } from './feed-token.ts'
import type { FeedDoors, FeedStory } from './feeds.ts'
import type { HotWindow } from './hot-window.ts'
import { makePage } from './make-page.ts'
import type { QueryMatches } from './query-matches.ts'
import type { ReaderStates } from './reader-state.ts'
import { distinctTopics, sourcesOf } from './story-card-view.ts'

const reportsMax = 8

type Tools = {
  readonly work: Pick<Work, 'db'>
  readonly window: HotWindow
  readonly states: ReaderStates
  readonly matches: QueryMatches
  /** A topic with its stories, as its page shows them. */
  readonly topic: Doors['topic']
}

export function feedDoors(tools: Tools): FeedDoors {
  const { work, window, states, matches } = tools
  const { db } = work
  const tokenOf = async (id: ReaderId, version: number) => feedToken(await installationSecret(db), id, version)
  return {
    feedToken: async ({ id }) => await tokenOf(id, await feedVersion(db, id)),
    renewFeedToken: async ({ id }) => await tokenOf(id, await renewFeedVersion(db, id)),
    readerOfFeedToken: async (token) => {
      const id = readerNamedIn(token)
      if (id === undefined) return undefined
      const [secret, version, reader] = await Promise.all([
        installationSecret(db),
        feedVersion(db, id),
        loadReader(db, id),
      ])
      return reader !== undefined && isFeedToken(token, secret, id, version) ? reader : undefined
    },
    pageFeed: async ({ id }, atMs) => {
      const { profile } = await states.of(id)
      const { page, stories } = makePage(window, profile, { readerId: id, atMs, queries: await matches.of(id) })
      return await told(
        tools,
        page.items.flatMap(({ storyId, reasons }) => {
          const stored = stories.get(storyId)
          return stored === undefined ? [] : [{ stored, reasons }]
        }),
      )
    },
    topicFeed: async (reader, id) => {
      const found = await tools.topic(reader, id, { allLanguages: false })
      if (found === undefined) return undefined
      // Cards hold the ids of the stories that they were made of.
      const ids = found.stories.map((card) => card.id as StoryId)
      const stories = (await window.byId(ids)).map((stored) => ({ stored, reasons: [] }))
      return { label: found.label, stories: await told(tools, stories) }
    },
  }
}

/** How new a story is, its dates say for good: "6 minutes ago" is true when it is asked for, and no more when it is read. */
async function told(
  { work }: Tools,
  stories: readonly { readonly stored: StoredStory; readonly reasons: readonly Reason[] }[],
): Promise<FeedStory[]> {
  const members = await membersOfStories(
    work.db,
    stories.map(({ stored }) => stored.story.id),
  )
  return stories.map(({ stored, reasons }): FeedStory => {
    const { story } = stored
    const names = new Map(sourcesOf(stored).map(({ id, name }) => [id, name]))
    const reports = (members.get(story.id) ?? []).flatMap(({ url, title, sourceId }) =>
      url === undefined ? [] : [{ url, title, source: names.get(sourceId) ?? '' }],
    )
    return {
      id: story.id,
      headline: story.headline,
      language: story.language,
      firstAt: new Date(story.firstAtMs).toISOString(),
      latestAt: new Date(story.latestAtMs).toISOString(),
      keyPoints: story.keyPoints,
      sources: [...new Set(names.values())].slice(0, reportsMax),
      topics: distinctTopics(story.topics, new Set()).map(({ label }) => label),
      reasons: reasons.filter(({ feature, weight }) => weight > 0 && feature !== 'freshness').map(({ text }) => text),
      reports: reports.slice(0, reportsMax),
    }
  })
}

/** Every page that is read: asks the API's own endpoints and shows what they answer. */
import type { Context } from 'hono'
import { storyLink } from '../../web/links.ts'
import { ArticlePage } from '../../web/pages/article-page.tsx'
import { EmptyPage, FrontPage, FrontRail } from '../../web/pages/front-page.tsx'
import { SavedPage } from '../../web/pages/saved-page.tsx'
import { type Period, type periods, SearchPage } from '../../web/pages/search-page.tsx'
import { SourcesPage } from '../../web/pages/sources-page.tsx'
import { StoryPage, StoryRail } from '../../web/pages/story-page.tsx'
import { TopicPage, TopicRail } from '../../web/pages/topic-page.tsx'
import { YouPage } from '../../web/pages/you-page.tsx'
import { partOfDay } from '../../web/words.ts'
import { limits } from '../api/contract.ts'
import type { ServerContext } from '../context.ts'
import type { Reader, Refusal } from '../doors.ts'
import { entryId, sourceId, storyId, topicId } from '../ids.ts'
import { proxiedArticle, proxiedCard, proxiedCards, proxiedStory } from '../media/proxied.ts'
import { type Moved, nowOf, type Shown, showFor } from './show.tsx'

type PageHandler = (c: Context, context: ServerContext) => Promise<Response>

const searchPageSize = 20
const fillingReloadSeconds = 4

export const frontPage: PageHandler = (c, context) =>
  showFor(c, context, async (reader) => {
    const now = nowOf(c, context)
    const leftOut = c.req.query()['show'] === 'left-out'
    const page = proxiedCards(context.media, await context.doors.page(reader, { atMs: now.nowMs, leftOut }))
    if (page.stories.length === 0 && !leftOut) {
      const setup = await context.doors.setup()
      return {
        title: partOfDay(now),
        place: 'page',
        main: <EmptyPage setup={setup} now={now} />,
        ...(setup.sourcesPending > 0 ? { reloadSeconds: fillingReloadSeconds } : {}),
      }
    }
    return {
      title: partOfDay(now),
      place: 'page',
      main: <FrontPage page={page} now={now} leftOut={leftOut} />,
      rail: <FrontRail page={page} />,
    }
  })

export const storyPage: PageHandler = (c, context) =>
  showFor(c, context, async (reader): Promise<Shown | Moved | Refusal> => {
    const now = nowOf(c, context)
    const asked = c.req.param('id') ?? ''
    const found = await context.doors.story(reader, storyId(asked))
    if (found === undefined)
      return missing('story-unknown', 'This story is not here. It may have grown old, or merged into another.')
    // Stories merge: an old address leads to the one that holds its reports now.
    if (found.id !== asked) return { movedTo: storyLink(found.id) }
    await recordOpened(c, context, reader, found.id)
    const story = proxiedStory(context.media, found)
    return {
      title: story.headline,
      place: 'elsewhere',
      main: <StoryPage story={story} now={now} />,
      rail: <StoryRail story={story} now={now} />,
    }
  })

export const articlePage: PageHandler = (c, context) =>
  showFor(c, context, async (reader): Promise<Shown | Refusal> => {
    const found = await context.doors.article(reader, entryId(c.req.param('id') ?? ''))
    if (found === undefined) return missing('article-unknown', 'This article is not here. It may have grown old.')
    if (found.storyId !== undefined) await recordOpened(c, context, reader, found.storyId)
    const article = proxiedArticle(context.media, found)
    return { title: article.title, place: 'elsewhere', main: <ArticlePage article={article} now={nowOf(c, context)} /> }
  })

export const topicPage: PageHandler = (c, context) =>
  showFor(c, context, async (reader): Promise<Shown | Refusal> => {
    const found = await context.doors.topic(reader, topicId(c.req.param('id') ?? ''))
    if (found === undefined) return missing('topic-unknown', 'No article has been about this topic.')
    const topic = proxiedCards(context.media, found)
    return {
      title: topic.label,
      place: 'elsewhere',
      main: <TopicPage topic={topic} now={nowOf(c, context)} />,
      rail: <TopicRail topic={topic} />,
    }
  })

export const searchPage: PageHandler = (c, context) =>
  showFor(c, context, async (reader) => {
    const now = nowOf(c, context)
    const asked = c.req.query()
    const text = (asked['text'] ?? '').trim().slice(0, limits.searchLength)
    const period = periodOf(asked['period'])
    const source = asked['sourceId']
    const after = asked['after']
    const sinceMs = sinceOf(period, now.nowMs)
    const found =
      text !== '' || source !== undefined
        ? await context.doors.search(reader, {
            text,
            limit: searchPageSize,
            order: asked['order'] === 'newest' ? 'newest' : 'best',
            ...(source === undefined ? {} : { sourceId: sourceId(source) }),
            ...(sinceMs === undefined ? {} : { sinceMs }),
            ...(after === undefined ? {} : { after }),
          })
        : undefined
    return {
      title: text === '' ? 'Search' : text,
      place: 'search',
      main: (
        <SearchPage
          input={{ text, period, ...(source === undefined ? {} : { sourceId: source }) }}
          found={found && proxiedCards(context.media, found)}
          now={now}
        />
      ),
    }
  })

export const savedPage: PageHandler = (c, context) =>
  showFor(c, context, async (reader) => {
    const stories = await context.doors.saved(reader)
    const cards = stories.map((card) => proxiedCard(context.media, card))
    return { title: 'Saved', place: 'saved', main: <SavedPage stories={cards} now={nowOf(c, context)} /> }
  })

export const sourcesPage: PageHandler = (c, context) =>
  showFor(c, context, async () => {
    const sources = await context.doors.sources()
    return { title: 'Sources', place: 'sources', main: <SourcesPage sources={sources} now={nowOf(c, context)} /> }
  })

export const youPage: PageHandler = (c, context) =>
  showFor(c, context, async (reader) => {
    const [profile, readers] = await Promise.all([context.doors.profile(reader), context.doors.readers()])
    return {
      title: reader.name,
      place: 'you',
      main: <YouPage profile={profile} readers={readers.map(({ name }) => name)} now={nowOf(c, context)} />,
    }
  })

/**
 * Opening a page of a story counts as opening the story, with or without scripts; once an hour, and not when the browser
 * only fetches ahead.
 */
async function recordOpened(c: Context, context: ServerContext, reader: Reader, story: string): Promise<void> {
  if ((c.req.header('sec-purpose') ?? '').includes('prefetch')) return
  const atMs = context.clock()
  const id = `opened:${reader.id}:${story}:${Math.floor(atMs / 3_600_000)}`
  await context.doors.signals(reader, [{ id, kind: 'opened', atMs, storyId: storyId(story) }])
}

function missing(code: string, message: string): Refusal {
  return { refused: { code, message } }
}

function periodOf(given: string | undefined): Period {
  return given === 'day' || given === 'week' || given === 'month' ? given : 'any'
}

function sinceOf(period: keyof typeof periods, nowMs: number): number | undefined {
  const days = { any: undefined, day: 1, week: 7, month: 30 }[period]
  return days === undefined ? undefined : nowMs - days * 86_400_000
}

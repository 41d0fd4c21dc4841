/** Every page that is read: asks the API's own endpoints and shows what they answer. */
import type { Context } from 'hono'
import { markHighlights } from '../../pipeline/articles/mark-highlights.ts'
import { storyLink } from '../../web/links.ts'
import { ArticlePage } from '../../web/pages/article-page.tsx'
import { EmptyPage, FrontPage, FrontRail, isComingIn } from '../../web/pages/front-page.tsx'
import { OperatorPage } from '../../web/pages/operator-page.tsx'
import { type Period, type SearchInput, SearchPage } from '../../web/pages/search-page.tsx'
import { SourcesPage } from '../../web/pages/sources-page.tsx'
import { StoryPage, StoryRail } from '../../web/pages/story-page.tsx'
import { TopicPage, TopicRail } from '../../web/pages/topic-page.tsx'
import { YouPage } from '../../web/pages/you-page.tsx'
import { topicName } from '../../web/topic-name.ts'
import { limits, type PageView } from '../api/contract.ts'
import type { ServerContext } from '../context.ts'
import type { PageAsked, Reader, Refusal, SearchQuery } from '../doors.ts'
import { entryId, sourceId, storyId, topicId } from '../ids.ts'
import { proxiedArticle, proxiedCards, proxiedStory } from '../media/proxied.ts'
import { asksAsOperator } from '../reader-of.ts'
import { type Moved, type Shown, showFor, wordsOf } from './show.tsx'

export type PageHandler = (c: Context, context: ServerContext) => Promise<Response>

const searchPageSize = 20
const fillingReloadSeconds = 4

export const frontPage: PageHandler = (c, context) =>
  showFor(c, context, async (reader) => {
    const words = wordsOf(c, context)
    const leftOut = c.req.query()['show'] === 'left-out'
    const page = await pageOf(context, reader, { atMs: words.nowMs, leftOut, isUnseen: c.req.method === 'HEAD' })
    if (page.stories.length === 0 && !leftOut) {
      const setup = await context.doors.setup()
      return {
        title: words.partOfDay(),
        place: 'page',
        main: <EmptyPage setup={setup} />,
        ...(isComingIn(setup) ? { reloadSeconds: fillingReloadSeconds } : {}),
      }
    }
    return {
      title: words.partOfDay(),
      place: 'page',
      main: <FrontPage page={page} leftOut={leftOut} />,
      rail: <FrontRail page={page} leftOut={leftOut} />,
    }
  })

const decoder = new TextDecoder()

async function pageOf({ doors, media }: ServerContext, reader: Reader, asked: PageAsked): Promise<PageView> {
  const written = await doors.pageAnswer(reader, asked)
  if (written === undefined) return proxiedCards(media, await doors.page(reader, asked))
  // Written by the API's own schema of it.
  return JSON.parse(decoder.decode(written)) as PageView
}

export const storyPage: PageHandler = (c, context) =>
  showFor(c, context, async (reader): Promise<Shown | Moved | Refusal> => {
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
      main: <StoryPage story={story} />,
      rail: <StoryRail story={story} />,
    }
  })

export const articlePage: PageHandler = (c, context) =>
  showFor(c, context, async (reader): Promise<Shown | Refusal> => {
    const found = await context.doors.article(reader, entryId(c.req.param('id') ?? ''))
    if (found === undefined) return missing('article-unknown', 'This article is not here. It may have grown old.')
    if (found.storyId !== undefined) await recordOpened(c, context, reader, found.storyId)
    const article = proxiedArticle(context.media, found)
    const { html, lost } = markHighlights(article.html, article.highlights)
    const main = <ArticlePage article={{ ...article, html }} lost={lost} />
    return { title: article.title, place: 'elsewhere', main }
  })

export const topicPage: PageHandler = (c, context) =>
  showFor(c, context, async (reader): Promise<Shown | Refusal> => {
    const { languages } = c.req.query()
    const allLanguages = languages === 'all'
    const found = await context.doors.topic(reader, topicId(c.req.param('id') ?? ''), { allLanguages })
    if (found === undefined) return missing('topic-unknown', 'No article has been about this topic.')
    const topic = proxiedCards(context.media, found)
    return {
      title: topicName(topic, wordsOf(c, context)),
      place: 'elsewhere',
      main: <TopicPage topic={topic} allLanguages={allLanguages} />,
      rail: <TopicRail topic={topic} />,
    }
  })

export const searchPage: PageHandler = (c, context) =>
  showFor(c, context, async (reader) => {
    const { say, nowMs } = wordsOf(c, context)
    const input = searchInputOf(c.req.query())
    const [sources, own, found, inNews] = await Promise.all([
      context.doors.sources(),
      input.text === '' ? undefined : followedSearch(context, reader, input.text),
      isAsked(input)
        ? context.doors.search(reader, searchQueryOf(input, { nowMs, after: c.req.query()['after'] }))
        : undefined,
      isAsked(input) ? [] : context.doors.inNews(),
    ])
    return {
      title: input.text === '' ? say('search.title') : input.text,
      place: 'search',
      main: (
        <SearchPage
          input={input}
          found={found && proxiedCards(context.media, found)}
          own={own}
          isFurther={c.req.query()['after'] !== undefined}
          sources={sources.map(({ id, name }) => ({ id, name }))}
          inNews={inNews}
        />
      ),
    }
  })

async function followedSearch({ doors }: ServerContext, reader: Reader, text: string) {
  const asked = text.toLowerCase()
  return (await doors.queries(reader)).find(({ words, followed }) => followed && words.toLowerCase() === asked)
}

/** What the form sent; empty fields are not there. */
function searchInputOf(asked: Readonly<Record<string, string>>): SearchInput {
  const given = (name: string) => (asked[name] === '' ? undefined : asked[name]?.slice(0, limits.idLength))
  const [source, topic, language] = [given('sourceId'), given('topicId'), given('language')]
  return {
    text: (asked['text'] ?? '').trim().slice(0, limits.searchLength),
    period: periodOf(asked['period']),
    ...(source === undefined ? {} : { sourceId: source }),
    ...(topic === undefined ? {} : { topicId: topic }),
    ...(language === undefined ? {} : { language }),
  }
}

function isAsked({ text, sourceId: source, topicId: topic }: SearchInput): boolean {
  return text !== '' || source !== undefined || topic !== undefined
}

function searchQueryOf(
  { text, period, sourceId: source, topicId: topic, language }: SearchInput,
  { nowMs, after }: { readonly nowMs: number; readonly after: string | undefined },
): SearchQuery {
  const sinceMs = sinceOf(period, nowMs)
  return {
    text,
    limit: searchPageSize,
    order: 'best',
    ...(source === undefined ? {} : { sourceId: sourceId(source) }),
    ...(topic === undefined ? {} : { topicId: topicId(topic) }),
    ...(language === undefined ? {} : { language }),
    ...(sinceMs === undefined ? {} : { sinceMs }),
    ...(after === undefined ? {} : { after }),
  }
}

export const sourcesPage: PageHandler = (c, context) =>
  showFor(c, context, async () => {
    const [sources, mayEdit] = await Promise.all([context.doors.sources(), asksAsOperator(c, context)])
    return {
      title: wordsOf(c, context).say('place.sources'),
      place: 'sources',
      main: <SourcesPage sources={sources} find={c.req.query()['find']?.trim() ?? ''} mayEdit={mayEdit} />,
    }
  })

export const youPage: PageHandler = (c, context) =>
  showFor(c, context, async (reader) => {
    const [profile, isOperator] = await Promise.all([context.doors.profile(reader), asksAsOperator(c, context)])
    return {
      title: reader.name,
      place: 'you',
      main: <YouPage profile={profile} offered={context.doors.offered()} isOperator={isOperator} />,
    }
  })

/** For the operator alone, known as every reader is. */
export const operatorPage: PageHandler = (c, context) =>
  showFor(c, context, async (reader): Promise<Shown | Refusal> => {
    if (!(await asksAsOperator(c, context)))
      return missing('operator-only', 'This page is for who runs the installation.')
    const [status, installation, sources, corrections, merges] = await Promise.all([
      context.doors.status(),
      context.doors.installation(),
      context.doors.sources(),
      context.doors.corrections(reader),
      context.doors.entityMerges(),
    ])
    return {
      title: wordsOf(c, context).say('place.operator'),
      place: 'elsewhere',
      main: (
        <OperatorPage
          status={status}
          installation={installation}
          sources={sources}
          corrections={corrections}
          merges={merges}
        />
      ),
    }
  })

/**
 * Opening a page of a story counts as opening the story, with or without scripts; once an hour, and not when the browser
 * only fetches ahead, or keeps a copy for times without a network.
 */
async function recordOpened(c: Context, context: ServerContext, reader: Reader, story: string): Promise<void> {
  if ((c.req.header('sec-purpose') ?? '').includes('prefetch') || c.req.header('salient-keep') !== undefined) return
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

function sinceOf(period: Period, nowMs: number): number | undefined {
  const days = { any: undefined, day: 1, week: 7, month: 30 }[period]
  return days === undefined ? undefined : nowMs - days * 86_400_000
}

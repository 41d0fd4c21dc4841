/**
 * `/feeds/TOKEN/page.atom`, `/feeds/TOKEN/topic/ID.rss`: a reader's page and topics for any feed reader, which cannot log in;
 * whoever knows the address is the reader. `/feed` leads a reader to theirs.
 */
import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { errorAnswer } from '../api/errors.ts'
import type { ServerContext } from '../context.ts'
import type { FeedStory } from '../doors/feeds.ts'
import { topicId } from '../ids.ts'
import { readerOf } from '../reader-of.ts'
import type { NewsFeed, NewsItem } from './news-feed.ts'
import { type FeedFormatOut, feedFormats } from './write-feed.ts'

const secondsMax = 300
const named = /^(?:page|topic\/(?<topic>.{1,512}))\.(?<format>atom|rss|json)$/su
const notThere = { code: 'not-found', message: 'There is no such feed. Its address may have been renewed.' }

/** GET /feeds/:token/:name */
export async function feedOut(c: Context, context: ServerContext): Promise<Response> {
  const token = c.req.param('token') ?? ''
  const name = named.exec(c.req.param('name') ?? '')?.groups
  const reader = await context.doors.readerOfFeedToken(token)
  // The expression above lets only the known formats through.
  const format = name?.['format'] as FeedFormatOut | undefined
  if (reader === undefined || format === undefined) return errorAnswer(c, notThere)
  const topic = name?.['topic']
  const origin = originOf(c, context)
  const url = `${origin}/feeds/${token}/${topic === undefined ? 'page' : `topic/${encodeURIComponent(topic)}`}.${format}`
  if (topic === undefined) {
    const stories = await context.doors.pageFeed(reader, context.clock())
    return answer(c, format, feedOf({ url, siteUrl: `${origin}/`, title: `${reader.name} · Salient`, origin }, stories))
  }
  const found = await context.doors.topicFeed(reader, topicId(topic))
  if (found === undefined) return errorAnswer(c, notThere)
  const siteUrl = `${origin}/topic/${encodeURIComponent(topic)}`
  return answer(c, format, feedOf({ url, siteUrl, title: `${found.label} · Salient`, origin }, found.stories))
}

/** GET /feed?topic=ID&format=atom: to the reader's own address of it. */
export async function ownFeed(c: Context, context: ServerContext): Promise<Response> {
  const asker = await readerOf(c, context)
  if ('nobody' in asker) return errorAnswer(c, asker.nobody)
  const { topic, format = 'atom' } = c.req.query()
  const name = topic === undefined ? 'page' : `topic/${encodeURIComponent(topic)}`
  return c.redirect(`/feeds/${await context.doors.feedToken(asker.reader)}/${name}.${encodeURIComponent(format)}`, 302)
}

function feedOf(
  feed: { readonly url: string; readonly siteUrl: string; readonly title: string; readonly origin: string },
  stories: readonly FeedStory[],
): NewsFeed {
  const { url, siteUrl, title, origin } = feed
  const newest =
    stories
      .map(({ latestAt }) => latestAt)
      .sort()
      .at(-1) ?? new Date(0).toISOString()
  return {
    url,
    siteUrl,
    title,
    updatedAt: newest,
    items: stories.map(
      (story): NewsItem => ({
        id: `urn:uuid:${story.id}`,
        url: `${origin}/story/${encodeURIComponent(story.id)}`,
        title: story.headline,
        language: story.language,
        publishedAt: story.firstAt,
        updatedAt: story.latestAt,
        authors: story.sources,
        categories: story.topics,
        keyPoints: story.keyPoints,
        reasons: story.reasons,
        reports: story.reports,
      }),
    ),
  }
}

/** 304 where nothing changed since the tag that the client names. */
function answer(c: Context, format: FeedFormatOut, feed: NewsFeed): Response {
  const { type, write } = feedFormats[format]
  const text = write(feed)
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  const headers = { ETag: etag, 'Cache-Control': `private, max-age=${secondsMax}`, 'Content-Type': type }
  const known = (c.req.header('if-none-match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return known.includes(etag) ? c.body(null, 304, headers) : c.body(text, 200, headers)
}

/** The public address where there is one; on one's own machine, the one that was asked. */
function originOf(c: Context, { publicOrigin }: ServerContext): string {
  return publicOrigin ?? new URL(c.req.url).origin
}

/** Entry and page → the article that is kept: the richer of both texts, and from the feed what the page lacks. */
import type { Article, LeadImage, Video } from '../../domain/article.ts'
import type { Entry, FeedMedia } from '../../domain/feed.ts'
import { paragraphsOf } from '../feeds/plain-text.ts'
import { sanitiseWithText, textOfHtml } from './sanitise-html.ts'
import { absoluteUrl } from './web-address.ts'

/** The page's text is taken from this multiple of the feed's own on: a little more is often a caption or a label. */
const richerFactor = 1.15

/** The article of an entry. `extracted` is what its page gave, if it was read. Never throws. */
export function articleOfEntry(
  entry: Entry,
  extracted: Article | undefined,
  options: { readonly feedUrl: string; readonly language?: string },
): Article {
  const baseUrl = entry.url ?? options.feedUrl
  const own = feedBody(entry, baseUrl)
  const page = extracted?.barrier === 'challenge' ? undefined : extracted
  const isPageRicher = page !== undefined && page.text.length > own.text.length * richerFactor
  const leadImage = page?.leadImage ?? feedImage(entry, baseUrl) ?? own.leadImage
  const fields = {
    title: plainOf(entry.title) ?? page?.title,
    byline: page?.byline ?? (entry.authors.length > 0 ? entry.authors.join(', ') : undefined),
    publishedAt: entry.publishedAt ?? page?.publishedAt ?? entry.updatedAt,
    modifiedAt: page?.modifiedAt ?? entry.updatedAt,
    language: entry.language ?? page?.language ?? options.language,
    siteName: page?.siteName,
    canonicalUrl: page?.canonicalUrl ?? entry.url,
    leadImage,
    commentCount: page?.commentCount ?? entry.commentCount,
    commentsUrl: page?.commentsUrl ?? entry.commentsUrl,
    topicLine: page?.topicLine,
    barrier: extracted?.barrier,
  }
  return {
    // Entries that are undefined are filtered out, so what is left has no undefined values.
    ...(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Article>),
    videos: page !== undefined && page.videos.length > 0 ? page.videos : feedVideos(entry, baseUrl),
    keyPoints: page?.keyPoints ?? [],
    related: page?.related ?? [],
    html: isPageRicher ? page.html : own.html,
    text: isPageRicher ? page.text : own.text,
  }
}

type FeedBody = { readonly html: string; readonly text: string; readonly leadImage?: LeadImage }

/** The longer of content and summary, sanitised. */
function feedBody(entry: Entry, baseUrl: string): FeedBody {
  const bodies = [entry.content, entry.summary]
    .filter((html): html is string => html !== undefined && html.trim() !== '')
    .map((html) => sanitiseWithText(withParagraphs(html), { baseUrl }))
  const best = bodies.reduce((a, b) => (b.text.length > a.text.length ? b : a), { html: '', text: '' })
  const picture = bodies
    .map(({ html }) => /<img [^>]{0,3000}?src="([^"]{1,2000})"/.exec(html)?.[1])
    .find((src) => src !== undefined)
  const url = absoluteUrl(picture?.replaceAll('&#x26;', '&'), baseUrl)
  return { ...best, ...(url === undefined ? {} : { leadImage: { url } }) }
}

/** Much that is sent as HTML is text without a single tag, whose blank lines are all that parts its paragraphs. */
function withParagraphs(html: string): string {
  const paragraphs = html.includes('<') ? [] : paragraphsOf(html)
  return paragraphs.length < 2 ? html : paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('')
}

function plainOf(title: string | undefined): string | undefined {
  const text = title === undefined ? '' : textOfHtml(title).replace(/\s+/g, ' ')
  return text === '' ? undefined : text
}

/** The largest picture that the feed names, or the still of a video, or a picture enclosed. */
function feedImage(entry: Entry, baseUrl: string): LeadImage | undefined {
  const images = entry.media.filter(({ kind }) => kind === 'image').toSorted((a, b) => (b.width ?? 0) - (a.width ?? 0))
  const [largest] = images
  const url = absoluteUrl(largest?.url, baseUrl)
  if (largest !== undefined && url !== undefined) return { url, ...wordsOf(largest) }
  const still = entry.media
    .map(({ thumbnailUrl }) => absoluteUrl(thumbnailUrl, baseUrl))
    .find((each) => each !== undefined)
  const enclosed = entry.enclosures
    .filter(({ url: address, type }) => type?.startsWith('image/') ?? /\.(jpe?g|png|webp|avif|gif)$/i.test(address))
    .map(({ url: address }) => absoluteUrl(address, baseUrl))
    .find((each) => each !== undefined)
  const other = still ?? enclosed
  return other === undefined ? undefined : { url: other }
}

function wordsOf({ description, title, credit, width, height }: FeedMedia): Omit<LeadImage, 'url'> {
  const caption = plainOf(description ?? title)
  const by = plainOf(credit)
  return {
    ...(caption === undefined ? {} : { caption }),
    ...(by === undefined ? {} : { credit: by }),
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
  }
}

function feedVideos(entry: Entry, baseUrl: string): Video[] {
  return entry.media.flatMap((media) => {
    const url = media.kind === 'video' ? absoluteUrl(media.url, baseUrl) : undefined
    if (url === undefined) return []
    const title = plainOf(media.title)
    const { durationSeconds } = media
    return [
      { url, ...(title === undefined ? {} : { title }), ...(durationSeconds === undefined ? {} : { durationSeconds }) },
    ]
  })
}

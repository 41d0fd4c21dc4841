/** Views with every image led through the proxy: the last step before a view leaves the server in any form. */
import type { Element, Properties, Root } from 'hast'
import rehypeParse from 'rehype-parse'
import rehypeStringify from 'rehype-stringify'
import { unified } from 'unified'
import { SKIP, visit } from 'unist-util-visit'
import type { ArticleView, ImageView, PageView, SearchView, StoryCard, StoryView, TopicView } from '../api/contract.ts'
import type { MediaSigner } from './signer.ts'

export function proxiedCard<Card extends Pick<StoryCard, 'image'>>(media: MediaSigner, card: Card): Card {
  return { ...card, image: proxiedImage(media, card.image) }
}

export function proxiedCards<View extends PageView | TopicView | SearchView>(media: MediaSigner, view: View): View {
  return { ...view, stories: view.stories.map((card) => proxiedCard(media, card)) }
}

export function proxiedStory(media: MediaSigner, story: StoryView): StoryView {
  return {
    ...story,
    image: proxiedImage(media, story.image),
    related: story.related.map((card) => proxiedCard(media, card)),
  }
}

export function proxiedArticle(media: MediaSigner, article: ArticleView): ArticleView {
  return {
    ...article,
    url: webAddress(article.url),
    commentsUrl: webAddress(article.commentsUrl),
    related: article.related.filter((item) => webAddress(item.url) !== undefined),
    image: proxiedImage(media, article.image),
    videos: article.videos
      .filter((video) => webAddress(video.url) !== undefined)
      .map((video) => ({ ...video, image: proxiedImage(media, video.image) })),
    html: proxiedHtml(media, article.html),
  }
}

function proxiedImage(media: MediaSigner, image: ImageView | undefined): ImageView | undefined {
  if (image === undefined) return undefined
  const url = media.path(image.url)
  return url === undefined ? undefined : { ...image, url }
}

/** Links of pages lead to web addresses only, whatever a feed gave for one. */
function webAddress(url: string | undefined): string | undefined {
  return url !== undefined && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : undefined
}

const parser = unified().use(rehypeParse, { fragment: true })
const writer = unified().use(rehypeStringify)

/** The body with proxied, lazily loaded images, and links that tell their targets nothing. O(length). */
function proxiedHtml(media: MediaSigner, html: string): string {
  if (html === '') return ''
  const tree: Root = parser.parse(html)
  visit(tree, 'element', (element, index, parent) => {
    if (element.tagName === 'a') element.properties['rel'] = ['noreferrer', 'noopener']
    // What stands in the link already goes through the proxy.
    if (element.tagName === 'video' && becomeLink(media, element)) return SKIP
    const isShown =
      !/^(source|video)$/.test(element.tagName) && (element.tagName !== 'img' || leadThroughProxy(media, element))
    if (isShown || parent === undefined || index === undefined) return undefined
    parent.children.splice(index, 1)
    return [SKIP, index]
  })
  return writer.stringify(tree)
}

/** False: the image has no address that may be shown. */
function leadThroughProxy(media: MediaSigner, image: Element): boolean {
  const path = media.path(String(image.properties['src'] ?? ''))
  if (path === undefined) return false
  const srcSet = proxiedSet(media, image.properties['srcSet'])
  image.properties = {
    ...image.properties,
    src: path,
    srcSet,
    // Whatever the publisher's layout was, a picture of ours is as wide as the column.
    sizes: srcSet === undefined ? undefined : columnWidth,
    loading: 'lazy',
    decoding: 'async',
  }
  return true
}

const columnWidth = '(max-width: 45rem) 100vw, 45rem'

/** The same picture in other sizes, each under a signed address of its own; nothing where one of them has none. */
function proxiedSet(media: MediaSigner, set: Properties['srcSet']): string | undefined {
  if (typeof set !== 'string') return undefined
  // Sanitising leaves a comma and a space between candidates, and no comma inside an address.
  const candidates = set.split(', ').map((candidate) => {
    const [address = '', size = ''] = candidate.split(' ', 2)
    const path = media.path(address)
    return path === undefined ? undefined : `${path} ${size}`.trim()
  })
  return candidates.every((candidate) => candidate !== undefined) ? candidates.join(', ') : undefined
}

/** A video plays at its publisher's: what stands here is a link, with the still as its picture. */
function becomeLink(media: MediaSigner, video: Element): boolean {
  const { src, poster, title } = video.properties
  const href = webAddress(typeof src === 'string' ? src : undefined)
  if (href === undefined) return false
  const still = typeof poster === 'string' ? media.path(poster) : undefined
  const words = typeof title === 'string' && title !== '' ? title : new URL(href).hostname
  video.tagName = 'a'
  video.properties = { href, rel: ['noreferrer', 'noopener'] }
  const text = { type: 'text', value: `▶ ${words}` } as const
  video.children = still === undefined ? [text] : [stillImage(still), text]
  return true
}

function stillImage(src: string): Element {
  return { type: 'element', tagName: 'img', properties: { src, alt: '', loading: 'lazy' }, children: [] }
}

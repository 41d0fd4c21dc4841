/** Views with every image led through the proxy: the last step before a view leaves the server in any form. */
import type { Element, Root } from 'hast'
import rehypeParse from 'rehype-parse'
import rehypeStringify from 'rehype-stringify'
import { unified } from 'unified'
import { SKIP, visit } from 'unist-util-visit'
import type { ArticleView, ImageView, PageView, SearchView, StoryCard, StoryView, TopicView } from '../api/contract.ts'
import type { MediaSigner } from './signer.ts'

export function proxiedCard(media: MediaSigner, card: StoryCard): StoryCard {
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
  return url !== undefined && /^https?:\/\//i.test(url) ? url : undefined
}

const parser = unified().use(rehypeParse, { fragment: true })
const writer = unified().use(rehypeStringify)

/** The body with proxied, lazily loaded images, and links that tell their targets nothing. O(length). */
function proxiedHtml(media: MediaSigner, html: string): string {
  if (html === '') return ''
  const tree: Root = parser.parse(html)
  visit(tree, 'element', (element, index, parent) => {
    if (element.tagName === 'a') element.properties['rel'] = ['noreferrer', 'noopener']
    if (element.tagName === 'source' && parent !== undefined && index !== undefined) {
      parent.children.splice(index, 1)
      return [SKIP, index]
    }
    if (element.tagName === 'img' && !leadThroughProxy(media, element) && parent !== undefined && index !== undefined) {
      parent.children.splice(index, 1)
      return [SKIP, index]
    }
    return undefined
  })
  return writer.stringify(tree)
}

/** False: the image has no address that may be shown. */
function leadThroughProxy(media: MediaSigner, image: Element): boolean {
  const path = media.path(String(image.properties['src'] ?? ''))
  if (path === undefined) return false
  image.properties = {
    ...image.properties,
    src: path,
    srcSet: undefined,
    sizes: undefined,
    loading: 'lazy',
    decoding: 'async',
  }
  return true
}

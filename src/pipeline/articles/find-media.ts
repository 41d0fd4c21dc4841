/** The picture that stands over the article, and the videos in it. */
import type { LeadImage, Video } from '../../domain/article.ts'
import { isElsewhere } from './is-elsewhere.ts'
import { hasType, isObject, type LinkedNode, linkedList, linkedText, metaOf } from './page-facts.ts'
import {
  ancestorsOf,
  attribute,
  elementsIn,
  foldSpace,
  namesOf,
  type PageElement,
  type PageParent,
  textIn,
} from './page-tree.ts'
import type { PageView } from './page-view.ts'
import { absoluteUrl } from './web-address.ts'

/** The lead image with its caption and credit apart; `parts` is where the article's text was found. */
export function findLeadImage(page: PageView, parts: readonly PageElement[]): LeadImage | undefined {
  const figures = figuresOn(page)
  const stated = statedImage(page)
  const same = stated === undefined ? undefined : figures.find((figure) => isSamePicture(figure.url, stated.url))
  const isInArticle = ({ element }: Figure) =>
    parts.some((part) => part === element || [...ancestorsOf(element)].includes(part))
  const shown =
    same ??
    figures.find(
      (figure) => isInArticle(figure) && figure.isLarge && (figure.caption !== undefined || stated === undefined),
    )
  const url = stated?.url ?? shown?.url
  if (url === undefined) return undefined
  const belongs = shown !== undefined && (same !== undefined || stated === undefined || isFirst(shown, page))
  const caption = belongs ? shown.caption : undefined
  const credit = (belongs ? shown.credit : undefined) ?? stated?.credit
  return {
    url,
    ...(caption === undefined ? {} : { caption }),
    ...(credit === undefined ? {} : { credit }),
    ...(stated?.width === undefined ? {} : { width: stated.width }),
    ...(stated?.height === undefined ? {} : { height: stated.height }),
  }
}

/** Whether this figure stands next to the headline, so that its caption speaks of the picture over the article. */
function isFirst(figure: Figure, { blocks, headline }: PageView): boolean {
  const at = blocks.findIndex(
    (block) => block.element === figure.element || [...ancestorsOf(block.element)].includes(figure.element),
  )
  return headline >= 0 && at >= 0 && Math.abs(at - headline) <= 6
}

type StatedImage = { readonly url: string; readonly credit?: string; readonly width?: number; readonly height?: number }

function statedImage({ facts, baseUrl }: PageView): StatedImage | undefined {
  const og = absoluteUrl(metaOf(facts, 'og:image:secure_url', 'og:image', 'og:image:url'), baseUrl)
  if (og !== undefined) {
    const width = Number(metaOf(facts, 'og:image:width'))
    const height = Number(metaOf(facts, 'og:image:height'))
    return { url: og, ...(width > 0 ? { width } : {}), ...(height > 0 ? { height } : {}) }
  }
  const [linked] = linkedList(facts.article?.['image'])
  const address = isObject(linked) ? (linked['url'] ?? linked['contentUrl']) : linked
  const url =
    absoluteUrl(address, baseUrl) ??
    absoluteUrl(metaOf(facts, 'twitter:image', 'twitter:image:src', 'thumbnail', 'parsely-image-url'), baseUrl)
  if (url === undefined) return undefined
  const credit = isObject(linked) ? linkedText(linked['creditText'] ?? linked['copyrightHolder']) : undefined
  return { url, ...(credit === undefined ? {} : { credit }) }
}

type Figure = {
  readonly element: PageElement
  readonly url: string
  readonly isLarge: boolean
  readonly caption?: string
  readonly credit?: string
}

const figuresMax = 60

function figuresOn({ root, baseUrl }: PageView): Figure[] {
  const figures: Figure[] = []
  for (const image of elementsIn(root)) {
    if (image.tagName !== 'img' || figures.length >= figuresMax) continue
    const url = imageAddress(image, baseUrl)
    if (url === undefined || isElsewhere(image)) continue
    const element =
      [...ancestorsOf(image)].slice(0, 5).find((each) => each.tagName === 'figure' || isCaptioned(each)) ?? image
    const { caption, credit } = captionOf(element)
    const width = Number(attribute(image, 'width') ?? Number.NaN)
    figures.push({
      element,
      url,
      isLarge: element !== image || !(width < 200),
      ...(caption === undefined ? {} : { caption }),
      ...(credit === undefined ? {} : { credit }),
    })
  }
  return figures
}

function isCaptioned(element: PageElement): boolean {
  return namesOf(element).includes('caption') && element.tagName === 'div'
}

export function imageAddress(image: PageElement, baseUrl: string): string | undefined {
  for (const name of ['data-src', 'data-original', 'data-lazy-src', 'src']) {
    const value = attribute(image, name)
    if (value !== undefined && !value.startsWith('data:')) return absoluteUrl(value, baseUrl)
  }
  return undefined
}

/** The same file, whatever size or host it is served from. */
export function isSamePicture(a: string, b: string): boolean {
  if (a === b) return true
  const nameOf = (url: string) =>
    (new URL(url).pathname.split('/').at(-1) ?? '').replace(/[-_]?\d{2,4}x\d{2,4}/, '').replace(/\.\w{3,4}$/, '')
  const name = nameOf(a)
  return name.length > 6 && name === nameOf(b)
}

const captionNames = new Set('caption figcaption bildunterschrift legend legende legenda bu'.split(' '))
export const creditNames: ReadonlySet<string> = new Set(
  'credit credits copyright source quelle photographer photocredit imagecredit bildquelle attribution fotograf rights agency'.split(
    ' ',
  ),
)

/** Caption and credit under a picture, apart. */
function captionOf(figure: PageElement): { readonly caption?: string; readonly credit?: string } {
  if (figure.tagName === 'img') return {}
  const below = elementsIn(figure)
  const creditElement = below.find((each) => namesOf(each).some((name) => creditNames.has(name)) && textIn(each) !== '')
  const caption =
    below.find((each) => each.tagName === 'figcaption') ??
    below.find((each) => namesOf(each).some((name) => captionNames.has(name)))
  const whole = caption === undefined ? '' : textIn(caption)
  const marked = creditElement === undefined ? '' : textIn(creditElement)
  const rest = marked === '' ? whole : foldSpace(whole.replace(marked, ' '))
  const split = splitCredit(rest)
  const credit = marked === '' ? split.credit : withoutLabel(marked)
  const text = marked === '' ? split.caption : rest
  return { ...(text === '' ? {} : { caption: text }), ...(credit === undefined || credit === '' ? {} : { credit }) }
}

const creditLabel =
  /(?:^|[\s([|/])((?:photo|foto|photograph|photos|fotos|picture|image|bild|bilder|credit|bildquelle|quelle|photo credit|image credit|foto credit|fotocredit|crédit photo|crédits?|crédito|copyright|source|fuente|fonte|zdjęcie|фото)(?: by| de| von)?\s?[:/©]\s?|©\s?|\(c\)\s?)([^:]{2,120})$/iu

/** `A bridge. Photo: Ann Bell` → `A bridge.` and `Ann Bell`. */
export function splitCredit(text: string): { readonly caption: string; readonly credit?: string } {
  const match = creditLabel.exec(text.slice(-200))
  if (match === null) return { caption: text }
  const start = Math.max(0, text.length - 200) + match.index
  const credit = withoutLabel(match[2] ?? '').replace(/[)\]\s]+$/, '')
  return { caption: text.slice(0, start).replace(/[\s([|/–-]+$/, ''), ...(credit === '' ? {} : { credit }) }
}

function withoutLabel(text: string): string {
  return foldSpace(
    text
      .replace(
        /^[\s([]*(?:photo|foto|photograph|picture|image|bild|credit|bildquelle|quelle|source|copyright|photo credit|image credit|crédit photo|crédits?|фото)?(?: by| de| von)?\s?[:/©]\s?|^\s*(?:©|\(c\))\s?/iu,
        '',
      )
      .replace(/[\s)\]]+$/, ''),
  )
}

const videosMax = 20
const playerHosts =
  /(^|\.)(youtube\.com|youtube-nocookie\.com|youtu\.be|vimeo\.com|dailymotion\.com|jwplayer\.com|jwplatform\.com|brightcove\.net|kaltura\.com|glomex\.com|twitch\.tv|rumble\.com|ok\.ru|vk\.com|rutube\.ru|bilibili\.com)$/

/** Videos named by the page, playing in the text, or linked from it with a playing time. */
export function findVideos(page: PageView, parts: readonly PageParent[]): Video[] {
  const found = new Map<string, Video>()
  const add = (url: string | undefined, rest: Omit<Video, 'url'>) => {
    if (url !== undefined && found.size < videosMax) found.set(url, { ...rest, ...found.get(url), url })
  }
  for (const node of page.facts.nodes) {
    if (hasType(node, /VideoObject$/)) add(linkedVideoUrl(node, page.baseUrl), linkedVideo(node, page.baseUrl))
  }
  for (const part of parts) {
    for (const element of elementsIn(part)) {
      if (element.tagName === 'iframe' || element.tagName === 'video')
        add(playerUrl(element, page.baseUrl), playerFacts(element, page.baseUrl))
      else if (element.tagName === 'a') {
        const linked = linkedClip(element, page.baseUrl)
        if (linked !== undefined) add(linked.url, linked)
      }
    }
  }
  return [...found.values()]
}

function linkedVideoUrl(node: LinkedNode, baseUrl: string): string | undefined {
  return (
    absoluteUrl(linkedText(node['contentUrl']), baseUrl) ??
    absoluteUrl(linkedText(node['embedUrl']), baseUrl) ??
    absoluteUrl(linkedText(node['url']), baseUrl)
  )
}

function linkedVideo(node: LinkedNode, baseUrl: string): Omit<Video, 'url'> {
  const title = linkedText(node['name'] ?? node['headline'])
  const durationSeconds = readDuration(linkedText(node['duration']) ?? '')
  return {
    ...(title === undefined ? {} : { title }),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    ...stillAt(linkedText(node['thumbnailUrl']), baseUrl),
  }
}

function stillAt(address: string | undefined, baseUrl: string): Pick<Video, 'image'> {
  const url = absoluteUrl(address, baseUrl)
  return url === undefined ? {} : { image: { url } }
}

function playerUrl(element: PageElement, baseUrl: string): string | undefined {
  const source = elementsIn(element).find((each) => each.tagName === 'source')
  const address =
    attribute(element, 'src') ??
    attribute(element, 'data-src') ??
    (source === undefined ? undefined : attribute(source, 'src'))
  const url = absoluteUrl(address, baseUrl)
  if (url === undefined || element.tagName === 'video') return url
  return playerHosts.test(new URL(url).hostname) && !/\/(subscribe|live_chat)/.test(url) ? url : undefined
}

function playerFacts(element: PageElement, baseUrl: string): Omit<Video, 'url'> {
  const title = foldSpace(attribute(element, 'title') ?? '')
  const isNamed = title !== '' && !/^(youtube|vimeo|video player|embedded)/i.test(title)
  return { ...(isNamed ? { title } : {}), ...stillAt(attribute(element, 'poster'), baseUrl) }
}

/** A link that shows a playing time and leads to a video. */
function linkedClip(link: PageElement, baseUrl: string): Video | undefined {
  const label = elementsIn(link)
    .map((each) => textIn(each))
    .find((text) => isPlayingTime(text))
  const figure = [...ancestorsOf(link)].slice(0, 4).find((each) => each.tagName === 'figure')
  const labelled =
    label ??
    (figure === undefined
      ? undefined
      : elementsIn(figure)
          .map((each) => textIn(each))
          .find((text) => isPlayingTime(text)))
  const href = attribute(link, 'href') ?? ''
  const isVideo =
    /video|watch|clip|mediathek/i.test(href) || (figure !== undefined && namesOf(figure).includes('video'))
  const url = absoluteUrl(href, baseUrl)
  if (labelled === undefined || !isVideo || url === undefined) return undefined
  const caption = figure === undefined ? undefined : elementsIn(figure).find((each) => each.tagName === 'figcaption')
  const image = elementsIn(link).find((each) => each.tagName === 'img')
  const title = [
    caption === undefined ? '' : textIn(caption),
    textIn(link).replace(labelled, ''),
    image === undefined ? '' : (attribute(image, 'alt') ?? ''),
  ]
    .map(foldSpace)
    .find((each) => each !== '')
  const durationSeconds = readDuration(labelled)
  return {
    url,
    ...(title === undefined ? {} : { title }),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    ...(image === undefined ? {} : stillAt(attribute(image, 'data-src') ?? attribute(image, 'src'), baseUrl)),
  }
}

export function isPlayingTime(text: string): boolean {
  return /^\d{1,2}:\d\d(:\d\d)?$/.test(text)
}

/** Seconds of `PT4M33S`, `04:33`, `1:02:03` or a plain number of seconds. */
export function readDuration(text: string): number | undefined {
  const iso = /^P(?:(\d{1,3})D)?T?(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,6})(?:[.,]\d{1,6})?S)?$/i.exec(text.trim())
  const clock = /^(?:(\d{1,2}):)?(\d{1,3}):(\d\d)$/.exec(text.trim())
  const sum = (parts: readonly (string | undefined)[], units: readonly number[]) =>
    units.reduce((total, unit, at) => total + unit * Number(parts[at] ?? 0), 0)
  const seconds =
    iso !== null
      ? sum(iso.slice(1), [86_400, 3600, 60, 1])
      : clock !== null
        ? sum(clock.slice(1), [3600, 60, 1])
        : Number(text.trim() || Number.NaN)
  return seconds > 0 ? seconds : undefined
}

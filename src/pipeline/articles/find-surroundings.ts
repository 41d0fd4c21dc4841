/** What stands around the text on the page and is shown apart: key points, topic line, comments, related items. */

import { topicNames } from './find-title.ts'
import { isElsewhere } from './is-elsewhere.ts'
import { lettersOf } from './letters.ts'
import { linkedText } from './page-facts.ts'
import {
  ancestorsOf,
  attribute,
  childElements,
  elementsIn,
  namesOf,
  type PageElement,
  parentElement,
  textIn,
} from './page-tree.ts'
import type { PageView } from './page-view.ts'
import { blocksIn, linkDensity, measure, measureOf } from './text-weight.ts'
import { absoluteUrl } from './web-address.ts'

/** `element` is their list where it is named as such, so that the body need not repeat it. */
export type KeyPoints = { readonly points: readonly string[]; readonly element: PageElement | undefined }

const pointsMax = 8
const pointCharacters = { min: 25, max: 400 }
const namedPoints =
  /key-?_?(points|takeaways|facts|findings)|highlights|takeaways|at-?a-?glance|tl-?dr|bullet-?points|article-?summary|das-?wichtigste|kernpunkte|puntos-?clave|points-?cles|in-?kuerze|in-?brief/i
const spokenPoints =
  /^(key (points|takeaways|facts|findings)|highlights|at a glance|in brief|summary|the essentials|tl;?dr|what (to|you need to) know|auf einen blick|das wichtigste( in kürze)?|kurz ?gefasst|in kürze|l'essentiel|les points clés|en bref|puntos clave|lo esencial|claves|in sintesi|punti chiave|em resumo|pontos-chave|w skrócie|najważniejsze|главное|коротко|要点|重点)\W{0,3}$/iu

/** The publisher's own key points: a list so named, or one right at the headline that is no navigation. */
export function findKeyPoints(page: PageView): KeyPoints {
  for (const list of elementsIn(page.root)) {
    if (list.tagName !== 'ul' && list.tagName !== 'ol') continue
    const points = pointsOf(list)
    if (points.length < 2 || isElsewhere(list)) continue
    if (isNamedPoints(list)) return { points, element: list }
    if (isAtHeadline(list, page)) return { points, element: undefined }
  }
  return { points: [], element: undefined }
}

function pointsOf(list: PageElement): string[] {
  const items = childElements(list).filter((each) => each.tagName === 'li')
  // Counted first: lists lie in lists, and to weigh each would cost the page as often as they are deep.
  if (items.length < 2 || items.length > pointsMax) return []
  const held = measureOf(measure(blocksIn(list)), list)
  const points = items.map(textIn)
  const fit = points.filter((point) => point.length >= pointCharacters.min && point.length <= pointCharacters.max)
  return fit.length === points.length && linkDensity(held) < 0.3 ? points : []
}

function isNamedPoints(list: PageElement): boolean {
  const around = [list, ...[...ancestorsOf(list)].slice(0, 2)]
  if (
    around.some((each) =>
      namedPoints.test(`${attribute(each, 'class') ?? ''} ${attribute(each, 'id') ?? ''}`.slice(0, 300)),
    )
  )
    return true
  const parent = parentElement(list)
  if (parent === undefined) return false
  const siblings = childElements(parent)
  const before = siblings[siblings.indexOf(list) - 1]
  return before !== undefined && spokenPoints.test(textIn(before).slice(0, 60))
}

/** Directly after the headline, or directly before it, with nothing but short lines between. */
function isAtHeadline(list: PageElement, { blocks, headline }: PageView): boolean {
  if (headline < 0) return false
  const isInside = (element: PageElement) => element === list || [...ancestorsOf(element)].includes(list)
  const first = blocks.findIndex((block) => isInside(block.element))
  if (first < 0) return false
  const last = blocks.findLastIndex((block) => isInside(block.element))
  const between = first > headline ? blocks.slice(headline + 1, first) : blocks.slice(last + 1, headline)
  return between.length <= (first > headline ? 4 : 1) && between.every((block) => block.text.length < 120)
}

const topicCharactersMax = 60
const topicBlocksBefore = 15

/** The topic line over the headline, in the publisher's words. */
export function findTopicLine({ blocks, headline, title, kicker }: PageView): string | undefined {
  if (kicker !== undefined) return kicker
  if (headline < 0) return undefined
  const before = blocks.slice(Math.max(0, headline - topicBlocksBefore), headline).reverse()
  for (const [at, { element, text }] of before.entries()) {
    if (text.length < 3 || text.length > topicCharactersMax || /\d{4}|[.!?:]$/.test(text)) continue
    if (title !== undefined && lettersOf(title) === lettersOf(text)) continue
    const around = [element, ...[...ancestorsOf(element)].slice(0, 2)]
    const names = around.flatMap(namesOf).concat(elementsIn(element).flatMap(namesOf))
    if (names.some((name) => name === 'breadcrumb' || name === 'breadcrumbs' || name === 'menu' || name === 'ad'))
      continue
    const isNamed = names.some((name) => topicNames.has(name))
    const isInHeading =
      at === 0 &&
      around.some((each) => each.tagName === 'header' || each.tagName === 'hgroup') &&
      around.every((each) => each.tagName !== 'nav')
    if (isNamed || isInHeading) return text
  }
  return undefined
}

export type Comments = { readonly commentCount?: number; readonly commentsUrl?: string }

const commentNames = new Set(
  'comment comments commentcount kommentare kommentar commentaires comentarios comentários commenti reacties disqus coral'.split(
    ' ',
  ),
)
const commentTarget =
  /#(comments?|disqus_thread|kommentare?|respond|commentaires|comentarios|discussion|coral)|\/(comments|kommentare|commentaires|comentarios)(\/|$|\?)/i

/** How many comments there are and where, from a link or counter that shows it. */
export function findComments({ root, facts, baseUrl }: PageView): Comments {
  const stated = Number(linkedText(facts.article?.['commentCount']) ?? facts.article?.['commentCount'] ?? Number.NaN)
  let commentsUrl: string | undefined
  let shown: number | undefined
  for (const element of elementsIn(root)) {
    const href = element.tagName === 'a' ? attribute(element, 'href') : undefined
    const leads = href !== undefined && commentTarget.test(href.slice(-300))
    if (!leads && !namesOf(element).some((name) => commentNames.has(name))) continue
    const count = countIn(element)
    if (leads && commentsUrl === undefined) commentsUrl = absoluteUrl(href, baseUrl)
    if (count !== undefined && shown === undefined) shown = count
    if (commentsUrl !== undefined && shown !== undefined) break
  }
  const commentCount = Number.isInteger(stated) && stated >= 0 ? stated : shown
  return {
    ...(commentCount === undefined ? {} : { commentCount }),
    ...(commentsUrl === undefined ? {} : { commentsUrl }),
  }
}

/** The number in a counter: `6`, `6 comments`, `Kommentare (6)`. */
function countIn(element: PageElement): number | undefined {
  const stated = attribute(element, 'data-comment-count') ?? attribute(element, 'data-count')
  const text = stated ?? (element.childNodes.length > 12 ? '' : textIn(element))
  if (text.length > 40) return undefined
  const match = /^\D{0,24}?(\d{1,3}(?:[.,]\d{3}){1,2}|\d{1,7})\D{0,24}$/.exec(text)
  return match === null ? undefined : Number((match[1] ?? '').replace(/[.,]/g, ''))
}

export type RelatedItem = { readonly url: string; readonly title: string }

const relatedMax = 20
const relatedTitle = { min: 20, max: 250 }

/** Those of the links that lead to other articles of the same publisher. */
export function relatedAmong(links: readonly PageElement[], page: Pick<PageView, 'baseUrl' | 'url'>): RelatedItem[] {
  const found = new Map<string, RelatedItem>()
  for (const link of links) {
    const item = relatedItem(link, page)
    if (item !== undefined && found.size < relatedMax) found.set(item.url, item)
  }
  return [...found.values()]
}

/** The link as a related item, or undefined when it leads away from the publisher or has no title. */
function relatedItem(link: PageElement, { baseUrl, url }: Pick<PageView, 'baseUrl' | 'url'>): RelatedItem | undefined {
  if (link.tagName !== 'a') return undefined
  const target = absoluteUrl(attribute(link, 'href'), baseUrl)
  const title = textIn(link)
  if (
    target === undefined ||
    title.length < relatedTitle.min ||
    title.length > relatedTitle.max ||
    /^https?:|^www\./.test(title)
  )
    return undefined
  const { hostname, pathname } = new URL(target)
  const own = new URL(url)
  const isSameSite = siteOf(hostname) === siteOf(own.hostname)
  return isSameSite &&
    pathname !== own.pathname &&
    pathname.length > 8 &&
    !/\.(pdf|zip|docx?|xlsx?|jpe?g|png)$/i.test(pathname)
    ? { url: target, title }
    : undefined
}

function siteOf(hostname: string): string {
  return hostname.split('.').slice(-2).join('.')
}

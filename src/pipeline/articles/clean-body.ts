/** Takes out of an article's body what templates put between its paragraphs. Works in place on the body's own tree. */
import type { LeadImage } from '../../domain/article.ts'
import { boilerplateLabel, endHeading, invitation, relatedHeading } from './boilerplate-phrases.ts'
import { isTeaserList } from './find-body.ts'
import { isByline, spokenByline } from './find-byline.ts'
import { creditNames, imageAddress, isPlayingTime, isSamePicture, splitCredit } from './find-media.ts'
import { type RelatedItem, relatedAmong } from './find-surroundings.ts'
import { lettersOf } from './letters.ts'
import {
  ancestorsOf,
  attribute,
  childElements,
  elementsIn,
  inlineTags,
  isElement,
  isText,
  namesOf,
  type PageElement,
  parentElement,
  removeNode,
  textIn,
} from './page-tree.ts'
import type { PageView } from './page-view.ts'
import { type Block, blocksIn, linkDensity, measure, measureOf } from './text-weight.ts'
import { readWrittenDate } from './written-date.ts'

export function cleanBody(
  body: PageElement,
  { page, byline, keyPoints, leadImage }: ShownApart,
): readonly RelatedItem[] {
  if (keyPoints !== undefined && [...ancestorsOf(keyPoints)].includes(body)) removeNode(keyPoints)
  dropLeadFigure(body, { leadImage, baseUrl: page.baseUrl })
  dropVideoFigures(body)
  dropOpening(body, page, byline)
  const before = elementsIn(body).filter((element) => element.tagName === 'a')
  dropLabels(body)
  dropRelated(body)
  dropLinkLists(body)
  dropLinkParagraphs(body, page)
  dropPortrait(body, byline)
  trimEnd(body)
  dropEmpty(body)
  const kept = new Set(elementsIn(body))
  return relatedAmong(
    before.filter((link) => !kept.has(link)),
    page,
  )
}

/** What is shown beside the text, and so is not repeated in it. */
export type ShownApart = {
  readonly page: PageView
  readonly byline: string | undefined
  readonly keyPoints: PageElement | undefined
  readonly leadImage: LeadImage | undefined
}

/** The picture over the article, where it opens the body too. */
function dropLeadFigure(
  body: PageElement,
  { leadImage, baseUrl }: { leadImage: LeadImage | undefined; baseUrl: string },
): void {
  const image = elementsIn(body).find((element) => element.tagName === 'img')
  if (image === undefined || leadImage === undefined) return
  const figure = [...ancestorsOf(image)].find((element) => element.tagName === 'figure')
  const url = imageAddress(image, baseUrl)
  if (url === undefined || !isSamePicture(url, leadImage.url)) return
  removeNode(figure !== undefined && [...ancestorsOf(figure)].includes(body) ? figure : image)
}

const openingBlocks = 8
const openingCharactersMax = 100

/** Headline, byline and date where they open the body: they are fields of their own. */
function dropOpening(body: PageElement, { title, language }: PageView, byline: string | undefined): void {
  const wanted = lettersOf(title ?? '')
  for (const block of blocksIn(body).slice(0, openingBlocks)) {
    const { text } = block
    const isTitle = lettersOf(text) === wanted && wanted !== ''
    const isShort = text.length <= openingCharactersMax && !/[.!?…。]$/.test(text)
    const isDateline = isShort && text.length < 60 && readWrittenDate(text, language) !== undefined
    const isAuthor = isShort && ((spokenByline.test(text) && text.length < 70) || isByline(text, byline))
    if (isTitle || isDateline || isAuthor) dropBlock(body, block)
    else if (!isShort) return
  }
}

/** Figures that lead to a video: its title is not part of the text. */
function dropVideoFigures(body: PageElement): void {
  for (const figure of elementsIn(body)) {
    if (figure.tagName === 'figure' && elementsIn(figure).some((each) => isPlayingTime(textIn(each))))
      removeNode(figure)
  }
}

/** Paragraphs that are one link to another article of the same publisher. */
function dropLinkParagraphs(body: PageElement, page: PageView): void {
  for (const block of blocksIn(body)) {
    if (
      block.element === body ||
      block.linkChars < block.text.length * 0.9 ||
      !/^(p|div|li|h[2-6])$/.test(block.element.tagName)
    )
      continue
    const links = elementsIn(block.element).filter((each) => each.tagName === 'a')
    if (links.length === 1 && relatedAmong(links, page).length > 0) dropBlock(body, block)
  }
}

const labelCharactersMax = 90
const invitationCharactersMax = 260

/** Who took a picture, as a line of its own: shown with the picture, not part of the text. */
function isCreditLine(element: PageElement, text: string): boolean {
  if (text.length > labelCharactersMax) return false
  return namesOf(element).some((name) => creditNames.has(name)) || splitCredit(text).caption === ''
}

/** Labels, invitations to subscribe, and lines that only credit a picture. */
function dropLabels(body: PageElement): void {
  for (const block of blocksIn(body)) {
    const { text, element } = block
    const isLabel = text.length <= labelCharactersMax && boilerplateLabel(text)
    const isInvitation = text.length <= invitationCharactersMax && invitation(text)
    if (isLabel || isInvitation || isCreditLine(element, text)) dropBlock(body, block)
  }
}

/** Removes a block's text, wherever its element holds more; what is left empty goes at the end. */
function dropBlock(body: PageElement, block: Block): void {
  if (block.element !== body && textIn(block.element).length <= block.text.length) removeNode(block.element)
  else for (const node of block.nodes) removeNode(node)
}

/** An article leads away from itself no more often than this; each time costs a look at what follows. */
const relatedHeadingsMax = 20

function dropRelated(body: PageElement): void {
  let seen = 0
  for (const block of blocksIn(body)) {
    if (block.element.parentNode === null || block.element === body) continue
    if (block.text.length > labelCharactersMax) continue
    const leads = isHeadingLike(block) || linkDensity({ chars: block.text.length, linkChars: block.linkChars }) > 0.4
    if (leads && seen < relatedHeadingsMax && relatedHeading(block.text)) {
      seen += 1
      dropWithFollowing(body, block)
    } else if (endHeading(block.text) && isHeadingLike(block)) dropAllAfter(body, block.element)
  }
}

function isHeadingLike(block: Block): boolean {
  return /^h[1-6]$/.test(block.element.tagName) || block.text.length < 40
}

/** A heading of related items goes with the link-heavy siblings after it; when it is all of its wrapper, from there on. */
function dropWithFollowing(body: PageElement, block: Block): void {
  let heading = block.element
  for (let parent = parentElement(heading); parent !== undefined && parent !== body; parent = parentElement(parent)) {
    if (textIn(parent).length > block.text.length + 4) break
    heading = parent
  }
  const parent = parentElement(heading)
  if (parent === undefined) return
  const siblings = childElements(parent)
  for (const sibling of siblings.slice(siblings.indexOf(heading) + 1)) {
    const measures = measure(blocksIn(sibling))
    const held = measureOf(measures, sibling)
    if (held.chars > 0 && linkDensity(held) < 0.5) break
    removeNode(sibling)
  }
  removeNode(heading)
}

function dropAllAfter(body: PageElement, from: PageElement): void {
  let at: PageElement | undefined = from
  while (at !== undefined && at !== body) {
    const parent: PageElement | undefined = parentElement(at)
    if (parent === undefined) return
    const following: PageElement['childNodes'] = parent.childNodes.slice(parent.childNodes.indexOf(at) + 1)
    for (const node of following) removeNode(node)
    at = parent
  }
  removeNode(from)
}

/** A list of teasers holds at most this share of the running text. */
const teaserShareMax = 0.35

function dropLinkLists(body: PageElement): void {
  const measures = measure(blocksIn(body))
  const total = measureOf(measures, body).weight
  for (const element of elementsIn(body)) {
    if (!/^(ul|ol|div|section|table|dl|aside|header)$/.test(element.tagName)) continue
    const held = measureOf(measures, element)
    if (held.chars === 0) continue
    if (held.weight < total * teaserShareMax && isTeaserList(element)) {
      removeNode(element)
      continue
    }
    if (linkDensity(held) > 0.7 && (held.chars < 120 || linksIn(element) > 1)) removeNode(element)
  }
}

function linksIn(element: PageElement): number {
  return elementsIn(element).filter((each) => each.tagName === 'a').length
}

const portraitBlocks = 4
const portraitCharactersMax = 600

/** Lines at the end that begin with the author's name: who it is, not what happened. */
function dropPortrait(body: PageElement, byline: string | undefined): void {
  const names = (byline ?? '').split(', ').filter((name) => name.includes(' '))
  const blocks = blocksIn(body)
  if (blocks.length <= portraitBlocks) return
  for (const block of blocks.slice(-portraitBlocks)) {
    const isPortrait = block.text.length <= portraitCharactersMax && names.some((name) => block.text.startsWith(name))
    if (isPortrait) dropBlock(body, block)
  }
}

/** From the end: headings without text, lines that are only links. */
function trimEnd(body: PageElement): void {
  const blocks = blocksIn(body)
  for (let at = blocks.length - 1; at > 0; at -= 1) {
    const block = blocks[at]
    if (block === undefined || block.element === body) return
    const isHeading = [block.element, ...ancestorsOf(block.element)]
      .slice(0, 2)
      .some((each) => /^h[1-6]$/.test(each.tagName))
    const isLinks = linkDensity({ chars: block.text.length, linkChars: block.linkChars }) > 0.8
    if (!isHeading && !isLinks) return
    dropBlock(body, block)
  }
}

/** Elements that hold nothing. White space within a line is what keeps two words apart, so it stays. */
function dropEmpty(body: PageElement): void {
  for (const element of elementsIn(body).reverse()) {
    if (/^(img|br|hr|td|th|source|video|picture|iframe)$/.test(element.tagName)) continue
    const isBare = (text: string) => (inlineTags.has(element.tagName) ? text === '' : text.trim() === '')
    const isEmpty = element.childNodes.every((child) => (isText(child) ? isBare(child.value) : !isElement(child)))
    if (isEmpty && attribute(element, 'datetime') === undefined) removeNode(element)
  }
}

/**
 * Finds the part of a page that is the article. Text is weighed block by block; from the top, the search goes down while one
 * child holds most of the weight, then takes back the lead that stands before. It knows nothing of titles or media.
 */
import { defaultTreeAdapter, html } from 'parse5'
import { bodyNamePairs, bodyNames, boilerplateNames, leadNames, unreadTags } from './boilerplate-words.ts'
import { lettersOf } from './letters.ts'
import {
  ancestorsOf,
  attribute,
  childElements,
  elementsIn,
  inlineTags,
  isElement,
  namesOf,
  type PageElement,
  type PageParent,
  parentElement,
  removeElements,
  removeNode,
} from './page-tree.ts'
import { type Block, blocksIn, linkDensity, type Measures, measure, measureOf } from './text-weight.ts'

/** A part named as boilerplate goes when it holds no more than this share of the running text around it. */
const namedShareMax = 0.3
/** The search goes into a child that holds this share of the weight. */
const descendShareMin = 0.6
/** What the page itself marks is left only for a child that is nearly all of it. */
const markedShareMin = 0.9
/** The least running text of a sibling that is named like the main part. */
const alikeWeightMin = 25
/** How far up from the main part its continuation is looked for. */
const levelsUpMax = 3
/** A sibling continues the main part when it holds this share of its weight. */
const siblingShareMin = 0.12

/** Removes what never holds readable text, in place. */
export function dropUnread(root: PageParent): void {
  for (const parent of [root, ...elementsIn(root)]) {
    const kept = parent.childNodes.filter(
      (node) => !isElement(node) || !(unreadTags.has(node.tagName) || isHidden(node)),
    )
    if (kept.length < parent.childNodes.length) parent.childNodes = kept
  }
}

function isHidden(element: PageElement): boolean {
  if (attribute(element, 'hidden') !== undefined) return true
  const style = attribute(element, 'style')
  return style !== undefined && /display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden/i.test(style)
}

/** Removes parts that are named or made as boilerplate, unless they hold much of the text. In place. */
export function dropNamedBoilerplate(root: PageParent): void {
  const measures = measure(blocksIn(root))
  let total = 0
  for (const child of childElements(root)) total += measureOf(measures, child).weight
  const dropped = new Set<PageElement>()
  for (const element of elementsIn(root))
    if (isNamedBoilerplate(element) && measureOf(measures, element).weight <= total * namedShareMax)
      dropped.add(element)
  removeElements(dropped)
}

function isNamedBoilerplate(element: PageElement): boolean {
  const { tagName } = element
  if (/^(html|body|main|article|blockquote|pre)$/.test(tagName)) return false
  if (tagName === 'footer' || tagName === 'aside') return true
  const role = attribute(element, 'role')
  if (
    role !== undefined &&
    /^(navigation|banner|complementary|contentinfo|search|dialog|alert|menu|menubar|toolbar)$/.test(role)
  )
    return true
  const names = namesOf(element)
  if (names.length === 0 || isNamedBody(names)) return false
  if (inlineTags.has(tagName) && isWithinLine(element)) return names.some((name) => unseenNames.has(name))
  return names.some((name) => boilerplateNames.has(name) && !leadNames.has(name))
}

/** Names of what only screen readers are told; everything else within a line is part of the sentence. */
const unseenNames = new Set(['hidden', 'invisible', 'visuallyhidden', 'offscreen'])

function isWithinLine(element: PageElement): boolean {
  return [...ancestorsOf(element)].slice(0, 3).some((each) => /^(p|li|td|dd|blockquote|h[1-6])$/.test(each.tagName))
}

function isNamedBody(names: readonly string[]): boolean {
  if (names.some((name) => bodyNames.has(name))) return true
  return bodyNamePairs.some(([first, second]) =>
    names.some((name, at) => first.has(name) && second.has(names[at + 1] ?? '')),
  )
}

/** What finding the body may go by. */
export type BodyHints = { readonly title?: string }

/** The parts of the page that are the article, in document order and none inside another; none when the page has no text. */
export function findBody(root: PageParent, hints: BodyHints): PageElement[] {
  const blocks = blocksIn(root)
  const measures = measure(blocks)
  const body = elementsIn(root).find((element) => element.tagName === 'body')
  if (body === undefined || measureOf(measures, body).chars === 0) return []
  const marked = markedBody(body, measures)
  const main = descend(marked ?? body, { measures, shareMin: marked === undefined ? descendShareMin : markedShareMin })
  return gatherParts(main, { blocks, measures, headline: headlineBlock(blocks, hints.title) })
}

/** An element that the page itself marks as the article's text and that holds much of what is on the page. */
function markedBody(body: PageElement, measures: Measures): PageElement | undefined {
  const all = measureOf(measures, body).weight
  let best: { element: PageElement; weight: number } | undefined
  for (const element of elementsIn(body)) {
    if (leafTags.test(element.tagName) || inlineTags.has(element.tagName)) continue
    const isMarked = /articleBody/i.test(attribute(element, 'itemprop') ?? '') || isNamedBody(namesOf(element))
    if (!isMarked) continue
    const { weight } = measureOf(measures, element)
    if (weight > all * 0.4 && (best === undefined || weight > best.weight)) best = { element, weight }
  }
  return best?.element
}

const leafTags = /^(p|li|td|tr|tbody|ul|ol|dl|blockquote|pre|h[1-6]|figure)$/

function descend(from: PageElement, { measures, shareMin }: { measures: Measures; shareMin: number }): PageElement {
  let at = from
  for (;;) {
    const { weight } = measureOf(measures, at)
    const children = childElements(at).toSorted((a, b) => measureOf(measures, b).weight - measureOf(measures, a).weight)
    const [first] = children
    if (first === undefined || leafTags.test(first.tagName)) return at
    if (measureOf(measures, first).weight < weight * shareMin) return at
    at = first
  }
}

type Surroundings = { readonly blocks: readonly Block[]; readonly measures: Measures; readonly headline: number }

/** The block that is the headline: the last heading with the title's words, or -1. */
function headlineBlock(blocks: readonly Block[], title: string | undefined): number {
  const wanted = title === undefined ? '' : lettersOf(title)
  let h1 = -1
  for (let at = 0; at < blocks.length; at += 1) {
    const block = blocks[at]
    if (block === undefined) continue
    const heading = [block.element, ...ancestorsOf(block.element)]
      .slice(0, 3)
      .find((each) => /^h[1-3]$/.test(each.tagName))
    if (heading === undefined) continue
    const letters = lettersOf(block.text)
    if (letters.length > 8 && (wanted.includes(letters) || letters.includes(wanted)) && wanted !== '') return at
    if (heading.tagName === 'h1') h1 = at
  }
  return h1
}

/** The main part with the lead that stands before it and the siblings that continue it. */
function gatherParts(main: PageElement, around: Surroundings): PageElement[] {
  const after = siblingsOf(main, around)
  return [...leadBefore(main, around, after), ...after]
}

/** `main` and what belongs to it at its own level and at the levels above. */
function siblingsOf(main: PageElement, { measures }: Surroundings): PageElement[] {
  const wanted = measureOf(measures, main).weight
  let parts: PageElement[] = [main]
  let at = main
  for (let level = 0; level < levelsUpMax; level += 1) {
    const parent = parentElement(at)
    if (parent === undefined || parent.tagName === 'html') break
    const children = childElements(parent)
    const place = children.indexOf(at)
    const names = namesOf(at).filter((name) => !layoutNames.has(name))
    const belongs = (sibling: PageElement) => {
      const held = measureOf(measures, sibling)
      if (held.weight === 0 || linkDensity(held) > 0.25 || sibling.tagName === 'article') return false
      if (isNamedBoilerplate(sibling) || isTeaserList(sibling)) return false
      if (/^(p|h[2-4]|ul|ol|blockquote)$/.test(sibling.tagName)) return held.weight > 20
      if (names.length > 0 && namesOf(sibling).some((name) => names.includes(name))) return held.weight > alikeWeightMin
      return held.weight > Math.max(150, wanted * siblingShareMin)
    }
    parts = [...children.slice(0, place).filter(belongs), ...parts, ...children.slice(place + 1).filter(belongs)]
    if (/^(article|main|body)$/.test(parent.tagName)) break
    at = parent
  }
  return parts
}

/** Names of page grids: two parts that share them have nothing else in common. */
const layoutNames = new Set(
  'col cols column columns row container wrapper wrap grid box block module md lg sm xs xl span cell content section inner small medium large item clearfix frame default layout width full left right center'.split(
    ' ',
  ),
)

/** Several headings that are links: a list of other articles, however long their summaries. */
export function isTeaserList(element: PageElement): boolean {
  let linked = 0
  for (const each of elementsIn(element)) {
    if (!/^h[2-5]$/.test(each.tagName)) continue
    const isLink =
      parentElement(each)?.tagName === 'a' ||
      elementsIn(each).some((below) => below.tagName === 'a' && attribute(below, 'href') !== undefined)
    if (isLink) linked += 1
  }
  return linked >= 2
}

/** Running text between the headline and the body. */
function leadBefore(
  main: PageElement,
  { blocks, headline }: Surroundings,
  parts: readonly PageElement[],
): PageElement[] {
  if (headline < 0) return []
  const isInside = (element: PageElement, part: PageElement) =>
    element === part || [...ancestorsOf(element)].includes(part)
  const start = blocks.findIndex((block) => isInside(block.element, main))
  const lead = new Set<PageElement>()
  for (const block of blocks.slice(headline + 1, start < 0 ? headline + 1 : start)) {
    if (parts.some((part) => isInside(block.element, part))) continue
    const names = namesOf(block.element).concat(...[...ancestorsOf(block.element)].slice(0, 2).map(namesOf))
    const named = names.some((word) => leadNames.has(word))
    const chars = block.text.length
    if (chars < (named ? 40 : 70) || linkDensity({ chars, linkChars: block.linkChars }) > 0.2) continue
    if (/[.!?…。！？؟।»”"]/.test(block.text) || named) lead.add(block.element)
  }
  return [...lead].filter((element) => ![...lead].some((other) => other !== element && isInside(element, other)))
}

/** One element that holds the parts, taken out of their page. */
export function joinParts(parts: readonly PageElement[]): PageElement {
  const joined = defaultTreeAdapter.createElement('article', html.NS.HTML, [])
  for (const part of parts) {
    removeNode(part)
    defaultTreeAdapter.appendChild(joined, part)
  }
  return joined
}

/**
 * A page as a tree, by the parser of the HTML standard. Everything in this folder reads and prunes this one tree; a page is
 * parsed once. Trees are made here and thrown away here, so pruning in place is safe.
 */
import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse, parseFragment } from 'parse5'
import { visibleText } from '../../domain/visible-text.ts'

export type PageElement = DefaultTreeAdapterTypes.Element
export type PageNode = DefaultTreeAdapterTypes.ChildNode
export type PageParent = DefaultTreeAdapterTypes.ParentNode
type PageText = DefaultTreeAdapterTypes.TextNode

/** Elements open at once. No page that people read comes near; what is read of a tree costs more the deeper it is. */
const depthMax = 400

/** Thrown by the parser's hook to leave a tree that is nested without end; both parsing functions catch it. */
class TooDeep extends Error {}

/** The tree of a whole page, or undefined when it is nested deeper than any page is. */
export function parsePage(html: string): PageParent | undefined {
  return guarded((treeAdapter) => parse(html, { treeAdapter }))
}

/** The tree of a piece of a page, or undefined when it is nested deeper than any page is. */
export function parsePiece(html: string): DefaultTreeAdapterTypes.DocumentFragment | undefined {
  return guarded((treeAdapter) => parseFragment(html, { treeAdapter, scriptingEnabled: false }))
}

function guarded<Tree>(build: (adapter: typeof defaultTreeAdapter) => Tree): Tree | undefined {
  let depth = 0
  const adapter = {
    ...defaultTreeAdapter,
    onItemPush: () => {
      depth += 1
      if (depth > depthMax) throw new TooDeep()
    },
    onItemPop: () => {
      depth -= 1
    },
  }
  try {
    return build(adapter)
  } catch (error) {
    if (error instanceof TooDeep) return undefined
    throw error
  }
}

export function isElement(node: PageNode | PageParent): node is PageElement {
  return 'tagName' in node
}

export function isText(node: PageNode): node is PageText {
  return node.nodeName === '#text'
}

export function attribute(element: PageElement, name: string): string | undefined {
  for (const each of element.attrs) if (each.name === name) return each.value
  return undefined
}

/** All elements below as they are now, in document order, the root not included. */
export function elementsIn(root: PageParent): PageElement[] {
  const found: PageElement[] = []
  const visit = (parent: PageParent) => {
    for (const child of parent.childNodes) {
      if (!isElement(child)) continue
      found.push(child)
      visit(child)
    }
  }
  visit(root)
  return found
}

export function childElements(root: PageParent): PageElement[] {
  return root.childNodes.filter(isElement)
}

export function parentElement(node: PageNode): PageElement | undefined {
  const parent = node.parentNode
  return parent !== null && isElement(parent) ? parent : undefined
}

/** The ancestors from the parent up. */
export function* ancestorsOf(node: PageNode): Generator<PageElement> {
  for (let above = parentElement(node); above !== undefined; above = parentElement(above)) yield above
}

export function removeNode(node: PageNode): void {
  const parent = node.parentNode
  if (parent === null) return
  const at = parent.childNodes.indexOf(node)
  if (at >= 0) parent.childNodes.splice(at, 1)
  node.parentNode = null
}

/** Removes many at once; each list of siblings is gone through once. */
export function removeElements(elements: ReadonlySet<PageElement>): void {
  const parents = new Set([...elements].flatMap(({ parentNode }) => (parentNode === null ? [] : [parentNode])))
  for (const parent of parents)
    parent.childNodes = parent.childNodes.filter((node) => !isElement(node) || !elements.has(node))
  for (const element of elements) element.parentNode = null
}

/** All text below with white space folded, no breaks between blocks but a space. */
export function textIn(node: PageNode | PageParent): string {
  const parts: string[] = []
  collectText(node, parts)
  return foldSpace(parts.join(''))
}

function collectText(node: PageNode | PageParent, parts: string[]): void {
  if ('value' in node && node.nodeName === '#text') parts.push(node.value)
  if (!('childNodes' in node)) return
  const spaced = isElement(node) && !inlineTags.has(node.tagName)
  if (spaced) parts.push(' ')
  for (const child of node.childNodes) collectText(child, parts)
  if (spaced) parts.push(' ')
}

/** Every run of white space, non-breaking too, as one space; without what nobody sees and what turns words around. */
export function foldSpace(text: string): string {
  // Most texts are plain already: one look instead of four passes.
  if (!unfolded.test(text)) return text
  return visibleText(text).replace(/\s+/g, ' ').trim().normalize('NFC')
}

/** Anything but printable ASCII, or a space at an end or beside another. */
const unfolded = /[^\x20-\x7e]| {2}|^ | $/

/** Elements that run on within a line. */
export const inlineTags: ReadonlySet<string> = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q rb rp rt ruby s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
)

/** The words of class and id, split where a writer joins them: `relatedPosts_list` → related, posts, list. */
export function namesOf(element: PageElement): readonly string[] {
  let names = namesKnown.get(element)
  if (names === undefined) {
    names = splitNames(`${attribute(element, 'class') ?? ''} ${attribute(element, 'id') ?? ''}`)
    namesKnown.set(element, names)
  }
  return names
}

/** Every finder asks for names, of ancestors again and again; attributes are never changed here. */
const namesKnown = new WeakMap<PageElement, readonly string[]>()

/** Class and id attributes are read to this length. */
const namesCharactersMax = 400

function splitNames(joined: string): readonly string[] {
  if (joined === ' ') return []
  return joined
    .slice(0, namesCharactersMax)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
}

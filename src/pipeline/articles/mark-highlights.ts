/**
 * Sets a reader's marks in an article: `<mark data-highlight="ID">` around each run of marked text, whatever elements it
 * crosses. Takes HTML that was sanitised, and adds nothing to it but these elements.
 */
import type { Element, ElementContent, Root, RootContent, Text } from 'hast'
import { fromParse5 } from 'hast-util-from-parse5'
import rehypeStringify from 'rehype-stringify'
import { unified } from 'unified'
import { findQuote, foldUnit, type Quote } from './find-quote.ts'
import { parsePiece } from './page-tree.ts'

export type Marked = {
  readonly html: string
  /** Ids of those that are no longer in the text. */
  readonly lost: readonly string[]
}

/** Marks beyond these are not set, and count as lost. */
const marksMax = 1000
const nobody = -1

/** Between their parts white space is no text. */
const holdBlocks = new Set('blockquote ul ol dl table thead tbody tfoot tr figure details'.split(' '))

const writer = unified().use(rehypeStringify)

/** Where two marks overlap the shorter one shows. O(length · marks). */
export function markHighlights(html: string, highlights: readonly (Quote & { readonly id: string })[]): Marked {
  if (highlights.length === 0) return { html, lost: [] }
  const tree = parsePiece(html)
  if (tree === undefined) return { html, lost: highlights.map(({ id }) => id) }
  // A fragment comes back as a root; the library's type also names single nodes.
  const root = fromParse5(tree) as Root
  const text = foldedText(root)
  const found = highlights
    .slice(0, marksMax)
    .flatMap((highlight) => {
      const span = findQuote(text, highlight)
      return span === undefined ? [] : [{ id: highlight.id, ...span }]
    })
    .toSorted((a, b) => b.to - b.from - (a.to - a.from))
  const owners = new Int16Array(text.length).fill(nobody)
  for (const [n, { from, to }] of found.entries()) owners.fill(n, from, to)
  const ids = found.map(({ id }) => id)
  if (ids.length > 0) setMarks(root, { owners, ids, at: 0, begun: new Set() })
  const lost = highlights.filter(({ id }) => !ids.includes(id)).map(({ id }) => id)
  return { html: ids.length === 0 ? html : writer.stringify(root), lost }
}

function foldedText(parent: Root | Element): string {
  let text = ''
  for (const child of parent.children) {
    if (child.type === 'element') text += foldedText(child)
    if (child.type !== 'text') continue
    for (let at = 0; at < child.value.length; at += 1) text += foldUnit(child.value.charAt(at))
  }
  return text
}

type Marking = {
  /** Of each sign of the folded text the place of its mark in `ids`, or `nobody`. */
  readonly owners: Int16Array
  readonly ids: readonly string[]
  /** How many signs of the folded text were passed. */
  at: number
  /** Marks that have begun: links lead to where they do. */
  readonly begun: Set<string>
}

function setMarks(parent: Root | Element, marking: Marking): void {
  const isBetweenBlocks = parent.type === 'root' || holdBlocks.has(parent.tagName)
  const children: (RootContent | ElementContent)[] = []
  for (const child of parent.children) {
    if (child.type === 'element') setMarks(child, marking)
    if (child.type !== 'text' || (isBetweenBlocks && child.value.trim() === '')) children.push(child)
    else children.push(...piecesOf(child, marking))
  }
  // What a root and an element may hold differs only in the doctype, and none was parsed.
  parent.children = children as ElementContent[]
}

/** A text in runs of one owner each. White space belongs to a mark that goes on behind it. */
function piecesOf({ value }: Text, marking: Marking): ElementContent[] {
  const pieces: ElementContent[] = []
  let start = 0
  let owner: number | undefined
  for (let at = 0; at < value.length; at += 1) {
    const isSeen = foldUnit(value.charAt(at)) !== ''
    const own = isSeen ? ownerAt(marking, marking.at) : ownerBetween(marking)
    if (isSeen) marking.at += 1
    if (own === owner) continue
    if (owner !== undefined) pieces.push(piece(value.slice(start, at), owner, marking))
    start = at
    owner = own
  }
  if (owner !== undefined) pieces.push(piece(value.slice(start), owner, marking))
  return pieces
}

function ownerAt({ owners }: Marking, at: number): number {
  return owners[at] ?? nobody
}

function ownerBetween(marking: Marking): number {
  const next = ownerAt(marking, marking.at)
  return next === ownerAt(marking, marking.at - 1) ? next : nobody
}

function piece(value: string, owner: number, { ids, begun }: Marking): ElementContent {
  const text: Text = { type: 'text', value }
  const id = ids[owner]
  if (id === undefined) return text
  const isFirst = !begun.has(id)
  begun.add(id)
  return {
    type: 'element',
    tagName: 'mark',
    properties: { ...(isFirst ? { id: `highlight-${id}` } : {}), dataHighlight: id },
    children: [text],
  }
}

/**
 * Marks in the text of an article: what a selection says, with what finds it again, and the elements that show it. Places are
 * counted in characters that are no white space, as the server counts them, so that no element in between matters.
 */

export type Place = { readonly start: number; readonly length: number }
export type Quoted = { readonly quote: string; readonly before: string; readonly after: string; readonly start: number }

/** A part of one text node. */
type Piece = { readonly node: Text; readonly from: number; readonly to: number }

const contextLength = 60
const blocks = 'p, li, h1, h2, h3, h4, h5, h6, td, th, dt, dd, figcaption, blockquote, pre, caption, summary'

/** Where in the text a selection stands, as far as it is in it. */
export function placeOf(body: Element, selection: Range): Place | undefined {
  if (!selection.intersectsNode(body)) return undefined
  const whole = document.createRange()
  whole.selectNodeContents(body)
  const range = selection.cloneRange()
  if (range.compareBoundaryPoints(Range.START_TO_START, whole) < 0) range.setStart(body, 0)
  if (range.compareBoundaryPoints(Range.END_TO_END, whole) > 0) range.setEnd(body, body.childNodes.length)
  const before = whole.cloneRange()
  before.setEnd(range.startContainer, range.startOffset)
  const length = seen(range.toString()).length
  return length === 0 ? undefined : { start: seen(before.toString()).length, length }
}

/** Where the elements of a mark stand: what lies between the first and the last. */
export function placeOfMark(body: Element, id: string): Place | undefined {
  const parts = partsOf(body, id)
  const [first] = parts
  const last = parts.at(-1)
  if (first === undefined || last === undefined) return undefined
  const range = document.createRange()
  range.setStartBefore(first)
  range.setEndAfter(last)
  return placeOf(body, range)
}

export function quoteAt(body: Element, { start, length }: Place): Quoted {
  const context = Math.min(start, contextLength)
  return {
    quote: textOf(piecesAt(body, { start, length })),
    before: textOf(piecesAt(body, { start: start - context, length: context })).slice(-contextLength),
    after: textOf(piecesAt(body, { start: start + length, length: contextLength })).slice(0, contextLength),
    start,
  }
}

/** Puts elements around the text at a place. */
export function setMark(body: Element, id: string, place: Place): void {
  for (const { node, from, to } of piecesAt(body, place)) {
    if (seen(node.data.slice(from, to)) === '') continue
    const part = from === 0 ? node : node.splitText(from)
    if (part.length > to - from) part.splitText(to - from)
    const mark = document.createElement('mark')
    mark.dataset['highlight'] = id
    part.replaceWith(mark)
    mark.append(part)
  }
}

export function dropMark(body: Element, id: string): void {
  for (const part of partsOf(body, id)) part.replaceWith(...part.childNodes)
  body.normalize()
}

export function partsOf(body: Element, id: string): HTMLElement[] {
  return [...body.querySelectorAll<HTMLElement>('mark[data-highlight]')].filter(
    ({ dataset }) => dataset['highlight'] === id,
  )
}

/** White space within a piece is the piece's, white space around the whole is not. */
function piecesAt(body: Element, { start, length }: Place): Piece[] {
  const pieces: Piece[] = []
  const end = start + length
  let passed = 0
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode() !== null && passed < end) {
    // The walker shows nothing but text.
    const node = walker.currentNode as Text
    let from = passed > start ? 0 : undefined
    let to = 0
    for (let at = 0; at < node.length && passed < end; at += 1) {
      const isSeen = seen(node.data.charAt(at)) !== ''
      if (isSeen && passed === start) from ??= at
      if (isSeen) passed += 1
      if (isSeen || passed < end) to = at + 1
    }
    if (from !== undefined && to > from) pieces.push({ node, from, to })
  }
  return pieces
}

/** The words as they are read: one space for any white space, and between blocks. */
function textOf(pieces: readonly Piece[]): string {
  let text = ''
  let block: Element | null | undefined
  for (const { node, from, to } of pieces) {
    const own = node.parentElement?.closest(blocks)
    if (own !== block) text += ' '
    block = own
    text += node.data.slice(from, to)
  }
  return text.replaceAll(/\s+/g, ' ').trim()
}

function seen(text: string): string {
  return text.replaceAll(/\s+/g, '')
}

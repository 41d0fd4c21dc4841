/** The text of a feed in the form that the rest of the program wants: HTML for bodies, plain words for titles. */
import { decodeHTML } from 'entities'
import { absoluteUrl, type Base } from './absolute-url.ts'
import { attributeOf, nonEmpty } from './element.ts'
import { escapeText, proseAsHtml } from './plain-text.ts'
import type { Markup } from './read-markup.ts'
import { type Attribute, readTag, tagFinder } from './read-tag.ts'
import { spend, stepsOf, type Work } from './work-budget.ts'

/** The body of a description, summary or content element as HTML with absolute URLs; undefined when it is empty. */
export function htmlOf(element: Markup): string | undefined {
  const kind = kindOf(element)
  if (kind === 'markup') return nonEmpty(innerMarkup(element))
  const text = kind === 'base64' ? fromBase64(ownText(element)) : ownText(element)
  if (text === undefined) return undefined
  const { work } = element.base
  if (kind === 'plain' && !spend(work, text.length * stepsOf.escaped)) return undefined
  const html = kind === 'plain' && !looksLikeHtml(text) ? plainAsHtml(text, work, proseAsHtml) : text
  return nonEmpty(resolveHtml(html, element.base))
}

/** Plain text that is turned into HTML is cut here, as each character may become five. */
const plainCharactersMax = 2_000_000

/** Plain text as `write` makes HTML of it, which costs more the longer it becomes. */
export function plainAsHtml(text: string, work: Work, write: (text: string) => string): string {
  const html = write(text.slice(0, plainCharactersMax))
  spend(work, Math.max(0, html.length - text.length) * stepsOf.escaped)
  return html
}

/** A title, name or label: as `htmlOf`, but plain text stays plain. */
export function titleOf(element: Markup): string | undefined {
  const kind = kindOf(element)
  if (kind === 'markup') return oneLine(innerMarkup(element))
  const text = kind === 'base64' ? fromBase64(ownText(element)) : ownText(element)
  if (text === undefined) return undefined
  return oneLine(kind === 'plain' ? text : resolveHtml(text, element.base))
}

/** Addresses resolved in one body. */
const resolvedMax = 500

/** Rewrites relative URLs in attributes against `base`; everything else stays as it is, character for character, also what comes after `resolvedMax` addresses or when the work is spent. O(n). */
export function resolveHtml(html: string, base: Base): string {
  if (base.url === undefined || !html.includes('<')) return html
  const find = tagFinder(html)
  const pieces: string[] = []
  let copied = 0
  let resolved = 0
  for (let at = html.indexOf('<'); at !== -1 && resolved < resolvedMax; at = html.indexOf('<', at)) {
    const tag = readTag(html, at, find)
    if (!spend(base.work, stepsOf.tag + (tag?.attributes.length ?? 0) * stepsOf.attribute)) break
    for (const attribute of tag?.attributes ?? []) {
      const absolute = relativeIn(attribute, base)
      if (absolute === undefined) continue
      pieces.push(html.slice(copied, attribute.start), absolute)
      copied = attribute.end
      resolved += 1
    }
    at = tag?.end ?? at + 1
  }
  return copied === 0 ? html : pieces.join('') + html.slice(copied)
}

const urlAttributes = new Set([
  'href',
  'src',
  'cite',
  'action',
  'longdesc',
  'poster',
  'background',
  'data',
  'usemap',
  'codebase',
  'classid',
  'profile',
])

function relativeIn({ name, value }: Attribute, base: Base): string | undefined {
  if (!urlAttributes.has(name.toLowerCase()) || value.length > addressCharactersMax) return undefined
  const written = decodeHTML(value)
  const absolute = absoluteUrl(written, base)
  return absolute === undefined || absolute === written.trim() ? undefined : escapeAttribute(absolute)
}

/** Longer ones, the pictures that are their own address, stay as written. */
const addressCharactersMax = 10_000

type Kind = 'markup' | 'html' | 'plain' | 'base64'

/** Atom 1.0 (`type` is text, html, xhtml or a media type), Atom 0.3 (`mode` is xml, escaped, base64), and RSS, which says nothing. */
function kindOf(element: Markup): Kind {
  const type = attributeOf(element, 'type')?.toLowerCase() ?? ''
  const mode = attributeOf(element, 'mode')?.toLowerCase()
  if (element.children.some((child) => typeof child !== 'string')) return 'markup'
  if (mode === 'base64') return 'base64'
  if (type === 'text' || type === 'text/plain') return 'plain'
  if (type === '' || type.endsWith('html') || type.endsWith('xml') || type.startsWith('text/')) return 'html'
  return mode === undefined && type.includes('/') ? 'base64' : 'html'
}

function ownText(element: Markup): string {
  return element.children.filter((child) => typeof child === 'string').join('')
}

const base64Text = /^[A-Za-z0-9+/=\s]+$/

function fromBase64(text: string): string | undefined {
  if (!base64Text.test(text)) return text
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'base64'))
  } catch {
    return undefined
  }
}

const htmlTag = /<\/?[a-z][a-z0-9]{0,10}(?:\s[^<>]{0,500})?\/?>|&(?:#\d{1,7}|[a-z]{2,8});/i

/** Much that is declared plain is HTML all the same. */
function looksLikeHtml(text: string): boolean {
  return htmlTag.test(text)
}

/** The children written out as HTML; XHTML's one `div` around everything is not part of the text (RFC 4287, 3.1.1.3). */
function innerMarkup(element: Markup): string {
  const inside = element.children.filter((child) => typeof child !== 'string' || child.trim() !== '')
  const [only] = inside
  const isXhtml = attributeOf(element, 'type')?.toLowerCase() === 'xhtml'
  const wrapped = isXhtml && inside.length === 1 && typeof only === 'object' && /^(xhtml:)?(div|body)$/.test(only.name)
  return contentOf(wrapped ? only : element)
}

const emptyElements = /^(area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/

function contentOf({ children, base }: Markup): string {
  return children
    .map((child) => (typeof child === 'string' ? escaped(child, escapeText, base.work) : written(child)))
    .join('')
}

/** Characters escaped at once. */
const pieceCharacters = 100_000

/** Words cost nothing, the signs in them that have to be escaped do; cut where the work is spent. */
function escaped(text: string, escapeSigns: (text: string) => string, work: Work): string {
  const pieces: string[] = []
  for (let at = 0; at < text.length && !work.isSpent; at += pieceCharacters) {
    const piece = text.slice(at, at + pieceCharacters)
    const longer = escapeSigns(piece)
    spend(work, (longer.length - piece.length) * stepsOf.escaped)
    pieces.push(longer)
  }
  return pieces.join('')
}

function written(node: Markup): string {
  if (!spend(node.base.work, stepsOf.written + node.attributes.length * stepsOf.attribute)) return ''
  const name = node.name.replace(/^(xhtml|svg|math):/, '')
  const attributes = node.attributes
    .filter(([key]) => !key.startsWith('xmlns'))
    .map(([key, value]) => {
      const meant = urlAttributes.has(key) ? (absoluteUrl(value, node.base) ?? value) : value
      return ` ${key}="${escaped(meant, escapeAttribute, node.base.work)}"`
    })
    .join('')
  if (node.children.length === 0 && emptyElements.test(name)) return `<${name}${attributes} />`
  return `<${name}${attributes}>${contentOf(node)}</${name}>`
}

/** Titles are cut here. */
export const titleCharactersMax = 5_000

function oneLine(text: string): string | undefined {
  return nonEmpty(text.slice(0, titleCharactersMax).replace(/\s+/g, ' '))
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}

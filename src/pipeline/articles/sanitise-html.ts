/**
 * The one wall between other people's HTML and our readers. Parsed by the HTML standard's parser, rebuilt from an allow-list,
 * written out anew: what is not on the list does not exist afterwards.
 */
import type { Element, ElementContent, Properties, Root, RootContent } from 'hast'
import { fromParse5 } from 'hast-util-from-parse5'
import rehypeSanitize, { type Options as Schema } from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import { unified } from 'unified'
import { bodyText, plainText } from './body-text.ts'
import { type PageParent, parsePiece } from './page-tree.ts'
import { isTrackingPixel, placeImage } from './place-image.ts'
import { plainParagraphs } from './plain-paragraphs.ts'
import { absoluteUrl } from './web-address.ts'

/** Input beyond this is cut: no article is as long. */
const charactersMax = 3_000_000
/** Writing and parsing again changes nothing after one or two rounds; what still changes is shown as plain text. */
const roundsMax = 4

/** Markup, references, and what the parser would drop or turn into something else. */
const notPlain = /[<&]|[^\P{Cc}\t\n]/u

/**
 * Safe HTML with absolute URLs: no scripts, handlers, styles, ids, frames, forms, SVG or MathML; links are
 * `noopener noreferrer nofollow`; lazy pictures have their address, tracking pixels are gone. Idempotent; never throws.
 */
export function sanitiseHtml(html: string, options: { readonly baseUrl: string }): string {
  return sanitise(html, options).html
}

/** The same, with its readable text: one reading of the markup less than apart. */
export function sanitiseWithText(html: string, options: { readonly baseUrl: string }): { html: string; text: string } {
  const { html: safe, text, tree } = sanitise(html, options)
  return { html: safe, text: text ?? (tree === undefined ? textOfHtml(safe) : bodyText(tree)) }
}

/** Readable text of a piece of HTML. */
export function textOfHtml(html: string): string {
  if (!notPlain.test(html)) return plainText(html)
  const tree = parsePiece(html)
  return tree === undefined ? '' : bodyText(tree)
}

type Sanitised = { readonly html: string; readonly text?: string; readonly tree?: PageParent | undefined }

function sanitise(html: string, { baseUrl }: { readonly baseUrl: string }): Sanitised {
  let before = html.slice(0, charactersMax)
  if (!notPlain.test(before)) return { html: before.trim() }
  const paragraphs = plainParagraphs(before)
  if (paragraphs !== undefined) return paragraphs
  for (let round = 0; round < roundsMax; round += 1) {
    const after = sanitiseOnce(before, baseUrl)
    // What came out unchanged is what this tree was read from.
    if (after.html === before) return after
    before = after.html
  }
  return { html: escapeText(before.replace(/<[^<>]{0,10000}>/g, ' ')) }
}

function sanitiseOnce(html: string, baseUrl: string): Sanitised {
  const tree = parsePiece(html)
  if (tree === undefined) return { html: escapeText(html.replace(/<[^<>]{0,10000}>/g, ' ')) }
  const hast = fromParse5(tree)
  // A fragment comes back as a root; the library's type also names single nodes.
  const root = hast as Root
  rebuild(root, { baseUrl, inline: false, depth: 0 })
  return { html: writer.stringify(writer.runSync(root)).trim(), tree }
}

/** Removed with all that is inside. */
const strippedTags = new Set(
  'script style svg math iframe frame frameset noframes object embed applet template noscript noembed title textarea select option button input xmp plaintext head link meta base audio canvas dialog map'.split(
    ' ',
  ),
)

/** Blocks that become paragraphs where they hold a line, and vanish around other blocks. */
const wrapperTags = new Set(
  'div section article main header footer aside nav center form fieldset address hgroup'.split(' '),
)

const blockTags = new Set([
  ...wrapperTags,
  ...'p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tfoot tr td th caption blockquote pre figure figcaption hr details summary video'.split(
    ' ',
  ),
])

const schema: Schema = {
  strip: [...strippedTags],
  tagNames:
    'p br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead tbody tfoot tr td th blockquote q cite pre code kbd samp var sub sup strong b em i u s del ins mark small abbr dfn time bdi bdo ruby rt rp wbr a img figure figcaption details summary video'.split(
      ' ',
    ),
  attributes: {
    '*': ['lang', ['dir', 'ltr', 'rtl', 'auto'], 'title'],
    a: ['href', ['rel', 'noopener', 'noreferrer', 'nofollow']],
    img: ['src', 'srcSet', 'alt', 'width', 'height', ['loading', 'lazy']],
    video: ['src', 'poster', 'controls', 'width', 'height'],
    td: ['colSpan', 'rowSpan'],
    th: ['colSpan', 'rowSpan', ['scope', 'col', 'row', 'colgroup', 'rowgroup']],
    ol: ['start', 'reversed'],
    blockquote: ['cite'],
    q: ['cite'],
    time: ['dateTime'],
  },
  protocols: {
    href: ['http', 'https', 'mailto'],
    src: ['http', 'https'],
    poster: ['http', 'https'],
    cite: ['http', 'https'],
  },
  ancestors: {
    li: ['ol', 'ul'],
    dt: ['dl'],
    dd: ['dl'],
    tr: ['table'],
    td: ['table'],
    th: ['table'],
    tbody: ['table'],
  },
  clobber: [],
  allowComments: false,
  allowDoctypes: false,
}

const writer = unified()
  .use(rehypeSanitize, schema)
  .use(rehypeStringify, { characterReferences: { useNamedReferences: false } })

type Place = { readonly baseUrl: string; readonly inline: boolean; readonly depth: number }

/** Resolves, renames and drops in place, from the top; the allow-list runs after it. */
function rebuild(parent: Root | Element, place: Place): void {
  const kept: (RootContent | ElementContent)[] = []
  for (const child of parent.children) {
    if (child.type === 'text') kept.push(child)
    else if (child.type === 'element') kept.push(...rebuilt(child, place))
  }
  // What a root and an element may hold differs only in the doctype, and no doctype is kept.
  parent.children = kept as ElementContent[]
}

function rebuilt(element: Element, place: Place): readonly ElementContent[] {
  const { tagName } = element
  if (strippedTags.has(tagName)) return []
  if (tagName === 'img' || tagName === 'video') return medium(element, place)
  if (tagName === 'a') return link(element, place)
  const inline = place.inline || tagName === 'p' || /^h[1-6]$/.test(tagName) || !blockTags.has(tagName)
  rebuild(element, { ...place, inline, depth: place.depth + 1 })
  resolve(element.properties, 'cite', place.baseUrl)
  if (tagName === 'picture') return element.children
  if (!wrapperTags.has(tagName)) return [element]
  if (element.children.every((child) => child.type === 'text' && child.value.trim() === '')) return []
  if (element.children.some((child) => child.type === 'element' && blockTags.has(child.tagName)))
    return spaced(element.children)
  if (place.inline) return spaced(element.children)
  return [{ ...element, tagName: 'p', properties: languageOf(element.properties) }]
}

/** Children of a wrapper that vanishes, so that words on its two sides do not run together. */
function spaced(children: readonly ElementContent[]): readonly ElementContent[] {
  return [{ type: 'text', value: '\n' }, ...children, { type: 'text', value: '\n' }]
}

function languageOf({ lang, dir }: Properties): Properties {
  return { ...(lang === undefined ? {} : { lang }), ...(dir === undefined ? {} : { dir }) }
}

function medium(element: Element, { baseUrl }: Place): readonly ElementContent[] {
  if (element.tagName === 'video') {
    resolve(element.properties, 'src', baseUrl)
    resolve(element.properties, 'poster', baseUrl)
    const source = element.children.find((child) => child.type === 'element' && child.tagName === 'source')
    const inner = source?.type === 'element' ? absoluteUrl(source.properties['src'], baseUrl) : undefined
    const src = element.properties['src'] ?? inner
    if (src === undefined) return []
    return [{ ...element, properties: { ...element.properties, src, controls: true }, children: [] }]
  }
  if (isTrackingPixel(element.properties)) return []
  const properties = placeImage(element.properties, baseUrl)
  return properties === undefined ? [] : [{ ...element, properties, children: [] }]
}

function link(element: Element, place: Place): readonly ElementContent[] {
  rebuild(element, { ...place, inline: true, depth: place.depth + 1 })
  const href = absoluteUrl(element.properties['href'], place.baseUrl, /^(https?|mailto):$/)
  if (href === undefined) return element.children
  const { title } = element.properties
  const properties = { href, rel: ['noopener', 'noreferrer', 'nofollow'], ...(title === undefined ? {} : { title }) }
  return [{ ...element, properties }]
}

function resolve(properties: Properties, name: string, baseUrl: string): void {
  const value = properties[name]
  if (value === undefined) return
  const url = absoluteUrl(value, baseUrl)
  if (url === undefined) delete properties[name]
  else properties[name] = url
}

export function escapeText(text: string): string {
  return text.replaceAll('&', '&#x26;').replaceAll('<', '&#x3C;').trim()
}

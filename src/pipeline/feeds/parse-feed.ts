/**
 * Bytes → Feed. Total: whatever comes, a result and problems come back, in linear time. In order: bounds, encoding, JSON
 * Feed or markup, one form. It must not know where the bytes came from beyond their URL and content type.
 */
import { gunzipSync } from 'node:zlib'
import type { Feed } from '../../domain/feed.ts'
import type { Problem } from '../../domain/problem.ts'
import { decodeBytes } from './decode-bytes.ts'
import { textOf } from './element.ts'
import { readJsonFeed } from './json-feed.ts'
import { entriesMax, type Markup, readMarkup } from './read-markup.ts'
import { readSitemapIndex, type SitemapLink } from './sitemap-index.ts'
import { newWork, stepsMax, tooMuch } from './work-budget.ts'
import { feedElementOf, readXmlFeed } from './xml-feed.ts'

/** A feed larger than this is refused unread. */
export const feedBytesMax = 15 * 1024 * 1024

/** `feed` is null when what came is no feed; then `problems` says what it is instead. Otherwise they name what was repaired. */
export type ParsedFeed = {
  readonly feed: Feed | null
  readonly problems: Problem[]
  /** What came is an index of sitemaps, and names these. */
  readonly sitemaps?: readonly SitemapLink[]
}

/**
 * RSS 0.9x–2.0, RDF, Atom 0.3 and 1.0, CDF, JSON Feed 1.x and news sitemaps. Relative URLs are resolved against `url` and
 * xml:base. Never throws. O(n).
 */
export function parseFeed(
  given: Uint8Array,
  options: { readonly url?: string; readonly contentType?: string },
): ParsedFeed {
  if (given.length > feedBytesMax)
    return none('too-large', `It has ${given.length} bytes; no feed of more than ${feedBytesMax} is read.`)
  const bytes = unpacked(given)
  if ('code' in bytes) return { feed: null, problems: [bytes] }
  const decoded = decodeBytes(bytes, options.contentType)
  const { text, junk } = cleaned(decoded.text)
  if (text === '') return none('empty-body', 'The body is empty.')
  const problems = [...decoded.problems, ...typeProblems(options.contentType), ...junk]
  if (text.startsWith('{') || text.startsWith('[')) return fromJson(text, problems, options.url)
  const { root, problems: repairs } = readMarkup(text, options.url)
  const element = feedElementOf(root)
  if (element === undefined) {
    const sitemaps = readSitemapIndex(root)
    const none = { feed: null, problems: [...problems, notAFeed(root, text)] }
    return sitemaps === undefined ? none : { ...none, sitemaps }
  }
  const feed = readXmlFeed(element)
  const isCut = root.base.work.isSpent && !repairs.includes(tooMuch)
  return { feed, problems: [...problems, ...repairs, ...(isCut ? [tooMuch] : [])] }
}

/** A file that is kept packed, as `news.xml.gz`, comes as it is: no transport says that it has to be unpacked. */
function unpacked(bytes: Uint8Array): Uint8Array | Problem {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: feedBytesMax })
  } catch (cause) {
    if (cause instanceof RangeError)
      return { code: 'too-large', message: `Unpacked, it has more than ${feedBytesMax} bytes; none such is read.` }
    return { code: 'not-a-feed', message: 'What came is a gzip file that cannot be unpacked.' }
  }
}

function fromJson(text: string, problems: Problem[], url: string | undefined): ParsedFeed {
  if (!isParsable(text)) return none(tooMuch.code, tooMuch.message)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return none('not-a-feed', `What came is broken JSON that begins ${quote(text)}.`)
  }
  const base = { url, work: newWork() }
  const feed = readJsonFeed(value, base)
  if (feed === undefined) return none('not-a-feed', `What came is JSON but no JSON Feed: it begins ${quote(text)}.`)
  const full = feed.entries.length < entriesMax ? [] : [fullProblem]
  return { feed, problems: [...problems, ...full, ...(base.work.isSpent ? [tooMuch] : [])] }
}

/** Objects, lists and values in JSON that is parsed at all, and how deep they may lie: what Node's own parser does well. */
const valuesMax = stepsMax / 8
const nestingMax = 200

/** Whether JSON is small enough to be parsed, told by its brackets and commas outside of strings. O(n). */
function isParsable(text: string): boolean {
  let values = 0
  let depth = 0
  let isInString = false
  for (let at = 0; at < text.length; at += 1) {
    const mark = text.charCodeAt(at)
    if (mark === 0x22) isInString = !isInString
    else if (isInString) at += mark === 0x5c ? 1 : 0
    else if (mark === 0x5b || mark === 0x7b) depth += 1
    else if (mark === 0x5d || mark === 0x7d) depth -= 1
    else if (mark === 0x2c) values += 1
    if (values > valuesMax || depth > nestingMax) return false
  }
  return true
}

const fullProblem: Problem = {
  code: 'too-many-entries',
  message: `Entries after the first ${entriesMax} were passed over.`,
}

/**
 * Characters that XML forbids, and those that stand for nothing, from U+0080 on: windows-1252 taken for Latin-1, by the
 * writer or by Node 20's own decoder.
 */
const amiss = /[^\P{Cc}\t\n\r\u007f]|[\ufffe\uffff]/u
const western = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/** The text without what XML forbids, and with what was misread put right. O(n) in time and memory, however much there is. */
function mended(text: string): string {
  const first = text.search(amiss)
  if (first === -1) return text
  const units = new Uint16Array(text.length - first)
  let length = 0
  for (let at = first; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (isForbidden(code)) continue
    units[length] = code >= 0x80 && code <= 0x9f ? western.charCodeAt(code - 0x80) : code
    length += 1
  }
  return text.slice(0, first) + Buffer.from(units.buffer, 0, length * units.BYTES_PER_ELEMENT).toString('utf16le')
}

function isForbidden(code: number): boolean {
  return (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) || code === 0xfffe || code === 0xffff
}

function cleaned(text: string): { readonly text: string; readonly junk: Problem[] } {
  const allowed = mended(text)
  const junk: Problem[] = []
  if (allowed.length !== text.length)
    junk.push({
      code: 'control-character',
      message: `${text.length - allowed.length} characters that XML forbids were removed.`,
    })
  const trimmed = allowed.replace(/^\ufeff+/, '').trim()
  const declarationAt = trimmed.slice(0, junkCharactersMax).search(/<\?xml\s/)
  if (declarationAt > 0 || (trimmed !== '' && !/^[<{[]/.test(trimmed)))
    junk.push({ code: 'leading-junk', message: `It begins ${quote(trimmed)}.` })
  return { text: trimmed, junk }
}

/** How far in an XML declaration is looked for that should be the very beginning. */
const junkCharactersMax = 10_000

function typeProblems(contentType: string | undefined): Problem[] {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === '' || /xml|json|rss|atom|rdf|octet-stream|gzip/.test(type)) return []
  return [
    {
      code: 'wrong-content-type',
      message: `It was sent as ${JSON.stringify(type.slice(0, 80))}, which is no type of feeds.`,
    },
  ]
}

function notAFeed(root: Markup, text: string): Problem {
  const outermost = root.children.find((child): child is Markup => typeof child !== 'string')
  return { code: 'not-a-feed', message: `What came is ${looksLike(outermost, text)}.` }
}

const htmlNames = new Set(['html', 'head', 'body', 'title', 'div', 'p', 'script', 'meta', 'h1', 'table', 'center'])

function looksLike(outermost: Markup | undefined, text: string): string {
  if (outermost === undefined) return `text that begins ${quote(text)}`
  const name = outermost.name.replace('xhtml:', '')
  if (htmlNames.has(name) || /^<!doctype html/i.test(text)) {
    const title = titleIn(outermost, 0)
    return title === undefined ? 'an HTML page' : `an HTML page titled “${title}”`
  }
  if (name === 'opml') return 'an OPML list of feeds; import it as a list'
  if (name === 'sitemapindex') return 'an index of sitemaps, which holds no news itself'
  return `XML whose outermost element is <${name.slice(0, 80)}>`
}

const titleDepthMax = 4
const titleCharactersMax = 120

function titleIn(element: Markup, depth: number): string | undefined {
  if (/^(xhtml:)?title$/.test(element.name)) return textOf(element)?.replace(/\s+/g, ' ').slice(0, titleCharactersMax)
  if (depth > titleDepthMax) return undefined
  for (const child of element.children) {
    const title = typeof child === 'string' ? undefined : titleIn(child, depth + 1)
    if (title !== undefined) return title
  }
  return undefined
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 60))
}

function none(code: string, message: string): ParsedFeed {
  return { feed: null, problems: [{ code, message }] }
}

/**
 * The expectations of feedparser's suite, which stand in a comment of each file in Python's terms, in terms of `Feed`.
 * What our fields do not hold (details of sanitising, geography, HTTP headers, rights …) is not mapped, by kind.
 */
import type { Entry } from '../../src/domain/feed.ts'
import { decodeBytes } from '../../src/pipeline/feeds/decode-bytes.ts'
import { type ParsedFeed, parseFeed } from '../../src/pipeline/feeds/parse-feed.ts'

export type Verdict =
  | { readonly kind: 'met' }
  | { readonly kind: 'missed'; readonly path: string; readonly expected: unknown; readonly got: unknown }
  | { readonly kind: 'not-mapped'; readonly path: string }

type Value = string | number | boolean | null | undefined | readonly number[]
type Clause = { readonly path: string; readonly expected: Value }

/** Where the suite's own server runs: relative URLs without any other base end up there. */
const suiteUrl = 'http://127.0.0.1:8097/'

/** Judges every clause of the expectation in `bytes`; undefined where the file states none. */
export function judge(bytes: Uint8Array): { parsed: ParsedFeed; verdicts: Verdict[] } | undefined {
  const source = commentIn(bytes)
  const expression = /Expect:\s*(.+)/
    .exec(source)?.[1]
    ?.replace(/-->.*$/, '')
    .trim()
  if (expression === undefined) return undefined
  const contentType = /^\s*Header:\s*Content-type:\s*(.+)$/im.exec(source)?.[1]?.trim()
  const location = /^\s*Header:\s*Content-Location:\s*(http.+)$/im.exec(source)?.[1]?.trim()
  const parsed = parseFeed(bytes, {
    url: location ?? suiteUrl,
    ...(contentType === undefined ? {} : { contentType }),
  })
  const encoding = decodeBytes(bytes, contentType).encoding
  return { parsed, verdicts: clausesOf(expression).map((clause) => verdictOn(clause, parsed, encoding)) }
}

function commentIn(bytes: Uint8Array): string {
  return decodeBytes(bytes).text.slice(0, 4_000)
}

export function clausesOf(expression: string): Clause[] {
  return expression.split(/\s+and\s+(?=\(|not\b|bozo\b|feed\b|entries\b|len\(|version\b|encoding\b)/).map((part) => {
    const text = part.replace(/^\((.*)\)$/, '$1').trim()
    const equal = /^(.+?)\s*==\s*(.+)$/s.exec(text)
    if (equal !== null) return { path: normalPath(equal[1] ?? ''), expected: pythonValue(equal[2] ?? '') }
    const negated = /^not\s+(.+)$/.exec(text)
    return { path: normalPath(negated?.[1] ?? text), expected: negated === null }
  })
}

function normalPath(path: string): string {
  return path
    .trim()
    .replace(/\[u?['"]([^'"]+)['"]\]/g, '.$1')
    .replace(/\[(\d+)\]/g, '.$1')
}

function pythonValue(written: string): Value {
  const text = written.trim()
  if (text === 'None') return null
  if (text === 'True' || text === 'False') return text === 'True'
  if (/^-?\d+$/.test(text)) return Number(text)
  if (/^\([\d, ]+\)$/.test(text)) return text.slice(1, -1).split(',').map(Number)
  const string = /^u?(['"])(.*)\1$/s.exec(text)
  return string === null ? undefined : unescaped(string[2] ?? '')
}

function unescaped(text: string): string {
  return text.replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/gis, (_, x, u, wide, other) => {
    const code = x ?? u ?? wide
    if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16))
    return ({ n: '\n', t: '\t', r: '\r' } as Record<string, string>)[other] ?? other
  })
}

function verdictOn({ path, expected }: Clause, parsed: ParsedFeed, encoding: string): Verdict {
  if (path === 'bozo') return same(path, expected, parsed.feed === null || parsed.problems.length > 0)
  if (path === 'encoding')
    // RFC 7303 did away with us-ascii as the default of text/xml, and every decoder takes it for windows-1252.
    return expected === 'us-ascii'
      ? { kind: 'not-mapped', path }
      : same(path, encodingName(expected), encodingName(encoding))
  if (path === 'version') return versionVerdict(expected, parsed)
  if (expected === undefined) return { kind: 'not-mapped', path }
  const found = valueAt(path, parsed)
  if (found === undefined) return { kind: 'not-mapped', path }
  // Authors are names here; the address in brackets is feedparser's way of joining two fields.
  if (path.endsWith('.author') && typeof expected === 'string')
    return same(path, expected.replace(/ \([^()]*@[^()]*\)$/, ''), found.value)
  return same(path, dated(path, expected), found.value)
}

function encodingName(name: Value): string | undefined {
  if (typeof name !== 'string') return undefined
  try {
    // gb18030 holds gbk, which holds gb2312: one decoder reads all three.
    return new TextDecoder(name).encoding.replace('gb18030', 'gbk')
  } catch {
    return name
  }
}

function versionVerdict(expected: Value, { feed }: ParsedFeed): Verdict {
  const format = /^(rss090|rss10)$/.test(String(expected)) ? 'rdf' : /^(rss|atom|json)/.exec(String(expected))?.[0]
  return format === undefined ? { kind: 'not-mapped', path: 'version' } : same('version', format, feed?.format)
}

/** A time tuple, or a date as written, as ISO 8601. */
function dated(path: string, expected: Value): Value {
  if (!Array.isArray(expected)) return expected
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = expected
  return path.endsWith('_parsed')
    ? new Date(Date.UTC(year, month - 1, day, hour, minute, second)).toISOString()
    : undefined
}

function same(path: string, expected: Value, got: Value): Verdict {
  return normal(expected) === normal(got) ? { kind: 'met' } : { kind: 'missed', path, expected, got }
}

/** White space, and how an empty element is closed, carry no meaning; a missing text is an empty one. */
function normal(value: Value): Value {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string') return Array.isArray(value) ? value.join() : value
  return value.replace(/\s+/g, ' ').replaceAll(' />', '/>').trim()
}

function valueAt(path: string, { feed }: ParsedFeed): { value: Value } | undefined {
  if (path === 'len(entries)') return { value: feed?.entries.length }
  const ofEntry = /^(len\()?entries\.(\d+)\.(.+?)\)?$/.exec(path)
  if (ofEntry !== null) return entryValue(`${ofEntry[1] ?? ''}${ofEntry[3]}`, feed?.entries[Number(ofEntry[2])])
  switch (path.replace(/^feed\./, '')) {
    case 'title':
    case 'title_detail.value':
      return { value: feed?.title }
    case 'description':
    case 'subtitle':
    case 'subtitle_detail.value':
    case 'tagline':
    case 'tagline_detail.value':
    case 'info':
    case 'info_detail.value':
      return { value: feed?.description }
    case 'link':
      return { value: feed?.siteUrl }
    case 'language':
      return { value: feed?.language }
    case 'ttl':
      return { value: feed?.intervalMinutes === undefined ? undefined : String(feed.intervalMinutes) }
    default:
      return undefined
  }
}

function entryValue(path: string, entry: Entry | undefined): { value: Value } | undefined {
  const indexed = /^(tags|enclosures|media_content|media_thumbnail|authors)\.(\d+)\.(\w+)$/.exec(path)
  if (indexed !== null) return listed(indexed[1] ?? '', Number(indexed[2]), indexed[3] ?? '', entry)
  switch (path) {
    case 'title':
    case 'title_detail.value':
      return { value: entry?.title }
    case 'description':
    case 'summary':
    case 'summary_detail.value':
      return { value: entry?.summary ?? entry?.content }
    case 'content.0.value':
      return { value: entry?.content ?? entry?.summary }
    case 'link':
      return { value: entry?.url }
    case 'id':
    case 'guid':
      return { value: entry?.id }
    case 'author':
    case 'author_detail.name':
      return { value: entry?.authors[0] }
    case 'category':
      return { value: entry?.categories[0] }
    case 'len(tags':
      return { value: entry?.categories.length }
    case 'comments':
      return { value: entry?.commentsUrl }
    case 'language':
      return { value: entry?.language }
    case 'published_parsed':
    case 'created_parsed':
      return { value: entry?.publishedAt }
    case 'updated_parsed':
      return { value: entry?.updatedAt ?? entry?.publishedAt }
    case 'slash_comments':
    case 'thr_total':
      return { value: entry?.commentCount === undefined ? undefined : String(entry.commentCount) }
    default:
      return undefined
  }
}

function listed(list: string, index: number, field: string, entry: Entry | undefined): { value: Value } | undefined {
  if (list === 'tags') return field === 'scheme' ? undefined : { value: entry?.categories[index] }
  if (list === 'authors') return field === 'name' ? { value: entry?.authors[index] } : undefined
  if (list === 'enclosures') {
    const enclosure = entry?.enclosures[index]
    if (field === 'href' || field === 'url') return { value: enclosure?.url }
    if (field === 'type') return { value: enclosure?.type }
    return field === 'length'
      ? { value: enclosure?.length === undefined ? undefined : String(enclosure.length) }
      : undefined
  }
  return field === 'url' ? { value: entry?.media[index]?.url } : undefined
}

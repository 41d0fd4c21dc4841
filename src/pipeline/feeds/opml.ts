import { keepable } from '../../domain/keepable.ts'
import type { Problem } from '../../domain/problem.ts'
import { absoluteUrl } from './absolute-url.ts'
import { decodeBytes } from './decode-bytes.ts'
import { attributeOf, childrenOf, nonEmpty } from './element.ts'
import { type Markup, readMarkup } from './read-markup.ts'

export type Outline = {
  readonly title: string
  readonly feedUrl: string
  readonly siteUrl?: string
  /** The names of the outlines around it, outermost first. */
  readonly folders: readonly string[]
}

export const opmlBytesMax = 15 * 1024 * 1024
/** Feeds taken from one list. */
const outlinesMax = 50_000

/**
 * The feeds that an OPML list names, in its order. `problems`: what of the list is not taken, `bad-url` for each feed whose
 * address is none. `repairs`: what was wrong with the text and cost no feed. Never throws. O(n).
 */
export function parseOpml(bytes: Uint8Array): {
  readonly outlines: readonly Outline[]
  readonly problems: readonly Problem[]
  readonly repairs: readonly Problem[]
} {
  if (bytes.length > opmlBytesMax)
    return {
      outlines: [],
      repairs: [],
      problems: [{ code: 'too-large', message: `No list of more than ${opmlBytesMax} bytes is read.` }],
    }
  const decoded = decodeBytes(bytes)
  const { root, problems } = readMarkup(decoded.text.trim())
  const repairs = [...decoded.problems, ...problems]
  const opml = childrenOf(root, 'opml')[0]
  if (opml === undefined)
    return {
      outlines: [],
      repairs,
      problems: [
        { code: 'not-opml', message: `It begins ${JSON.stringify(decoded.text.slice(0, 60))}, which is no OPML list.` },
      ],
    }
  const outlines: Outline[] = []
  const broken: Problem[] = []
  for (const body of [...childrenOf(opml, 'body'), opml]) collect(body, [], { outlines, broken })
  const cut: Problem[] =
    outlines.length + broken.length < outlinesMax
      ? []
      : [{ code: 'too-many-outlines', message: `Only the first ${outlinesMax} feeds of the list are taken.` }]
  return { outlines, problems: [...broken, ...cut], repairs }
}

/** Depth is bounded by the markup reader. `broken`: feeds whose address is none. */
function collect(
  parent: Markup,
  folders: readonly string[],
  found: { readonly outlines: Outline[]; readonly broken: Problem[] },
): void {
  for (const outline of childrenOf(parent, 'outline')) {
    if (found.outlines.length + found.broken.length >= outlinesMax) return
    const written = nonEmpty(attributeOf(outline, 'xmlurl'))
    const feedUrl = absoluteUrl(written ?? '')
    const name = attributeOf(outline, 'title', 'text')
    if (feedUrl !== undefined) {
      const siteUrl = absoluteUrl(attributeOf(outline, 'htmlurl') ?? '')
      const title = name ?? feedUrl
      found.outlines.push({ title, feedUrl, ...(siteUrl === undefined ? {} : { siteUrl }), folders })
    } else if (written !== undefined) found.broken.push(notAnAddress(name, written))
    collect(outline, written === undefined && name !== undefined ? [...folders, name] : folders, found)
  }
}

/** What is said of a feed of a list whose address is none. */
export function notAnAddress(title: string | undefined, written: string): Problem {
  const whose = title === undefined ? '' : `${title}: `
  return {
    code: 'bad-url',
    message: `${whose}${JSON.stringify(written.slice(0, addressShownMax))} is not a web address.`,
  }
}

const addressShownMax = 200

/** An OPML 2.0 list of these feeds, in their folders; `parseOpml` gives them back. */
export function writeOpml(list: { readonly title: string; readonly outlines: readonly Outline[] }): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
  lines.push(`  <head><title>${escaped(list.title)}</title></head>`, '  <body>')
  let open: readonly string[] = []
  for (const outline of list.outlines) {
    open = moveTo(lines, open, outline.folders)
    lines.push(`${indent(open)}<outline${attributes(outline)} />`)
  }
  moveTo(lines, open, [])
  return `${[...lines, '  </body>', '</opml>'].join('\n')}\n`
}

/** Closes the folders that are left and opens those that are entered. */
function moveTo(lines: string[], from: readonly string[], to: readonly string[]): readonly string[] {
  const differs = to.findIndex((folder, index) => folder !== from[index])
  const shared = Math.min(differs === -1 ? to.length : differs, from.length)
  for (let depth = from.length; depth > shared; depth -= 1) lines.push(`${indent(from.slice(0, depth - 1))}</outline>`)
  for (let depth = shared; depth < to.length; depth += 1) {
    const name = escaped(to[depth] ?? '')
    lines.push(`${indent(to.slice(0, depth))}<outline text="${name}" title="${name}">`)
  }
  return to
}

function indent(folders: readonly string[]): string {
  return '  '.repeat(folders.length + 2)
}

function attributes({ title, feedUrl, siteUrl }: Outline): string {
  const pairs = [
    ['type', 'rss'],
    ['text', title],
    ['title', title],
    ['xmlUrl', feedUrl],
    ['htmlUrl', siteUrl],
  ] as const
  return pairs
    .map(([name, value]) => (nonEmpty(value) === undefined ? '' : ` ${name}="${escaped(value ?? '')}"`))
    .join('')
}

/** What XML forbids is left out: programs refuse the whole list for it. */
function escaped(text: string): string {
  return keepable(text)
    .replace(/[\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

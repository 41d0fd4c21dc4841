/** What a page says of itself to machines: JSON-LD, meta elements, link relations. Read before anything is pruned. */
import { attribute, elementsIn, foldSpace, isText, type PageElement, type PageParent } from './page-tree.ts'

export type LinkedNode = Readonly<Record<string, unknown>>

export type PageFacts = {
  /** Contents of meta elements by lower-case name, property or itemprop, in order. */
  readonly meta: ReadonlyMap<string, readonly string[]>
  /** Every JSON-LD object that has a type, flat, in order. */
  readonly nodes: readonly LinkedNode[]
  /** The JSON-LD object of the article itself. */
  readonly article: LinkedNode | undefined
  readonly canonical: string | undefined
  readonly language: string | undefined
  /** What addresses are relative to. */
  readonly base: string | undefined
  readonly documentTitle: string | undefined
}

const nodesMax = 2000
const nestingMax = 8
const scriptsMax = 40

export function readPageFacts(root: PageParent): PageFacts {
  const meta = new Map<string, string[]>()
  const nodes: LinkedNode[] = []
  const found: { canonical?: string; language?: string; base?: string; documentTitle?: string } = {}
  let scripts = 0
  for (const element of elementsIn(root)) {
    const { tagName } = element
    if (tagName === 'meta') addMeta(element, meta)
    else if (tagName === 'script' && /ld\+json/i.test(attribute(element, 'type') ?? '')) {
      scripts += 1
      if (scripts <= scriptsMax) collectNodes(parseLoosely(rawText(element)), nodes, 0)
    } else if (tagName === 'link' && attribute(element, 'rel') === 'canonical')
      found.canonical ??= attribute(element, 'href')
    else if (tagName === 'base') found.base ??= attribute(element, 'href')
    else if (tagName === 'title') found.documentTitle ??= foldSpace(rawText(element))
    else if (tagName === 'html') found.language ??= attribute(element, 'lang') ?? attribute(element, 'xml:lang')
  }
  return {
    meta,
    nodes,
    article: articleNode(nodes),
    canonical: found.canonical,
    language: found.language,
    base: found.base,
    documentTitle: found.documentTitle,
  }
}

/** The first non-empty content among these names, tried in turn. */
export function metaOf(facts: PageFacts, ...names: readonly string[]): string | undefined {
  for (const name of names) for (const value of facts.meta.get(name) ?? []) if (value !== '') return value
  return undefined
}

/** A text of a JSON-LD property: a string, the first of a list, or the name or value of an object. */
export function linkedText(value: unknown): string | undefined {
  if (typeof value === 'string') return foldSpace(decodeMarks(value)) || undefined
  if (Array.isArray(value)) return linkedText(value[0])
  if (isObject(value)) return linkedText(value['name'] ?? value['@value'] ?? value['url'])
  return undefined
}

export function linkedList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
}

export function isObject(value: unknown): value is LinkedNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function hasType(node: LinkedNode, type: RegExp): boolean {
  return linkedList(node['@type']).some((each) => typeof each === 'string' && type.test(each))
}

/** Publishers escape HTML within JSON; these few marks are what remains in practice. */
function decodeMarks(text: string): string {
  return text
    .replace(/&(?:#0?39|apos|rsquo|#8217);/g, '’')
    .replace(/&(?:quot|#34);/g, '"')
    .replace(/&(?:nbsp|#160);/g, ' ')
    .replace(/&(?:ndash|#8211);/g, '–')
    .replace(/&#(x[0-9a-f]{1,6}|\d{1,7});/gi, (mark, code: string) => characterOf(code) ?? mark)
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&(?:amp|#38|#038);/g, '&')
}

function characterOf(code: string): string | undefined {
  const point = Number(/^x/i.test(code) ? `0${code}` : code)
  return point >= 0x20 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined
}

function addMeta(element: PageElement, meta: Map<string, string[]>): void {
  const content = attribute(element, 'content')
  if (content === undefined) return
  for (const key of ['name', 'property', 'itemprop', 'http-equiv']) {
    const name = attribute(element, key)?.trim().toLowerCase()
    if (name === undefined || name === '') continue
    const listed = meta.get(name) ?? []
    listed.push(foldSpace(decodeMarks(content)))
    meta.set(name, listed)
  }
}

function rawText(element: PageElement): string {
  return element.childNodes.map((child) => (isText(child) ? child.value : '')).join('')
}

/** JSON as pages have it: with comment marks around and raw line breaks inside strings. */
function parseLoosely(text: string): unknown {
  const bare = text
    .replace(/^\s*(<!--|\/\*\s*<!\[CDATA\[\s*\*\/|\/\/<!\[CDATA\[|<!\[CDATA\[)/, '')
    .replace(/(-->|\/\*\s*\]\]>\s*\*\/|\/\/\]\]>|\]\]>)\s*;?\s*$/, '')
  // Control characters are never legal within JSON strings, and between tokens a space does as well.
  const clean = Array.from(bare, (character) => (character < ' ' ? ' ' : character))
    .join('')
    .trim()
    .replace(/;$/, '')
  try {
    return JSON.parse(clean)
  } catch {
    return undefined
  }
}

function collectNodes(value: unknown, nodes: LinkedNode[], depth: number): void {
  if (depth > nestingMax || nodes.length >= nodesMax) return
  if (Array.isArray(value)) for (const each of value) collectNodes(each, nodes, depth + 1)
  if (!isObject(value)) return
  if (value['@type'] !== undefined) nodes.push(value)
  for (const each of Object.values(value)) if (typeof each === 'object') collectNodes(each, nodes, depth + 1)
}

const articleTypes =
  /^(https?:\/\/schema\.org\/)?((News|Blog|Opinion|Analysis|Background|Reportage|Review|Satirical|Advertiser|Scholarly|Tech|Social)?\w{0,20}Article|BlogPosting|\w{0,12}NewsArticle|Report|LiveBlogPosting|SocialMediaPosting|DiscussionForumPosting|Review)$/

function articleNode(nodes: readonly LinkedNode[]): LinkedNode | undefined {
  const articles = nodes.filter((node) => hasType(node, articleTypes))
  return articles.find((node) => node['headline'] !== undefined) ?? articles[0]
}

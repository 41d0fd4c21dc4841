import { decodeHTML } from 'entities'
import { feedAddress } from './canonical-url.ts'
import { readTag, type Tag, tagFinder } from './read-tag.ts'

export type FoundFeed = { readonly url: string; readonly title?: string; readonly type?: string }

/** How much of a page is looked at, and how many feeds are told of. */
const charactersMax = 3_000_000
const feedsMax = 50
const linkTextCharactersMax = 200

/**
 * The feeds that a page itself names: `link rel=alternate` first, then links that look like feeds, and those of comments last.
 * Nothing is guessed: every URL stands on the page. O(n).
 */
export function discoverFeeds(html: string, pageUrl: string): FoundFeed[] {
  const page = html.slice(0, charactersMax)
  const declared: FoundFeed[] = []
  const linked: FoundFeed[] = []
  let base = pageUrl
  for (const { tag, name } of tagsOf(page)) {
    const attributes = attributesOf(tag)
    if (name === 'base' && URL.canParse(attributes.get('href') ?? '', pageUrl))
      base = new URL(attributes.get('href') ?? '', pageUrl).href
    const href = attributes.get('href') ?? ''
    const url = href === '' ? undefined : feedAddress(href, base)
    if (url === undefined) continue
    if (declared.length < feedsMax && name === 'link' && isDeclared(attributes))
      declared.push(found(url, attributes.get('title'), attributes.get('type')))
    if (linked.length < feedsMax && name === 'a' && looksLikeFeed(url, attributes))
      linked.push(found(url, attributes.get('title') ?? textAfter(page, tag.end), attributes.get('type')))
  }
  return [...new Map([...linked, ...declared].map((feed) => [feed.url, feed])).values()]
    .sort((a, b) => rankOf(a) - rankOf(b))
    .slice(0, feedsMax)

  function rankOf(feed: FoundFeed): number {
    const ofComments = comments.test(`${feed.title ?? ''} ${new URL(feed.url).pathname}`)
    return (ofComments ? 2 : 0) + (linked.includes(feed) ? 1 : 0)
  }
}

/** In the languages that blogs are made in most. */
const comments = /comment|kommentar|comentari|coment[aá]rio|reacties|коммент/i

const wanted = new Set(['link', 'a', 'base'])
/** Elements whose inside is text, whatever it looks like. */
const textOnly = new Set(['script', 'style', 'textarea', 'title', 'template', 'noembed', 'xmp'])

function* tagsOf(page: string): Generator<{ tag: Tag; name: string }> {
  const find = tagFinder(page)
  for (let at = page.indexOf('<'); at !== -1; at = page.indexOf('<', at)) {
    const comment = page.startsWith('<!--', at) ? find('-->', at) : -1
    const tag = comment === -1 ? readTag(page, at, find) : undefined
    const name = tag?.name.toLowerCase() ?? ''
    if (tag !== undefined && !tag.closing && wanted.has(name)) yield { tag, name }
    const inside = Math.max(tag?.end ?? 0, at + 1)
    const close = tag !== undefined && !tag.closing && textOnly.has(name) ? find(`</${name}`, inside) : -1
    at = comment === -1 ? Math.max(inside, close) : comment + 3
  }
}

function attributesOf(tag: Tag): Map<string, string> {
  return new Map(tag.attributes.map(({ name, value }) => [name.toLowerCase(), decodeHTML(value).trim()]))
}

const feedTypes =
  /^(application\/(rss|atom|rdf|feed)\+(xml|json)|application\/(x\.atom|x-atom|x-rss)\+xml|text\/rss(\+xml)?)/i
const vagueTypes = /^(text\/xml|application\/xml|application\/json)/i

function isDeclared(attributes: ReadonlyMap<string, string>): boolean {
  const relations = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/)
  const type = attributes.get('type') ?? ''
  if (relations.includes('feed')) return true
  if (!relations.includes('alternate') || /oembed|wp-json/i.test(`${type} ${attributes.get('href')}`)) return false
  return feedTypes.test(type) || vagueTypes.test(type)
}

const feedPath = /(^|[/._-])(rss2?|atom|feeds?|rdf)([/._-]|\.(xml|php|aspx?|rdf|json)|$)|\.(rss|rdf|atom)$/i

const feedFolder = /^(rss2?|atom|feeds?|rdf)$/i
const feedFile = /\.(xml|rss|rdf|atom|json)$/i

/** `/feed`, `/rss.xml`, `/rss/world.xml`, `news.rdf`; a page that writes about feeds has other words in its path too, often enough. */
function looksLikeFeed(url: string, attributes: ReadonlyMap<string, string>): boolean {
  if (feedTypes.test(attributes.get('type') ?? '')) return true
  const { pathname, search } = new URL(url)
  const folders = pathname.replace(/\/$/, '').split('/')
  const last = folders.pop() ?? ''
  return (
    feedPath.test(last) ||
    (feedFile.test(last) && folders.some((folder) => feedFolder.test(folder))) ||
    /[?&](feed|format|type)=(rss2?|atom|rdf|feed|json)\b/i.test(search)
  )
}

function found(url: string, title: string | undefined, type: string | undefined): FoundFeed {
  return {
    url,
    ...(title === undefined || title === '' ? {} : { title }),
    ...(type === undefined || type === '' ? {} : { type }),
  }
}

function textAfter(page: string, at: number): string {
  const text = page.slice(at, at + linkTextCharactersMax)
  return decodeHTML(text.split('<')[0] ?? '')
    .replace(/\s+/g, ' ')
    .trim()
}

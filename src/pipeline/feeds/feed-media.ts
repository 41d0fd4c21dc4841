import type { Enclosure, FeedMedia } from '../../domain/feed.ts'
import { absoluteUrl } from './absolute-url.ts'
import { attributeOf, childrenOf, countOf, firstOf, present, textOf } from './element.ts'
import type { Markup } from './read-markup.ts'

/** Media and enclosures kept of one entry. */
const mediaMax = 100

/** What an entry encloses: RSS `enclosure`, Atom links with `rel=enclosure`. */
export function enclosuresOf(entry: Markup): Enclosure[] {
  const links = childrenOf(entry, 'link', 'atom:link').filter(
    (link) => attributeOf(link, 'rel')?.toLowerCase() === 'enclosure',
  )
  return [...childrenOf(entry, 'enclosure'), ...links].slice(0, mediaMax).flatMap((element) => {
    const url = absoluteUrl(attributeOf(element, 'url', 'href') ?? '', element.base)
    if (url === undefined) return []
    const length = countOf(attributeOf(element, 'length'))
    return [present<Enclosure>({ url, type: attributeOf(element, 'type'), length })]
  })
}

/** Pictures, films and sounds: Media RSS (groups too), iTunes, `image` of sitemaps and RSS, and enclosures; one for each URL. */
export function mediaOf(entry: Markup, enclosures: readonly Enclosure[]): FeedMedia[] {
  const groups = childrenOf(entry, 'media:group').slice(0, mediaMax)
  const scopes = [entry, ...groups, ...groups.flatMap((group) => childrenOf(group, 'media:content').slice(0, mediaMax))]
  const described = scopes.flatMap((scope) =>
    childrenOf(scope, 'media:content')
      .slice(0, mediaMax)
      .map((content) => contentOf(content, scope, entry)),
  )
  const thumbnails = scopes.flatMap((scope) =>
    childrenOf(scope, 'media:thumbnail')
      .slice(0, mediaMax)
      .map((element) => imageOf(element)),
  )
  const pictures = childrenOf(entry, 'itunes:image', 'image', 'image:image')
    .slice(0, mediaMax)
    .map((element) => imageOf(element))
  const duration = firstOf([entry], ['itunes:duration'], (element) => secondsOf(textOf(element)))
  const enclosed = enclosures.map((enclosure) =>
    present<FeedMedia>({
      url: enclosure.url,
      kind: kindOf(undefined, enclosure.type, enclosure.url),
      type: enclosure.type,
      durationSeconds: duration,
    }),
  )
  const byUrl = new Map<string, FeedMedia>()
  for (const medium of [...described, ...enclosed, ...pictures, ...thumbnails])
    if (medium !== undefined && !byUrl.has(medium.url) && byUrl.size < mediaMax) byUrl.set(medium.url, medium)
  return [...byUrl.values()]
}

function contentOf(content: Markup, scope: Markup, entry: Markup): FeedMedia | undefined {
  const player = firstOf([content, scope], ['media:player'], (element) => attributeOf(element, 'url'))
  const url = absoluteUrl(attributeOf(content, 'url') ?? player ?? '', content.base)
  if (url === undefined) return undefined
  const scopes = scope === entry ? [content] : [content, scope]
  const type = attributeOf(content, 'type')
  return present<FeedMedia>({
    url,
    kind: kindOf(attributeOf(content, 'medium'), type, url),
    type,
    width: countOf(attributeOf(content, 'width')),
    height: countOf(attributeOf(content, 'height')),
    title: firstOf(scopes, ['media:title'], textOf),
    description: firstOf(scopes, ['media:description', 'media:text'], textOf),
    credit: firstOf(scopes, ['media:credit', 'media:copyright'], textOf),
    durationSeconds: secondsOf(attributeOf(content, 'duration')),
    thumbnailUrl: firstOf([content, scope], ['media:thumbnail'], (element) =>
      absoluteUrl(attributeOf(element, 'url') ?? '', element.base),
    ),
  })
}

function imageOf(element: Markup): FeedMedia | undefined {
  const inner = firstOf([element], ['url', 'image:loc'], textOf)
  const url = absoluteUrl(attributeOf(element, 'url', 'href', 'rdf:resource') ?? inner ?? '', element.base)
  if (url === undefined) return undefined
  return present<FeedMedia>({
    url,
    kind: 'image',
    width: countOf(attributeOf(element, 'width')),
    height: countOf(attributeOf(element, 'height')),
    title: firstOf([element], ['title', 'image:title'], textOf),
    description: firstOf([element], ['image:caption'], textOf),
  })
}

const kindsByEnding: readonly (readonly [RegExp, FeedMedia['kind']])[] = [
  [/\.(jpe?g|png|gif|webp|avif|svg)$/i, 'image'],
  [/\.(mp4|m4v|webm|mov|mpe?g|ogv|m3u8)$/i, 'video'],
  [/\.(mp3|m4a|aac|ogg|oga|opus|wav|flac)$/i, 'audio'],
]

function kindOf(medium: string | undefined, type: string | undefined, url: string): FeedMedia['kind'] {
  const told = /^(image|video|audio)/i.exec(medium ?? type ?? '')?.[1]?.toLowerCase()
  if (told === 'image' || told === 'video' || told === 'audio') return told
  const path = url.slice(0, 2_000).split(/[?#]/)[0] ?? ''
  return kindsByEnding.find(([ending]) => ending.test(path))?.[1] ?? 'other'
}

/** `3723`, `62:03` or `1:02:03`, in seconds. */
export function secondsOf(written: string | undefined): number | undefined {
  const parts = /^(?:(?:(\d{1,4}):)?(\d{1,4}):)?(\d{1,7})(?:\.\d{1,9})?$/.exec(written?.trim() ?? '')
  if (parts === null) return undefined
  return Number(parts[1] ?? 0) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3])
}

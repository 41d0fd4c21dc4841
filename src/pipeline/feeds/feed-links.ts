import { absoluteUrl } from './absolute-url.ts'
import { attributeOf, childrenOf, countOf, firstOf, textOf } from './element.ts'
import type { Markup } from './read-markup.ts'

const linkNames = ['link', 'atom:link'] as const

/** Links looked at of one feed or entry, for the page that it is about. */
const linksMax = 200

/** The page of a feed or an entry: what a person opens. */
export function pageUrlOf(scopes: readonly Markup[]): string | undefined {
  return (
    alternateOf(scopes) ??
    firstOf(scopes, ['link', 'loc', 'url', 'rss:link'], (link) =>
      attributeOf(link, 'href') === undefined
        ? absoluteUrl(textOf(link) ?? attributeOf(link, 'rdf:resource') ?? '', link.base)
        : undefined,
    ) ??
    firstOf(scopes, ['guid'], (guid) => permalinkOf(guid)) ??
    scopes
      .map((scope) => absoluteUrl(attributeOf(scope, 'href', 'rdf:about') ?? '', scope.base))
      .find((url) => url !== undefined)
  )
}

/** The address of the first link with this relation. */
export function relatedUrlOf(scopes: readonly Markup[], relation: string): string | undefined {
  return firstOf(scopes, linkNames, (link) => (relationOf(link) === relation ? addressOf(link) : undefined))
}

/** How many comments an entry has: slash:comments, thr:total, or the `thr:count` of its replies. */
export function commentCountOf(entry: Markup): number | undefined {
  return (
    firstOf([entry], ['slash:comments', 'thr:total'], (element) => countOf(textOf(element))) ??
    firstOf([entry], linkNames, (link) => countOf(attributeOf(link, 'thr:count')))
  )
}

export function commentsUrlOf(entry: Markup): string | undefined {
  return (
    firstOf([entry], ['comments'], (element) => absoluteUrl(textOf(element) ?? '', element.base)) ??
    relatedUrlOf([entry], 'replies')
  )
}

/** The link to the page itself; one that says it is HTML before one that says nothing, and that before other types. */
function alternateOf(scopes: readonly Markup[]): string | undefined {
  const found = scopes
    .flatMap((scope) => childrenOf(scope, ...linkNames).slice(0, linksMax))
    .filter((link) => relationOf(link) === 'alternate' && addressOf(link) !== undefined)
  const ranked = [/^(text\/html|application\/xhtml)/i, /^$/, /./].map((type) =>
    found.find((link) => type.test(attributeOf(link, 'type') ?? '')),
  )
  const best = ranked.find((link) => link !== undefined)
  return best === undefined ? undefined : addressOf(best)
}

function addressOf(link: Markup): string | undefined {
  return absoluteUrl(attributeOf(link, 'href') ?? '', link.base)
}

function relationOf(link: Markup): string {
  const relation = attributeOf(link, 'rel')?.toLowerCase() ?? 'alternate'
  return relation.replace('http://www.iana.org/assignments/relation/', '')
}

function permalinkOf(guid: Markup): string | undefined {
  const text = textOf(guid) ?? ''
  if (attributeOf(guid, 'ispermalink')?.toLowerCase() === 'false') return undefined
  return /^https?:\/\//i.test(text) || attributeOf(guid, 'ispermalink') !== undefined
    ? absoluteUrl(text, guid.base)
    : undefined
}

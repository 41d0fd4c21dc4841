import { createHash } from 'node:crypto'
import type { Entry } from '../../domain/feed.ts'
import { attributeOf, childrenOf, distinct, firstOf, present, textOf } from './element.ts'
import { commentCountOf, commentsUrlOf, pageUrlOf } from './feed-links.ts'
import { enclosuresOf, mediaOf } from './feed-media.ts'
import { parseDate } from './parse-date.ts'
import type { Markup } from './read-markup.ts'
import { htmlOf, titleOf } from './text-construct.ts'
import { spend, stepsOf } from './work-budget.ts'

const idNames = ['guid', 'id', 'atom:id', 'dc:identifier']
export const titleNames = ['title', 'atom:title', 'dc:title', 'news:title', 'media:title', 'itunes:title']
const summaryNames = [
  'description',
  'summary',
  'atom:summary',
  'abstract',
  'dc:description',
  'itunes:summary',
  'itunes:subtitle',
  'media:description',
]
const contentNames = ['content:encoded', 'content', 'atom:content', 'fullitem', 'xhtml:body', 'body', 'xhtml:div']
const publishedNames = [
  'pubdate',
  'published',
  'atom:published',
  'issued',
  'dcterms:issued',
  'dc:date',
  'news:publication_date',
  'created',
  'dcterms:created',
]
const updatedNames = ['updated', 'atom:updated', 'modified', 'dcterms:modified', 'lastmod', 'lastbuilddate']

/** Categories kept of one entry, and people looked at. */
const categoriesMax = 200
const peopleMax = 200
/** Groups of media and of news looked at in one entry. */
const groupsMax = 20

/** An RSS item, Atom entry, or sitemap URL: the formats borrow from one another, so all are read by one table of names. */
export function readXmlEntry(entry: Markup): Entry {
  const news = childrenOf(entry, 'news:news').slice(0, groupsMax)
  const groups = childrenOf(entry, 'media:group').slice(0, groupsMax)
  const scopes = [entry, ...news]
  const url = pageUrlOf([entry])
  const title = firstOf([...scopes, ...groups], titleNames, titleOf)
  const summary = firstOf([entry, ...groups], summaryNames, htmlOf)
  const enclosures = enclosuresOf(entry)
  const publishedAt = firstOf(scopes, publishedNames, dateOf)
  return present<Entry>({
    id: entryId(firstOf([entry], idNames, textOf) ?? attributeOf(entry, 'rdf:about') ?? url, [
      title,
      publishedAt,
      summary,
    ]),
    url,
    title,
    summary,
    content: firstOf([entry], contentNames, htmlOf) ?? secondDescription(entry, summary),
    publishedAt,
    updatedAt: firstOf(scopes, updatedNames, dateOf) ?? parseDate(attributeOf(entry, 'lastmod') ?? ''),
    authors: authorsOf(entry),
    categories: categoriesOf([
      entry,
      ...news,
      ...childrenOf(entry, 'media:group', 'media:content').slice(0, categoriesMax),
    ]),
    enclosures,
    media: mediaOf(entry, enclosures),
    commentsUrl: commentsUrlOf(entry),
    commentCount: commentCountOf(entry),
    language:
      firstOf(
        [entry, ...news.flatMap((one) => childrenOf(one, 'news:publication'))],
        ['dc:language', 'language', 'news:language'],
        textOf,
      ) ?? entry.language,
  })
}

/** The entry's own key, or where it has none a digest of what it says: the same whenever the same is served. */
export function entryId(own: string | undefined, words: readonly (string | undefined)[]): string {
  return own ?? `digest:${createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 32)}`
}

/** Dates are hardly ever longer. */
const dateCharactersUsual = 50

function dateOf(element: Markup): string | undefined {
  const { work } = element.base
  const text = textOf(element)
  if (text === undefined) return undefined
  if (!spend(work, text.length > dateCharactersUsual ? stepsOf.longDate : stepsOf.date)) return undefined
  const date = parseDate(text)
  if (date === undefined) spend(work, stepsOf.noDate)
  return date
}

/** A second, other description is the full text. */
function secondDescription(entry: Markup, summary: string | undefined): string | undefined {
  return firstOf([entry], ['description'], (element) => {
    const html = htmlOf(element)
    return html === summary ? undefined : html
  })
}

function authorsOf(entry: Markup): string[] {
  const people = childrenOf(entry, 'author', 'atom:author', 'dc:creator', 'dc:author', 'itunes:author')
  return distinct(people.slice(0, peopleMax).flatMap(namesOf))
}

/** A person element, or text such as `a@b.example (Ada Lovelace)`: the name where there is one, else the address. */
function namesOf(person: Markup): (string | undefined)[] {
  const names = childrenOf(person, 'name', 'atom:name', 'xhtml:name').map(textOf)
  if (names.some((name) => name !== undefined)) return names
  const address = firstOf([person], ['email', 'atom:email', 'url', 'uri'], textOf)
  return [address ?? nameIn(textOf(person) ?? '')]
}

const address = /[^\s<>()[\]"',;:]{1,100}@[^\s<>()[\]"',;:]{1,200}/

function nameIn(written: string): string {
  const text = written.slice(0, 1_000).replace(/\s+/g, ' ')
  if (!text.includes('@')) return text
  const rest = text
    .replace(/mailto:/i, '')
    .replace(address, '')
    .replace(/[<>()[\]"]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return rest.replace(/^[-,;:\s]+|[-,;:\s]+$/g, '') || text
}

function categoriesOf(scopes: readonly Markup[]): string[] {
  const named = scopes.flatMap((scope) =>
    childrenOf(scope, 'category', 'atom:category', 'dc:subject', 'media:category').map(categoryOf),
  )
  const nested = scopes.flatMap((scope) => itunesCategories(scope))
  const listed = scopes.flatMap((scope) =>
    childrenOf(scope, 'itunes:keywords', 'media:keywords', 'news:keywords', 'keywords').flatMap((list) =>
      (textOf(list) ?? '').slice(0, 10_000).split(',', categoriesMax),
    ),
  )
  return distinct([...named, ...nested, ...listed]).slice(0, categoriesMax)
}

function itunesCategories(scope: Markup): (string | undefined)[] {
  return childrenOf(scope, 'itunes:category').flatMap((category) => [
    attributeOf(category, 'text'),
    ...itunesCategories(category),
  ])
}

function categoryOf(category: Markup): string | undefined {
  return attributeOf(category, 'label', 'term') ?? textOf(category)
}

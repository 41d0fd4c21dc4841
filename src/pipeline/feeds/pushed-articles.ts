/**
 * What a publisher pushes → entries. Two forms are understood: our own fields, and schema.org's NewsArticle (or another
 * Article) as JSON-LD. One, a list, `{ articles: […] }` or `{ "@graph": […] }`. Never throws: what cannot be taken is a
 * problem at its place in the list, and the others are taken all the same.
 */
import type { Entry, FeedMedia } from '../../domain/feed.ts'
import { keepable } from '../../domain/keepable.ts'
import type { Problem } from '../../domain/problem.ts'
import { canonicalUrl } from './canonical-url.ts'
import { parseDate } from './parse-date.ts'
import { linesAsHtml } from './plain-text.ts'
import { titleCharactersMax } from './text-construct.ts'

export type PushedArticle =
  | { readonly kind: 'entry'; readonly entry: Entry }
  /** It is to disappear. */
  | { readonly kind: 'withdrawn'; readonly id: string }
  | { readonly kind: 'problem'; readonly problem: Problem }

/** More articles than this in one request are refused as a whole. */
export const pushedArticlesMax = 500
const idLengthMax = 2_000
const textLengthMax = 2_000_000
const listMax = 100

type Fields = Readonly<Record<string, unknown>>

/** In the order sent. A body that holds no list and no article gives one problem. */
export function parsePushed(body: unknown): PushedArticle[] {
  const items = itemsOf(body)
  if (items === undefined)
    return [problem('push-empty', 'The body holds no article: send one, a list of them, or { "articles": […] }.')]
  if (items.length > pushedArticlesMax)
    return [problem('push-too-many', `The body holds ${items.length} articles; ${pushedArticlesMax} are the most.`)]
  return items.map((item) =>
    isFields(item) ? parseOne(item) : problem('push-invalid', `Not an object: ${shown(item)}`),
  )
}

function itemsOf(body: unknown): readonly unknown[] | undefined {
  if (Array.isArray(body)) return body.length === 0 ? undefined : body
  if (!isFields(body)) return undefined
  for (const name of ['articles', '@graph']) {
    const list = body[name]
    if (Array.isArray(list)) return list.length === 0 ? undefined : list
  }
  return Object.keys(body).length === 0 ? undefined : [body]
}

function parseOne(fields: Fields): PushedArticle {
  const isLinkedData = fields['@type'] !== undefined
  if (isLinkedData && !textsOf(fields['@type']).some((type) => /Article$|^Report$|Posting$/.test(type)))
    return problem('push-invalid', `"@type" is ${shown(fields['@type'])}; an article's is NewsArticle.`)
  const address = firstText(fields['url'], idOf(fields['mainEntityOfPage']), fields['mainEntityOfPage'])
  const url = address === undefined ? undefined : canonicalUrl(address)
  if (address !== undefined && url === undefined)
    return problem('push-invalid', `"url" is ${shown(address)}, which is not a web address.`)
  const id = firstText(fields['id'], fields['@id'], fields['identifier'], url)
  if (id === undefined || id.length > idLengthMax)
    return problem('push-invalid', 'An article needs an "id" or a "url", by which it is known when it comes again.')
  const unknown = isLinkedData ? undefined : Object.keys(fields).find((name) => !ownFields.has(name))
  if (unknown !== undefined)
    return problem(
      'push-invalid',
      `The article ${shown(id)} has a field ${shown(unknown)}; known are ${[...ownFields].join(', ')}.`,
    )
  if (fields['withdrawn'] === true) return { kind: 'withdrawn', id }
  return isLinkedData ? fromLinkedData(fields, { id, url }) : fromOwnFields(fields, { id, url })
}

/** What is spelt wrong would be lost without a word. Of schema.org's many only some are read. */
const ownFields = new Set([
  'id',
  'url',
  'title',
  'summary',
  'html',
  'text',
  'publishedAt',
  'updatedAt',
  'authors',
  'categories',
  'image',
  'language',
  'commentCount',
  'withdrawn',
])

type Known = { readonly id: string; readonly url: string | undefined }

function fromOwnFields(fields: Fields, known: Known): PushedArticle {
  return entryOf(fields, known, {
    title: firstText(fields['title']),
    summary: firstText(fields['summary']),
    content: firstText(fields['html']) ?? textOf(fields['text']),
    published: fields['publishedAt'],
    updated: fields['updatedAt'],
    authors: namesOf(fields['authors']),
    categories: namesOf(fields['categories']),
    images: [fields['image']],
    language: firstText(fields['language']),
  })
}

function fromLinkedData(fields: Fields, known: Known): PushedArticle {
  return entryOf(fields, known, {
    title: firstText(fields['headline'], fields['name']),
    summary: firstText(fields['description'], fields['abstract']),
    content: textOf(fields['articleBody'], fields['text']),
    published: fields['datePublished'],
    updated: fields['dateModified'],
    authors: namesOf(fields['author']),
    categories: [...namesOf(fields['articleSection']), ...namesOf(fields['keywords'])],
    images: Array.isArray(fields['image']) ? fields['image'] : [fields['image']],
    language: firstText(fields['inLanguage']),
  })
}

type Parts = {
  readonly title: string | undefined
  readonly summary: string | undefined
  readonly content: string | undefined
  readonly published: unknown
  readonly updated: unknown
  readonly authors: readonly string[]
  readonly categories: readonly string[]
  readonly images: readonly unknown[]
  readonly language: string | undefined
}

function entryOf(fields: Fields, { id, url }: Known, parts: Parts): PushedArticle {
  if (parts.title === undefined) return problem('push-invalid', `The article ${shown(id)} has no title or headline.`)
  const times: { publishedAt?: string; updatedAt?: string } = {}
  for (const [name, given] of [
    ['publishedAt', parts.published],
    ['updatedAt', parts.updated],
  ] as const) {
    if (given === undefined || given === null) continue
    const time = typeof given === 'string' ? parseDate(given) : undefined
    if (time === undefined) return problem('push-invalid', `The article ${shown(id)} has the time ${shown(given)}.`)
    times[name] = time
  }
  const commentCount = fields['commentCount']
  return {
    kind: 'entry',
    entry: {
      id,
      title: parts.title.slice(0, titleCharactersMax),
      ...(url === undefined ? {} : { url }),
      ...(parts.summary === undefined ? {} : { summary: parts.summary.slice(0, textLengthMax) }),
      ...(parts.content === undefined ? {} : { content: parts.content.slice(0, textLengthMax) }),
      ...times,
      authors: parts.authors,
      categories: parts.categories,
      enclosures: [],
      media: parts.images.slice(0, listMax).flatMap(imageOf),
      ...(typeof commentCount === 'number' && Number.isInteger(commentCount) && commentCount >= 0
        ? { commentCount }
        : {}),
      ...(parts.language === undefined ? {} : { language: parts.language }),
    },
  }
}

function imageOf(image: unknown): FeedMedia[] {
  const fields = isFields(image) ? image : {}
  const address = firstText(image, fields['url'], fields['contentUrl'])
  const url = address === undefined ? undefined : canonicalUrl(address)
  if (url === undefined) return []
  const [description, credit] = [firstText(fields['caption']), firstText(fields['credit'], fields['creditText'])]
  const [width, height] = [fields['width'], fields['height']]
  return [
    {
      url,
      kind: 'image',
      ...(description === undefined ? {} : { description }),
      ...(credit === undefined ? {} : { credit }),
      ...(typeof width === 'number' ? { width } : {}),
      ...(typeof height === 'number' ? { height } : {}),
    },
  ]
}

/** Names given as text, as objects with a name, or as a list of either; keywords may be parted by commas. */
function namesOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [value]
  return list
    .slice(0, listMax)
    .map((one) => firstText(one, isFields(one) ? one['name'] : undefined))
    .filter((name): name is string => name !== undefined)
}

/** The first plain text, as HTML. */
function textOf(...values: readonly unknown[]): string | undefined {
  const text = firstText(...values)
  return text === undefined ? undefined : linesAsHtml(text)
}

function idOf(value: unknown): unknown {
  return isFields(value) ? value['@id'] : undefined
}

function firstText(...values: readonly unknown[]): string | undefined {
  for (const value of values) {
    const text = typeof value === 'string' ? keepable(value).trim() : ''
    if (text !== '') return text
  }
  return undefined
}

function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string')
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function problem(code: string, message: string): PushedArticle {
  return { kind: 'problem', problem: { code, message } }
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 100)
}

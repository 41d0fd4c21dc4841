/** When a page was published and changed. Stated times first, then addresses, then dates as people write them. */

import { isElsewhere } from './is-elsewhere.ts'
import { linkedText, metaOf, type PageFacts } from './page-facts.ts'
import { ancestorsOf, attribute, elementsIn, namesOf, type PageElement, textIn } from './page-tree.ts'
import { blocksFromHeadline, type PageView } from './page-view.ts'
import { readWrittenDate } from './written-date.ts'

export type PageDates = { readonly publishedAt?: string; readonly modifiedAt?: string }

export function findDates(page: PageView): PageDates {
  const { facts, language, url } = page
  const read = (value: string | undefined) =>
    value === undefined ? undefined : (readStamp(value) ?? readWrittenDate(value, language))
  const firstOf = (values: Iterable<string | undefined>) => {
    for (const value of values) {
      const date = read(value)
      if (date !== undefined) return date
    }
    return undefined
  }
  const modifiedAt = firstOf([linkedText(facts.article?.['dateModified']), ...metaValues(facts, modifiedKeys)])
  const publishedAt =
    firstOf([linkedText(facts.article?.['datePublished']), ...metaValues(facts, publishedKeys)]) ??
    firstOf(markedDates(page)) ??
    dateInAddress(url) ??
    firstOf(facts.nodes.map((node) => linkedText(node['datePublished']))) ??
    firstOf(visibleDates(page)) ??
    firstOf([linkedText(facts.article?.['dateCreated']), ...metaValues(facts, ['date', 'description'])]) ??
    modifiedAt
  return { ...(publishedAt === undefined ? {} : { publishedAt }), ...(modifiedAt === undefined ? {} : { modifiedAt }) }
}

const publishedKeys = [
  'article:published_time',
  'og:published_time',
  'og:article:published_time',
  'og:pubdate',
  'datepublished',
  'date.published',
  'publishdate',
  'publish-date',
  'publish_date',
  'published-date',
  'pubdate',
  'pubyear',
  'publication_date',
  'parsely-pub-date',
  'sailthru.date',
  'article_date_original',
  'cxenseparse:recs:publishtime',
  'cxenseparse:publishtime',
  'dc.date.issued',
  'dcterms.issued',
  'dc.date.created',
  'dcterms.created',
  'dc.date',
  'dcterms.date',
  'citation_publication_date',
  'citation_date',
  'originalpublicationdate',
  'datecreated',
]
const modifiedKeys = [
  'article:modified_time',
  'og:updated_time',
  'datemodified',
  'lastmod',
  'last-modified',
  'dcterms.modified',
  'dc.date.modified',
]

function metaValues(facts: PageFacts, keys: readonly string[]): (string | undefined)[] {
  return keys.map((key) => metaOf(facts, key))
}

/** ISO 8601 of a machine-written stamp with its own offset kept, so that the day stays the publisher's day. */
function readStamp(value: string): string | undefined {
  const match =
    /^\s*(\d{4})-?(\d\d)-?(\d\d)(?:[T\s]+(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?/i.exec(
      value,
    )
  if (match === null) return undefined
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', zone = 'Z'] = match
  return stamp(`${year}-${month}-${day}`, { time: `${hour}:${minute}:${second}`, zone: normalZone(zone) })
}

function normalZone(zone: string): string {
  if (/^(z|utc|gmt)$/i.test(zone)) return 'Z'
  const digits = zone.replace(/[^\d]/g, '').padEnd(4, '0')
  return `${zone.slice(0, 1)}${digits.slice(0, 2)}:${digits.slice(2, 4)}`
}

const yearMin = 1990
const yearMax = 2100

function stamp(date: string, { time, zone }: { time: string; zone: string }): string | undefined {
  const year = Number(date.slice(0, 4))
  if (year < yearMin || year > yearMax) return undefined
  const text = `${date}T${time}${zone}`
  return Number.isNaN(Date.parse(text)) ? undefined : text
}

const dateNames = new Set(
  'date dates datum time published publish publishdate pubdate postdate entrydate timestamp datetime fecha data dataora datepublished posted created veröffentlicht meta byline dateline autor author'.split(
    ' ',
  ),
)

/** Dates in elements made for them, those after the headline first. */
function* markedDates(page: PageView): Generator<string | undefined> {
  const marked: PageElement[] = []
  const headline = page.blocks[page.headline]?.element
  let passed = 0
  for (const element of elementsIn(page.root)) {
    if (element === headline) passed = marked.length
    const property = attribute(element, 'itemprop') ?? ''
    if (/datePublished|dateCreated/i.test(property))
      yield attribute(element, 'datetime') ?? attribute(element, 'content') ?? textIn(element)
    else if (element.tagName === 'time' || (element.tagName === 'abbr' && namesOf(element).includes('published')))
      marked.push(element)
  }
  const ordered = [...marked.slice(passed), ...marked.slice(0, passed)].filter(
    (element) => !isElsewhere(element) && !namesOf(element).includes('updated'),
  )
  for (const element of ordered.toSorted((a, b) => Number(isPublished(b)) - Number(isPublished(a)))) {
    yield attribute(element, 'datetime')
    yield attribute(element, 'title')
    yield textIn(element).slice(0, 80)
  }
}

function isPublished(element: PageElement): boolean {
  return (
    attribute(element, 'pubdate') !== undefined ||
    namesOf(element).some((name) => name === 'published' || name === 'entry')
  )
}

const nearBlocks = 8
const lineCharactersMax = 100

/** Dates as people read them: in the lines around the headline, in lines named after dates, then in any short line. */
function* visibleDates(page: PageView): Generator<string | undefined> {
  const near: string[] = []
  const named: string[] = []
  const lines: string[] = []
  const elsewhere: string[] = []
  const blocks = blocksFromHeadline(page)
  for (const [at, { element, text }] of blocks.entries()) {
    if (text.length < 6 || !/\p{Nd}/u.test(text) || /©|copyright|\(c\)/i.test(text)) continue
    const line = text.length <= lineCharactersMax ? text : text.slice(0, dateLineCharacters)
    if (readWrittenDate(line, page.language) === undefined) continue
    if (isElsewhere(element)) {
      elsewhere.push(line)
      continue
    }
    const names = namesOf(element).concat(...[...ancestorsOf(element)].slice(0, 1).map(namesOf))
    if (at < nearBlocks && page.headline >= 0) near.push(line)
    else if (names.some((name) => dateNames.has(name))) named.push(line)
    else if (text.length <= lineCharactersMax) lines.push(line)
  }
  yield* near
  yield* named
  yield* lines
  yield* elsewhere
}

/** A paragraph that begins with its date does so within this many characters. */
const dateLineCharacters = 40

function dateInAddress(url: string): string | undefined {
  const match =
    /[/_-]((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$|\D)/.exec(url) ??
    /\/((?:19|20)\d\d)\/(\d{1,2})\/(\d{1,2})\//.exec(url)
  if (match !== null) {
    const [, year = '', month = '', day = ''] = match
    return stamp(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, { time: '00:00:00', zone: 'Z' })
  }
  const dayFirst = /\/(\d\d)-(\d\d)-((?:19|20)\d\d)(?=[/_.-]|$)/.exec(url)
  if (dayFirst === null) return undefined
  return stamp(`${dayFirst[3]}-${dayFirst[2]}-${dayFirst[1]}`, { time: '00:00:00', zone: 'Z' })
}

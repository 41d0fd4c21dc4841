import type { Enclosure, Entry, Feed, FeedMedia } from '../../domain/feed.ts'
import { keepable } from '../../domain/keepable.ts'
import { absoluteUrl, type Base } from './absolute-url.ts'
import { distinct, nonEmpty, present } from './element.ts'
import { parseDate } from './parse-date.ts'
import { linesAsHtml } from './plain-text.ts'
import { entriesMax } from './read-markup.ts'
import { plainAsHtml, resolveHtml, titleCharactersMax } from './text-construct.ts'
import { spend, stepsOf } from './work-budget.ts'
import { entryId } from './xml-entry.ts'

type Fields = Readonly<Record<string, unknown>>

/** Attachments, authors and tags looked at in one item. */
const listMax = 200

/** What reading any item costs. */
const itemSteps = 200

/** JSON Feed 1.0 and 1.1 (jsonfeed.org); undefined when the value is something else. */
export function readJsonFeed(value: unknown, found: Base): Feed | undefined {
  const feed = fieldsOf(value)
  if (feed === undefined || !Array.isArray(feed['items'])) return undefined
  if (!/jsonfeed\.org/.test(textOf(feed['version']) ?? '') && textOf(feed['title']) === undefined) return undefined
  const siteUrl = addressOf(feed['home_page_url'], found)
  const hub = listOf(feed['hubs'])
    .map((one) => fieldsOf(one))
    .find((one) => textOf(one?.['type'])?.toLowerCase() === 'websub')
  const base = { ...found, url: siteUrl ?? found.url }
  return present<Feed>({
    format: 'json',
    title: titleOf(feed),
    description: textOf(feed['description']),
    siteUrl,
    feedUrl: addressOf(feed['feed_url'], found),
    language: textOf(feed['language']),
    hubUrl: addressOf(hub?.['url'], base),
    entries: feed['items'].slice(0, entriesMax).flatMap((item) => {
      const fields = fieldsOf(item)
      return fields === undefined || !spend(base.work, itemSteps) ? [] : [readItem(fields, base)]
    }),
  })
}

function readItem(item: Fields, base: Base): Entry {
  const url = addressOf(item['url'], base) ?? addressOf(item['external_url'], base)
  const title = titleOf(item)
  const html = textOf(item['content_html'])
  const plain = textOf(item['content_text'])
  const summary = textOf(item['summary'])
  const publishedAt = dateOf(item['date_published'])
  const enclosures = listOf(item['attachments']).flatMap((one) => attachmentOf(fieldsOf(one) ?? {}, base))
  const content = html === undefined ? escaped(plain, base) : resolveHtml(html, { ...base, url: url ?? base.url })
  const own = typeof item['id'] === 'number' ? String(item['id']) : textOf(item['id'])
  return present<Entry>({
    id: entryId(own ?? url, [title, publishedAt, summary ?? content]),
    url,
    title,
    summary: escaped(summary, base),
    content,
    publishedAt,
    updatedAt: dateOf(item['date_modified']),
    authors: distinct([...listOf(item['authors']), item['author']].map((author) => textOf(fieldsOf(author)?.['name']))),
    categories: distinct(listOf(item['tags']).map(textOf)),
    enclosures: enclosures.map(({ enclosure }) => enclosure),
    media: [...imagesOf(item, base), ...enclosures.map(({ medium }) => medium)],
    language: textOf(item['language']),
  })
}

function imagesOf(item: Fields, base: Base): FeedMedia[] {
  const addresses = distinct([addressOf(item['image'], base), addressOf(item['banner_image'], base)])
  return addresses.map((url) => ({ url, kind: 'image' }))
}

function attachmentOf(fields: Fields, base: Base): { enclosure: Enclosure; medium: FeedMedia }[] {
  const url = addressOf(fields['url'], base)
  if (url === undefined) return []
  const type = textOf(fields['mime_type'])
  const kind = /^(image|video|audio)\//i.exec(type ?? '')?.[1]?.toLowerCase()
  const enclosure = present<Enclosure>({ url, type, length: numberOf(fields['size_in_bytes']) })
  const medium = present<FeedMedia>({
    url,
    kind: kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'other',
    type,
    title: textOf(fields['title']),
    durationSeconds: numberOf(fields['duration_in_seconds']),
  })
  return [{ enclosure, medium }]
}

function fieldsOf(value: unknown): Fields | undefined {
  // A JSON object that is no array has string keys and values of unknown type.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, listMax) : []
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? nonEmpty(keepable(value)) : undefined
}

function titleOf(fields: Fields): string | undefined {
  return textOf(fields['title'])?.slice(0, titleCharactersMax)
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
}

function addressOf(value: unknown, base: Base): string | undefined {
  return absoluteUrl(textOf(value) ?? '', base)
}

function dateOf(value: unknown): string | undefined {
  return parseDate(textOf(value) ?? '')
}

function escaped(plain: string | undefined, { work }: Base): string | undefined {
  if (plain === undefined || !spend(work, plain.length * stepsOf.escaped)) return undefined
  return plainAsHtml(plain, work, linesAsHtml)
}

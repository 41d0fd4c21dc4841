/** Saved items as other readers export them: Google Reader's starred.json, which many write still. */
import { keepable } from '../../domain/keepable.ts'

export type StarredItem = {
  readonly url: string
  readonly title: string
  readonly summary?: string
  readonly atMs?: number
}

const itemsMax = 5_000

/**
 * Undefined when the text is no such file. Items without an address or a title are left out, and those beyond a bound, too:
 * `leftOut` counts them. O(length).
 */
export function parseStarred(
  text: string,
): { readonly items: readonly StarredItem[]; readonly leftOut: number } | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const items = recordOf(value)['items']
  if (!Array.isArray(items)) return undefined
  const read = items.slice(0, itemsMax).flatMap((each) => itemOf(recordOf(each)) ?? [])
  return { items: read, leftOut: items.length - read.length }
}

function itemOf(item: Record<string, unknown>): StarredItem | undefined {
  const url = textOf(item['url']) ?? hrefOf(item['canonical']) ?? hrefOf(item['alternate'])
  const title = textOf(item['title'])
  if (url === undefined || title === undefined) return undefined
  const summary = textOf(recordOf(item['summary'])['content']) ?? textOf(recordOf(item['content'])['content'])
  const atMs = secondsOf(item['starred']) ?? secondsOf(item['updated']) ?? secondsOf(item['published'])
  return {
    url,
    title,
    ...(summary === undefined ? {} : { summary: plainText(summary) }),
    ...(atMs === undefined ? {} : { atMs }),
  }
}

function hrefOf(links: unknown): string | undefined {
  return Array.isArray(links) ? textOf(recordOf(links[0])['href']) : undefined
}

function secondsOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value * 1_000 : undefined
}

/** Good enough to tell what a text is about; nothing of it is ever shown. */
function plainText(html: string): string {
  return html.replaceAll(/<[^<>]*>/gu, ' ')
}

function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = keepable(value)
  return text.trim() === '' ? undefined : text
}

function recordOf(value: unknown): Record<string, unknown> {
  // What JSON gave has string keys and values of unknown type.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

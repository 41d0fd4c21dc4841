/** Headers of an answer by their names in lower case; several of one name are a list. Values are Latin-1, byte for byte. */
export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>

/** A header's value, trimmed, of several the first; nothing for an empty one. */
export function header(headers: ResponseHeaders, name: string): string | undefined {
  const value = headers[name]
  const text = (Array.isArray(value) ? value[0] : value)?.trim()
  return text === '' ? undefined : text
}

const daySeconds = 86_400
/** A `Retry-After` longer than a week is taken for a mistake. */
const retryAfterSecondsMax = 7 * daySeconds

/** `Retry-After` as seconds or as a date (RFC 9110 §10.2.3), in [0, 604800]; nothing when it is neither. */
export function retryAfterSeconds(headers: ResponseHeaders, nowMs: number): number | undefined {
  const value = header(headers, 'retry-after')
  if (value === undefined) return undefined
  const seconds = /^\d{1,15}$/.test(value) ? Number(value) : secondsUntil(value, serverNowMs(headers, nowMs))
  return seconds === undefined ? undefined : Math.min(Math.max(0, seconds), retryAfterSecondsMax)
}

/**
 * Seconds for which an answer stays fresh: `Cache-Control: max-age`, else `Expires`, less the `Age` it already has
 * (RFC 9111 §4.2). Nothing when the server doesn't say, or says that it is stale at once.
 */
export function freshSeconds(headers: ResponseHeaders, nowMs: number): number | undefined {
  const control = String(headers['cache-control'] ?? '')
  if (/(?:^|[\s,])no-(?:cache|store)(?:$|[\s,=])/i.test(control)) return undefined
  const maxAge = /(?:^|[\s,])max-age\s{0,9}=\s{0,9}"?(\d{1,15})/i.exec(control)?.[1]
  const expires = header(headers, 'expires')
  const life =
    maxAge !== undefined
      ? Number(maxAge)
      : expires === undefined
        ? undefined
        : secondsUntil(expires, serverNowMs(headers, nowMs))
  const given = header(headers, 'age') ?? ''
  const age = /^\d{1,9}$/.test(given) ? Number(given) : 0
  return life === undefined || life - age <= 0 ? undefined : life - age
}

/** Dates in an answer are by the server's clock, which may be wrong; its own `Date` tells how far. */
function serverNowMs(headers: ResponseHeaders, nowMs: number): number {
  const date = Date.parse(header(headers, 'date') ?? '')
  return Number.isNaN(date) ? nowMs : date
}

function secondsUntil(date: string, nowMs: number): number | undefined {
  // `Expires: 0` and `-1` are in use and mean the past; the lenient Date.parse takes them for years.
  const atMs = /[a-z]{3}/i.test(date) ? Date.parse(date) : Number.NaN
  return Number.isNaN(atMs) ? undefined : Math.ceil((atMs - nowMs) / 1000)
}

const linksMax = 50
const linkCharactersMax = 8_192

/** The address of the first `Link` (RFC 8288) with this relation, absolute; nothing when there is none. */
export function linkTo(headers: ResponseHeaders, relation: string, base: URL): string | undefined {
  const given = headers['link']
  const text = (Array.isArray(given) ? given.join(',') : (given ?? '')).slice(0, linkCharactersMax)
  for (const link of text.split(/,(?=[^,]{0,20}<)/).slice(0, linksMax)) {
    const target = /<([^<>]{1,4096})>/.exec(link)?.[1]
    const relations = /;\s{0,9}rel\s{0,9}=\s{0,9}"?([^";,]{1,200})/i.exec(link)?.[1]?.toLowerCase().split(/\s+/) ?? []
    if (target !== undefined && relations.includes(relation) && URL.canParse(target, base))
      return new URL(target, base).href
  }
  return undefined
}

import type { SourceId } from './ids.ts'

/** Where addresses of pages begin with whose they are: each is an outlet of its own. */
const ownPath = /^\/(?:[@~]|(?:u|user|users|r|c|channel|blog|blogs|people|author|authors|by|profile|p)\/)/i
/** Names that anybody may publish under, who is told by the rest of the address alone. */
const sharedHosts =
  /(?:^|\.)(?:github\.com|gitlab\.com|google\.com|youtube\.com|reddit\.com|medium\.com|facebook\.com|t\.me|bsky\.app)$/i
/** A name that the world knows, as outlets' are: no address in figures, no machine of one's own. */
const publicName = /^[^:]*\.\p{L}[\p{L}\d-]+$/u

/**
 * Whose a source is: feeds that an outlet gives for its sections lead to one site. `feedUrl`, `siteUrl`: where it is read, and where it
 * says that its pages are. A source that does not say, or is read from a machine without a public name, is an outlet of its own.
 */
export function outletOf(source: {
  readonly id: SourceId
  readonly feedUrl: string | null
  readonly siteUrl: string | null
}): string {
  const { id, feedUrl, siteUrl } = source
  if (feedUrl === null || siteUrl === null || !URL.canParse(feedUrl) || !URL.canParse(siteUrl)) return id
  const { hostname, pathname } = new URL(siteUrl)
  if (![new URL(feedUrl).hostname, hostname].every((name) => publicName.test(name))) return id
  if (sharedHosts.test(hostname) || ownPath.test(pathname)) return id
  return hostname.replace(/^www\./, '')
}

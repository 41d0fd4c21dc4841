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
  if (feedUrl === null || siteUrl === null) return id
  const addresses = `${feedUrl} ${siteUrl}`
  let site = sites.get(addresses)
  if (site === undefined) {
    site = siteNamed(feedUrl, siteUrl) ?? null
    if (sites.size >= sitesMax) sites.clear()
    sites.set(addresses, site)
  }
  return site ?? id
}

/** What was found of each source's addresses: reports are many, their sources few. */
const sites = new Map<string, string | null>()
const sitesMax = 10_000

/** The site's name, where one outlet alone publishes under it. */
function siteNamed(feedUrl: string, siteUrl: string): string | undefined {
  if (!URL.canParse(feedUrl) || !URL.canParse(siteUrl)) return undefined
  const { hostname, pathname } = new URL(siteUrl)
  if (![new URL(feedUrl).hostname, hostname].every((name) => publicName.test(name))) return undefined
  return sharedHosts.test(hostname) || ownPath.test(pathname) ? undefined : hostname.replace(/^www\./, '')
}

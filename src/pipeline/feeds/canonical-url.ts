/** Query parameters that say where a click came from and never what is shown. */
const trackers =
  /^(utm_.*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ysclid|twclid|ttclid|li_fat_id|igshid|igsh|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|vero_id|oly_anon_id|oly_enc_id|wickedid|s_cid|cmpid|at_medium|at_campaign|at_custom\d|ns_campaign|ns_mchannel|ns_source|ns_linkname|ns_fee|xtor)$/i

/** Longer addresses are left alone by browsers and servers alike. */
const charactersMax = 8_000

/**
 * The same address in one form, or undefined for what is no web address: http(s) only, host in lower case, no default port,
 * no fragment, no parameters of trackers; the order of the others is kept. Idempotent.
 */
export function canonicalUrl(url: string, base?: string): string | undefined {
  if (url.length > charactersMax || !URL.canParse(url, base)) return undefined
  const parsed = new URL(url, base)
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return undefined
  parsed.hash = ''
  if (parsed.search !== '') parsed.search = withoutTrackers(parsed.search)
  if (parsed.search === '') parsed.search = ''
  return parsed.href
}

/** The address of a feed, as `canonicalUrl` has it, also where it says so itself: `feed://…` and `feed:https://…`. */
export function feedAddress(url: string, base?: string): string | undefined {
  return canonicalUrl(url.replace(/^feed:(?:\/\/)?(?=https?:)/i, '').replace(/^feed:\/\//i, 'http://'), base)
}

/** Longer addresses of feeds are not kept: an index holds them. */
export const feedUrlCharactersMax = 2_000

/** Whether a feed can be kept under this address. */
export function isKeptAddress(url: string): boolean {
  return url.length <= feedUrlCharactersMax
}

/** Parts are kept as written: decoding and encoding again would change addresses that servers compare by letter. */
function withoutTrackers(search: string): string {
  return search
    .slice(1)
    .split('&')
    .filter((part) => !trackers.test(part.split('=')[0] ?? ''))
    .join('&')
}

const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/

/** Addresses that run or hold something instead of naming a place. */
const unsafe = /^(javascript|vbscript|data|file|about|blob):/i

/**
 * A URL as a feed means it: relative ones against `base` (RFC 3986), absolute ones as written. Undefined for what is no
 * address, for schemes that run code, and for relative ones where no base is known.
 */
export function absoluteUrl(written: string, base?: string): string | undefined {
  const url = written.replace(/[\t\r\n]/g, '').trim()
  if (url === '' || unsafe.test(url)) return undefined
  if (scheme.test(url)) return url
  if (base === undefined || !URL.canParse(url, base))
    return base === undefined && url.includes('.') ? bareHost(url) : undefined
  return new URL(url, base).href
}

/** `//host/path` and `www.host/path` are meant as web addresses even where no base is known. */
function bareHost(url: string): string | undefined {
  if (url.startsWith('//')) return `https:${url}`
  return /^www\.[^\s/]+\.[^\s]+$/i.test(url) ? `http://${url}` : undefined
}

import { spend, stepsOf, type Work } from './work-budget.ts'

/** What URLs are relative to, where that is known, and the work that resolving them may still cost. */
export type Base = { readonly url: string | undefined; readonly work: Work }

/** Longer addresses are not resolved against, nor is what is relative to one: each would be as long again. */
const charactersMax = 4_000

const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/

/** Addresses that run or hold something instead of naming a place. */
const unsafe = /^(javascript|vbscript|data|file|about|blob):/i

/**
 * A URL as a feed means it: relative ones against `base` (RFC 3986), absolute ones as written. Undefined for what is no
 * address, for schemes that run code, for relative ones where no base is known, and where the work is spent.
 */
export function absoluteUrl(written: string, base?: Base): string | undefined {
  const url = written.replace(/[\t\r\n]/g, '').trim()
  if (url === '' || unsafe.test(url)) return undefined
  if (scheme.test(url)) return url
  if (base?.url === undefined) return url.includes('.') ? bareHost(url) : undefined
  const characters = url.length + base.url.length
  if (characters > charactersMax || !spend(base.work, stepsOf.url + characters / charactersPerStep)) return undefined
  return URL.canParse(url, base.url) ? new URL(url, base.url).href : undefined
}

const charactersPerStep = 10

/** `//host/path` and `www.host/path` are meant as web addresses even where no base is known. */
function bareHost(url: string): string | undefined {
  if (url.startsWith('//')) return `https:${url}`
  return /^www\.[^\s/]+\.[^\s]+$/i.test(url) ? `http://${url}` : undefined
}

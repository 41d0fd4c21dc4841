/** What is checked and said on every request, whatever it is for: whose host, whose origin, and what pages may load. */
import type { Context, MiddlewareHandler } from 'hono'
import { COMPRESSIBLE_CONTENT_TYPE_REGEX } from 'hono/compress'
import type { Problem } from '../domain/problem.ts'
import { errorAnswer } from './api/errors.ts'

/**
 * Own scripts by URL, the style sheets by their digests, images through the signed proxy, nothing else inline, nothing of
 * third parties. Trusted Types with one policy, which makes no HTML: no script may write HTML from strings.
 */
const contentSecurityPolicy = (styleHashes: readonly string[]) => [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  `style-src ${styleHashes.map((hash) => `'${hash}'`).join(' ')}`,
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // The one script address that may be made while running is the service worker's own.
  'trusted-types service-worker',
]

/**
 * Where browsers say that nobody else led here, by `Sec-Fetch-Site`. Pages that others open hold no line to them; for all others
 * the header would only have the browser begin a second process for the first page: see docs/decisions/pages-from-the-server.md.
 */
const withoutOpener: ReadonlySet<string> = new Set(['none', 'same-origin'])

/**
 * Security headers; a handler that sets its own policy (media) keeps it. Referrers stay within this server: `no-referrer`
 * would hide the origin of our own forms too, which the same-origin check needs.
 */
export function securityHeaders({ styleHashes }: { readonly styleHashes: readonly string[] }): MiddlewareHandler {
  const policy = contentSecurityPolicy(styleHashes).join('; ')
  return async (c, next) => {
    await next()
    const headers = c.res.headers
    if (!headers.has('content-security-policy')) headers.set('Content-Security-Policy', policy)
    headers.set('Referrer-Policy', 'same-origin')
    headers.set('X-Content-Type-Options', 'nosniff')
    headers.set('X-Frame-Options', 'DENY')
    headers.set('X-Robots-Tag', 'noindex')
    if (!withoutOpener.has(c.req.header('sec-fetch-site') ?? '')) {
      headers.set('Cross-Origin-Opener-Policy', 'same-origin')
    }
    headers.set('Cross-Origin-Resource-Policy', 'same-origin')
    headers.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), browsing-topics=()')
    if (!headers.has('cache-control')) {
      // Pages may be kept for the way back: it leads to the page as it was left, not to one ranked anew.
      const isPage = headers.get('content-type')?.startsWith('text/html') === true
      headers.set('Cache-Control', isPage ? 'private, no-cache' : 'no-store')
    }
  }
}

/**
 * Says what `compress` would say of what can be compressed. It would make another answer to say it on, and send its body as a
 * stream, where nothing is compressed either.
 */
export function variesByEncoding(): MiddlewareHandler {
  return async (c, next) => {
    await next()
    const { headers } = c.res
    if (COMPRESSIBLE_CONTENT_TYPE_REGEX.test(headers.get('content-type') ?? ''))
      headers.append('Vary', 'Accept-Encoding')
  }
}

/**
 * A refused request may leave a body that nobody reads; the connection ends with the answer, so that the client does not
 * send its next request into it.
 */
export function closeAfterRefusal(): MiddlewareHandler {
  return async (c, next) => {
    await next()
    if (c.res.status >= 400 && c.req.method !== 'GET' && c.req.method !== 'HEAD')
      c.res.headers.set('Connection', 'close')
  }
}

/**
 * On loopback, only names of loopback and of the public address are answered: a web page elsewhere that makes its own name
 * resolve to 127.0.0.1 (DNS rebinding) is refused.
 */
export function knownHostsOnly(publicHost: string | undefined): MiddlewareHandler {
  return async (c, next) => {
    const host = hostOf(c)
    if (isLoopbackName(host.replace(/:\d+$/, '')) || host === publicHost) return await next()
    return errorAnswer(c, {
      code: 'host-foreign',
      message: `This server does not answer for the host ${JSON.stringify(host)}; set SALIENT_BASE_URL to its public address.`,
    })
  }
}

/**
 * Requests that change something must come from a page of this server or from no web page at all: every browser sends
 * Sec-Fetch-Site or Origin with them, programs send neither.
 */
export function sameOriginOnly(publicHost: string | undefined): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return await next()
    const site = c.req.header('sec-fetch-site')
    const origin = c.req.header('origin')
    const ownOrigin = origin === undefined || isOwn(origin, [hostOf(c), publicHost])
    if ((site === undefined || site === 'same-origin') && ownOrigin) return await next()
    return errorAnswer(c, {
      code: 'origin-foreign',
      message: `A request from ${JSON.stringify(origin ?? site)} may not change anything here.`,
    })
  }
}

/** An address with a NUL character in it names nothing, and no database can be asked for it. */
export function textOnly(refuse: (c: Context, problem: Problem) => Response): MiddlewareHandler {
  return async (c, next) => {
    if (!c.req.url.includes('%00')) return await next()
    return refuse(c, { code: 'request-invalid', message: 'The address holds a NUL character (%00).' })
  }
}

/** As the request names it, with the port. */
export function hostOf(c: Context): string {
  return (c.req.header('host') ?? new URL(c.req.url).host).toLowerCase()
}

export function isLoopbackName(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name)
}

function isOwn(origin: string, hosts: readonly (string | undefined)[]): boolean {
  return URL.canParse(origin) && hosts.includes(new URL(origin).host.toLowerCase())
}

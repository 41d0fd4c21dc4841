import type { Problem } from '../../domain/problem.ts'
import { privateAddressCode } from './guarded-connector.ts'
import { header, type ResponseHeaders } from './response-headers.ts'

const urlCharactersShown = 300

/** A URL as it is shown in messages: without a password, and not endless. */
export function shown(url: URL): string {
  const bare = new URL(url)
  bare.username = ''
  bare.password = ''
  return bare.href.length <= urlCharactersShown ? bare.href : `${bare.href.slice(0, urlCharactersShown)}…`
}

/** OpenSSL's own word for what went wrong; its message is made of numbers and the names of its files. */
function reasonOf(error: unknown): string | undefined {
  return error instanceof Error && 'reason' in error && typeof error.reason === 'string' ? error.reason : undefined
}

type LimitsTold = { readonly connectMs: number; readonly firstByteMs: number; readonly wholeMs: number }

/** What an error of the socket, the resolver, TLS or the HTTP parser means, in words. */
export function problemOfError(
  error: unknown,
  { url, limits }: { readonly url: URL; readonly limits: LimitsTold },
): Problem {
  const { host, hostname } = url
  const code = codeOf(error)
  const said = error instanceof Error ? error.message : String(error)
  const problem = (name: string, message: string): Problem => ({ code: name, message })
  if (code === privateAddressCode)
    return problem(
      'private-address',
      `${said}, which is not on the public internet. If the source is in your own network, list its addresses in SALIENT_ALLOW_PRIVATE_NETWORKS.`,
    )
  if (/^(ENOTFOUND|ENODATA|EAI_|ESERVFAIL|EBADNAME|ENONAME|ETIMEOUT)/.test(code))
    return problem(
      'host-not-found',
      `No address was found for ${hostname} (${code}). Check the spelling and the DNS of this machine.`,
    )
  if (code === 'ECONNREFUSED')
    return problem('connection-refused', `${host} refused the connection. The server may be down, or the port wrong.`)
  if (/^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/.test(code))
    return problem(
      'connect-timeout',
      `${host} took no connection within ${seconds(limits.connectMs)}. It is tried again later.`,
    )
  if (/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ENETDOWN|EHOSTDOWN)$/.test(code))
    return problem('connection-refused', `There is no way from this machine to ${host} (${code}).`)
  if (code === 'UND_ERR_HEADERS_TIMEOUT')
    return problem(
      'response-timeout',
      `${host} took the request and answered nothing within ${seconds(limits.firstByteMs)}. It is tried again later.`,
    )
  if (code === 'UND_ERR_BODY_TIMEOUT') return tooSlow(url, limits)
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER')
    return problem(
      'tls-failed',
      `${host} answers without TLS (${code}). An address there begins with http://, not with https://.`,
    )
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|CRL_|EPROTO)/.test(code))
    return problem(
      'tls-failed',
      `No safe connection to ${host}: ${reasonOf(error) ?? said} (${code}). Its certificate or its TLS is not in order.`,
    )
  if (/^(HPE_|UND_ERR_HEADERS_OVERFLOW|UND_ERR_INVALID_ARG|UND_ERR_NOT_SUPPORTED)/.test(code))
    return problem('bad-response', `What ${host} sent is not HTTP: ${said} (${code}).`)
  return problem(
    'reset',
    `${host} broke the connection off: ${said}${code === '' ? '' : ` (${code})`}. It is tried again later.`,
  )
}

/** The time for the whole was over before the answer was. */
export function tooSlow(url: URL, limits: Pick<LimitsTold, 'wholeMs'>): Problem {
  return {
    code: 'too-slow',
    message: `${url.host} did not finish its answer within ${seconds(limits.wholeMs)}. It is tried again later.`,
  }
}

type Answer = {
  readonly status: number
  readonly headers: ResponseHeaders
  readonly retryAfterSeconds: number | undefined
}

/** What an answer that is neither a success nor a redirect means, in words. */
export function problemOfStatus({ status, headers, retryAfterSeconds }: Answer, url: URL): Problem {
  const where = shown(url)
  if (status === 429 || (status === 503 && retryAfterSeconds !== undefined)) {
    const wait = retryAfterSeconds === undefined ? 'later' : `after ${seconds(retryAfterSeconds * 1000)}`
    return {
      code: 'rate-limited',
      message: `${where} answered ${status}: ${url.host} wants fewer requests. It is asked again ${wait}.`,
    }
  }
  if (header(headers, 'cf-mitigated')?.toLowerCase() === 'challenge')
    return {
      code: 'challenge',
      message: `${where} answered ${status} with a challenge meant for browsers, which a feed reader cannot pass. Ask the publisher to let feed readers through.`,
    }
  return { code: `http-${status}`, message: `${where} answered ${status}: ${meaningOf(status)}` }
}

function meaningOf(status: number): string {
  switch (status) {
    case 401:
    case 407:
      return 'it asks for a name and a password.'
    case 402:
      return 'it asks for payment.'
    case 403:
      return 'it is not given to us. The publisher may block feed readers.'
    case 404:
      return 'there is nothing at this address. Check it, or look for the new one on the site.'
    case 410:
      return 'it is gone for good and is not asked for again.'
    case 451:
      return 'it is withheld for legal reasons.'
    default:
      if (status >= 500) return 'the server has a fault. It is tried again later.'
      if (status >= 400) return 'the server does not take this request.'
      return 'this is no answer to a plain request.'
  }
}

/** Sockets, resolvers and undici give codes; where several addresses were tried, the first failure speaks for all. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  const own = 'code' in error ? error.code : undefined
  if (typeof own === 'string') return own
  // The HTTP parser's errors have a name and no code.
  if (error instanceof Error && error.name === 'HTTPParserError') return 'HPE_INVALID'
  return error instanceof Error && error.cause !== undefined ? codeOf(error.cause) : ''
}

function seconds(ms: number): string {
  const rounded = ms >= 10_000 ? Math.round(ms / 1000) : ms / 1000
  return rounded === 1 ? '1 second' : `${rounded} seconds`
}

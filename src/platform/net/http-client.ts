/**
 * The one way out: every request that the program makes of its own goes through this client. It waits for a turn at the
 * host, connects to addresses that are allowed and no others, follows redirects itself, and reads no more and no longer
 * than its limits. It keeps no cookies and sends no referrer. It knows nothing of feeds, articles or the database.
 */
import { Agent, request } from 'undici'
import type { Problem } from '../../domain/problem.ts'
import { createAddressGuard } from './address-guard.ts'
import type { FetchOptions, FetchOutcome } from './fetch-outcome.ts'
import { problemOfError, problemOfStatus, shown, tooSlow } from './fetch-problem.ts'
import { createGuardedConnector, type Lookup } from './guarded-connector.ts'
import { createHostQueue } from './host-queue.ts'
import { type HostScope, hostKey } from './host-scope.ts'
import { acceptEncoding, type Body, readBody } from './read-body.ts'
import { freshSeconds, header, type ResponseHeaders, retryAfterSeconds } from './response-headers.ts'
import { createRobots, type RobotsVerdict } from './robots.ts'

export type { FetchOptions, FetchOutcome } from './fetch-outcome.ts'

export type HttpClient = {
  /** Fetches a URL with GET. Resolves to a value whatever happens on the network; a malformed URL is a value too. */
  readonly fetch: (url: string, options: FetchOptions) => Promise<FetchOutcome>
  /** Whether robots.txt lets us read a page that nobody asked for by its address. One request per site and day. */
  readonly mayFetch: (url: string) => Promise<boolean>
}

export type FetchLimits = {
  readonly connectMs: number
  readonly firstByteMs: number
  readonly wholeMs: number
  readonly bytesMax: number
  readonly redirectsMax: number
}

export type HttpClientOptions = {
  /** Product, version and an address for questions: `Salient/1.0 (+https://…)`. Its first word is our name in robots.txt. */
  readonly userAgent: string
  readonly allowPrivateNetworks: readonly string[]
  readonly scope: HostScope
  readonly spacingMs: number
  readonly concurrency: number
  readonly limits?: Partial<FetchLimits>
  /** In place of the system's resolver. */
  readonly lookup?: Lookup
}

const defaultLimits: FetchLimits = {
  connectMs: 5_000,
  firstByteMs: 10_000,
  wholeMs: 30_000,
  bytesMax: 15_000_000,
  redirectsMax: 5,
}

/**
 * Opens the client; disposing it breaks off what is under way (`aborted`). Throws an Error for a range in
 * `allowPrivateNetworks` that cannot be read.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient & AsyncDisposable {
  const limits = { ...defaultLimits, ...options.limits }
  const agent = new Agent({
    connect: createGuardedConnector({
      mayConnect: createAddressGuard(options.allowPrivateNetworks),
      connectTimeoutMs: limits.connectMs,
      ...(options.lookup === undefined ? {} : { lookup: options.lookup }),
    }),
    connections: 1,
    headersTimeout: limits.firstByteMs,
    bodyTimeout: limits.firstByteMs,
    keepAliveTimeout: 10_000,
    keepAliveMaxTimeout: 60_000,
  })
  const queue = createHostQueue(options)
  const closing = new AbortController()
  const context = { options, limits, agent, queue, closing: closing.signal }
  const robots = createRobots({
    product: options.userAgent.split('/', 1)[0] ?? '',
    fetch: (url) => fetchUrl({ ...context, verdict: async () => ({ kind: 'allowed' }) }, url, { accept: 'any' }),
  })
  return {
    fetch: (url, fetchOptions) => fetchUrl({ ...context, verdict: robots.verdict }, url, fetchOptions),
    mayFetch: async (text) => {
      const url = parseHttpUrl(text)
      return url !== undefined && (await robots.verdict(url)).kind === 'allowed'
    },
    [Symbol.asyncDispose]: async () => {
      closing.abort()
      queue.close()
      await agent.destroy()
    },
  }
}

type Context = {
  readonly options: HttpClientOptions
  readonly limits: FetchLimits
  readonly agent: Agent
  readonly queue: ReturnType<typeof createHostQueue>
  readonly closing: AbortSignal
  readonly verdict: (url: URL) => Promise<RobotsVerdict>
}

/** One request and its answer: an outcome, or the place where to go on. */
type Hop = { readonly outcome: FetchOutcome } | { readonly to: string; readonly status: number }

async function fetchUrl(context: Context, text: string, options: FetchOptions): Promise<FetchOutcome> {
  const { limits, queue, closing } = context
  const signal = options.signal === undefined ? closing : AbortSignal.any([closing, options.signal])
  let url = parseHttpUrl(text)
  if (url === undefined)
    return failed(
      'bad-url',
      `${JSON.stringify(text.slice(0, 300))} is not the address of a page or a feed. It must begin with http:// or https://.`,
    )
  let leftMs = limits.wholeMs
  let permanentUrl: string | undefined
  let permanent = true
  for (let redirects = 0; redirects <= limits.redirectsMax; redirects++) {
    const verdict = options.robots === true ? await context.verdict(url) : undefined
    if (verdict?.kind === 'unreadable') return verdict.failure
    if (verdict?.kind === 'disallowed')
      return failed('robots-disallowed', `The robots.txt of ${url.host} asks robots not to read ${shown(url)}.`)
    let leave: () => void
    try {
      leave = await queue.enter(hostKey(url, context.options.scope), signal)
    } catch (error) {
      return signal.aborted ? aborted(url) : failed('too-busy', `${shown(url)} was not asked for: ${String(error)}.`)
    }
    const startMs = performance.now()
    const hop: Hop = await requestOnce(context, url, { ...options, signal, leftMs, permanentUrl }).finally(leave)
    if ('outcome' in hop) return hop.outcome
    leftMs = Math.max(1, leftMs - (performance.now() - startMs))
    const next = parseHttpUrl(hop.to, url)
    if (next === undefined)
      return failed(
        'bad-url',
        `${shown(url)} redirects to ${JSON.stringify(hop.to.slice(0, 300))}, which is no web address.`,
        { status: hop.status },
      )
    permanent &&= hop.status === 301 || hop.status === 308
    if (permanent) permanentUrl = next.href
    url = next
  }
  return failed(
    'too-many-redirects',
    `${shown(new URL(text))} redirects more than ${limits.redirectsMax} times; the last time to ${shown(url)}.`,
  )
}

const urlCharactersMax = 8_192

function parseHttpUrl(text: string, base?: URL): URL | undefined {
  if (text.length > urlCharactersMax || !URL.canParse(text, base)) return undefined
  const url = new URL(text, base)
  url.hash = ''
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined
}

type HopOptions = FetchOptions & {
  readonly signal: AbortSignal
  readonly leftMs: number
  readonly permanentUrl: string | undefined
}

async function requestOnce(context: Context, url: URL, options: HopOptions): Promise<Hop> {
  const { limits, agent } = context
  const timeUp = AbortSignal.timeout(Math.ceil(options.leftMs))
  const signal = AbortSignal.any([options.signal, timeUp])
  const explain = (error: unknown): Hop => {
    if (options.signal.aborted) return { outcome: aborted(url) }
    return {
      outcome: {
        kind: 'failed',
        problem: timeUp.aborted ? tooSlow(url, limits) : problemOfError(error, { url, limits }),
      },
    }
  }
  try {
    const answer = await request(url, {
      dispatcher: agent,
      signal,
      method: 'GET',
      headers: requestHeaders(context.options.userAgent, url, options),
    })
    const { statusCode: status, headers, body } = answer
    const location = isRedirect(status) ? header(headers, 'location') : undefined
    if (location !== undefined || !(status >= 200 && status < 300)) {
      // A short body is read to its end, so that the connection can be used again.
      await body.dump({ limit: 65_536, signal }).catch(() => undefined)
      if (signal.aborted) return explain(signal.reason)
      return location === undefined
        ? { outcome: withoutBody({ status, headers }, url, options) }
        : { to: location, status }
    }
    const bytesMax = options.bytesMax ?? limits.bytesMax
    const read = await readBody(body, { contentEncoding: header(headers, 'content-encoding'), bytesMax })
    if (read.kind === 'interrupted' && (signal.aborted || !endedEarly(read, headers))) return explain(read.cause)
    if (read.kind !== 'read')
      return { outcome: { kind: 'failed', status, problem: problemOfBody(read, { url, headers, bytesMax }) } }
    const { bytes, bytesReceived } = read
    const contentType = header(headers, 'content-type')
    const told = cacheFields(headers)
    return {
      outcome: {
        kind: 'ok',
        status,
        ...place(url, options),
        bytes,
        bytesReceived,
        ...told,
        ...(contentType === undefined ? {} : { contentType }),
      },
    }
  } catch (error) {
    return explain(error)
  }
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308
}

const feedTypes = 'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml'
const acceptHeaders = {
  feed: `${feedTypes}, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1`,
  page: 'text/html, application/xhtml+xml, application/xml;q=0.8, */*;q=0.1',
  any: `${feedTypes}, application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.9, application/json;q=0.8, */*;q=0.1`,
}

function requestHeaders(userAgent: string, url: URL, { accept, validators }: FetchOptions): Record<string, string> {
  const { etag, lastModified } = validators ?? {}
  return {
    'user-agent': userAgent,
    accept: acceptHeaders[accept],
    'accept-encoding': acceptEncoding,
    ...(etag === undefined || !isHeaderValue(etag) ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined || !isHeaderValue(lastModified) ? {} : { 'if-modified-since': lastModified }),
    ...(url.username === '' && url.password === '' ? {} : { authorization: basicCredentials(url) }),
  }
}

function isHeaderValue(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]+$/.test(text)
}

/** A feed's address may hold its reader's name and password; they go to the host of that address alone. */
function basicCredentials({ username, password }: URL): string {
  const text = `${decode(username)}:${decode(password)}`
  return `Basic ${Buffer.from(text, 'utf8').toString('base64')}`
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function withoutBody(
  answer: { readonly status: number; readonly headers: ResponseHeaders },
  url: URL,
  options: HopOptions,
): FetchOutcome {
  const { status, headers } = answer
  if (status === 304) return { kind: 'not-modified', ...place(url, options), ...cacheFields(headers) }
  const wait = retryAfterSeconds(headers, Date.now())
  return {
    kind: 'failed',
    status,
    problem: problemOfStatus({ status, headers, retryAfterSeconds: wait }, url),
    ...(wait === undefined || (status !== 429 && status !== 503) ? {} : { retryAfterSeconds: wait }),
    ...(status === 410 ? { gone: true } : {}),
  }
}

function place(url: URL, { permanentUrl }: HopOptions): { readonly url: string; readonly permanentUrl?: string } {
  return { url: url.href, ...(permanentUrl === undefined ? {} : { permanentUrl }) }
}

function cacheFields(headers: ResponseHeaders): { etag?: string; lastModified?: string; maxAgeSeconds?: number } {
  const etag = header(headers, 'etag')
  const lastModified = header(headers, 'last-modified')
  const maxAgeSeconds = freshSeconds(headers, Date.now())
  return {
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
    ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
  }
}

/** The connection ended in good order before the promised length was there. */
function endedEarly({ cause, bytesReceived }: Extract<Body, { cause: unknown }>, headers: ResponseHeaders): boolean {
  const promised = Number(header(headers, 'content-length'))
  const wasReset = cause instanceof Error && 'code' in cause && cause.code === 'ECONNRESET'
  return !wasReset && bytesReceived < promised
}

function problemOfBody(
  { kind, cause, bytesReceived }: Extract<Body, { cause: unknown }>,
  { url, headers, bytesMax }: { readonly url: URL; readonly headers: ResponseHeaders; readonly bytesMax: number },
): Problem {
  const encoding = JSON.stringify(header(headers, 'content-encoding')?.slice(0, 100) ?? '')
  switch (kind) {
    case 'too-large':
      return {
        code: 'too-large',
        message: `${shown(url)} is larger than ${bytesMax} bytes when unpacked. Reading stopped after ${bytesReceived} bytes.`,
      }
    case 'unknown-encoding':
      return {
        code: 'bad-encoding',
        message: `${shown(url)} came in the encoding ${encoding}, which was not asked for.`,
      }
    case 'not-decodable':
      return {
        code: 'bad-encoding',
        message: `${shown(url)} is said to be in ${encoding} but cannot be unpacked: ${cause instanceof Error ? cause.message : String(cause)}.`,
      }
    case 'interrupted':
      return {
        code: 'wrong-length',
        message: `${shown(url)} ended after ${bytesReceived} bytes; the server had promised ${header(headers, 'content-length')}. It is tried again later.`,
      }
  }
}

function failed(
  code: string,
  message: string,
  more: { readonly status?: number } = {},
): Extract<FetchOutcome, { kind: 'failed' }> {
  return { kind: 'failed', problem: { code, message }, ...more }
}

function aborted(url: URL): FetchOutcome {
  return failed('aborted', `The request for ${shown(url)} was broken off on our side.`)
}

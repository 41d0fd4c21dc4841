/**
 * The one way out: every request that the program makes of its own goes through this client. It waits for a turn at the
 * host, connects to addresses that are allowed and no others, follows redirects itself, and reads no more and no longer
 * than its limits. It keeps no cookies and sends no referrer. It knows nothing of feeds, articles or the database.
 */
import { setMaxListeners } from 'node:events'
import type { Readable } from 'node:stream'
import { Agent, request } from 'undici'
import type { Problem } from '../../domain/problem.ts'
import { createAddressGuard } from './address-guard.ts'
import type { FetchOptions, FetchOutcome } from './fetch-outcome.ts'
import { problemOfError, problemOfStatus, shown, tooSlow } from './fetch-problem.ts'
import { createGuardedConnector, type Lookup } from './guarded-connector.ts'
import { createHostQueue, type HostQueue } from './host-queue.ts'
import { type HostScope, hostKey } from './host-scope.ts'
import { acceptEncoding, type Body, readBody } from './read-body.ts'
import { freshSeconds, header, linkTo, type ResponseHeaders, retryAfterSeconds } from './response-headers.ts'
import { createRobots, type RobotsVerdict } from './robots.ts'

export type { FetchOptions, FetchOutcome } from './fetch-outcome.ts'

export type HttpClient = {
  /** Fetches a URL, with GET unless a form is sent. Resolves to a value whatever happens on the network; a malformed URL is a value too. */
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
  const own = openLane(options, limits)
  const awaited = openLane({ ...options, spacingMs: 0, concurrency: awaitedConcurrency }, limits)
  const closing = new AbortController()
  // One listener for each fetch under way or waiting; the queue bounds them.
  setMaxListeners(0, closing.signal)
  const context = { options, limits, own, awaited, closing: closing.signal }
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
      for (const { queue } of [own, awaited]) queue.close()
      await Promise.all([own.agent.destroy(), awaited.agent.destroy()])
    },
  }
}

/** Pictures and the like that are fetched at once. */
const awaitedConcurrency = 32

/** Who shares turns: one request at a time for each host, over one connection. */
type Lane = { readonly agent: Agent; readonly queue: HostQueue }

function openLane(options: HttpClientOptions, limits: FetchLimits): Lane {
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
  return { agent, queue: createHostQueue(options) }
}

type Failed = Extract<FetchOutcome, { kind: 'failed' }>

type Context = {
  readonly options: HttpClientOptions
  readonly limits: FetchLimits
  readonly own: Lane
  readonly awaited: Lane
  readonly closing: AbortSignal
  readonly verdict: (url: URL) => Promise<RobotsVerdict>
}

async function fetchUrl(context: Context, text: string, options: FetchOptions): Promise<FetchOutcome> {
  // A controller for each fetch, let go at its end: the client's own signal lives long and must not gather listeners.
  const stop = new AbortController()
  const stopNow = (): void => stop.abort()
  const causes = [context.closing, ...(options.signal === undefined ? [] : [options.signal])]
  if (causes.some((cause) => cause.aborted)) stopNow()
  for (const cause of causes) cause.addEventListener('abort', stopNow)
  try {
    return await followHops(context, text, { ...options, stop })
  } finally {
    for (const cause of causes) cause.removeEventListener('abort', stopNow)
  }
}

type StoppableOptions = FetchOptions & { readonly stop: AbortController }

async function followHops(context: Context, text: string, options: StoppableOptions): Promise<FetchOutcome> {
  const { limits } = context
  let url = parseHttpUrl(text)
  if (url === undefined)
    return failed(
      'bad-url',
      `${quoted(text)} is not the address of a page or a feed. It must begin with http:// or https://.`,
    )
  let leftMs = limits.wholeMs
  let permanentUrl: string | undefined
  let permanent = true
  for (let redirects = 0; redirects <= limits.redirectsMax; redirects++) {
    const turn = await waitForTurn(context, url, options)
    if ('kind' in turn) return turn
    const startMs = performance.now()
    const hop = await requestOnce(context, url, { ...options, leftMs, permanentUrl }).finally(turn.leave)
    if ('outcome' in hop) return hop.outcome
    leftMs -= performance.now() - startMs
    const next = parseHttpUrl(hop.to, url)
    if (next === undefined)
      return failed('bad-url', `${shown(url)} redirects to ${quoted(hop.to)}, which is no web address.`, hop.status)
    permanent &&= hop.status === 301 || hop.status === 308
    if (permanent) permanentUrl = next.href
    url = next
  }
  return failed(
    'too-many-redirects',
    `${quoted(text)} redirects more than ${limits.redirectsMax} times; the last time to ${shown(url)}.`,
  )
}

/** Each hop waits for its own host; the waiting is not part of the time that the fetch may take. */
async function waitForTurn(
  { own, awaited, verdict, options: { scope } }: Context,
  url: URL,
  { robots, isAwaited, stop }: StoppableOptions,
): Promise<{ readonly leave: () => void } | Failed> {
  const told = robots === true ? await verdict(url) : undefined
  if (told?.kind === 'unreadable') return told.failure
  if (told?.kind === 'disallowed')
    return failed('robots-disallowed', `The robots.txt of ${url.host} asks robots not to read ${shown(url)}.`)
  try {
    const { queue } = isAwaited === true ? awaited : own
    return { leave: await queue.enter(hostKey(url, scope), stop.signal) }
  } catch (error) {
    return stop.signal.aborted ? aborted(url) : failed('too-busy', `${shown(url)} was not asked for: ${String(error)}.`)
  }
}

const urlCharactersMax = 8_192

function parseHttpUrl(text: string, base?: URL): URL | undefined {
  if (text.length > urlCharactersMax || !URL.canParse(text, base)) return undefined
  const url = new URL(text, base)
  url.hash = ''
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined
}

type HopOptions = StoppableOptions & { readonly leftMs: number; readonly permanentUrl: string | undefined }

/** One request and its answer: an outcome, or the place where to go on. */
type Hop = { readonly outcome: FetchOutcome } | { readonly to: string; readonly status: number }

const timeIsUp = new Error('the time for the whole is over')

async function requestOnce(context: Context, url: URL, options: HopOptions): Promise<Hop> {
  const { stop } = options
  const timer = setTimeout(() => stop.abort(timeIsUp), Math.max(options.leftMs, 0))
  try {
    const answer = await request(url, {
      dispatcher: (options.isAwaited === true ? context.awaited : context.own).agent,
      signal: stop.signal,
      method: options.form === undefined ? 'GET' : 'POST',
      headers: requestHeaders(context.options.userAgent, url, options),
      ...(options.form === undefined ? {} : { body: options.form }),
    })
    const { statusCode: status, headers, body } = answer
    if (status >= 200 && status < 300)
      return { outcome: await withBody({ status, headers, body }, { context, url, options }) }
    // A short body is read to its end, so that the connection can be used again.
    await body.dump({ limit: dumpBytesMax, signal: AbortSignal.timeout(dumpMs) }).catch(() => undefined)
    const location = isRedirect(status) ? header(headers, 'location') : undefined
    return location === undefined
      ? { outcome: withoutBody({ status, headers }, url, options) }
      : { to: location, status }
  } catch (error) {
    return { outcome: interruption(error, { context, url, options }) }
  } finally {
    clearTimeout(timer)
  }
}

const dumpBytesMax = 65_536
const dumpMs = 1_000

type Place = { readonly context: Context; readonly url: URL; readonly options: HopOptions }

function interruption(error: unknown, { context: { limits }, url, options: { stop } }: Place): Failed {
  if (!stop.signal.aborted) return { kind: 'failed', problem: problemOfError(error, { url, limits }) }
  return stop.signal.reason === timeIsUp ? { kind: 'failed', problem: tooSlow(url, limits) } : aborted(url)
}

async function withBody(
  { status, headers, body }: { readonly status: number; readonly headers: ResponseHeaders; readonly body: Readable },
  at: Place,
): Promise<FetchOutcome> {
  const { context, url, options } = at
  const bytesMax = options.bytesMax ?? context.limits.bytesMax
  const read = await readBody(body, { contentEncoding: header(headers, 'content-encoding'), bytesMax })
  if (read.kind !== 'read') {
    const brokenOff = read.kind === 'interrupted' && (options.stop.signal.aborted || !endedEarly(read, headers))
    if (brokenOff) return interruption(read.cause, at)
    return { kind: 'failed', status, problem: problemOfBody(read, { url, headers, bytesMax }) }
  }
  const contentType = header(headers, 'content-type')
  const hubUrl = linkTo(headers, 'hub', url)
  const selfUrl = linkTo(headers, 'self', url)
  return {
    kind: 'ok',
    status,
    ...place(url, options),
    bytes: read.bytes,
    bytesReceived: read.bytesReceived,
    ...cacheFields(headers),
    ...(contentType === undefined ? {} : { contentType }),
    ...(hubUrl === undefined ? {} : { hubUrl }),
    ...(selfUrl === undefined ? {} : { selfUrl }),
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

function requestHeaders(
  userAgent: string,
  url: URL,
  { accept, validators, form }: FetchOptions,
): Record<string, string> {
  const { etag, lastModified } = validators ?? {}
  return {
    'user-agent': userAgent,
    accept: acceptHeaders[accept],
    'accept-encoding': acceptEncoding,
    ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
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
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return code !== 'ECONNRESET' && code !== 'UND_ERR_BODY_TIMEOUT' && bytesReceived < promised
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

function failed(code: string, message: string, status?: number): Failed {
  return { kind: 'failed', problem: { code, message }, ...(status === undefined ? {} : { status }) }
}

function aborted(url: URL): Failed {
  return failed('aborted', `The request for ${shown(url)} was broken off on our side.`)
}

function quoted(text: string): string {
  return JSON.stringify(text.length <= 300 ? text : `${text.slice(0, 300)}…`)
}

/**
 * The HTTP server: doors in, an app out. Order on each request: headers, whose host, whose origin, whether the program is
 * ready, then one route of `routes.ts`. It knows HTTP and nothing of how the doors do their work.
 */
import { randomBytes } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import type { Server as NodeServer } from 'node:http'
import type { Socket } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { compress } from 'hono/compress'
import { TrieRouter } from 'hono/router/trie-router'
import { type ArrivalPolicy, arrivalOf, rangeOf } from './arrival.ts'
import { loadAssets } from './assets.ts'
import type { ServerContext } from './context.ts'
import type { Doors } from './doors.ts'
import {
  closeAfterRefusal,
  isLoopbackName,
  knownHostsOnly,
  sameOriginOnly,
  securityHeaders,
  textOnly,
  variesByEncoding,
} from './guard.ts'
import { createMediaSigner } from './media/signer.ts'
import { problemPage } from './pages/show.tsx'
import { addRoutes } from './routes.ts'

export type ServerOptions = {
  /** The address that people use, where it is not the one listened on. */
  readonly baseUrl?: string
  /** `when-needed`, no trusted proxies, and every reader may add sources, unless something else is said. */
  readonly access?: Partial<Omit<ArrivalPolicy, 'isPublic'>> & {
    readonly sourcesAddedBy?: ServerContext['sourcesAddedBy']
  }
  /** At least 32 secret bytes, the same after a restart; without it image addresses change with each start. */
  readonly mediaKey?: Uint8Array
  /** Milliseconds since 1970; the machine's clock by default. */
  readonly clock?: () => number
  /** IANA name; the machine's by default. */
  readonly timeZone?: string
  /** Told of every error that is a bug: the client only hears `internal`. */
  readonly report?: (error: unknown, where: string) => void
}

export type Listening = {
  /** With the port that was really taken. */
  readonly url: string
  /** Nobody reads here without signing in: others than this machine can reach the server. */
  readonly needsSignIn: boolean
  /** Ends streams, lets requests finish for a moment, then closes what is left. */
  readonly close: () => Promise<void>
}

export type Server = {
  /** Every method and path that is answered. */
  readonly routes: readonly { readonly method: string; readonly path: string }[]
  readonly fetch: (request: Request) => Response | Promise<Response>
  /** Port 0 takes any free one. Rejects when the address can't be had. */
  readonly listen: (address: { readonly host: string; readonly port: number }) => Promise<Listening>
}

const graceMs = 3000
const sweepMs = 20

export function createServer(doors: Doors, options: ServerOptions = {}): Server {
  const closing = new AbortController()
  // Each open stream listens for the end; `events.ts` bounds how many there are.
  setMaxListeners(0, closing.signal)
  const bound = { toLoopback: true }
  const publicHost = options.baseUrl === undefined ? undefined : new URL(options.baseUrl).host.toLowerCase()
  const policy = policyOf(options)
  const context: ServerContext = {
    doors,
    media: createMediaSigner(options.mediaKey ?? randomBytes(32)),
    assets: loadAssets(),
    clock: options.clock ?? Date.now,
    timeZone: options.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    publicOrigin: publicOriginOf(options.baseUrl),
    arrivalOf: (c) => arrivalOf(c, policy, bound.toLoopback),
    sourcesAddedBy: options.access?.sourcesAddedBy ?? 'readers',
    closing: closing.signal,
    report: options.report ?? ((error, where) => console.error(where, error)),
  }
  const hosts = knownHostsOnly(publicHost)
  const app = new OpenAPIHono()
  app.use(securityHeaders(context.assets))
  app.use(closeAfterRefusal())
  app.use((c, next) => (bound.toLoopback || policy.signIn === 'one-person' ? hosts(c, next) : next()))
  app.use(sameOriginOnly(publicHost))
  app.use(compress())
  app.use(variesByEncoding())
  app.use(textOnly((c, problem) => problemPage(c, context, problem)))
  app.use(readyOnly(context))
  addRoutes(app, context)
  const allowed = methodsOf(app)
  app.notFound((c) => {
    const methods = allowed(c.req.path).join(', ')
    if (methods === '')
      return problemPage(c, context, { code: 'not-found', message: `There is nothing at ${c.req.path}.` })
    c.header('Allow', methods)
    const message = `${c.req.path} takes ${methods}, not ${c.req.method}.`
    return problemPage(c, context, { code: 'method-not-allowed', message })
  })
  app.onError((error, c) => {
    context.report(error, `${c.req.method} ${c.req.path}`)
    const message = 'Something broke while answering. It has been written to the log.'
    return problemPage(c, context, { code: 'internal', message })
  })
  return {
    // What runs before the answers is listed for all methods.
    routes: app.routes.filter(({ method }) => method !== 'ALL'),
    fetch: (request) => app.fetch(request),
    listen: async ({ host, port }) => {
      bound.toLoopback = isLoopback(host)
      // createAdaptorServer makes a plain HTTP/1 server unless told otherwise; its type allows all three kinds.
      const server = createAdaptorServer({ fetch: app.fetch }) as NodeServer
      const unused = unusedConnections(server)
      await listening(server, host, port)
      const needsSignIn =
        policy.signIn === 'always' || (policy.signIn === 'when-needed' && (policy.isPublic || !bound.toLoopback))
      return { url: urlOf(server, host), needsSignIn, close: () => close(server, { closing, unused }) }
    },
  }
}

/** Which methods an address takes; none where nothing is. */
function methodsOf({ routes }: OpenAPIHono): (path: string) => string[] {
  const router = new TrieRouter<string>()
  // What runs before the answers is listed for all methods.
  for (const { method, path } of routes) if (method !== 'ALL') router.add('ALL', path, method)
  return (path) => {
    const methods = new Set(
      router.match('ALL', path)[0].flatMap(([method]) => (method === 'GET' ? ['GET', 'HEAD'] : method)),
    )
    return [...methods]
  }
}

/** Until pages can be served, everything but health, files and what stands without them says so. */
function readyOnly(context: ServerContext): MiddlewareHandler {
  return async (c, next) => {
    if (isAlwaysServed(c.req.path)) return await next()
    const health = await context.doors.health()
    if (health.ready) return await next()
    c.header('Retry-After', '2')
    return problemPage(c, context, { code: 'starting', message: health.reason })
  }
}

/** An address on this machine may be given with another port than the one taken: then the request knows better. */
function publicOriginOf(baseUrl: string | undefined): string | undefined {
  const url = baseUrl === undefined ? undefined : new URL(baseUrl)
  return url === undefined || isLoopback(url.hostname) ? undefined : url.origin
}

function isAlwaysServed(path: string): boolean {
  return path === '/healthz' || path === '/worker.js' || path === '/offline' || path.startsWith('/assets/')
}

function policyOf({ access = {}, baseUrl }: ServerOptions): ArrivalPolicy {
  const { signIn = 'when-needed', trustedProxies = [] } = access
  // A range that cannot be read is said at the start, not at the first request.
  for (const range of trustedProxies) rangeOf(range)
  const isPublic = baseUrl !== undefined && !isLoopbackName(new URL(baseUrl).hostname)
  return { signIn, trustedProxies, isPublic }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

async function listening(server: NodeServer, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function urlOf(server: NodeServer, host: string): string {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** Connections that no request has come through: browsers open some ahead, and nothing else would close them. */
function unusedConnections(server: NodeServer): ReadonlySet<Socket> {
  const unused = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  server.on('request', (incoming) => unused.delete(incoming.socket))
  return unused
}

type Closing = { readonly closing: AbortController; readonly unused: ReadonlySet<Socket> }

async function close(server: NodeServer, { closing, unused }: Closing): Promise<void> {
  closing.abort()
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  for (const socket of unused) socket.destroy()
  // A connection whose request ends only now would else be kept alive for the next one.
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs)
  const force = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearInterval(sweep)
  clearTimeout(force)
}

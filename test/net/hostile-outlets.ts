/** Two dozen outlets that mean harm or are broken, each on a port of its own, and what each is called when it has failed. */
import type { Socket } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Lookup } from '../../src/platform/net/guarded-connector.ts'
import { hostileServer, socketServer } from './hostile-server.ts'

export type HostileOutlet = AsyncDisposable & {
  readonly name: string
  readonly url: string
  /** The code that its failure has; `undefined` for one that is read, within limits. */
  readonly code: RegExp | undefined
  /** Goes on until it is left: nothing but a time-out ends it. */
  readonly hangs: boolean
  readonly requests: () => number
}

type Kind = Pick<HostileOutlet, 'name' | 'code'> & { readonly hangs?: true; readonly open: () => Promise<Opened> }
type Opened = AsyncDisposable & { readonly url: string; readonly requests: () => number }
type Answer = Parameters<typeof hostileServer>[0]

const feedHead = '<rss version="2.0"><channel><title>T</title>'
const zeros = Buffer.alloc(40_000_000)
const drip = (
  write: (piece: string) => unknown,
  piece: string,
  socket: { on: (event: 'close', stop: () => void) => unknown },
) => {
  const timer = setInterval(() => write(piece), 50)
  socket.on('close', () => clearInterval(timer))
}

const kinds: readonly Kind[] = [
  // On a busy machine the limit of the whole may come first.
  { name: 'silence', code: /^(response-timeout|too-slow)$/, hangs: true, open: http(() => undefined) },
  {
    name: 'a body that drips',
    code: /^too-slow$/,
    hangs: true,
    open: http((_, response) => drip((piece) => response.write(piece), '<', response)),
  },
  {
    name: 'headers that drip',
    code: /^(too-slow|response-timeout)$/,
    hangs: true,
    open: tcp((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      drip((piece) => socket.write(piece), 'X-More: 1\r\n', socket)
    }),
  },
  {
    name: 'half a body, then silence',
    code: /^too-slow$/,
    hangs: true,
    open: http((_, response) => response.writeHead(200, { 'content-length': 1000 }).write(feedHead)),
  },
  {
    name: 'TLS that never shakes hands',
    code: /^(connect-timeout|tls-failed|too-slow)$/,
    hangs: true,
    open: at(
      tcp(() => undefined),
      (origin) => origin.replace('http:', 'https:'),
    ),
  },
  {
    name: 'a name without an answer',
    code: /^(connect-timeout|too-slow)$/,
    hangs: true,
    open: named('silent.example'),
  },
  {
    name: 'redirects without end',
    code: /^too-many-redirects$/,
    open: http((request, response) => response.writeHead(302, { location: `${request.url}x` }).end()),
  },
  {
    name: 'redirects in a circle',
    code: /^too-many-redirects$/,
    open: http((request, response) => response.writeHead(301, { location: request.url === '/a' ? '/b' : '/a' }).end()),
  },
  {
    name: 'a redirect to a file',
    code: /^bad-url$/,
    open: http((_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end()),
  },
  {
    name: 'a redirect to the metadata of a cloud',
    code: /^private-address$/,
    open: http((_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end()),
  },
  { name: 'a bomb of gzip', code: /^too-large$/, open: encoded('gzip', () => gzipSync(zeros)) },
  { name: 'a bomb of gzip in gzip', code: /^too-large$/, open: encoded('gzip, gzip', () => gzipSync(gzipSync(zeros))) },
  { name: 'a bomb of Brotli', code: /^too-large$/, open: encoded('br', () => brotliCompressSync(zeros)) },
  { name: 'gzip that is none', code: /^bad-encoding$/, open: encoded('gzip', () => Buffer.from('<rss/>')) },
  { name: 'an encoding nobody knows', code: /^bad-encoding$/, open: encoded('rot13', () => Buffer.from('<rss/>')) },
  {
    name: 'a body without end',
    code: /^too-large$/,
    open: http((_, response) => {
      const piece = Buffer.alloc(65_536, 'x')
      const go = (): void => {
        while (!response.destroyed && response.write(piece));
      }
      response.on('drain', go)
      go()
    }),
  },
  {
    name: 'a million entries',
    code: undefined,
    open: http((_, response) => response.end(`${feedHead}${'<item/>'.repeat(1_000_000)}</channel></rss>`)),
  },
  {
    name: 'entities that multiply',
    code: /./,
    open: http((_, response) => {
      const names = 'abcdefghij'.split('')
      const declared = names.map((name, n) => `<!ENTITY ${name} "${n === 0 ? 'lol' : `&${names[n - 1]};`.repeat(10)}">`)
      response.end(`<!DOCTYPE x [${declared.join('')}]><x>&j;</x>`)
    }),
  },
  {
    name: 'fewer bytes than promised',
    code: /^wrong-length$/,
    open: said('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss'),
  },
  {
    name: 'chunks that break off',
    code: /^reset$/,
    open: said('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss/\r\n'),
  },
  {
    name: 'a reset in the middle of the body',
    // Among many, the rest may be read when the connection is gone already: then nothing tells a reset from an end.
    code: /^(reset|wrong-length)$/,
    open: tcp((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss', () =>
        setTimeout(() => socket.resetAndDestroy(), 50),
      ),
    ),
  },
  { name: 'closed before any answer', code: /^reset$/, open: tcp((socket) => socket.destroy()) },
  { name: 'no HTTP', code: /^bad-response$/, open: said('SSH-2.0-OpenSSH_9.2\r\n') },
  {
    name: 'headers of a megabyte',
    code: /^bad-response$/,
    open: said(`HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(1_000_000)}\r\n\r\n`),
  },
  {
    name: 'TLS refused',
    code: /^tls-failed$/,
    open: at(said('HTTP/1.1 400 Bad Request\r\n\r\n'), (origin) => origin.replace('http:', 'https:')),
  },
  {
    name: 'a wait of years',
    code: /^rate-limited$/,
    open: http((_, response) => response.writeHead(429, { 'retry-after': '999999999' }).end()),
  },
  { name: 'IPv6 loopback by name', code: /^private-address$/, open: named('six.example') },
  {
    name: 'a name whose address changes to ours',
    code: /^private-address$/,
    // The first answer sends the client to a second connection, for which the name is asked for again.
    open: at(
      http((_, response) => response.writeHead(302, { connection: 'close', location: '/again' }).end()),
      (origin) => origin.replace('127.0.0.1', 'rebind.example'),
    ),
  },
  { name: 'a name that does not exist', code: /^host-not-found$/, open: named('nowhere.example') },
]

/** How the names of these outlets are looked up; `127.0.0.2` is not allowed. */
export function hostileLookup(): Lookup {
  let asked = 0
  return async (hostname) => {
    if (hostname === 'six.example') return ['::1']
    if (hostname === 'silent.example') return await new Promise(() => undefined)
    if (hostname === 'rebind.example') return [asked++ === 0 ? '127.0.0.1' : '127.0.0.2']
    throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
  }
}

export async function openHostileOutlets(): Promise<HostileOutlet[]> {
  return await Promise.all(
    kinds.map(async ({ open, name, code, hangs = false }) => ({ ...(await open()), name, code, hangs })),
  )
}

function http(answer: Answer): Kind['open'] {
  return async () => {
    const server = await hostileServer(answer)
    return { ...server, url: `${server.origin}/a`, requests: () => server.seen.length }
  }
}

function tcp(onRequest: (socket: Socket) => unknown): Kind['open'] {
  return async () => {
    let requests = 0
    const server = await socketServer((socket) => {
      requests += 1
      onRequest(socket)
    })
    return { ...server, url: `${server.origin}/a`, requests: () => requests }
  }
}

function said(text: string): Kind['open'] {
  return tcp((socket) => socket.end(text))
}

function encoded(encoding: string, body: () => Buffer): Kind['open'] {
  return http((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(body()))
}

function at(open: Kind['open'], place: (origin: string) => string): Kind['open'] {
  return async () => {
    const opened = await open()
    return { ...opened, url: place(opened.url) }
  }
}

/** Nothing listens: only the name does harm. */
function named(host: string): Kind['open'] {
  return async () => ({ url: `http://${host}/a`, requests: () => 0, [Symbol.asyncDispose]: async () => {} })
}

/** Manner 12: limits of time and size, against servers that break them; and what broken answers are called. */

import type { Socket } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { createHttpClient } from '../../src/platform/net/http-client.ts'
import { clientForTests, expectKind, problemCode } from './client-for-tests.ts'
import { hostileServer, socketServer } from './hostile-server.ts'

describe('12. time', () => {
  test('nothing within the time for the first byte', async () => {
    await using server = await hostileServer(() => undefined)
    await using client = clientForTests({ limits: { firstByteMs: 100 } })
    expect(problemCode(await client.fetch(server.origin, { accept: 'feed' }))).toBe('response-timeout')
  })

  test('a drip that never ends', async () => {
    await using server = await hostileServer((_, response) => {
      const timer = setInterval(() => response.write('<'), 20)
      response.on('close', () => clearInterval(timer))
    })
    await using client = clientForTests({ limits: { wholeMs: 300 } })
    expect(problemCode(await client.fetch(server.origin, { accept: 'feed' }))).toBe('too-slow')
  })

  test('half of what was promised, then silence', async () => {
    await using server = await hostileServer((_, response) =>
      response.writeHead(200, { 'content-length': 1000 }).write('<rss>'),
    )
    await using client = clientForTests({ limits: { firstByteMs: 100 } })
    expect(problemCode(await client.fetch(server.origin, { accept: 'feed' }))).toBe('too-slow')
  })

  test('a drip of headers that never end', async () => {
    await using server = await socketServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      const timer = setInterval(() => socket.write('X-More: 1\r\n'), 20)
      socket.on('close', () => clearInterval(timer))
    })
    await using client = clientForTests({ limits: { wholeMs: 300 } })
    expect(problemCode(await client.fetch(server.origin, { accept: 'feed' }))).toMatch(/^(too-slow|response-timeout)$/)
  })

  test('the page of an error or a redirect that never ends is not waited for', async () => {
    await using server = await hostileServer((request, response) => {
      if (request.url === '/new') response.end('<rss/>')
      else response.writeHead(request.url === '/old' ? 301 : 404, { location: '/new' }).write('<')
    })
    await using client = clientForTests({ limits: { firstByteMs: 60_000 } })
    expect(problemCode(await client.fetch(server.origin, { accept: 'feed' }))).toBe('http-404')
    expectKind(await client.fetch(`${server.origin}/old`, { accept: 'feed' }), 'ok')
  })

  test('the time for the whole runs on over redirects', async () => {
    let hops = 0
    await using server = await hostileServer((_, response) => {
      hops += 1
      setTimeout(() => response.writeHead(302, { location: `/${hops}` }).end(), 200)
    })
    await using client = clientForTests({ limits: { wholeMs: 300, redirectsMax: 1000 } })
    expect(problemCode(await client.fetch(server.origin, { accept: 'feed' }))).toBe('too-slow')
  })

  test('a name whose address never comes', async () => {
    await using client = clientForTests({ limits: { connectMs: 100 }, lookup: () => new Promise(() => undefined) })
    expect(problemCode(await client.fetch('http://slow.example/', { accept: 'feed' }))).toBe('connect-timeout')
  })
})

describe('12. size', () => {
  const bomb = gzipSync(Buffer.alloc(40_000_000))
  const bombs: readonly [string, string, Buffer][] = [
    ['gzip', 'gzip', bomb],
    ['gzip in gzip', 'gzip, gzip', gzipSync(bomb)],
    ['brotli', 'br', brotliCompressSync(Buffer.alloc(40_000_000))],
  ]
  test.each(bombs)('a bomb of %s is not unpacked beyond 15 MB', async (_, encoding, body) => {
    expect(body.length).toBeLessThan(100_000)
    await using server = await hostileServer((__, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(body),
    )
    await using client = clientForTests()
    const outcome = expectKind(await client.fetch(server.origin, { accept: 'feed' }), 'failed')
    expect(outcome.problem).toMatchObject({ code: 'too-large', message: expect.stringContaining('15000000') })
  })

  test('a body without end is left at the limit', async () => {
    let sent = 0
    await using server = await hostileServer((_, response) => {
      const chunk = Buffer.alloc(65_536, 'x')
      const go = (): void => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length
        sent += chunk.length
      }
      response.on('drain', go)
      go()
    })
    await using client = clientForTests()
    expect(problemCode(await client.fetch(server.origin, { accept: 'feed', bytesMax: 1_000_000 }))).toBe('too-large')
    expect(sent).toBeLessThan(20_000_000)
  })

  test('a body of exactly the limit is taken', async () => {
    await using server = await hostileServer((_, response) => response.end(Buffer.alloc(1000)))
    await using client = clientForTests({ limits: { bytesMax: 1000 } })
    expect(expectKind(await client.fetch(server.origin, { accept: 'feed' }), 'ok').bytes).toHaveLength(1000)
    expect(problemCode(await client.fetch(server.origin, { accept: 'feed', bytesMax: 999 }))).toBe('too-large')
  })
})

describe('12. redirects', () => {
  test('five are followed, six are not', async () => {
    await using server = await hostileServer((request, response) => {
      const left = Number(request.url?.slice(1))
      if (left === 0) response.end('<rss/>')
      else response.writeHead(302, { location: `/${left - 1}` }).end()
    })
    await using client = clientForTests()
    expectKind(await client.fetch(`${server.origin}/5`, { accept: 'feed' }), 'ok')
    const outcome = await client.fetch(`${server.origin}/6`, { accept: 'feed' })
    expect(problemCode(outcome)).toBe('too-many-redirects')
    expect(server.seen).toHaveLength(6 + 6)
  })

  test('one without an address, and ones to no web address', async () => {
    await using server = await hostileServer((request, response) => {
      const to = new URL(request.url ?? '', 'http://x').searchParams.get('to')
      response.writeHead(302, to === null ? {} : { location: to }).end()
    })
    await using client = clientForTests()
    expect(problemCode(await client.fetch(server.origin, { accept: 'feed' }))).toBe('http-302')
    for (const to of [
      'file:///etc/passwd',
      'data:text/xml,<rss/>',
      'ftp://127.0.0.1/',
      'gopher://127.0.0.1/',
      'http://',
      'http://[',
    ])
      expect(
        problemCode(await client.fetch(`${server.origin}/?to=${encodeURIComponent(to)}`, { accept: 'feed' })),
      ).toBe('bad-url')
  })
})

describe('broken answers have names', () => {
  const answers: readonly [string, string, (socket: Socket) => void][] = [
    [
      'fewer bytes than promised',
      'wrong-length',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss'),
    ],
    [
      'reset in the middle of the body',
      'reset',
      (socket) =>
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss', () =>
          setTimeout(() => socket.resetAndDestroy(), 50),
        ),
    ],
    ['closed before any answer', 'reset', (socket) => socket.destroy()],
    [
      'chunks that break off',
      'reset',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss/\r\n'),
    ],
    ['no HTTP', 'bad-response', (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')],
    [
      'not gzip',
      'bad-encoding',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 6\r\n\r\n<rss/>'),
    ],
    [
      'an unknown encoding',
      'bad-encoding',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Encoding: rot13\r\nContent-Length: 6\r\n\r\n<rss/>'),
    ],
    [
      'gzip cut short',
      'bad-encoding',
      (socket) => {
        const half = gzipSync('lanterns '.repeat(999)).subarray(0, 40)
        socket.end(
          Buffer.concat([
            Buffer.from(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${half.length}\r\n\r\n`),
            half,
          ]),
        )
      },
    ],
  ]
  test.each(answers)('%s: %s', async (_, code, onRequest) => {
    await using server = await socketServer(onRequest)
    await using client = clientForTests()
    expect(problemCode(await client.fetch(server.origin, { accept: 'feed' }))).toBe(code)
  })

  test('nobody listens', async () => {
    const server = await socketServer(() => undefined)
    await server[Symbol.asyncDispose]()
    await using client = clientForTests()
    expect(problemCode(await client.fetch(server.origin, { accept: 'feed' }))).toBe('connection-refused')
  })

  test('TLS where there is none', async () => {
    await using server = await socketServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await using client = clientForTests()
    const outcome = await client.fetch(`https://127.0.0.1:${server.port}/`, { accept: 'feed' })
    const { code, message } = expectKind(outcome, 'failed').problem
    expect(code).toBe('tls-failed')
    expect(message).toBe(
      `127.0.0.1:${server.port} answers without TLS (ERR_SSL_WRONG_VERSION_NUMBER). An address there begins with http://, not with https://.`,
    )
  })

  test('a name that does not exist', async () => {
    const lookup = () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }))
    await using client = clientForTests({ lookup })
    const outcome = expectKind(await client.fetch('http://nowhere.example/', { accept: 'feed' }), 'failed')
    expect(outcome.problem).toMatchObject({
      code: 'host-not-found',
      message: expect.stringContaining('nowhere.example'),
    })
  })

  test.each(['', 'news', 'file:///etc/passwd', 'data:,x', 'ftp://a.example/', `http://a.example/${'x'.repeat(9000)}`])(
    '%.30s is no address',
    async (url) => {
      await using client = clientForTests()
      expect(problemCode(await client.fetch(url, { accept: 'feed' }))).toBe('bad-url')
    },
  )

  test('messages hold no password', async () => {
    await using server = await hostileServer((request, response) =>
      response.writeHead(request.headers.authorization === undefined ? 401 : 404).end(),
    )
    await using client = clientForTests()
    const outcome = expectKind(
      await client.fetch(`http://me:secret@127.0.0.1:${server.port}/`, { accept: 'feed' }),
      'failed',
    )
    expect(outcome.problem.code).toBe('http-404')
    expect(outcome.problem.message).not.toContain('secret')
  })

  test('a private network that cannot be read is told at the start', () => {
    const create = () =>
      createHttpClient({
        userAgent: 'Salient/0.1',
        allowPrivateNetworks: ['10.0.0.0/99'],
        scope: 'host',
        spacingMs: 0,
        concurrency: 1,
      })
    expect(create).toThrow(/SALIENT_ALLOW_PRIVATE_NETWORKS: "10\.0\.0\.0\/99"/)
  })
})

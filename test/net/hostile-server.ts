import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net'

export type Seen = {
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly rawHeaders: readonly string[]
}

export type HostileServer = AsyncDisposable & {
  /** `http://127.0.0.1:PORT`, or with the address that was asked for. */
  readonly origin: string
  readonly port: number
  /** Every request that arrived, in order. */
  readonly seen: Seen[]
  /** The most requests that were open at one moment. */
  readonly openMax: () => number
  readonly connections: () => number
}

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown

/** A server on loopback that answers as it is told, keeps what it saw, and stops with its connections broken. */
export async function hostileServer(answer: Answer, { address = '127.0.0.1' } = {}): Promise<HostileServer> {
  const seen: Seen[] = []
  let open = 0
  let openMax = 0
  let connections = 0
  const listener: RequestListener = (request, response) => {
    seen.push({ url: request.url ?? '', headers: request.headers, rawHeaders: request.rawHeaders })
    open += 1
    openMax = Math.max(openMax, open)
    response.on('close', () => {
      open -= 1
    })
    answer(request, response)
  }
  const server = createServer(listener)
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, address, resolve)
  })
  // A server that listens on TCP has an AddressInfo.
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://${address.includes(':') ? `[${address}]` : address}:${port}`,
    port,
    seen,
    openMax: () => openMax,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A server below HTTP: what it does with a connection, once a request has come, is the test's. */
export async function socketServer(
  onRequest: (socket: Socket) => void,
): Promise<{ origin: string; port: number } & AsyncDisposable> {
  const sockets = new Set<Socket>()
  const server = createSocketServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', () => onRequest(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on TCP has an AddressInfo.
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

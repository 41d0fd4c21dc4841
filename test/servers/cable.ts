/** A way to a server on loopback that can be cut and mended: what a browser's own emulation lets through is cut too. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type Cable = AsyncDisposable & {
  readonly url: string
  readonly cut: () => Promise<void>
  readonly mend: () => Promise<void>
}

export async function openCable(target: string): Promise<Cable> {
  const { hostname, port } = new URL(target)
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
    }
  })
  const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve))
  await listen(0)
  // A server that listens on TCP has an address with a port.
  const { port: own } = server.address() as AddressInfo
  const cut = async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of open) socket.destroy()
    await closed
  }
  return {
    url: `http://127.0.0.1:${own}`,
    cut,
    mend: () => listen(own),
    [Symbol.asyncDispose]: async () => {
      if (server.listening) await cut()
    },
  }
}

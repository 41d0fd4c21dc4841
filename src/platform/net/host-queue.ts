/**
 * Turns at hosts: one request at a time for each key, `spacingMs` between the end of one and the start of the next, and at
 * most `concurrency` requests in all. A host that had its turn goes to the end of the line, so that one with a thousand
 * feeds holds up no other.
 */
export type HostQueue = {
  /**
   * Waits for a turn; the function returned ends it, and must be called. Rejects with the signal's reason when that is
   * aborted first, and with a RangeError when 100,000 wait already.
   */
  readonly enter: (key: string, signal: AbortSignal) => Promise<() => void>
  /** Stops the clocks, so that they keep no process alive. Who waits is let go by the signal given to `enter`. */
  readonly close: () => void
}

const waitingMax = 100_000

type Host = { readonly key: string; readonly waiting: Set<() => void>; busy: boolean }

export function createHostQueue({ spacingMs, concurrency }: { spacingMs: number; concurrency: number }): HostQueue {
  const hosts = new Map<string, Host>()
  /** Hosts that are not busy and have someone waiting, in the order of their turns. */
  const line = new Set<Host>()
  const rests = new Set<NodeJS.Timeout>()
  let running = 0
  let waitingCount = 0

  const end = (host: Host): void => {
    running -= 1
    const timer = setTimeout(() => {
      rests.delete(timer)
      host.busy = false
      if (host.waiting.size > 0) line.add(host)
      else hosts.delete(host.key)
      startNext()
    }, spacingMs)
    rests.add(timer)
    startNext()
  }
  const leave = (host: Host, start: () => void): void => {
    host.waiting.delete(start)
    waitingCount -= 1
    if (host.waiting.size > 0) return
    line.delete(host)
    if (!host.busy) hosts.delete(host.key)
  }
  const startNext = (): void => {
    for (const host of line) {
      if (running >= concurrency) return
      const [start] = host.waiting
      line.delete(host)
      if (start === undefined) continue
      host.busy = true
      running += 1
      leave(host, start)
      start()
    }
  }

  const enter: HostQueue['enter'] = (key, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      if (waitingCount >= waitingMax) return reject(new RangeError(`${waitingMax} requests wait already`))
      const host = hosts.get(key) ?? { key, waiting: new Set(), busy: false }
      hosts.set(key, host)
      const start = (): void => {
        signal.removeEventListener('abort', giveUp)
        resolve(() => end(host))
      }
      const giveUp = (): void => {
        leave(host, start)
        reject(signal.reason)
      }
      signal.addEventListener('abort', giveUp, { once: true })
      host.waiting.add(start)
      waitingCount += 1
      if (!host.busy) line.add(host)
      startNext()
    })

  return {
    enter,
    close: () => {
      for (const timer of rests) clearTimeout(timer)
      rests.clear()
    },
  }
}

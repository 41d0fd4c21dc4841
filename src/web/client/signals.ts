/**
 * Tells the server what the reader did, in order and in batches. What does not arrive is kept and sent later: each
 * signal has its own id, and what is not a signal may be sent twice without harm, so that all of it counts once.
 */
import { dropRequests, type KeptRequest, keepRequest, loadRequests } from './kept-requests.ts'
import { type Method, type Outcome, post } from './post.ts'
import { toast } from './toast.ts'
import { say } from './words.ts'

type Kind = 'seen' | 'dwelt' | 'finished' | 'shared' | 'more' | 'less' | 'saved' | 'hidden'

const signalsPath = '/api/v1/signals'
const batchMax = 200
/** Unsent requests beyond this are dropped, the oldest first. */
const waitingMax = 1000
const batchMs = 2000

let waiting: readonly KeptRequest[] = []
let timer: ReturnType<typeof setTimeout> | undefined
let sending: Promise<Outcome> = Promise.resolve('arrived')

/** Sent within two seconds, together with others. */
export function tell(kind: Kind, storyId: string, seconds?: number): void {
  const id = newId()
  const at = new Date().toISOString()
  enqueue(id, signalsPath, { id, kind, storyId, at, ...(seconds === undefined ? {} : { seconds }) })
  timer ??= setTimeout(() => void sendWaiting(), batchMs)
}

/** Sent after all that waits already; must be harmless when sent twice. */
export async function request(path: string, body: object, method: Method = 'POST'): Promise<Outcome> {
  enqueue(newId(), path, body, method)
  return await sendWaiting()
}

/** Sends what waits, at once and in order. Outlives the page. */
export function sendWaiting(): Promise<Outcome> {
  clearTimeout(timer)
  timer = undefined
  sending = sending.then(sendAll)
  return sending
}

/** What earlier pages could not send, now and whenever the network is back. */
export function startSending(): void {
  const sendKept = async () => {
    const known = new Set(waiting.map(({ id }) => id))
    const kept = (await loadRequests()).filter(({ id }) => !known.has(id))
    waiting = [...kept, ...waiting].slice(-waitingMax)
    const unsent = waiting.length
    // Those sent while their page went arrived long ago, as far as anybody knows: nobody is told of them.
    const wasToldOf = kept.some(({ unreached }) => unreached === true)
    if (unsent > 0 && (await sendWaiting()) === 'arrived' && wasToldOf) toast(say('toast.sent'))
  }
  addEventListener('online', () => void sendKept())
  if (navigator.onLine) void sendKept()
  addEventListener('pagehide', () => void sendWaiting())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void sendWaiting()
  })
}

function enqueue(id: string, path: string, body: object, method: Method = 'POST'): void {
  const kept = { id, path, body, method, atMs: Date.now() }
  waiting = [...waiting, kept].slice(-waitingMax)
  void keepRequest(kept)
}

async function sendAll(): Promise<Outcome> {
  let last: Outcome = 'arrived'
  while (waiting[0] !== undefined) {
    const batch = firstBatch(waiting[0])
    const { path, body, method } = waiting[0]
    last = await post(path, path === signalsPath ? { signals: batch.map((one) => one.body) } : body, method)
    if (last === 'unreached') {
      for (const one of batch) void keepRequest({ ...one, unreached: true })
      return last
    }
    // What the server refuses would be refused again.
    const done = new Set(batch)
    waiting = waiting.filter((one) => !done.has(one))
    await dropRequests(batch)
  }
  return last
}

/** Signals that stand together go together. */
function firstBatch(first: KeptRequest): readonly KeptRequest[] {
  if (first.path !== signalsPath) return [first]
  const end = waiting.findIndex(({ path }) => path !== signalsPath)
  return waiting.slice(0, Math.min(batchMax, end === -1 ? waiting.length : end))
}

/** randomUUID is missing where the page came over plain HTTP from another machine. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

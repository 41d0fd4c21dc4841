/**
 * Tells the server what the reader did, in order and in batches. What does not arrive is kept and sent later: each
 * signal has its own id, and what is not a signal may be sent twice without harm, so that all of it counts once.
 */
import { dropRequests, type KeptRequest, keepRequest, loadRequests } from './kept-requests.ts'
import { type Method, type Outcome, post } from './post.ts'
import { toast } from './toast.ts'
import { isReaderStillIn, readerHere } from './whose.ts'
import { say } from './words.ts'

type Kind = 'seen' | 'dwelt' | 'finished' | 'shared' | 'more' | 'less' | 'saved' | 'hidden'

const signalsPath = '/api/v1/signals'
const batchMax = 200
/** Unsent requests beyond this are dropped, the oldest first. */
const waitingMax = 1000
const batchMs = 2000

let waiting: readonly KeptRequest[] = []
let timer: ReturnType<typeof setTimeout> | undefined
let sending: Promise<void> = Promise.resolve()
/** What became of each request when it was last tried, by its id. */
const outcomes = new Map<string, Outcome>()
/** The ids of all that this page has ever had to send. */
const known = new Set<string>()

/** Sent within two seconds, together with others. */
export function tell(kind: Kind, storyId: string, seconds?: number): void {
  enqueueSignal(kind, storyId, seconds)
  timer ??= setTimeout(() => void sendWaiting(), batchMs)
}

/** What the reader pressed: sent at once. */
export async function press(kind: Kind, storyId: string): Promise<Outcome> {
  return await sendNow(enqueueSignal(kind, storyId))
}

/** Sent after all that waits already; must be harmless when sent twice. */
export async function request(path: string, body: object, method: Method = 'POST'): Promise<Outcome> {
  return await sendNow(enqueue(newId(), path, body, method))
}

/** Sends what waits, at once and in order. Outlives the page. */
export function sendWaiting(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  sending = sending.then(sendAll)
  return sending
}

/** What earlier pages could not send, now and whenever the network is back. */
export function startSending(): void {
  const sendKept = async () => {
    const kept = await loadOwn()
    waiting = [...kept, ...waiting].slice(-waitingMax)
    if (waiting.length === 0) return
    await sendWaiting()
    // Those sent while their page went arrived long ago, as far as anybody knows: nobody is told of them.
    if (kept.some(({ id, unreached }) => unreached === true && outcomes.get(id) === 'arrived')) toast(say('toast.sent'))
  }
  addEventListener('online', () => void sendKept())
  if (navigator.onLine) void sendKept()
  addEventListener('pagehide', () => void sendWaiting())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void sendWaiting()
  })
}

/** What earlier pages of this reader have left. What nobody known has left goes: it could be anybody's. */
async function loadOwn(): Promise<readonly KeptRequest[]> {
  if (readerHere === undefined) return []
  const found = (await loadRequests()).filter(({ id }) => !known.has(id))
  void dropRequests(found.filter((one) => one.reader === undefined))
  const own = found.filter((one) => one.reader === readerHere)
  for (const { id } of own) known.add(id)
  return own
}

function enqueueSignal(kind: Kind, storyId: string, seconds?: number): string {
  const id = newId()
  const at = new Date().toISOString()
  return enqueue(id, signalsPath, { id, kind, storyId, at, ...(seconds === undefined ? {} : { seconds }) })
}

function enqueue(id: string, path: string, body: object, method: Method = 'POST'): string {
  const one = { id, path, body, method, atMs: Date.now() }
  known.add(id)
  waiting = [...waiting, one].slice(-waitingMax)
  void keep(one)
  return id
}

async function keep(one: KeptRequest, unreached = false): Promise<void> {
  if (!waiting.includes(one)) return
  await keepRequest({ ...one, unreached, ...(readerHere === undefined ? {} : { reader: readerHere }) })
}

async function sendNow(id: string): Promise<Outcome> {
  await sendWaiting()
  // One that was pushed out by too many others is still kept.
  const outcome = outcomes.get(id) ?? 'unreached'
  // What was pressed is sent from the page that comes after.
  if (outcome === 'signed-out')
    location.assign(`/sign-in?back=${encodeURIComponent(location.pathname + location.search)}`)
  return outcome
}

async function sendAll(): Promise<void> {
  while (waiting[0] !== undefined) {
    const batch = firstBatch(waiting[0])
    const { path, body, method } = waiting[0]
    const sent = path === signalsPath ? { signals: batch.map((one) => one.body) } : body
    const outcome = isReaderStillIn() ? await post(path, sent, method) : 'signed-out'
    const stays = outcome === 'unreached' || outcome === 'signed-out'
    for (const { id } of stays ? waiting : batch) outcomes.set(id, outcome)
    if (stays) {
      await Promise.all(waiting.map((one) => keep(one, true)))
      return
    }
    // What the server refuses would be refused again.
    const done = new Set(batch)
    waiting = waiting.filter((one) => !done.has(one))
    await dropRequests(batch)
  }
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

/**
 * Tells the server what the reader did, in batches. A batch that did not arrive is kept and sent with the next one: each
 * signal has its own id, so that it counts once however often it is sent.
 */
import { post } from './post.ts'

type Kind = 'seen' | 'dwelt' | 'finished' | 'shared' | 'more' | 'less' | 'saved' | 'hidden'

type Signal = {
  readonly id: string
  readonly kind: Kind
  readonly at: string
  readonly storyId: string
  readonly seconds?: number
}

const batchMax = 200
/** Unsent signals beyond this are dropped, the oldest first. */
const waitingMax = 1000
const batchMs = 2000

let waiting: Signal[] = []
let timer: ReturnType<typeof setTimeout> | undefined

/** Sent within two seconds, together with others. */
export function tell(kind: Kind, storyId: string, seconds?: number): void {
  const signal = { id: newId(), kind, storyId, at: new Date().toISOString() }
  waiting = [...waiting, seconds === undefined ? signal : { ...signal, seconds }].slice(-waitingMax)
  timer ??= setTimeout(() => void sendWaiting(), batchMs)
}

/** Sends what waits, at once; true when it arrived. Outlives the page. */
export async function sendWaiting(): Promise<boolean> {
  clearTimeout(timer)
  timer = undefined
  const batch = waiting.slice(0, batchMax)
  if (batch.length === 0) return true
  waiting = waiting.slice(batch.length)
  const arrived = await post('/api/v1/signals', { signals: batch })
  if (!arrived) waiting = [...batch, ...waiting].slice(-waitingMax)
  return arrived
}

addEventListener('pagehide', () => void sendWaiting())
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') void sendWaiting()
})

/** randomUUID is missing where the page came over plain HTTP from another machine. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

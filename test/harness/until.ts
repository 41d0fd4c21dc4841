/** Waiting in tests: for what is to be, never for a time. Only what will never be is given up, long after. */
import { setTimeout as sleep } from 'node:timers/promises'

export const patienceMs = 180_000
const lookMs = 20

/** Waits until a condition holds and returns what it gave; throws with `what` when it never does. */
export async function until<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`)
    await sleep(lookMs)
  }
}

/** Waits until it holds. */
export async function eventually(holds: () => unknown): Promise<void> {
  await until(String(holds), async () => ((await holds()) ? true : undefined))
}

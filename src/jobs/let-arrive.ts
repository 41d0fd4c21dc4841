import { setTimeout as sleep } from 'node:timers/promises'
import type { Work } from './work.ts'

/** Nothing waits longer than this for what is arriving: it may never cease to come. */
const arriveMsMax = 10_000
/** And for no feed longer: it may hang. */
const feedMsMax = 5_000
const lookMs = 25

/** What is arriving is stored first: then it can be found already, and what follows is done for all of it together. */
export async function letArrive({ arriving, now }: Pick<Work, 'arriving' | 'now'>): Promise<void> {
  const isNew = (atMs: number): boolean => now() - atMs < feedMsMax
  for (let waitedMs = 0; waitedMs < arriveMsMax && [...arriving.values()].some(isNew); waitedMs += lookMs)
    await sleep(lookMs)
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { Work } from './work.ts'

/** Nothing waits longer than this for what is arriving, and for no feed longer: they may never cease to come. */
const arriveMsMax = 5_000
const lookMs = 25

/** What is arriving is stored first: then it can be found already, and what follows is done for all of it together. */
export async function letArrive({ arriving, now }: Pick<Work, 'arriving' | 'now'>): Promise<void> {
  const isNew = (atMs: number): boolean => now() - atMs < arriveMsMax
  for (let waitedMs = 0; waitedMs < arriveMsMax && [...arriving.values()].some(isNew); waitedMs += lookMs)
    await sleep(lookMs)
}

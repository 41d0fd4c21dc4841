/** What a process holds of the machine's memory. */
import { readFileSync } from 'node:fs'

/** Megabytes, now and at most. Linux only. */
export function memoryMb(pid: number): { readonly now: number; readonly most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const of = (name: string): number => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1000)
  return { now: of('VmRSS'), most: of('VmHWM') }
}

/**
 * Evidence about one interest, and how it fades. Fading is exponential, so adding evidence commutes: whatever order
 * signals arrive in, the sums are the same.
 */
import type { Interest } from '../../domain/reader.ts'

const dayMs = 86_400_000
/** Evidence counts half as much after so long: a season's interest outlives a week's. */
export const interestHalfLifeMs = 30 * dayMs

/** How much evidence of `atMs` still counts at `nowMs`, in (0, 1]; what is dated later counts in full. */
export function fading(atMs: number, nowMs: number): number {
  return nowMs <= atMs ? 1 : 2 ** ((atMs - nowMs) / interestHalfLifeMs)
}

/** The interest with more evidence; never decreases either side beyond fading. */
export function addEvidence(
  interest: Interest | undefined,
  added: { readonly label: string; readonly positive: number; readonly negative: number; readonly atMs: number },
): Interest {
  if (interest === undefined) return { ...added }
  const atMs = Math.max(interest.atMs, added.atMs)
  const before = fading(interest.atMs, atMs)
  const now = fading(added.atMs, atMs)
  return {
    label: added.atMs >= interest.atMs && added.label !== '' ? added.label : interest.label,
    positive: interest.positive * before + added.positive * now,
    negative: interest.negative * before + added.negative * now,
    atMs,
  }
}

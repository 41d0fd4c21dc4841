/**
 * Evidence about one interest, and how it fades: slowly with time, and with each story opened after it, so that a reader
 * who comes to love other things is believed after a few dozen opens, however short the time. Evidence is added in order of
 * time.
 */
import type { Interest } from '../../domain/reader.ts'

const dayMs = 86_400_000
/** Evidence counts half as much after so long: a season's interest outlives a week's. */
export const interestHalfLifeMs = 30 * dayMs
/** And half as much after so many opens. */
export const interestHalfLifeOpens = 30

/** When something is looked at: the time, and how much the reader had opened by then. */
export type Moment = { readonly nowMs: number; readonly opens: number }

/** How much evidence of `atMs` still counts at `nowMs`, in (0, 1]; what is dated later counts in full. */
export function fading(atMs: number, nowMs: number): number {
  return nowMs <= atMs ? 1 : 2 ** ((atMs - nowMs) / interestHalfLifeMs)
}

/** As `fading`, for what was noted after `atOpens` opens. */
export function fadingByOpens(atOpens: number, opens: number): number {
  return opens <= atOpens ? 1 : 2 ** ((atOpens - opens) / interestHalfLifeOpens)
}

/** Both together, for what was noted at `atMs` and after `atOpens` opens: one power for two. */
export function fadingOf(atMs: number, atOpens: number, { nowMs, opens }: Moment): number {
  const halvings = Math.max(0, nowMs - atMs) / interestHalfLifeMs + Math.max(0, opens - atOpens) / interestHalfLifeOpens
  return halvings === 0 ? 1 : 2 ** -halvings
}

/** An interest's evidence as it counts at a moment. */
export function evidenceOf(
  interest: Interest | undefined,
  moment: Moment,
): { readonly positive: number; readonly negative: number } {
  if (interest === undefined) return noEvidence
  const left = fadingOf(interest.atMs, interest.atOpens ?? moment.opens, moment)
  return { positive: interest.positive * left, negative: interest.negative * left }
}

const noEvidence = { positive: 0, negative: 0 } as const

/** The interest with more evidence; never decreases either side beyond fading. */
export function addEvidence(interest: Interest | undefined, added: Interest): Interest {
  if (interest === undefined) return { ...added }
  const atMs = Math.max(interest.atMs, added.atMs)
  const atOpens = Math.max(interest.atOpens ?? 0, added.atOpens ?? 0)
  const before = fading(interest.atMs, atMs) * fadingByOpens(interest.atOpens ?? 0, atOpens)
  const now = fading(added.atMs, atMs) * fadingByOpens(added.atOpens ?? 0, atOpens)
  return {
    label: added.atMs >= interest.atMs && added.label !== '' ? added.label : interest.label,
    positive: interest.positive * before + added.positive * now,
    negative: interest.negative * before + added.negative * now,
    atMs,
    atOpens,
  }
}

/**
 * The work that one document may cost, counted in steps, so that hostile input ends as soon here as on any other machine.
 * One step is about a tenth of a microsecond.
 */
import type { Problem } from '../../domain/problem.ts'

/** What is left; once it is spent it stays spent. */
export type Work = { stepsLeft: number; isSpent: boolean }

/**
 * Steps for the markup of one document, and as many again for what it says. A feed of 5,000 entries with 20 elements and
 * 50 entities each takes two thirds of it.
 */
export const stepsMax = 4_000_000

/** Steps that one of these takes. */
export const stepsOf = {
  tag: 5,
  element: 15,
  attribute: 10,
  entity: 2,
  look: 8,
  date: 60,
  longDate: 1_500,
  noDate: 200,
  url: 50,
  written: 20,
  escaped: 0.5,
  namespace: 2,
} as const

export function newWork(): Work {
  return { stepsLeft: stepsMax, isSpent: false }
}

/** Takes the steps and says whether they were still there. */
export function spend(work: Work, steps: number): boolean {
  if (work.isSpent || work.stepsLeft < steps) {
    work.isSpent = true
    return false
  }
  work.stepsLeft -= steps
  return true
}

export const tooMuch: Problem = {
  code: 'too-much',
  message: `Reading it all takes more than ${stepsMax} steps, more than any feed needs; what comes after those was passed over.`,
}

import { expect, test } from 'vitest'
import { drawsFrom } from '../../src/eval/metrics/bootstrap.ts'
import { estimateOffPolicy, type LoggedDecision } from '../../src/eval/off-policy.ts'

const choices = 8
const decisions = 1_500

/** Readers of two kinds choose among stories; the log's policy leans a little the right way, the other one a lot. */
function logOf(seed: number): { readonly log: LoggedDecision[]; readonly truth: number; readonly logged: number } {
  const draw = drawsFrom(seed)
  let truth = 0
  let logged = 0
  const log = Array.from({ length: decisions }, (): LoggedDecision => {
    const kind = draw() < 0.5 ? 0 : 1
    const chances = Array.from({ length: choices }, (_, story) => 0.05 + (story % 2 === kind ? 0.35 : 0) + 0.1 * draw())
    const logging = softmax(chances.map((chance) => 2 * chance))
    const target = softmax(chances.map((chance) => 9 * chance))
    truth += dot(target, chances) / decisions
    logged += dot(logging, chances) / decisions
    const shown = drawFrom(logging, draw())
    // The model is wrong on purpose: it knows nothing of kinds.
    const guess = chances.map((chance) => 0.2 + 0.3 * (chance - 0.25))
    return {
      reward: draw() < (chances[shown] ?? 0) ? 1 : 0,
      propensity: logging[shown] ?? 1,
      target: target[shown] ?? 0,
      guessShown: guess[shown] ?? 0,
      guessTarget: dot(target, guess),
    }
  })
  return { log, truth, logged }
}

const dot = (left: readonly number[], right: readonly number[]): number =>
  left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0)

function softmax(scores: readonly number[]): number[] {
  const raised = scores.map((score) => Math.exp(score))
  const total = raised.reduce((sum, value) => sum + value, 0)
  return raised.map((value) => value / total)
}

function drawFrom(chances: readonly number[], at: number): number {
  let left = at
  for (const [place, chance] of chances.entries()) {
    left -= chance
    if (left < 0) return place
  }
  return chances.length - 1
}

test('what a better policy would earn lies within each interval for at least 90 of 100 logs', () => {
  const within = { ips: 0, snips: 0, doublyRobust: 0 }
  const width = { ips: 0, snips: 0, doublyRobust: 0 }
  for (let seed = 1; seed <= 100; seed += 1) {
    const { log, truth, logged } = logOf(seed)
    expect(truth).toBeGreaterThan(logged * 1.15)
    const estimates = estimateOffPolicy(log)
    for (const name of ['ips', 'snips', 'doublyRobust'] as const) {
      const { low, high } = estimates[name]
      if (low <= truth && truth <= high) within[name] += 1
      width[name] += (high - low) / 100
    }
  }
  process.stderr.write(`within the interval, of 100 logs: ${JSON.stringify(within)}\n`)
  expect(within.ips).toBeGreaterThanOrEqual(90)
  expect(within.snips).toBeGreaterThanOrEqual(90)
  expect(within.doublyRobust).toBeGreaterThanOrEqual(90)
  expect(width.doublyRobust).toBeLessThan(width.ips)
})

test('a policy that is the log’s own earns what was earned', () => {
  const log = logOf(1).log.map((decision) => ({ ...decision, target: decision.propensity }))
  const earned = log.reduce((sum, { reward }) => sum + reward, 0) / log.length
  expect(estimateOffPolicy(log).ips.mean).toBeCloseTo(earned, 9)
})

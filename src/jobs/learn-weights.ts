import { learnWeights, movedWeights } from '../pipeline/readers/learn-weights.ts'
import { priorWeights, type RankingWeights } from '../pipeline/readers/prior-weights.ts'
import type { Database } from '../platform/storage/database.ts'
import { loadWeights, outcomesSince, saveWeights } from '../platform/storage/ranking-weights.ts'
import type { Work } from './work.ts'

const signalsPerRun = 50_000
/** Signals may arrive late; what is younger than this waits for the next run. */
const settledMs = 10 * 60_000

/** Moves everyone's weights by what readers did since the last run with what pages showed them. */
export async function learnRankingWeights({ db, now, log }: Work): Promise<void> {
  const known = await loadWeights(db, priorWeights.model)
  const untilMs = now() - settledMs
  const outcomes = await outcomesSince(db, {
    afterMs: known?.learnedAtMs ?? 0,
    untilMs,
    limit: signalsPerRun,
  })
  const shifts = new Map(known?.shifts)
  for (const { kind, features } of outcomes) learnWeights(shifts, features, kind, 'everyone')
  const full = outcomes.length === signalsPerRun
  const learnedAtMs = full ? (outcomes.at(-1)?.atMs ?? untilMs) : untilMs
  await saveWeights(db, priorWeights.model, { shifts, signals: (known?.signals ?? 0) + outcomes.length, learnedAtMs })
  if (outcomes.length > 0) log.info({ signals: outcomes.length }, 'ranking weights learned')
}

/** Everyone's weights as they are now. */
export async function currentWeights(db: Database): Promise<RankingWeights> {
  const known = await loadWeights(db, priorWeights.model)
  return known === undefined ? priorWeights : movedWeights(priorWeights, known.shifts, known.signals)
}

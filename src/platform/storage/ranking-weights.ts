/** What all readers together teach about the weights of features. */
import { sql } from 'kysely'
import type { SignalKind, WeightShift } from '../../domain/reader.ts'
import type { Database } from './database.ts'

export type StoredWeights = {
  readonly shifts: ReadonlyMap<string, WeightShift>
  /** How many signals they were learned from. */
  readonly signals: number
  readonly learnedAtMs: number
}

export async function loadWeights(db: Database, model: string): Promise<StoredWeights | undefined> {
  const row = await db.selectFrom('ranking_weights').selectAll().where('model', '=', model).executeTakeFirst()
  if (row === undefined) return undefined
  // Written by saveWeights.
  const shifts = new Map(Object.entries(row.shifts as Record<string, WeightShift>))
  return { shifts, signals: Number(row.signals), learnedAtMs: row.learned_at.getTime() }
}

export async function saveWeights(db: Database, model: string, weights: StoredWeights): Promise<void> {
  const row = {
    shifts: JSON.stringify(Object.fromEntries(weights.shifts)),
    signals: weights.signals,
    learned_at: new Date(weights.learnedAtMs),
  }
  await db
    .insertInto('ranking_weights')
    .values({ model, ...row })
    .onConflict((c) => c.column('model').doUpdateSet(row))
    .execute()
}

/** What readers did with stories that a page had shown them, in the order it arrived; never more than `limit`. */
export async function outcomesSince(
  db: Database,
  options: { readonly afterMs: number; readonly untilMs: number; readonly limit: number },
): Promise<{ kind: SignalKind; features: Record<string, number>; atMs: number }[]> {
  const { rows } = await sql<{ kind: SignalKind; features: Record<string, number>; at: Date }>`
    select kind, features, at from signals
    where at > ${new Date(options.afterMs).toISOString()}::timestamptz
      and at <= ${new Date(options.untilMs).toISOString()}::timestamptz and learns and features is not null
    order by at, reader_id, id limit ${options.limit}`.execute(db)
  return rows.map(({ kind, features, at }) => ({ kind, features, atMs: at.getTime() }))
}

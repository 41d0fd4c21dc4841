/** Which sources are due to be asked, and who makes them due. */
import { sql } from 'kysely'
import type { SourceId } from '../../domain/ids.ts'
import type { Database } from './database.ts'

/**
 * Takes sources whose time has come, longest overdue first, and puts them off by `leaseMs`: nobody else takes them
 * meanwhile, and one whose fetch was killed comes again.
 */
export async function takeDueSources(
  db: Database,
  options: { readonly limit: number; readonly leaseMs: number },
): Promise<SourceId[]> {
  const { rows } = await takingDue(options).execute(db)
  return rows.map((row) => row.id)
}

/** The statement behind takeDueSources: of any number of sources it looks at those that it takes. */
export function takingDue(options: { readonly limit: number; readonly leaseMs: number }) {
  return sql<{ id: SourceId }>`
    update sources set next_due_at = now() + ${options.leaseMs} * interval '1 millisecond'
    where id in (
      select id from sources where stopped_at is null and kind = 'feed' and next_due_at <= now()
      order by next_due_at limit ${options.limit} for update skip locked)
    returning id`
}

/** Has these come due later: so many milliseconds from now. */
export async function putOff(db: Database, ids: readonly SourceId[], delayMs: number): Promise<void> {
  await sql`update sources set next_due_at = now() + ${delayMs} * interval '1 millisecond'
    where id = any(${ids}::uuid[])`.execute(db)
}

/** Now, or when the server's wish to be left alone ends. */
const soonest = sql<Date>`greatest(now(), left_alone_until)`

/** A wish of a server to be left alone lasts a week at most, and a little more by chance. */
const daysOffMax = 8

/** Who is due later than any plan makes it was planned by a clock that has been set since. */
export async function bringForward(db: Database): Promise<void> {
  const [never, pagesNever] = [`${daysOffMax} days`, '2 days']
  await sql`update sources set next_due_at = now(), left_alone_until = null
    where kind = 'feed' and stopped_at is null and next_due_at > now() + ${never}::interval`.execute(db)
  await sql`update pages_wanted set due_at = now() where due_at > now() + ${pagesNever}::interval`.execute(db)
}

const isAskable = sql<boolean>`(left_alone_until is null or left_alone_until <= now())`

/** Sources whose servers ask to be left alone, of all or of one: how many, and until when the first of them does. */
export async function leftAlone(
  db: Database,
  id?: SourceId,
): Promise<{ readonly count: number; readonly until?: Date }> {
  const { rows } = await sql<{ count: number; until: Date | null }>`
    select count(*)::int as count, min(left_alone_until) as until from sources
    where kind = 'feed' and not ${isAskable} and (${id ?? null}::uuid is null or id = ${id ?? null}::uuid)`.execute(db)
  const { count = 0, until = null } = rows[0] ?? {}
  return { count, ...(until === null ? {} : { until }) }
}

/** Makes a source due as soon as its server lets it be. One that had stopped is asked again, and stops again where it answers as before. */
export async function makeOneDue(db: Database, id: SourceId): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('sources')
    .set({ next_due_at: soonest, stopped_at: null })
    .where('kind', '=', 'feed')
    .where('id', '=', id)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Makes all due now that are not stopped nor to be left alone, and that were not asked since the given time. Returns how many. */
export async function makeDue(db: Database, notSinceMs = Number.POSITIVE_INFINITY): Promise<number> {
  const since = Number.isFinite(notSinceMs) ? new Date(notSinceMs) : null
  const { numAffectedRows } = await sql`
    with wanted as (
      select id from sources where kind = 'feed' and stopped_at is null and ${isAskable} and (${since}::timestamptz is null
        or last_fetch_at is null or last_fetch_at <= ${since}::timestamptz or last_fetch_at > now() + interval '1 minute')
      order by id for no key update)
    update sources set next_due_at = now() from wanted where sources.id = wanted.id`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/** When this source, or any, was asked last; of all of them, the one for whom that is longest ago. */
export async function lastRefreshAt(db: Database, id?: SourceId): Promise<Date | undefined> {
  let query = db
    .selectFrom('sources')
    .select((eb) => eb.fn.min('last_fetch_at').as('at'))
    .where('kind', '=', 'feed')
  query = id === undefined ? query.where('stopped_at', 'is', null) : query.where('id', '=', id)
  const row = await query.executeTakeFirst()
  return row?.at ?? undefined
}

/** How many running sources have not been asked since then, and may be. */
export async function sourcesNotFetchedSince(db: Database, sinceMs: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from sources where kind = 'feed' and stopped_at is null and ${isAskable}
      and (last_fetch_at is null or last_fetch_at < ${new Date(sinceMs).toISOString()}::timestamptz)`.execute(db)
  return rows[0]?.count ?? 0
}

/** How much work waits, in jobs and in what they will find. */
import { sql } from 'kysely'
import type { Database } from './database.ts'

/** Whether the queue has its tables, which are not among our migrations. */
export async function hasJobTables(db: Database): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`select to_regclass('graphile_worker.jobs') is not null as has`.execute(
    db,
  )
  return rows[0]?.has === true
}

/** Ids of the workers that hold jobs, alive or not. */
export async function workersThatHoldJobs(db: Database): Promise<string[]> {
  const { rows } = await sql<{ locked_by: string }>`
    select distinct locked_by from graphile_worker.jobs where locked_by is not null`.execute(db)
  return rows.map((row) => row.locked_by)
}

/** Ids of jobs that were asked for anew while a program that was killed held them: the new ones do their work. */
export async function supersededJobs(db: Database): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from graphile_worker.jobs
    where attempts >= max_attempts and locked_at is null and last_error is null`.execute(db)
  return rows.map((row) => row.id)
}

export type Waiting = {
  /** Jobs that wait or run; fetches of sources that are due count too. */
  readonly jobs: number
  readonly failed: number
  readonly sources: number
  readonly pages: number
  readonly understanding: number
  readonly stories: number
  /** Headlines, and articles, that wait for their vectors. */
  readonly embeddings: number
  /** Entries of whom their stories' cards do not tell all. */
  readonly descriptions: number
}

export async function countWaiting(db: Database): Promise<Waiting> {
  const { rows } = await sql<Record<keyof Waiting, number>>`
    select
      (select count(*)::int from graphile_worker.jobs where attempts < max_attempts and run_at <= now() + interval '1 minute') as jobs,
      (select count(*)::int from graphile_worker.jobs where attempts >= max_attempts and locked_at is null and last_error is not null) as failed,
      (select count(*)::int from sources where kind = 'feed' and stopped_at is null and next_due_at <= now()) as sources,
      (select count(*)::int from pages_wanted where due_at <= now()) as pages,
      (select count(*)::int from understanding_wanted) as understanding,
      (select count(*)::int from stories_wanted) as stories,
      (select count(*)::int from embeddings_wanted) + (select count(*)::int from subjects_wanted) as embeddings,
      (select count(*)::int from descriptions_wanted) as descriptions`.execute(db)
  return (
    rows[0] ?? {
      jobs: 0,
      failed: 0,
      sources: 0,
      pages: 0,
      understanding: 0,
      stories: 0,
      embeddings: 0,
      descriptions: 0,
    }
  )
}

/** Entries that have no story yet or are not understood, counted no further than `enough`. */
export async function countArriving(db: Database, enough: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select greatest((select count(*) from (select from understanding_wanted limit ${enough}) u),
      (select count(*) from (select from stories_wanted limit ${enough}) s))::int as count`.execute(db)
  return rows[0]?.count ?? 0
}

/** Entries that have no story yet, counted no further than `enough`. */
export async function countWithoutStory(db: Database, enough: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (select from stories_wanted limit ${enough}) s`.execute(db)
  return rows[0]?.count ?? 0
}

export type Status = {
  readonly sources: number
  readonly sourcesFailing: number
  readonly entries: number
  readonly articles: number
  readonly stories: number
  readonly readers: number
  readonly jobsWaiting: number
  readonly jobsFailed: number
}

export async function readStatus(db: Database): Promise<Status> {
  const { rows } = await sql<Omit<Status, 'jobsWaiting' | 'jobsFailed'>>`
    select
      (select count(*)::int from sources) as sources,
      (select count(*)::int from sources where failures > 0 or stopped_at is not null and kind = 'feed') as "sourcesFailing",
      (select count(*)::int from entries) as entries,
      (select count(*)::int from articles) as articles,
      (select count(*)::int from stories) as stories,
      (select count(*)::int from readers) as readers`.execute(db)
  const waiting = await countWaiting(db)
  const work = waiting.pages + waiting.understanding + waiting.stories + waiting.embeddings + waiting.descriptions
  const counts = rows[0] ?? { sources: 0, sourcesFailing: 0, entries: 0, articles: 0, stories: 0, readers: 0 }
  return { ...counts, jobsWaiting: waiting.jobs + waiting.sources + work, jobsFailed: waiting.failed }
}

/** How an installation does, for who runs it: what fails, how large it is, what its models are. */
import { sql } from 'kysely'
import type { Database } from './database.ts'

export type FailedJob = { readonly task: string; readonly error: string; readonly at: Date; readonly attempts: number }

/** Jobs that were given up, the latest first. */
export async function failedJobs(db: Database, limit: number): Promise<FailedJob[]> {
  const { rows } = await sql<FailedJob>`
    select task_identifier as task, coalesce(last_error, '') as error, updated_at as at, attempts
    from graphile_worker.jobs
    where attempts >= max_attempts and locked_at is null and last_error is not null
    order by updated_at desc limit ${limit}`.execute(db)
  return rows
}

export type Disk = {
  readonly databaseBytes: number
  /** The largest tables with their indexes, the parts of a partitioned one together. */
  readonly tables: readonly { readonly name: string; readonly bytes: number }[]
}

export async function readDisk(db: Database, limit: number): Promise<Disk> {
  const { rows } = await sql<{ bytes: string }>`
    select pg_database_size(current_database()) as bytes`.execute(db)
  const { rows: tables } = await sql<{ name: string; bytes: string }>`
    select coalesce(parent.relname, own.relname) as name, sum(pg_total_relation_size(own.oid)) as bytes
    from pg_class own left join pg_inherits i on i.inhrelid = own.oid left join pg_class parent on parent.oid = i.inhparent
    where own.relkind = 'r' and own.relnamespace = 'public'::regnamespace
    group by 1 order by 2 desc, 1 limit ${limit}`.execute(db)
  return {
    databaseBytes: Number(rows[0]?.bytes ?? 0),
    tables: tables.map(({ name, bytes }) => ({ name, bytes: Number(bytes) })),
  }
}

export type Models = {
  /** Of sentences. */
  readonly embedding: string
  /** Of worth: learned from so many signals, last when. */
  readonly ranking?: { readonly name: string; readonly signals: number; readonly learnedAt: Date }
}

export async function readModels(db: Database): Promise<Models> {
  const embedding = await db.selectFrom('embedding_state').select('model').executeTakeFirst()
  const ranking = await db
    .selectFrom('ranking_weights')
    .select(['model', 'signals', 'learned_at'])
    .orderBy('learned_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return {
    embedding: embedding?.model ?? '',
    ...(ranking === undefined
      ? {}
      : { ranking: { name: ranking.model, signals: Number(ranking.signals), learnedAt: ranking.learned_at } }),
  }
}

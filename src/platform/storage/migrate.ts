/** Runs the numbered SQL files in `migrations/` that the database has not seen, in order, one transaction each, under a lock. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pool, PoolClient } from 'pg'

/** Any number, as long as it is only ours. */
const migrationLock = 7_142_001
const versionMin = 150_000

export type Applied = { readonly number: number; readonly name: string }

/** Returns what was applied now. Throws an Error when the server is too old, or an applied file was edited. */
export async function migrate(pool: Pool, folder: string): Promise<Applied[]> {
  const client = await pool.connect()
  try {
    await requireVersion(client)
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    return await applyMissing(client, folder)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [migrationLock]).catch(() => {})
    client.release()
  }
}

async function requireVersion(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ number: string; text: string }>(
    "select current_setting('server_version_num') as number, current_setting('server_version') as text",
  )
  if (Number(rows[0]?.number) >= versionMin) return
  throw new Error(`PostgreSQL ${rows[0]?.text} is too old: salient needs PostgreSQL 15 or newer.`)
}

async function applyMissing(client: PoolClient, folder: string): Promise<Applied[]> {
  await client.query(
    'create table if not exists schema_migrations (number integer primary key, name text not null, digest text not null, at timestamptz not null default now())',
  )
  const { rows } = await client.query<{ number: number; digest: string }>(
    'select number, digest from schema_migrations',
  )
  const known = new Map(rows.map((row) => [row.number, row.digest]))
  const applied: Applied[] = []
  for (const file of await migrationFiles(folder)) {
    const digest = known.get(file.number)
    if (digest === undefined) {
      await applyOne(client, file)
      applied.push({ number: file.number, name: file.name })
    } else if (digest !== file.digest)
      throw new Error(
        `Migration ${file.name} was edited after it ran on this database. Restore it and write a new one.`,
      )
  }
  return applied
}

type MigrationFile = { readonly number: number; readonly name: string; readonly sql: string; readonly digest: string }

async function migrationFiles(folder: string): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name)).sort()
  return await Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), 'utf8')
      const digest = createHash('sha256').update(sql).digest('hex')
      return { number: Number(name.slice(0, 4)), name, sql, digest }
    }),
  )
}

async function applyOne(client: PoolClient, file: MigrationFile): Promise<void> {
  try {
    await client.query('begin')
    await client.query(file.sql)
    await client.query('insert into schema_migrations (number, name, digest) values ($1, $2, $3)', [
      file.number,
      file.name,
      file.digest,
    ])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback')
    throw new Error(`Migration ${file.name} failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
}

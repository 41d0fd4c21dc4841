/** Choosing whom to ask next, with a hundred thousand sources in the table. */
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src/platform/storage/database.ts'
import { takeDueSources, takingDue } from '../../src/platform/storage/due-sources.ts'
import { openSalient } from '../harness/salient.ts'
import { root } from '../tidy/source-file.ts'

type Plan = { readonly 'Node Type': string; readonly 'Index Name'?: string; readonly Plans?: readonly Plan[] }

test('of 100,000 sources the due ones are found by their index, longest overdue first, each taken once', async () => {
  await using salient = await openSalient()
  const database = await openDatabase({
    dataDir: salient.dataDir,
    migrationsFolder: join(root, 'migrations'),
    applicationName: 'test',
  })
  try {
    const { db } = database
    await sql`insert into sources (id, feed_url, title, next_due_at)
      select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'https://outlet' || n || '.example/feed', 'Outlet ' || n,
        now() + (n - 2000) * interval '1 second' from generate_series(1, 100000) n`.execute(db)
    await sql`analyze sources`.execute(db)
    const options = { limit: 200, leaseMs: 900_000 }
    const { rows } = await sql<{ 'QUERY PLAN': readonly [{ Plan: Plan; 'Execution Time': number }] }>`
      explain (analyze, format json) ${takingDue(options)}`.execute(db)
    const explained = rows[0]?.['QUERY PLAN'][0]
    const nodes = explained === undefined ? [] : nodesOf(explained.Plan)
    console.info(`choosing 200 of 100,000: ${explained?.['Execution Time']} ms`)
    expect(nodes.map((node) => node['Index Name'])).toContain('sources_due')
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan')

    const taken: string[] = []
    for (;;) {
      const some = await takeDueSources(db, options)
      if (some.length === 0) break
      taken.push(...some)
    }
    // The first 200 went with the explained statement.
    expect(taken.length).toBeGreaterThanOrEqual(1_800)
    expect(new Set(taken).size).toBe(taken.length)
    expect(taken).not.toContain(idOf(1))
    expect(taken.slice(0, 200)).toContain(idOf(201))
  } finally {
    await database.close()
  }
}, 300_000)

function idOf(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
}

function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]
}

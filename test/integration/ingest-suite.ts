/** The path from sources to stories, on whatever database it is given. */
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/platform/storage/database.ts'
import { openOutlets } from '../harness/outlets.ts'
import { openSalient, type Salient, urlOf } from '../harness/salient.ts'
import { until } from '../harness/until.ts'
import { root } from '../tidy/source-file.ts'

/** Gives each test a database of its own: undefined for the embedded one. */
export type DatabaseGiver = () => Promise<string | undefined>

export function ingestSuite(name: string, database: DatabaseGiver): void {
  const open = async (): Promise<Salient> => {
    const databaseUrl = await database()
    return await openSalient(databaseUrl === undefined ? {} : { databaseUrl })
  }

  describe(name, () => {
    test('every entry comes in once, new ones follow, unchanged feeds answer 304', async () => {
      await using outlets = await openOutlets(12, 5)
      await using salient = await open()
      const added = await salient.run(['add', outlets.opmlUrl])
      expect(added).toMatchObject({ code: 0 })
      expect(added.stdout).toContain('Added 12 sources')
      expect(await salient.run(['refresh', '--wait'])).toMatchObject({ code: 0 })
      const first = await salient.status()
      expect(first).toMatchObject({
        sources: 12,
        sourcesFailing: 0,
        entries: outlets.shown(),
        jobsWaiting: 0,
        jobsFailed: 0,
      })
      expect(first.stories).toBeLessThan(first.entries)
      expect(JSON.parse((await salient.run(['status', '--json'])).stdout)).toEqual(first)

      const before = outlets.notModified()
      expect(await salient.run(['refresh', '--wait'])).toMatchObject({ code: 0 })
      expect(outlets.notModified() - before).toBe(12)
      expect((await salient.status()).entries).toBe(outlets.shown())

      outlets.advance(3)
      expect((await salient.run(['refresh', '--wait'])).stdout).toContain('36 new entries')
      expect((await salient.status()).entries).toBe(outlets.shown())
    })

    test('a killed run loses nothing, doubles nothing, and ends with the same stories', async () => {
      await using outlets = await openOutlets(24, 8)
      await using calm = await open()
      await calm.run(['add', outlets.opmlUrl])
      await calm.run(['refresh', '--wait'])
      const undisturbed = await storiesOf(calm)
      expect(undisturbed.flat()).toHaveLength(outlets.shown())

      await using salient = await open()
      await salient.run(['add', outlets.opmlUrl])
      for (const share of [0.1, 0.5, 0.9]) {
        const run = salient.start(['refresh', '--wait'])
        await until('some of the work', async () => {
          if (run.child.exitCode !== null) return true
          return (await entriesSoFar(salient)) >= share * outlets.shown() ? true : undefined
        })
        run.child.kill('SIGKILL')
        await run.ended
      }
      expect(await salient.run(['refresh', '--wait'])).toMatchObject({ code: 0 })
      expect(await storiesOf(salient)).toEqual(undisturbed)
      expect(await salient.status()).toMatchObject({ entries: outlets.shown(), jobsWaiting: 0, jobsFailed: 0 })
    })

    test('commands use the running server, and a second server is refused', async () => {
      await using outlets = await openOutlets(3, 2)
      await using salient = await open()
      const server = salient.start(['serve'])
      const url = await urlOf(server)
      expect((await fetch(`${url}/healthz`)).status).toBe(200)
      const second = await salient.run(['serve'])
      expect(second.code).toBe(4)
      expect(second.stderr).toContain('in-use')
      expect(await salient.run(['add', outlets.opmlUrl])).toMatchObject({ code: 0 })
      const refreshed = await salient.run(['refresh', '--wait'])
      expect(refreshed).toMatchObject({ code: 0 })
      expect(refreshed.stderr).toContain('salient serve')
      expect((await salient.status()).entries).toBe(outlets.shown())
      server.child.kill('SIGTERM')
      expect(await server.ended).toBe(0)
    })

    test('a reader’s signals count once and reach the page', async () => {
      await using outlets = await openOutlets(6, 4)
      await using salient = await open()
      await salient.run(['add', outlets.opmlUrl])
      await salient.run(['refresh', '--wait'])
      expect((await salient.run(['feed', '--reader', 'nobody', '--json'])).stderr).toContain('reader-unknown')
      const { stories } = await pageOf(salient, 'ada', outlets)
      const [first] = stories
      const hide = ['signal', '--reader', 'ada', '--story', first?.id ?? '', '--id', 'one', 'hidden']
      expect((await salient.run(hide)).code).toBe(0)
      expect((await salient.run(hide)).stdout).toContain('counted once')
      const after = await salient.run(['feed', '--reader', 'ada', '--json'])
      const left = (JSON.parse(after.stdout) as Page).stories.map(({ id }) => id)
      expect(left).not.toContain(first?.id)
      expect(left.length).toBeGreaterThan(0)
      const second = ['signal', '--reader', 'bea', '--create', 'seen', '--story']
      expect((await salient.run([...second, 'nope'])).code).toBe(1)
      expect((await salient.run(['reader', 'list'])).stdout).not.toContain('bea')
      // From the second reader on everybody signs in, and the first had no need of a way in so far.
      expect((await salient.run([...second, first?.id ?? ''])).stdout).toContain('ada could not')
    })
  })
}

type Page = { readonly stories: readonly { readonly id: string; readonly reasons: readonly unknown[] }[] }

async function pageOf(salient: Salient, reader: string, outlets: { shown: () => number }): Promise<Page> {
  const { stories } = await storyIds(salient)
  await salient.run(['signal', '--reader', reader, '--create', '--story', stories[0] ?? '', 'seen'])
  const page = JSON.parse((await salient.run(['feed', '--reader', reader, '--json'])).stdout) as Page
  expect(page.stories.length).toBeGreaterThan(0)
  expect(page.stories.length).toBeLessThanOrEqual(outlets.shown())
  for (const story of page.stories) expect(story.reasons.length).toBeGreaterThan(0)
  return page
}

async function storyIds(salient: Salient): Promise<{ stories: string[] }> {
  return await query(salient, 'select id from stories order by id', (rows) => ({
    stories: rows.map((row) => String(row['id'])),
  }))
}

/** Members of each story by their feeds' own keys, in an order of their own. */
async function storiesOf(salient: Salient): Promise<string[][]> {
  const text = `select array_agg(e.published->>'id' order by e.published->>'id') as members
    from story_entries m join entries e on e.id = m.entry_id group by m.story_id order by 1`
  return await query(salient, text, (rows) => rows.map((row) => row['members'] as string[]))
}

/** Looks without starting anything: the run that is watched does that. */
async function entriesSoFar(salient: Salient): Promise<number> {
  const url = salient.env['DATABASE_URL']
  const client = new pg.Client(
    url === undefined
      ? { host: join(salient.dataDir, 'run'), user: 'salient', database: 'salient' }
      : { connectionString: url },
  )
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ entries: number }>('select count(*)::int as entries from entries')
    return rows[0]?.entries ?? 0
  } catch {
    // The server is just starting.
    return 0
  } finally {
    await client.end().catch(() => {})
  }
}

/** Asks the database itself, as another command would: the embedded server is started where it does not run. */
async function query<T>(salient: Salient, text: string, read: (rows: Record<string, unknown>[]) => T): Promise<T> {
  const databaseUrl = salient.env['DATABASE_URL']
  const database = await openDatabase({
    dataDir: salient.dataDir,
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    migrationsFolder: join(root, 'migrations'),
    applicationName: 'test',
  })
  try {
    return read((await database.pool.query<Record<string, unknown>>(text)).rows)
  } finally {
    await database.close()
  }
}

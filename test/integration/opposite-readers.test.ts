/** Two readers of one newsroom, each with a page of their own, and what the whole town speaks of on both. */
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src/platform/storage/database.ts'
import type { PageView } from '../../src/server/api/contract.ts'
import { headersOf, openSalient, urlOf } from '../harness/salient.ts'
import { root } from '../tidy/source-file.ts'

/** Subjects that lie far apart, by their ids as IPTC Media Topics. */
const loves = {
  ada: ['15000000', '01000000', '10000000'],
  ben: ['11000000', '04000000', '13000000'],
} as const

test('readers of opposite interests get pages of their own, and the most covered story of the day', async () => {
  await using salient = await openSalient()
  const demo = salient.start(['demo', '--no-open'])
  const url = await urlOf(demo)
  // The demo works in a folder of its own: commands beside it are told so.
  await using beside = await openSalient({ env: { SALIENT_DATA_DIR: join(salient.dataDir, 'demo') } })
  const ask = async (name: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}/api/v1/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...(await headersOf(beside, name)), 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    expect([path, answer.status]).toEqual([path, 200])
    return await answer.json()
  }
  // The contract's own tests see to the shape.
  const page = async (name: string) => (await ask(name, 'page')) as PageView
  for (const [name, topics] of Object.entries(loves))
    for (const id of topics) await ask(name, 'follows', { kind: 'topic', topicId: `medtop:${id}` })
  const [ada, ben] = [(await page('ada')).stories, (await page('ben')).stories]
  expect([ada.length, ben.length]).toEqual([30, 30])
  const both = ada.filter(({ id }) => ben.some((story) => story.id === id))
  expect(both.length).toBeLessThan(15)

  demo.child.kill('SIGTERM')
  expect(await demo.ended).toBe(0)
  const most = await mostSources(beside.dataDir)
  expect(most).toBeGreaterThan(4)
  expect(both.map(({ sourceCount }) => sourceCount)).toContain(most)
})

/** Of how many sources the most covered story is, of those with a report of the last day. */
async function mostSources(dataDir: string): Promise<number> {
  const database = await openDatabase({
    dataDir,
    migrationsFolder: `${root}/migrations`,
    applicationName: 'test',
  })
  try {
    const { rows } = await sql<{ most: number }>`
      select max(sources) as most from stories where latest_at > now() - interval '1 day'`.execute(database.db)
    return rows[0]?.most ?? Number.NaN
  } finally {
    await database.close()
  }
}

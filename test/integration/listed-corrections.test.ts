/** By which titles a correction is told. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deriveId } from '../../src/domain/derive-id.ts'
import { listCorrections } from '../../src/platform/storage/corrections.ts'
import { openTestDatabase } from '../harness/database.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(async () => database[Symbol.asyncDispose]())

async function titlesOf(pairs: readonly (readonly [a: string, b: string])[]): Promise<readonly string[]> {
  const { db } = database
  const id = deriveId('correction', JSON.stringify(pairs))
  await db
    .insertInto('corrections')
    .values({ id, kind: 'together', story_id: deriveId('story', 'x'), reader_id: null, by_operator: true })
    .execute()
  for (const [a, b] of pairs)
    await sql`
      insert into correction_pairs (correction_id, kind, a, b, a_entry, b_entry)
      values (${id}::uuid, 'together', ${deriveId('entry', a)}::uuid, ${deriveId('entry', b)}::uuid,
        ${JSON.stringify({ title: a })}::jsonb, ${JSON.stringify({ title: b })}::jsonb)`.execute(db)
  return (await listCorrections(db, { limit: 9 })).find((each) => each.id === id)?.titles ?? []
}

test('first come the reports that most of it is about: the one taken out, or one of each story', async () => {
  expect(
    await titlesOf([
      ['a left', 'z taken'],
      ['b left', 'z taken'],
    ]),
  ).toEqual(['z taken', 'a left', 'b left'])
  expect(
    await titlesOf([
      ['y first', 'z other'],
      ['b', 'y first'],
      ['a', 'z other'],
    ]),
  ).toEqual(['y first', 'z other', 'a', 'b'])
})

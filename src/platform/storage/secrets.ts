/** The installation's own secret, made once. */
import { randomBytes } from 'node:crypto'
import type { Database } from './database.ts'

const bytes = 32

export async function installationSecret(db: Database): Promise<Buffer> {
  await db
    .insertInto('secrets')
    .values({ name: 'installation', value: randomBytes(bytes) })
    .onConflict((c) => c.doNothing())
    .execute()
  const row = await db
    .selectFrom('secrets')
    .select('value')
    .where('name', '=', 'installation')
    .executeTakeFirstOrThrow()
  return row.value
}

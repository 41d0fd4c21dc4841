/** A database of its own for one test: the embedded PostgreSQL in a new folder, removed at the end. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type OpenDatabase, openDatabase } from '../../src/platform/storage/database.ts'
import { root } from '../tidy/source-file.ts'
import { putMadeDatabase } from './made-database.ts'

export async function openTestDatabase(): Promise<AsyncDisposable & Pick<OpenDatabase, 'db' | 'pool' | 'address'>> {
  const folder = await mkdtemp(join(tmpdir(), 'salient-database-'))
  const dataDir = join(folder, 'data')
  await putMadeDatabase(dataDir)
  const database = await openDatabase({
    dataDir,
    migrationsFolder: join(root, 'migrations'),
    applicationName: 'test',
  })
  return {
    db: database.db,
    pool: database.pool,
    address: database.address,
    [Symbol.asyncDispose]: async () => {
      await database.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
}

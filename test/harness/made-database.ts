/** A data folder whose database is made already: making one takes seconds of a processor, copying it a fraction of one. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeJobTables } from '../../src/jobs/job-tables.ts'
import { openDatabase } from '../../src/platform/storage/database.ts'
import { root } from '../tidy/source-file.ts'

const migrationsFolder = join(root, 'migrations')

/** Where the tests of this run keep theirs; it is made before them and removed after. */
export const madeIn = 'SALIENT_TEST_DATABASES'

/** Puts an empty database, with all migrations applied, into a data folder that has none. Outside of tests it does nothing. */
export async function putMadeDatabase(dataDir: string): Promise<void> {
  const folder = process.env[madeIn]
  if (folder === undefined) return
  const whole = join(folder, 'whole')
  if (!existsSync(whole)) await make(folder, whole)
  await mkdir(dataDir, { recursive: true })
  // Its owner stays: under root it is another user, as whom PostgreSQL runs.
  await promisify(execFile)('cp', ['-a', join(whole, 'postgres'), dataDir])
}

/** Each of the suites that begin together may make one; the first that is whole is taken. */
async function make(folder: string, whole: string): Promise<void> {
  const dataDir = await mkdtemp(join(folder, 'making-'))
  const database = await openDatabase({ dataDir, migrationsFolder, applicationName: 'test' })
  await makeJobTables(database.pool)
  await database.close()
  await rename(dataDir, whole).catch((error: unknown) => {
    if (!existsSync(whole)) throw error
  })
}

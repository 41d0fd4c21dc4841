/** The composition root: everything is built here, once, by hand. */
import { fileURLToPath } from 'node:url'
import type { Program } from '../cli/command.ts'
import type { Settings } from '../domain/settings.ts'
import { type OpenDatabase, openDatabase } from '../platform/storage/database.ts'
import { hasJobTables } from '../platform/storage/job-counts.ts'

const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url))

export function openProgram(settings: Settings): Program {
  const open = async (as: string): Promise<OpenDatabase> =>
    await openDatabase({ ...settings, migrationsFolder, applicationName: as })
  return {
    withSettings: openProgram,
    // Who only looks does not wait for the code of the queue, which brings its tables up to date where it works.
    openStorage: async (as) =>
      await closedOnError(await open(as), async (database) => {
        if (database.applied.length > 0 || !(await hasJobTables(database.db))) await makeJobTables(database)
        return { ...database, [Symbol.asyncDispose]: database.close }
      }),
    openWork: async (as) =>
      await closedOnError(await open(as), async (database) => {
        await makeJobTables(database)
        const { openInstallation } = await import('./installation.ts')
        return await openInstallation(settings, database, as)
      }),
  }
}

async function closedOnError<T>(database: OpenDatabase, use: (open: OpenDatabase) => Promise<T>): Promise<T> {
  try {
    return await use(database)
  } catch (error) {
    await database.close()
    throw error
  }
}

async function makeJobTables({ pool }: OpenDatabase): Promise<void> {
  const { makeJobTables: make } = await import('../jobs/job-tables.ts')
  await make(pool)
}

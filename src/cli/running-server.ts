/** The server as the commands start it: doors, HTTP, jobs. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { TopicId } from '../domain/ids.ts'
import type { CatalogueEntry } from '../pipeline/feeds/catalogue.ts'
import { openPostgresBus } from '../platform/bus/postgres-bus.ts'
import { installationSecret } from '../platform/storage/secrets.ts'
import type { StoredTopic } from '../platform/storage/topics.ts'
import { openDoors } from '../server/doors/open-doors.ts'
import { createServer } from '../server/server.ts'
import type { Installation, Terminal } from './command.ts'

const subjectsFile = new URL('../../lexicons/subjects.json', import.meta.url)
const catalogueFile = new URL('../../lexicons/catalogue.json', import.meta.url)

export type RunningServer = AsyncDisposable & { readonly url: string }

/** Listens once pages can be served. Throws an Error that says what to do when the port is taken. */
export async function startServer({ settings }: Terminal, { database, work }: Installation): Promise<RunningServer> {
  const bus = await openPostgresBus(database.db, database.pool)
  const doors = await openDoors(work, { bus, catalogue: await readCatalogue(), subjects: await readSubjects() })
  const server = createServer(doors.doors, {
    baseUrl: settings.baseUrl,
    mediaKey: createHash('sha256')
      .update(await installationSecret(database.db))
      .digest(),
    report: (error, where) => work.log.error({ error: error instanceof Error ? error.stack : String(error) }, where),
  })
  const listening = await server.listen(settings).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    throw new Error(
      `Port ${settings.port} of ${settings.host} is taken by another program. Stop it, or set SALIENT_PORT to another port.`,
    )
  })
  return {
    url: listening.url,
    [Symbol.asyncDispose]: async () => {
      await listening.close()
      await doors.close()
      await bus.close()
    },
  }
}

async function readCatalogue(): Promise<CatalogueEntry[]> {
  // Written by scripts/build-catalogue.mjs in this shape.
  return JSON.parse(await readFile(catalogueFile, 'utf8')) as CatalogueEntry[]
}

/** The top of the subjects' tree: what a reader can choose from before any article has come in. */
async function readSubjects(): Promise<StoredTopic[]> {
  // Our own lexicon: rows of id, label and the subject above.
  const { subjects } = JSON.parse(await readFile(subjectsFile, 'utf8')) as {
    subjects: [TopicId, string, string | null][]
  }
  return subjects.filter(([, , above]) => above === null).map(([id, label]) => ({ id, label, kind: 'subject' }))
}

/** Resolves when the program is asked to stop. */
export async function interrupted(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
}

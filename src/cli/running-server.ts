/** The server as the commands start it: doors, HTTP, jobs. */
import { createHash, createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import type { TopicId } from '../domain/ids.ts'
import type { CatalogueEntry } from '../pipeline/feeds/catalogue.ts'
import { countriesOf } from '../pipeline/understand/entities/gazetteer.ts'
import { openAuth } from '../platform/auth/open-auth.ts'
import { openPostgresBus } from '../platform/bus/postgres-bus.ts'
import { dropSetupLinks, hasWayIn, makeLink } from '../platform/storage/accounts.ts'
import type { Database } from '../platform/storage/database.ts'
import { listReaders } from '../platform/storage/readers.ts'
import { installationSecret } from '../platform/storage/secrets.ts'
import type { StoredTopic } from '../platform/storage/topics.ts'
import { openDoors } from '../server/doors/open-doors.ts'
import { createServer } from '../server/server.ts'
import type { Installation, Terminal } from './command.ts'

const subjectsFile = new URL('../../lexicons/subjects.json', import.meta.url)
const worldFile = new URL('../../lexicons/names-world.json', import.meta.url)
const catalogueFile = new URL('../../lexicons/catalogue.json', import.meta.url)

export type RunningServer = AsyncDisposable & {
  readonly url: string
  /** Works once: for the operator who cannot get in otherwise, and for the first run where that is not just anybody's. */
  readonly entryLink: string | undefined
}

/** Each holds the stories of the last days once more. */
const pageThreadsMax = 4
const entryLinkMs = 7 * 86_400_000

/** Listens once pages can be served. Throws an Error that says what to do when the port is taken. */
export async function startServer({ settings }: Terminal, installation: Installation): Promise<RunningServer> {
  const { database, work } = installation
  const bus = await openPostgresBus(database.db, database.pool)
  bus.subscribe(({ kind }) => {
    if (kind === 'sources-changed') installation.lookForDue()
  })
  const secret = await installationSecret(database.db)
  const log = work.log
  const auth = openAuth(database.db, {
    secret: createHmac('sha256', secret).update('sessions').digest('base64url'),
    baseUrl: settings.baseUrl,
    report: (message) => log.error({ message }, 'accounts'),
  })
  const mediaKey = createHash('sha256').update(secret).digest()
  let baseUrl = settings.baseUrl
  const doors = await openDoors(work, {
    bus,
    catalogue: await readCatalogue(),
    subjects: await readSubjects(),
    places: await readPlaces(),
    accounts: { auth, baseUrl: () => baseUrl, signUp: settings.signUp },
    pageThreads: { address: database.address, mediaKey, size: Math.min(pageThreadsMax, availableParallelism()) },
  })
  const server = createServer(doors.doors, {
    baseUrl: settings.baseUrl,
    access: settings,
    mediaKey,
    report: (error, where) => log.error({ error: error instanceof Error ? error.stack : String(error) }, where),
  })
  const listening = await server.listen(settings).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    throw new Error(
      `Port ${settings.port} of ${settings.host} is taken by another program. Stop it, or set SALIENT_PORT to another port.`,
    )
  })
  // Port 0 is known only now.
  if (settings.port === 0) baseUrl = listening.url
  const entryLink = listening.needsSignIn ? await entryLinkFor(database.db, baseUrl) : undefined
  return {
    url: listening.url,
    entryLink,
    [Symbol.asyncDispose]: async () => {
      await listening.close()
      await doors.close()
      await bus.close()
    },
  }
}

/** `undefined` where the operator can sign in. */
async function entryLinkFor(db: Database, baseUrl: string): Promise<string | undefined> {
  const [operator] = await listReaders(db)
  const expiresAt = new Date(Date.now() + entryLinkMs)
  if (operator === undefined) {
    await dropSetupLinks(db)
    return `${baseUrl}/start?key=${await makeLink(db, { expiresAt })}`
  }
  if (await hasWayIn(db, operator.id)) return undefined
  return `${baseUrl}/join?key=${await makeLink(db, { readerId: operator.id, expiresAt })}`
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

/** The countries: to be followed before any article has named them. */
async function readPlaces(): Promise<StoredTopic[]> {
  // Written by scripts/build-gazetteer.mjs in this shape.
  const world = JSON.parse(await readFile(worldFile, 'utf8')) as Parameters<typeof countriesOf>[0]
  // The topic of an entity is named after it: see TopicId.
  return countriesOf(world).map(({ id, name }) => ({ id: `entity:${id}` as TopicId, label: name, kind: 'entity' }))
}

/** Resolves when the program is asked to stop. */
export async function interrupted(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
}

import type { SourceId } from '../domain/ids.ts'
import type { Database } from '../platform/storage/database.ts'
import { type NewEntry, type SavedEntries, saveEntries } from '../platform/storage/entries.ts'
import { publish } from '../platform/storage/outbox.ts'
import type { Work } from './work.ts'

type Arrived = { readonly sourceId: SourceId; readonly entries: readonly NewEntry[] }

/** Takes in what a source sent by itself, and asks for all that has to be done with it. */
export async function takeIn(work: Pick<Work, 'db' | 'now' | 'ask'>, arrived: Arrived): Promise<SavedEntries> {
  const saved = await work.db.transaction().execute(async (tx) => await saveAndTell(tx, arrived, work.now()))
  await askForTheRest(work, arrived.sourceId, saved)
  return saved
}

/** In a transaction: what is new is saved, and told on the bus. */
export async function saveAndTell(tx: Database, { sourceId, entries }: Arrived, nowMs: number): Promise<SavedEntries> {
  const saved = await saveEntries(tx, { sourceId, entries, nowMs })
  if (saved.added.length + saved.changed.length > 0)
    await publish(tx, {
      kind: 'entries-saved',
      sourceId,
      added: saved.added.length,
      changed: saved.changed.length,
    })
  return saved
}

/** After the transaction: the jobs that go on with what came. */
export async function askForTheRest(work: Pick<Work, 'ask'>, sourceId: SourceId, saved: SavedEntries): Promise<void> {
  if (saved.added.length + saved.changed.length > 0)
    await work.ask([{ job: 'understand-entry' }, { job: 'fetch-article', sourceId }])
}

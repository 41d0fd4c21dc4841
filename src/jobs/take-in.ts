import type { BusEvent } from '../domain/bus-event.ts'
import type { SourceId } from '../domain/ids.ts'
import type { Database } from '../platform/storage/database.ts'
import { type Arrival, type SavedEntries, saveEntries } from '../platform/storage/entries.ts'
import { publish } from '../platform/storage/outbox.ts'
import { countArrived, holdSources } from '../platform/storage/source-arrivals.ts'
import { importIsOn } from './import-is-on.ts'
import type { Work } from './work.ts'

/** Takes in what a source sent by itself, and asks for all that has to be done with it. */
export async function takeIn(work: Pick<Work, 'db' | 'now' | 'ask'>, arrived: Arrival): Promise<SavedEntries> {
  const saved = await work.db.transaction().execute(async (tx) => await saveAndTell(tx, arrived, work.now()))
  await askForTheRest(work, sourcesToGoOnWith(arrived.sourceId, saved))
  return saved
}

/** In a transaction: what is new is saved, and told on the bus. */
export async function saveAndTell(tx: Database, arrived: Arrival, nowMs: number): Promise<SavedEntries> {
  const [saved] = await saveAllAndTell(tx, [arrived], nowMs)
  return saved ?? { added: [], changed: [] }
}

/** The same of many sources, in order. */
export async function saveAllAndTell(
  tx: Database,
  arrivals: readonly Arrival[],
  nowMs: number,
): Promise<SavedEntries[]> {
  const there = await holdSources(
    tx,
    arrivals.map(({ sourceId }) => sourceId),
  )
  // What is on its way when its source is removed comes to nobody.
  const wanted = arrivals.map(({ sourceId, entries }) => ({ sourceId, entries: there.has(sourceId) ? entries : [] }))
  const saved = await saveEntries(tx, { arrivals: wanted, nowMs })
  const events = arrivals.flatMap(({ sourceId }, n): BusEvent[] => {
    const { added = [], changed = [] } = saved[n] ?? {}
    const event = { kind: 'entries-saved', sourceId, added: added.length, changed: changed.length } as const
    return event.added + event.changed === 0 ? [] : [event]
  })
  await countArrived(
    tx,
    arrivals.map(({ sourceId }, n) => ({ sourceId, added: saved[n]?.added.length ?? 0 })),
  )
  await publish(tx, ...events)
  return saved
}

/** After the transaction: the jobs that go on with what came of these sources. Pages are asked for when an import is over. */
export async function askForTheRest(
  work: Pick<Work, 'ask' | 'db' | 'now'>,
  sourceIds: readonly SourceId[],
): Promise<void> {
  if (sourceIds.length === 0) return
  const waiting = (await importIsOn(work)) ? [] : sourceIds
  const pages = waiting.map((sourceId) => ({ job: 'fetch-article', sourceId }) as const)
  await work.ask([{ job: 'assign-story' }, { job: 'understand-entry' }, ...pages])
}

/** The source, where something of it is new or has changed. */
export function sourcesToGoOnWith(sourceId: SourceId, { added, changed }: SavedEntries): SourceId[] {
  return added.length + changed.length > 0 ? [sourceId] : []
}

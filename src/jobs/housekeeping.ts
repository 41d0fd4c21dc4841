import { ensurePartitions } from '../platform/storage/database.ts'
import { forgetOldEvents } from '../platform/storage/outbox.ts'
import type { Work } from './work.ts'

/** Daily: tables for the coming months, events that everybody has read. */
export async function housekeeping({ db }: Work): Promise<void> {
  await ensurePartitions(db)
  await forgetOldEvents(db)
}

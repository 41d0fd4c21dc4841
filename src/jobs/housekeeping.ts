import { ensurePartitions } from '../platform/storage/database.ts'
import { forgetOldEvents } from '../platform/storage/outbox.ts'
import { forgetOldReceipts } from '../platform/storage/push-keys.ts'
import type { Work } from './work.ts'

/** Daily: tables for the coming months, events that everybody has read, and what pushes were answered. */
export async function housekeeping({ db }: Work): Promise<void> {
  await ensurePartitions(db)
  await forgetOldEvents(db)
  await forgetOldReceipts(db)
}

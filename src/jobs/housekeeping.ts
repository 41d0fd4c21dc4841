import { forgetExpiredAccess } from '../platform/storage/accounts.ts'
import { ensurePartitions } from '../platform/storage/database.ts'
import { forgetLinks } from '../platform/storage/language-links.ts'
import { forgetOldEvents } from '../platform/storage/outbox.ts'
import { forgetOldReceipts } from '../platform/storage/push-keys.ts'
import { forgetShortNames } from '../platform/storage/short-names.ts'
import type { Work } from './work.ts'

/** Daily: tables for the coming months, events that everybody has read, what pushes were answered, access that has run out, names of past weeks. */
export async function housekeeping({ db }: Work): Promise<void> {
  await ensurePartitions(db)
  await forgetOldEvents(db)
  await forgetOldReceipts(db)
  await forgetExpiredAccess(db)
  await forgetShortNames(db)
  await forgetLinks(db)
}

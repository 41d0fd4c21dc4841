import { forgetExpiredAccess } from '../platform/storage/accounts.ts'
import { ensurePartitions } from '../platform/storage/database.ts'
import { forgetLinks } from '../platform/storage/language-links.ts'
import { forgetOldEvents } from '../platform/storage/outbox.ts'
import { forgetOldReceipts } from '../platform/storage/push-keys.ts'
import { forgetPages, forgetStories, forgettableStories } from '../platform/storage/retention.ts'
import { forgetShortNames } from '../platform/storage/short-names.ts'
import type { Work } from './work.ts'

const dayMs = 86_400_000
/** Stories that are looked for at once, and those that one transaction deletes. */
const foundMax = 10_000
const togetherMax = 100
const pagesTogetherMax = 5_000
/** Rounds of one day; what is left is for the next. */
const roundsMax = 20

/**
 * Daily: tables for the coming months, events that everybody has read, what pushes were answered, access that has run out,
 * names of past weeks, and what is older than the operator keeps.
 */
export async function housekeeping(work: Pick<Work, 'db' | 'now' | 'keepDays' | 'log'>): Promise<void> {
  const { db } = work
  await ensurePartitions(db)
  await forgetOldEvents(db)
  await forgetOldReceipts(db)
  await forgetExpiredAccess(db)
  await forgetShortNames(db)
  await forgetLinks(db)
  await forgetOld(work)
}

async function forgetOld({ db, now, keepDays, log }: Pick<Work, 'db' | 'now' | 'keepDays' | 'log'>): Promise<void> {
  if (keepDays === 0) return
  const before = new Date(now() - keepDays * dayMs)
  let entries = 0
  for (let round = 0; round < roundsMax; round += 1) {
    const found = await forgettableStories(db, { before, limit: foundMax })
    for (let from = 0; from < found.length; from += togetherMax)
      entries += await forgetStories(db, found.slice(from, from + togetherMax), { before })
    if (found.length < foundMax) break
  }
  let pages = 0
  for (let round = 0; round < roundsMax; round += 1) {
    const gone = await forgetPages(db, { before, limit: pagesTogetherMax })
    pages += gone
    if (gone < pagesTogetherMax) break
  }
  if (entries + pages > 0)
    log.info({ entries, pages, keepDays }, 'articles and logged pages that grew old were deleted')
}

/** Taking back what is kept of a reader. */
import type { ReaderId } from '../../domain/ids.ts'
import type { Database } from './database.ts'
import { holdReader } from './readers.ts'

/** What was learned, and from what. */
const learned = ['signals', 'profiles', 'pages'] as const
/** What the reader said outright. */
const said = ['follows', 'mutes', 'saved', 'highlights', 'queries'] as const

/** Signals, profile and page logs; what the reader said outright stays. In a transaction, what is being learned meanwhile goes too. */
export async function eraseLearned(db: Database, readerId: ReaderId): Promise<void> {
  await holdReader(db, readerId, 'erasing')
  for (const table of learned) await db.deleteFrom(table).where('reader_id', '=', readerId).execute()
}

/** All but that the reader exists, and how often their feeds' addresses were changed: old ones stay nobody's. Run it in a transaction: half an erasure is none. */
export async function eraseReader(db: Database, readerId: ReaderId): Promise<void> {
  await eraseLearned(db, readerId)
  for (const table of said) await db.deleteFrom(table).where('reader_id', '=', readerId).execute()
  await db
    .updateTable('readers')
    .set({ dials: '{}', learning_paused: false, reads: [] })
    .where('id', '=', readerId)
    .execute()
}

/** The reader too, with ways in, sessions and tokens: no table knows of them any more. */
export async function removeReader(db: Database, readerId: ReaderId): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await eraseReader(tx, readerId)
    await tx.deleteFrom('readers').where('id', '=', readerId).execute()
  })
}

import type { Database } from '../platform/storage/database.ts'
import { sortWords, sortWordsLater } from '../platform/storage/word-index.ts'
import type { Work } from './work.ts'

/** Whether words may wait to be put in order: those of the program before do when it was killed. */
let areUnsorted = true

/** In a transaction of a large import, whose words can be found when it ends and are put in order when the import is over. */
export async function saveWordsUnsorted(tx: Database): Promise<void> {
  areUnsorted = true
  await sortWordsLater(tx)
}

/** Puts the words that a large import left in order, so that searches are quick again. */
export async function sortUnsortedWords({ db }: Pick<Work, 'db'>): Promise<void> {
  if (!areUnsorted) return
  areUnsorted = false
  try {
    await sortWords(db)
  } catch (error) {
    areUnsorted = true
    throw error
  }
}

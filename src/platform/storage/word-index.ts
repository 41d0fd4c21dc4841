/** The index of the words of articles: what comes is found at once, and is put in its order some megabytes at a time. */
import { sql } from 'kysely'
import type { Database } from './database.ts'

/**
 * What may wait to be put in order while much comes in, some 20,000 articles: a search looks through all of it, which takes 10 ms
 * for each 10,000.
 */
const unsortedMax = '32MB'

/** In a transaction: what it saves can be searched for when it ends, and waits for `sortWords` to be put in order. */
export async function sortWordsLater(tx: Database): Promise<void> {
  await sql`select set_config('gin_pending_list_limit', ${unsortedMax}, true)`.execute(tx)
}

/** Puts in order what waits for it; left alone, the database's own vacuum does that some time. About 50 ms for 1,000 articles. */
export async function sortWords(db: Database): Promise<void> {
  await sql`select gin_clean_pending_list(inhrelid::regclass) from pg_inherits
    where inhparent = 'articles_by_words'::regclass`.execute(db)
}

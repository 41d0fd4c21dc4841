import type { Embedder } from '../domain/embedding.ts'
import { nearnessAsked, sameAcrossLanguages, sameEvents } from '../pipeline/stories/across-languages.ts'
import { saveLinks, storiesSpeakSeveralLanguages, storiesToLink } from '../platform/storage/language-links.ts'
import { markSettled } from '../platform/storage/stories.ts'
import { importIsOn } from './import-is-on.ts'
import type { Work } from './work.ts'

/** What each embedder knows of languages, asked once. */
const known = new WeakMap<Embedder, Promise<number | undefined>>()

/**
 * Finds stories that are one though told in different languages, where the embedding model knows languages. Behind everything else;
 * they become one when stories settle next.
 */
export async function linkLanguages(work: Pick<Work, 'db' | 'embedder' | 'now' | 'ask'>): Promise<void> {
  // Opening the embedder takes a second of a processor.
  if ((await importIsOn(work)) || !(await storiesSpeakSeveralLanguages(work.db))) return
  const near = await nearnessOf(await work.embedder())
  if (near === undefined) return
  const stories = await storiesToLink(work.db)
  const links = sameAcrossLanguages(stories, near)
  const isNew = await work.db.transaction().execute(async (tx) => {
    const count = await saveLinks(tx, links)
    if (count > 0) await markSettled(tx, false)
    return count > 0
  })
  if (isNew) await work.ask([{ job: 'assign-story', settle: true }])
}

async function nearnessOf(embedder: Embedder): Promise<number | undefined> {
  const asked = known.get(embedder) ?? askNearness(embedder)
  known.set(embedder, asked)
  return await asked.catch((error: unknown) => {
    known.delete(embedder)
    throw error
  })
}

async function askNearness(embedder: Embedder): Promise<number | undefined> {
  const vectors = await embedder.embed(sameEvents.flat())
  const languages = sameEvents[0]?.length ?? 0
  return nearnessAsked(sameEvents.map((_, event) => vectors.slice(event * languages, (event + 1) * languages)))
}

import { saveSubjects, takeForSubjects } from '../platform/storage/understandings.ts'
import { importIsOn } from './import-is-on.ts'
import { understandInThread } from './understand-entry.ts'
import type { Work } from './work.ts'

const batch = 48
/** Of a long article the beginning is embedded: it says what the whole is about. */
const embeddedCharactersMax = 700

/**
 * Understands entries once more, with the vector of their text, which tells subjects better than words alone. Behind
 * everything else: entries have their stories by then, whose cards are told again.
 */
export async function embedEntry(work: Work): Promise<void> {
  if (await importIsOn(work)) return
  const embedder = await work.subjectEmbedder()
  const count = await work.db.transaction().execute(async (tx) => {
    const entries = await takeForSubjects(tx, batch)
    if (entries.length === 0) return 0
    const vectors = await embedder.embed(
      entries.map(({ title, text }) => `${title}. ${text}`.slice(0, embeddedCharactersMax)),
    )
    const articles = entries.map((entry, n) => {
      const embedding = vectors[n]
      return embedding === undefined ? entry : { ...entry, embedding }
    })
    await saveSubjects(tx, await understandInThread(work, articles))
    return entries.length
  })
  if (count > 0) await work.ask([{ job: 'assign-story' }])
  // Asked for anew, so that headlines have their turn between.
  if (count === batch) await work.ask([{ job: 'embed-entry' }])
}

import {
  forgetDroppedHeadlines,
  forgetOtherModels,
  headlinesToEmbed,
  saveVectors,
} from '../platform/storage/embeddings.ts'
import { publish } from '../platform/storage/outbox.ts'
import { embedQueries } from './embed-query.ts'
import { importIsOn } from './import-is-on.ts'
import type { Work } from './work.ts'

/** As many as one request to a service holds: what was answered is saved, whatever becomes of the next. */
const batch = 64

/** Gives headlines their vectors, behind everything else: stories do not wait for them, relevance gains by them. */
export async function embedStory(work: Pick<Work, 'db' | 'embedder' | 'now'>): Promise<void> {
  const embedder = await work.embedder()
  for (;;) {
    if (await importIsOn(work)) return
    const waiting = await headlinesToEmbed(work.db, batch)
    if (waiting.length === 0) break
    const vectors = await embedder.embed(waiting.map((story) => story.headline))
    const rows = waiting.flatMap((story, n) => {
      const vector = vectors[n]
      return vector === undefined ? [] : [{ ...story, vector }]
    })
    await work.db.transaction().execute(async (tx) => {
      await saveVectors(tx, embedder.model, rows)
      await publish(tx, { kind: 'stories-changed', storyIds: rows.map((row) => row.storyId), dropped: [] })
    })
  }
  await embedQueries(work)
  await forgetDroppedHeadlines(work.db)
  await forgetOtherModels(work.db)
}

import type { Understood } from '../domain/topic.ts'
import { saveUnderstood, type ToUnderstand, takeToUnderstand } from '../platform/storage/understandings.ts'
import type { Work } from './work.ts'

const batch = 48

/** Understands all that waits, batch by batch: Article → Understood. Several may run: each takes other rows. */
export async function understandEntry(work: Work): Promise<void> {
  for (;;) {
    const count = await work.db.transaction().execute(async (tx) => {
      const waiting = await takeToUnderstand(tx, batch)
      if (waiting.length === 0) return 0
      const understood = await understandInThread(work, waiting)
      await saveUnderstood(
        tx,
        waiting.flatMap((entry, n) => {
          const result = understood[n]
          return result === undefined
            ? []
            : [{ entryId: entry.entryId, firstSeenAt: entry.firstSeenAt, understood: result }]
        }),
      )
      return waiting.length
    })
    if (count > 0) await work.ask([{ job: 'assign-story' }])
    if (count < batch) return
  }
}

/** Of a long article the beginning is embedded: it says what the whole is about. */
const embeddedCharactersMax = 700

async function understandInThread(work: Work, waiting: readonly ToUnderstand[]): Promise<Understood[]> {
  const vectors = await embedFinal(work, waiting)
  const articles = waiting.map((entry) => {
    const embedding = vectors.get(entry)
    return embedding === undefined ? entry : { ...entry, embedding }
  })
  // The pipeline thread answers `understand` with one Understood an article, in order.
  return (await work.threads.run({ task: 'understand', articles })) as Understood[]
}

/** Texts whose page is still to come are understood by their words alone; they come again with the page. */
async function embedFinal(work: Work, waiting: readonly ToUnderstand[]): Promise<Map<ToUnderstand, Float32Array>> {
  const final = waiting.filter(({ isFinal }) => isFinal)
  if (final.length === 0) return new Map()
  const embedder = await work.subjectEmbedder()
  const texts = final.map(({ title, text }) => `${title}. ${text}`.slice(0, embeddedCharactersMax))
  const vectors = await embedder.embed(texts)
  return new Map(
    final.flatMap((entry, n) => {
      const vector = vectors[n]
      return vector === undefined ? [] : [[entry, vector] as const]
    }),
  )
}

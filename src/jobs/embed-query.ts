import { setTimeout as sleep } from 'node:timers/promises'
import type { Embedder } from '../domain/embedding.ts'
import { centreOf, directionAmong } from '../pipeline/readers/match-query.ts'
import { readSubjectFiles } from '../platform/models/subject-files.ts'
import { queriesToEmbed, saveQuery } from '../platform/storage/queries.ts'
import type { Work } from './work.ts'

const batch = 50
/** Of the subjects' labels every so many are enough to tell their middle. */
const everyLabel = 4

/** Labels of subjects are short texts about everything: their middle is where short texts lie. Made once an embedder. */
const centres = new WeakMap<Embedder, Promise<Float32Array | undefined>>()

/** What words mean: see `ReaderQuery.direction`. The first time takes a second, later ones milliseconds. */
async function directionOfWords(embedder: Embedder, words: string): Promise<Float32Array | undefined> {
  const making = centres.get(embedder) ?? centreOfLabels(embedder)
  centres.set(embedder, making)
  making.catch(() => centres.delete(embedder))
  const [centre, [vector]] = await Promise.all([making, embedder.embed([words])])
  return centre === undefined || vector === undefined ? undefined : directionAmong(vector, centre)
}

/** So long a reader waits for what words mean; the service that tells it may be slow, busy or away. */
const readerWaitsMs = 4_000

/** The same for a reader who waits: nothing where it cannot be told, or not soon, and then words alone have to do. */
export async function directionSoon(
  { embedder: open, log }: Pick<Work, 'embedder' | 'log'>,
  words: string,
  waitMs = readerWaitsMs,
): Promise<{ readonly model: string; readonly direction: Float32Array } | undefined> {
  const telling = async () => {
    const embedder = await open()
    const direction = await directionOfWords(embedder, words)
    return direction === undefined ? undefined : { model: embedder.model, direction }
  }
  const failed = (error: unknown): undefined => {
    log.warn({ error: String(error) }, 'what words mean cannot be told; words alone have to do')
    return undefined
  }
  return await Promise.race([telling().catch(failed), sleep(waitMs, undefined, { ref: false })])
}

async function centreOfLabels(embedder: Embedder): Promise<Float32Array | undefined> {
  const { tree } = await readSubjectFiles<{
    readonly tree: { readonly subjects: readonly (readonly [id: string, label: string])[] }
  }>()
  const labels = tree.subjects.flatMap(([, label], place) => (place % everyLabel === 0 ? [label] : []))
  return centreOf(await embedder.embed(labels))
}

/** Gives queries their direction where they have none of the model in use. */
export async function embedQueries({ db, embedder: open }: Pick<Work, 'db' | 'embedder'>): Promise<void> {
  const embedder = await open()
  for (;;) {
    const waiting = await queriesToEmbed(db, embedder.model, batch)
    for (const { readerId, uuid, words } of waiting) {
      const direction = await directionOfWords(embedder, words)
      if (direction === undefined) return
      await saveQuery(db, readerId, { uuid, words, byMeaning: true, model: embedder.model, direction })
    }
    if (waiting.length < batch) return
  }
}

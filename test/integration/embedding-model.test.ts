/** Another embedding model takes the place of the one before: in the background, and never mixed with it. */
import { expect, test } from 'vitest'
import type { Embedder } from '../../src/domain/embedding.ts'
import type { StoryId } from '../../src/domain/ids.ts'
import { embedStory } from '../../src/jobs/embed-story.ts'
import type { Database } from '../../src/platform/storage/database.ts'
import { embeddingProgress, saveVectors, useModel, vectorsOf } from '../../src/platform/storage/embeddings.ts'
import { dropEmptyStories, saveStories } from '../../src/platform/storage/stories.ts'
import { openTestDatabase } from '../harness/database.ts'

/** Points where its own axis points. */
function embedderOf(model: string, dimensions: number): Embedder {
  const vector = Float32Array.from({ length: dimensions }, (_, at) => (at === dimensions - 1 ? 1 : 0))
  return { model, dimensions, embed: async (texts) => texts.map(() => vector) }
}

const stories = Array.from({ length: 120 }, (_, n) => `00000000-0000-4000-8000-${`${n}`.padStart(12, '0')}` as StoryId)

async function lengthsOf(db: Database): Promise<number[]> {
  return [...(await vectorsOf(db, stories)).values()].map(({ length }) => length)
}

const described = stories.map((id, n) => ({
  id,
  headline: `Harbour ${n} opens`,
  language: 'en',
  entryIds: [],
  sourceIds: [],
  firstAtMs: n,
  latestAtMs: n,
  keyPoints: [],
  topics: [],
  entities: [],
  importance: 0,
}))

test('every headline gets a vector of the new model, and until then it has none', async () => {
  await using database = await openTestDatabase()
  const { db } = database
  await saveStories(db, described)
  const first = embedderOf('use-lite-en-512', 4)
  expect(await useModel(db, first.model)).toBe(false)
  await embedStory({ db, now: Date.now, embedder: async () => first })
  expect(await lengthsOf(db)).toEqual(stories.map(() => 4))

  const second = embedderOf('url:other', 6)
  expect(await useModel(db, second.model)).toBe(true)
  expect(await embeddingProgress(db)).toEqual({ model: 'url:other', waiting: 120 })
  expect(await lengthsOf(db)).toEqual([])
  let asked = 0
  const failing: Embedder = {
    ...second,
    embed: async (texts) => {
      asked += 1
      if (asked > 1) throw new Error('the service went away')
      return await second.embed(texts)
    },
  }
  await expect(embedStory({ db, now: Date.now, embedder: async () => failing })).rejects.toThrow('went away')
  expect(await lengthsOf(db)).toEqual(Array.from({ length: 64 }, () => 6))
  await embedStory({ db, now: Date.now, embedder: async () => second })
  expect(await lengthsOf(db)).toEqual(stories.map(() => 6))
  const models = await db.selectFrom('story_embeddings').select('model').distinct().execute()
  expect(models).toEqual([{ model: 'url:other' }])
})

test('vectors are saved beside whoever describes the same stories, and neither waits for the other', async () => {
  await using database = await openTestDatabase()
  const { db } = database
  const embedder = embedderOf('use-lite-en-512', 4)
  await saveStories(db, described)
  await db.transaction().execute(async (describing) => {
    await dropEmptyStories(describing, new Map(), stories.slice(0, 1))
    const rows = described.map(({ id, headline }) => ({ storyId: id, headline, vector: Float32Array.of(1) }))
    // Another connection, while the transaction is open: it would wait for it until the test's time is over.
    await saveVectors(db, embedder.model, rows)
    expect((await embeddingProgress(db)).waiting).toBe(1)
    await dropEmptyStories(describing, new Map(), stories.slice(1, 2))
  })
  await embedStory({ db, now: Date.now, embedder: async () => embedder })
  expect((await embeddingProgress(db)).waiting).toBe(0)
})

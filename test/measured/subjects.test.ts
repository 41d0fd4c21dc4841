import { expect, test } from 'vitest'
import { type Collection, collections, readCollection } from '../../scripts/subject-classes.mjs'
import { classOf } from '../../src/eval/topic-classes.ts'
import { openBuiltInEmbedder } from '../../src/jobs/embedder/built-in-embedder.ts'
import { findSubjects } from '../../src/pipeline/understand/subjects/find-subjects.ts'
import { openSubjectModel, type SubjectFiles } from '../../src/pipeline/understand/subjects/subject-model.ts'
import { readSubjectFiles } from '../../src/platform/models/subject-files.ts'

/** Every so many rows of a collection, so that the suite takes seconds; scripts/fit-subjects.mjs measures all. */
const every = 5

/** The share of rows whose best subjects mean the class that editors gave them. */
async function accuracyOn(collection: Collection): Promise<number | undefined> {
  const rows = readCollection(collection).filter((_, place) => place % every === 0)
  if (rows.length === 0) return undefined
  const model = openSubjectModel(await readSubjectFiles<SubjectFiles>())
  const embedder = await openBuiltInEmbedder({ cacheMax: 0 })
  const vectors = await embedder.embed(rows.map(({ vectorText }) => vectorText))
  await embedder[Symbol.asyncDispose]()
  const right = rows.filter(({ title, text, wanted }, place) => {
    const embedding = vectors[place]
    const topics = findSubjects({ title, text, language: 'en', ...(embedding && { embedding }) }, model)
    return classOf(topics, collection) === wanted
  })
  return right.length / rows.length
}

test.each([
  { name: 'AG News', collection: collections.agNews, least: 0.85 },
  { name: 'MIND news', collection: collections.mindNews, least: 0.75 },
])('subjects agree with the classes of $name', async ({ name, collection, least }) => {
  const accuracy = await accuracyOn(collection)
  if (accuracy === undefined) {
    process.stdout.write(`${collection.file} is absent: nothing is claimed of ${name}\n`)
    return
  }
  process.stdout.write(`${name}: ${accuracy.toFixed(3)}\n`)
  expect(accuracy).toBeGreaterThanOrEqual(least)
})

test('a narrow subject that carries the article decides its class, else the best root that means one', () => {
  const sport = { id: 'medtop:15000000', score: 0.5 }
  const lifestyle = { id: 'medtop:10000000', score: 0.4 }
  const travel = { id: 'medtop:20000563', score: 0.3 }
  expect(classOf([sport, lifestyle, travel], collections.agNews)).toBe('Sports')
  expect(classOf([sport, lifestyle, travel], collections.mindNews)).toBe('travel')
  expect(classOf([lifestyle], collections.agNews)).toBe('none')
  expect(classOf([], collections.mindNews)).toBe('none')
})

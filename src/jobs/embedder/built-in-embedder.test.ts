import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Embedder } from '../../domain/embedding.ts'
import { openBuiltInEmbedder } from './built-in-embedder.ts'

let embedder: Embedder & AsyncDisposable

beforeAll(async () => {
  embedder = await openBuiltInEmbedder({ threads: 2, cacheMax: 100 })
})
afterAll(() => embedder[Symbol.asyncDispose]())

test('sentences of one meaning lie closer than sentences of two', async () => {
  const [harbour, port, cake] = await embedder.embed([
    'Storm closes the harbour of Velmora',
    'Velmora port shut as gale arrives',
    'How to bake a plum cake in an hour',
  ])
  expect(cosine(harbour, port)).toBeGreaterThan(0.6)
  expect(cosine(harbour, cake)).toBeLessThan(0.4)
})

test('order and length follow the input, however many texts and repeats there are', async () => {
  const texts = Array.from({ length: 130 }, (_, index) => `The council of Tarn votes on bridge number ${index % 120}`)
  const together = await embedder.embed(texts)
  expect(together).toHaveLength(texts.length)
  const uncached = await openBuiltInEmbedder({ threads: 1, cacheMax: 0 })
  for (const place of [0, 57, 119, 129]) {
    const [alone] = await uncached.embed([texts[place] ?? ''])
    expect(cosine(together[place], alone)).toBeGreaterThan(0.99999)
  }
  await uncached[Symbol.asyncDispose]()
})

test('text without characters has the zero vector', async () => {
  const [empty, blank] = await embedder.embed(['', ' \n\t'])
  expect([...(empty ?? []), ...(blank ?? [])].every((value) => value === 0)).toBe(true)
  expect(empty).toHaveLength(512)
})

test('words past the bound of a long text do not count', async () => {
  const long = 'The river keeps rising. '.repeat(400)
  const [short, longer] = await embedder.embed([long, `${long}A recipe for soup.`])
  expect(cosine(short, longer)).toBeGreaterThan(0.999999)
})

test('the event loop goes on while vectors are made', async () => {
  let ticks = 0
  const timer = setInterval(() => ticks++, 1)
  await embedder.embed(Array.from({ length: 60 }, (_, index) => `Ferry number ${index} leaves the island of Orr`))
  clearInterval(timer)
  expect(ticks).toBeGreaterThan(0)
})

test('a closed embedder refuses instead of waiting for ever', async () => {
  const closing = await openBuiltInEmbedder({ threads: 1 })
  const asked = closing.embed(['A bridge opens'])
  await closing[Symbol.asyncDispose]()
  await expect(asked).rejects.toThrow('ended')
  await expect(closing.embed(['Another bridge opens'])).rejects.toThrow('closed')
})

function cosine(left?: Float32Array, right?: Float32Array): number {
  return [...(left ?? [])].reduce((sum, value, index) => sum + value * (right?.[index] ?? 0), 0)
}

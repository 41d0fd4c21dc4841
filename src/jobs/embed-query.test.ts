import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { Embedder } from '../domain/embedding.ts'
import { directionSoon } from './embed-query.ts'

const embedderWith = (embed: Embedder['embed']): Embedder => ({ model: 'some', dimensions: 2, embed })
const pointing = embedderWith(async (texts) => texts.map((text) => Float32Array.of(text.length, 1)))
const warned: unknown[] = []
const quiet = (): void => {}
const log = { debug: quiet, info: quiet, warn: (facts: object) => warned.push(facts), error: quiet }

it('tells what words mean, or nothing where the service is slow or away', async () => {
  const soon = async (embedder: () => Promise<Embedder>, waitMs?: number) =>
    await directionSoon({ embedder, log }, 'harbour news', waitMs)
  expect(await soon(async () => pointing)).toMatchObject({ model: 'some', direction: expect.any(Float32Array) })
  const never = embedderWith(async () => await sleep(600_000, [], { ref: false }))
  expect(await soon(async () => never, 5)).toBeUndefined()
  expect(warned).toEqual([])
  const away = async (): Promise<Embedder> => await Promise.reject(new Error('http-503: away'))
  expect(await soon(away)).toBeUndefined()
  expect(warned).toEqual([{ error: 'Error: http-503: away' }])
})

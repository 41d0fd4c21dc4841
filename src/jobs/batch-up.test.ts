import { expect, test } from 'vitest'
import { eventually } from '../../test/harness/until.ts'
import { batchUp } from './batch-up.ts'

test('what comes while a batch is done is the next batch', async () => {
  const batches: (readonly number[])[] = []
  const save = batchUp(
    async (items: readonly number[]) => {
      batches.push(items)
      return await Promise.resolve((item: number) => item * 10)
    },
    { itemsMax: 3 },
  )
  expect(await Promise.all([1, 2, 3, 4, 5].map(save))).toEqual([10, 20, 30, 40, 50])
  expect(batches).toEqual([[1], [2, 3, 4], [5]])
  await save(6)
  expect(batches.at(-1)).toEqual([6])
})

test('a batch that fails fails those who are in it, and no others', async () => {
  const save = batchUp(
    async (items: readonly number[]) => {
      if (items.includes(2)) throw new Error('no twos')
      return await Promise.resolve(() => 'saved')
    },
    { itemsMax: 1 },
  )
  const ended = await Promise.allSettled([1, 2, 3].map(save))
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('a batch is no larger than it may be, unless it is one item alone', async () => {
  const batches: (readonly number[])[] = []
  const save = batchUp(
    async (items: readonly number[]) => {
      batches.push(items)
      return await Promise.resolve(() => undefined)
    },
    { itemsMax: 10, size: { of: (item) => item, max: 5 } },
  )
  await Promise.all([1, 2, 3, 9, 4, 1].map(save))
  expect(batches).toEqual([[1], [2, 3], [9], [4, 1]])
})

test('a second batch is done at the same time where a whole one waits', async () => {
  const begun: (readonly number[])[] = []
  const ends: (() => void)[] = []
  const save = batchUp(
    async (items: readonly number[]) => {
      begun.push(items)
      await new Promise<void>((resolve) => ends.push(resolve))
      return (item: number) => item * 10
    },
    { itemsMax: 2, atOnce: 2 },
  )
  const saved = Promise.all([1, 2, 3, 4, 5, 6].map(save))
  expect(begun).toEqual([[1], [2, 3]])
  ends[1]?.()
  await eventually(() => begun.length === 3)
  expect(begun[2]).toEqual([4, 5])
  // One is left, and waits for whoever is done first.
  ends[2]?.()
  ends[0]?.()
  await eventually(() => begun.length === 4)
  expect(begun[3]).toEqual([6])
  for (const end of ends) end()
  expect(await saved).toEqual([10, 20, 30, 40, 50, 60])
})

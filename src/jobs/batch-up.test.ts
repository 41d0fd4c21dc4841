import { expect, test } from 'vitest'
import { batchUp } from './batch-up.ts'

test('what comes while a batch is done is the next batch', async () => {
  const batches: (readonly number[])[] = []
  const save = batchUp<number>(
    async (items) => {
      batches.push(items)
      await Promise.resolve()
    },
    { itemsMax: 3 },
  )
  await Promise.all([1, 2, 3, 4, 5].map(save))
  expect(batches).toEqual([[1], [2, 3, 4], [5]])
  await save(6)
  expect(batches.at(-1)).toEqual([6])
})

test('a batch that fails fails those who are in it, and no others', async () => {
  const save = batchUp<number>(
    async (items) => {
      if (items.includes(2)) throw new Error('no twos')
    },
    { itemsMax: 1 },
  )
  const ended = await Promise.allSettled([1, 2, 3].map(save))
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

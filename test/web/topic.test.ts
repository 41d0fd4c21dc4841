/** A topic's page. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { topics } from './sample-news.ts'
import { type Serving, serve } from './serving.ts'

let serving: Serving

beforeAll(async () => {
  serving = await serve()
})

afterAll(async () => {
  await serving.close()
  expect(serving.errors).toEqual([])
})

test('a topic says what it holds back in other languages, shows it at a press, and leads back', async () => {
  const path = `/topic/${encodeURIComponent(topics.language.id)}`
  const endOf = async (at: string) => {
    const { document } = await serving.page(at)
    const last = [...document.querySelectorAll('.list-end')].at(-1)
    return [last?.textContent, last?.querySelector('a')?.getAttribute('href')]
  }
  expect(await endOf(path)).toEqual([
    '1 story, the newest first.2 stories in languages that you did not choose. Show',
    `${path}?languages=all`,
  ])
  expect(await endOf(`${path}?languages=all`)).toEqual(['1 story, the newest first.Only languages that I read', path])
})

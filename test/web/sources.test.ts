/** The page of sources when there are very many. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Serving, serve } from './serving.ts'

let serving: Serving

beforeAll(async () => {
  serving = await serve({ readers: ['Mira'] })
})
afterAll(async () => await serving.close())

test('of very many sources some are shown, and all can be found', async () => {
  const { sources } = serving.doors.state
  const [like] = sources
  if (like === undefined) throw new Error('the sample has no source')
  const many = Array.from({ length: 1_000 }, (_, n) => ({
    ...like,
    id: `src-many-${n}`,
    name: `Gazette ${n}`,
    url: `https://gazette-${n}.example/feed`,
    siteUrl: `https://gazette-${n}.example/`,
  }))
  sources.push(...many)
  const names = async (path: string) =>
    [...(await serving.page(path)).document.querySelectorAll('.source-name a')].map((link) => link.textContent)
  try {
    expect((await names('/sources')).length).toBeLessThan(300)
    expect(await names('/sources?find=GAZETTE%20777')).toEqual(['Gazette 777'])
    expect(await names('/sources?find=gazette-778.example')).toEqual(['Gazette 778'])
    const { text } = await serving.page('/sources')
    expect(text).toMatch(/9\d\d more: find them by their names/)
  } finally {
    sources.splice(-many.length)
  }
})

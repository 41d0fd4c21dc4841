/** The page of sources when there are very many. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Serving, serve } from './serving.ts'

let serving: Serving

beforeAll(async () => {
  serving = await serve({ readers: ['Mira'] })
})
afterAll(async () => await serving.close())

test('what a hub does is said beside the settings of its source', async () => {
  const { sources } = serving.doors.state
  const [first, second] = sources
  if (first === undefined || second === undefined) throw new Error('the sample has too few sources')
  const hub = { url: 'https://hub.example/', askedNextAt: '2026-01-08T10:00:00.000Z' }
  const problem = { code: 'hub-silent', message: 'It takes the subscription and does not check it.' }
  sources.splice(
    0,
    2,
    { ...first, hub: { ...hub, sendsUntil: hub.askedNextAt } },
    { ...second, hub: { ...hub, problem } },
  )
  const said = [...(await serving.page('/sources')).document.querySelectorAll('.source-settings .hub')]
  expect(said.map((words) => words.textContent)).toEqual([
    expect.stringMatching(/^The hub hub.example sends what is new, until .*8 January/),
    expect.stringMatching(
      /^The hub hub.example does not send now\. It is asked again .*8 January.* does not check it\.$/,
    ),
  ])
  sources.splice(0, 2, first, second)
})

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

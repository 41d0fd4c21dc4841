/** What a reader muted is out of sight through each door that shows stories. */
import { expect, test } from 'vitest'
import { openOutlets } from '../harness/outlets.ts'
import { openSalient, urlOf } from '../harness/salient.ts'

const headers = { 'content-type': 'application/json' }

test('a muted word keeps its stories off the page, out of search and out of topics', async () => {
  await using outlets = await openOutlets(6, 3)
  await using salient = await openSalient()
  await salient.run(['add', outlets.opmlUrl])
  await salient.run(['refresh', '--wait'])
  const server = salient.start(['serve'])
  const url = await urlOf(server)
  const post = async (path: string, body: unknown): Promise<Response> =>
    await fetch(`${url}/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const headlines = async (path: string): Promise<string[]> => {
    const view = (await (await fetch(`${url}/api/v1/${path}`)).json()) as { stories: { headline: string }[] }
    return view.stories.map(({ headline }) => headline)
  }
  await post('readers', { name: 'ada' })
  const before = await headlines('page')
  const word = before[0]?.split(' ')[0] ?? ''
  expect((await headlines(`search?text=${word}`)).length).toBeGreaterThan(0)
  expect((await post('mutes', { targets: [{ kind: 'words', words: word }] })).status).toBe(200)
  const shown = [...(await headlines('page')), ...(await headlines(`search?text=${word}`))]
  expect(shown.length).toBeLessThan(before.length)
  expect(shown.filter((headline) => headline.includes(word))).toEqual([])
})

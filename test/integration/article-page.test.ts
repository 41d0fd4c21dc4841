/** A single article, added by its page's address, with all that such a page carries. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openOutlets } from '../harness/outlets.ts'
import { openSalient, urlOf } from '../harness/salient.ts'
import { until } from '../harness/until.ts'
import { root } from '../tidy/source-file.ts'

const headers = { 'content-type': 'application/json' }

type Topic = { readonly id: string; readonly label: string; readonly kind: string }

test('becomes an article with its parts apart, entities, and a relation to follow', async () => {
  await using outlets = await openOutlets(1, 1)
  const html = await readFile(join(root, 'test', 'golden', 'pages', 'signing-ceremony.html'), 'utf8')
  outlets.other.set('/world/signing-ceremony', (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(html),
  )
  await using salient = await openSalient()
  const server = salient.start(['serve'])
  const url = await urlOf(server)
  const added = await salient.run(['add', `${outlets.origin}/world/signing-ceremony`])
  expect(added.stdout).toContain('Added the article')
  await fetch(`${url}/api/v1/readers`, { method: 'POST', headers, body: JSON.stringify({ name: 'ada' }) })
  const { stories } = await until('the story', async () => {
    const page = (await (await fetch(`${url}/api/v1/page`)).json()) as { stories: { entryId: string }[] }
    return page.stories.length > 0 ? page : undefined
  })
  const article = (await (await fetch(`${url}/api/v1/articles/${stories[0]?.entryId}`)).json()) as Record<
    string,
    unknown
  >
  expect(article).toMatchObject({
    title: 'Brazil and Japan agree to share port data as Tokyo eases rules on freight',
    keyPoints: [
      'Customs officers of both countries will see the same papers from March',
      'The two sides say that other ports in the region may join later',
    ],
    image: {
      caption: 'Ministers of both countries sign the agreement in a hall of the old customs house.',
      credit: 'Ada Vexley',
    },
    videos: [{ durationSeconds: 273, image: { url: expect.stringMatching(/^\/media\//) } }],
    commentCount: 6,
  })
  expect(article['html']).not.toContain('Advertisement')
  const entities = article['entities'] as { name: string; aliases: string[] }[]
  expect(entities.find(({ name }) => name === 'Japan')?.aliases).toContain('Tokyo')
  expect(entities.find(({ name }) => name === 'Brazil')).toBeDefined()
  const topics = article['topics'] as Topic[]
  const relation = topics.find(({ kind }) => kind === 'relation')
  expect(relation?.label).toBe('Brazil–Japan relations')
  const followed = await fetch(`${url}/api/v1/follows`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ kind: 'topic', topicId: relation?.id }),
  })
  expect(await followed.json()).toMatchObject({ label: 'Brazil–Japan relations' })
})

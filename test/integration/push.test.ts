/** A publisher that sends by itself: new, changed, repeated and withdrawn articles, and what is refused. */
import { expect, test } from 'vitest'
import { openOutlets } from '../harness/outlets.ts'
import { openSalient, type Salient, urlOf } from '../harness/salient.ts'
import { until } from '../harness/until.ts'

const text = (words: string) =>
  `${words} said the harbour office of Vantry on Tuesday. The quay had been closed for eleven days after a crane gave way.`

type Answer = { articles: { id: string; entryId: string; state: string }[]; problems: { at: number; code: string }[] }

const read = async (answer: Response) => (await answer.json()) as Answer

/** A server, and a publisher with a key for it. */
async function openPublisher(salient: Salient) {
  const url = await urlOf(salient.start(['serve']))
  const made = await salient.run(['push-keys', 'add', 'Vantry Post', '--site', 'https://vantry.example/'])
  expect(made.code).toBe(0)
  const authorization = `Bearer ${made.stdout.split('\n')[0] ?? ''}`
  return {
    url,
    keyId: /to revoke it: (\S+)/.exec(made.stdout)?.[1] ?? '',
    push: async (body: unknown, headers: Record<string, string> = {}) =>
      await fetch(`${url}/api/v1/push`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization, ...headers },
        body: JSON.stringify(body),
      }),
    withdraw: async (id: string) =>
      await fetch(`${url}/api/v1/push/${encodeURIComponent(id)}`, { method: 'DELETE', headers: { authorization } }),
  }
}

test('pushed articles come in once, change, and disappear when they are withdrawn', async () => {
  await using salient = await openSalient()
  const { url, keyId, push, withdraw } = await openPublisher(salient)
  const article = async (entryId: string) =>
    (await (await fetch(`${url}/api/v1/articles/${entryId}`)).json()) as { title?: string; error?: { code: string } }
  await fetch(`${url}/api/v1/readers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'ada' }),
  })

  const own = {
    id: 'quay',
    url: 'https://vantry.example/quay',
    title: 'Vantry quay opens',
    text: text('Cranes move again'),
  }
  const linked = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    url: 'https://vantry.example/vote',
    headline: 'Council of Vantry votes on the mole',
    articleBody: text('The mole will be longer'),
    datePublished: '2026-01-05T08:00:00Z',
    author: { '@type': 'Person', name: 'Iva Dornan' },
  }
  const first = await read(await push([own, linked, { title: 'no id' }], { 'idempotency-key': 'one' }))
  expect(first.articles.map(({ state }) => state)).toEqual(['added', 'added'])
  expect(first.problems).toMatchObject([{ at: 2, code: 'push-invalid' }])
  // Sent again: the same answer, and nothing twice.
  expect(await read(await push([own, linked, { title: 'no id' }], { 'idempotency-key': 'one' }))).toEqual(first)
  expect((await push([own], { 'idempotency-key': 'one' })).status).toBe(409)
  expect((await read(await push([own]))).articles[0]?.state).toBe('unchanged')
  expect((await salient.status()).entries).toBe(2)

  const changed = await read(await push({ ...own, title: 'Vantry quay opens a day late' }))
  expect(changed.articles[0]?.state).toBe('changed')
  const entryId = changed.articles[0]?.entryId ?? ''
  expect((await article(entryId)).title).toBe('Vantry quay opens a day late')

  await until('both to be in a story', async () => ((await salient.status()).stories === 2 ? true : undefined))
  const gone = await withdraw('https://vantry.example/vote')
  expect((await read(gone)).articles).toMatchObject([{ state: 'withdrawn' }])
  expect((await article(first.articles[1]?.entryId ?? '')).error?.code).toBe('article-unknown')
  expect(await salient.status()).toMatchObject({ entries: 1, articles: 1, stories: 1 })
  expect((await read(await push({ id: 'https://vantry.example/vote', withdrawn: true }))).articles[0]?.state).toBe(
    'unknown',
  )

  expect((await push([])).status).toBe(422)
  expect((await push(own, { authorization: 'Bearer wrong' })).status).toBe(401)
  expect((await salient.run(['push-keys', 'revoke', keyId])).code).toBe(0)
  expect((await push(own)).status).toBe(401)
  expect((await salient.run(['push-keys', 'list'])).stdout).toContain('revoked')
})

test('an article is withdrawn by its own id, whatever characters that has', async () => {
  await using salient = await openSalient()
  const { push, withdraw } = await openPublisher(salient)
  const ids = [
    'https://vantry.example/a%20b',
    'https://vantry.example/a b/',
    'caf%C3%A9',
    'café',
    '100% wool',
    '100%25 wool',
    'a%2Fb',
    'a/b//c',
    'quay?page=2&of=3+4',
    'quay#crane',
    'набережная/岸壁',
    'quay;v=1\\2:"3"',
    'quay\nof Vantry',
    'quay\u2028of\rVantry',
  ]
  const sent = await read(await push(ids.map((id) => ({ id, title: `Quay ${id}`, text: text('Cranes move') }))))
  expect(sent.articles.map(({ id, state }) => [id, state])).toEqual(ids.map((id) => [id, 'added']))
  for (const [n, id] of ids.entries()) {
    const answer = await withdraw(id)
    expect([id, answer.status]).toEqual([id, 200])
    expect((await read(answer)).articles).toEqual([{ ...sent.articles[n], state: 'withdrawn' }])
  }
  expect((await salient.status()).entries).toBe(0)
})

test('an article that is sent and withdrawn in one body counts as it was sent last', async () => {
  await using salient = await openSalient()
  const { push } = await openPublisher(salient)
  const states = async (...articles: readonly object[]) =>
    (await read(await push({ articles }))).articles.map(({ id, state }) => `${id} ${state}`)
  const quay = { id: 'quay', title: 'Vantry quay opens', text: text('Cranes move again') }
  const mole = { id: 'mole', title: 'The mole of Vantry is longer', text: text('The mole was built') }
  const gone = (id: string) => ({ id, withdrawn: true })

  expect(await states(quay, mole, gone('quay'))).toEqual(['quay unknown', 'mole added', 'quay unknown'])
  expect((await salient.status()).entries).toBe(1)
  expect(await states(gone('mole'), quay, { ...mole, title: 'The mole is shorter' })).toEqual([
    'mole changed',
    'quay added',
    'mole changed',
  ])
  expect((await salient.status()).entries).toBe(2)
  expect(await states(gone('quay'), { ...mole, title: 'The mole is gone' }, gone('mole'))).toEqual([
    'quay withdrawn',
    'mole withdrawn',
    'mole withdrawn',
  ])
  expect((await salient.status()).entries).toBe(0)
})

const atomEntry = (name: string) =>
  `<entry><id>tag:vantry.example,2026:${name}</id><title>${name} reaches the quay of Vantry</title><updated>2026-02-01T10:00:00Z</updated><content>${text(name)}</content></entry>`
const atom = (inner: string) =>
  `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><id>tag:vantry.example,2026:feed</id><title>Vantry Post</title>${inner}</feed>`

test('an entry that a feed withdrew disappears, with its story when it was alone in it', async () => {
  await using outlets = await openOutlets(1, 1)
  let body = atom(atomEntry('Rope') + atomEntry('Anchor'))
  outlets.other.set('/post', (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/atom+xml' }).end(body),
  )
  await using salient = await openSalient()
  await salient.run(['add', `${outlets.origin}/post`])
  await salient.run(['refresh', '--wait'])
  expect(await salient.status()).toMatchObject({ entries: 2, articles: 2, stories: 2 })
  body = atom(
    `${atomEntry('Anchor')}<at:deleted-entry ref="tag:vantry.example,2026:Rope" when="2026-02-02T10:00:00Z"/><at:deleted-entry ref="tag:vantry.example,2026:Anchor" when="2026-01-02T10:00:00Z"/>`,
  )
  await salient.run(['refresh', '--wait'])
  expect(await salient.status()).toMatchObject({ entries: 1, articles: 1, stories: 1 })
})

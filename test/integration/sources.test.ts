/** What a person decides about sources, through the API of the real program; and what is shown of changed articles. */
import { expect, test } from 'vitest'
import type { ArticleView, SourceView } from '../../src/server/api/contract.ts'
import { openOutlets } from '../harness/outlets.ts'
import { openSalient, urlOf } from '../harness/salient.ts'

const msMax = 300_000

const list = (origin: string) => `<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
  <outline text="Coast"><outline text="North &amp; East"><outline text="First" xmlUrl="${origin}/0.xml"/></outline>
  <outline text="Second" xmlUrl="${origin}/1.xml"/></outline>
  <outline text="Nowhere" xmlUrl="gopher://outlet.example/"/></body></opml>`

test(
  'folders come and go with OPML; a name, a folder and an interval that a person chose stay',
  async () => {
    await using outlets = await openOutlets(2, 2)
    await using salient = await openSalient()
    const server = salient.start(['serve'])
    const api = `${await urlOf(server)}/api/v1`
    await send(api, 'POST', '/readers', { name: 'Mira' })
    const added = await send<{ added: { id: string }[] }>(api, 'POST', '/sources/opml', { opml: list(outlets.origin) })
    expect(added.added).toHaveLength(2)
    const id = added.added[0]?.id ?? ''

    const settings = { name: 'The First', folders: ['Inland'], fullText: 'never', intervalMinutes: 30 }
    const set = await send<SourceView>(api, 'PUT', `/sources/${id}`, settings)
    expect(set).toMatchObject({
      name: 'The First',
      folders: ['Inland'],
      settings: { name: 'The First', fullText: 'never', intervalMinutes: 30 },
    })
    for (const _time of ['first', 'second']) expect(await salient.run(['refresh', '--wait'])).toMatchObject({ code: 0 })
    const read = await send<SourceView>(api, 'GET', `/sources/${id}`)
    expect(read).toMatchObject({ name: 'The First', state: 'healthy', failureCount: 0 })
    expect(read.intervalWhy).toContain('set to be asked every 30 minutes')
    expect(read.bytesReceived).toBeGreaterThan(0)
    // The second time it was asked nothing had changed.
    expect(read.bytesSaved).toBeGreaterThan(0)

    const opml = await (await fetch(`${api}/sources/opml`)).text()
    expect(opml).toBe((await salient.run(['export'])).stdout)
    expect(opml).toMatch(/<outline text="Coast"[^>]*>\s*<outline type="rss" text="Outlet \/1.xml"/)
    expect(opml).toMatch(/<outline text="Inland"[^>]*>\s*<outline type="rss" text="The First"/)

    await send(api, 'PUT', `/sources/${id}`, { name: null, intervalMinutes: null })
    await salient.run(['refresh', '--wait'])
    expect(await send<SourceView>(api, 'GET', `/sources/${id}`)).toMatchObject({
      name: 'Outlet /0.xml',
      settings: { fullText: 'never' },
    })
    expect(await send(api, 'PUT', `/sources/${id}`, { intervalMinutes: 1 })).toMatchObject({
      error: { code: 'request-invalid' },
    })
    expect(await send(api, 'PUT', '/sources/none', {})).toMatchObject({ error: { code: 'source-unknown' } })
  },
  msMax,
)

test(
  'a changed entry shows its new text, and what stood there before',
  async () => {
    await using outlets = await openOutlets(0, 0)
    await using salient = await openSalient()
    let text = 'Nine cutters left the harbour at noon.'
    outlets.other.set('/changing.xml', (_request, response) => {
      response
        .writeHead(200, { 'content-type': 'application/rss+xml' })
        .end(
          `<rss version="2.0"><channel><title>Changing</title><item><guid isPermaLink="false">a</guid><title>Cutters leave</title><description>${text}</description></item></channel></rss>`,
        )
    })
    expect(await salient.run(['add', `${outlets.origin}/changing.xml`])).toMatchObject({ code: 0 })
    await salient.run(['refresh', '--wait'])
    text = 'Eleven cutters left the harbour at noon.'
    await salient.run(['refresh', '--wait'])
    const server = salient.start(['serve'])
    const api = `${await urlOf(server)}/api/v1`
    await send(api, 'POST', '/readers', { name: 'Mira' })
    const { stories } = await send<{ stories: { entryId?: string }[] }>(api, 'GET', '/page')
    const article = await send<ArticleView>(api, 'GET', `/articles/${stories[0]?.entryId}`)
    expect(article.html).toContain('Eleven cutters')
    expect(article.edits).toEqual([
      { at: expect.any(String), title: 'Cutters leave', text: 'Nine cutters left the harbour at noon.' },
    ])
  },
  msMax,
)

async function send<Answer>(api: string, method: string, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(api + path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  return (await answer.json()) as Answer
}

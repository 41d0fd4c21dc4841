/** 14. WebSub: intent is verified, signatures are checked, leases renewed, and polling goes on slowly as a safety net. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { openOutlets } from '../harness/outlets.ts'
import { headersOf, openSalient, urlOf } from '../harness/salient.ts'
import { until } from '../harness/until.ts'
import { root } from '../tidy/source-file.ts'

type Hub = AsyncDisposable & {
  readonly url: string
  readonly said: () => Promise<{ log: { did: string; confirmed?: boolean; mode?: string }[]; subscribers: string[] }>
  readonly publish: (what: object) => Promise<number[]>
}

async function openHub(): Promise<Hub> {
  const child: ChildProcess = spawn(process.execPath, [join(root, 'test', 'harness', 'hub.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (child.stdout === null) throw new Error('the hub has no output')
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
  return {
    url,
    said: async () => (await (await fetch(url)).json()) as Awaited<ReturnType<Hub['said']>>,
    publish: async (what) => {
      const answer = await fetch(`${url}/publish`, { method: 'POST', body: JSON.stringify(what) })
      return ((await answer.json()) as { statuses: number[] }).statuses
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await new Promise((resolve) => server.close(resolve))
  return port
}

const item = (name: string, title: string) =>
  `<item><title>${title}</title><guid isPermaLink="false">${name}</guid><pubDate>${new Date().toUTCString()}</pubDate><description>The lock keeper of Tessel said on Monday that ${title.toLowerCase()}.</description></item>`

const feedOf = (self: string, hub: string, items: string) =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Tessel Herald</title><link>http://tessel.example/</link><description>News</description><atom:link rel="self" href="${self}"/><atom:link rel="hub" href="${hub}"/>${items}</channel></rss>`

test('14. what a hub sends comes in when it is signed, and only then', async () => {
  await using hub = await openHub()
  await using outlets = await openOutlets(1, 1)
  const topic = `${outlets.origin}/herald`
  let polls = 0
  outlets.other.set('/herald', (_request, response) => {
    polls += 1
    const body = feedOf(topic, `${hub.url}/`, item('first', 'A lock opens at Tessel'))
    response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(body)
  })
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  await using salient = await openSalient({ env: { SALIENT_PORT: String(port), SALIENT_BASE_URL: publicUrl } })
  const server = salient.start(['serve'])
  await urlOf(server)
  expect((await salient.run(['add', topic])).code).toBe(0)
  await salient.run(['refresh', '--wait'])

  const { subscribers, log } = await until('the hub to have a subscriber', async () => {
    const said = await hub.said()
    return said.subscribers.length > 0 ? said : undefined
  })
  expect(log.map(({ did }) => did)).toEqual(['asked', 'verify'])
  expect(subscribers[0]?.startsWith(`${publicUrl}/websub/`)).toBe(true)

  const listed = async () => (await salient.run(['sources'])).stdout
  await until('the hub to be told of', async () =>
    (await listed()).includes(`hub ${hub.url}/: sends what is new until`),
  )

  const sent = feedOf(topic, `${hub.url}/`, item('second', 'A ferry is named after the keeper'))
  const forged = { topic, contentType: 'application/rss+xml', body: sent, signature: `sha256=${'0'.repeat(64)}` }
  const entriesBefore = (await salient.status()).entries
  // Answered like a right one, and not looked at: the next, right one brings exactly one entry.
  expect(await hub.publish(forged)).toEqual([202])
  expect(await hub.publish({ topic, contentType: 'application/rss+xml', body: sent })).toEqual([202])
  expect(await hub.publish({ topic, contentType: 'application/rss+xml', body: sent })).toEqual([202])
  expect((await salient.status()).entries).toBe(entriesBefore + 1)

  const { sources } = (await (
    await fetch(`${publicUrl}/api/v1/sources`, { headers: await headersOf(salient, 'ada') })
  ).json()) as {
    sources: { hub?: { url: string; sendsUntil?: string } }[]
  }
  expect(sources.map((source) => [source.hub?.url, source.hub?.sendsUntil !== undefined])).toEqual([
    [`${hub.url}/`, true],
  ])

  // A forged verification is not confirmed.
  const foreign = await fetch(
    `${subscribers[0]}?hub.mode=subscribe&hub.topic=http://elsewhere.example/&hub.challenge=x&hub.lease_seconds=60`,
  )
  expect(foreign.status).toBe(404)
  const unknown = await fetch(`${publicUrl}/websub/nobody?hub.mode=subscribe&hub.topic=${topic}&hub.challenge=x`)
  expect(unknown.status).toBe(404)

  // While the lease holds, the source is polled slowly.
  const before = polls
  await salient.run(['refresh', '--wait'])
  expect(polls).toBeGreaterThan(before)
  const { stdout } = await salient.run(['sources'])
  expect(stdout).toContain('Its hub sends what is new')

  // A source that was removed is gone for its hub, too.
  await salient.run(['sources', '--remove', topic])
  expect(await hub.publish({ topic, contentType: 'application/rss+xml', body: sent })).toEqual([410])
})

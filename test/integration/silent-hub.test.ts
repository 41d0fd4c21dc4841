/** Hubs that take a subscription and say nothing more are asked ever more seldom; those that check at once are left alone. */
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sourceIdOf } from '../../src/domain/derive-id.ts'
import { answerHub } from '../../src/jobs/hear-hub.ts'
import { followHub, renewSubscriptions } from '../../src/jobs/renew-subscriptions.ts'
import type { Work } from '../../src/jobs/work.ts'
import { addSources, listSources } from '../../src/platform/storage/sources.ts'
import { workOfSuite } from '../harness/work.ts'

const held = workOfSuite()
const hourMs = 3_600_000
const leaseSeconds = 86_400
let checksAtOnce = false
let origin = ''
let work: Work

const hub = createServer((request, response) => {
  void (async () => {
    const form = new URLSearchParams(await text(request))
    const token = new URL(form.get('hub.callback') ?? '').pathname.split('/').at(-1) ?? ''
    const topic = form.get('hub.topic') ?? ''
    if (checksAtOnce)
      await answerHub(work, token, { mode: 'subscribe', topic, challenge: 'x', leaseSeconds, reason: '' })
    response.writeHead(202).end()
  })()
})

beforeAll(async () => {
  await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve))
  const address = hub.address()
  origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  work = { ...held.work, publicUrl: 'http://127.0.0.1:1' }
})
afterAll(() => {
  hub.closeAllConnections()
  hub.close()
})

async function subscribed(name: string) {
  const feedUrl = `${origin}/${name}`
  const sourceId = sourceIdOf(feedUrl)
  await addSources(work.db, [{ id: sourceId, kind: 'feed', feedUrl, title: name, folders: [] }])
  await followHub(work.db, work, { sourceId, hubUrl: `${origin}/hub`, topicUrl: feedUrl })
  return {
    /** Asks the hub, and tells after how many hours it is asked again, and what is wrong. */
    ask: async () => {
      await sql`update hub_subscriptions set next_at = now() - interval '1 second'
        where source_id = ${sourceId}`.execute(work.db)
      await renewSubscriptions(work)
      const [source] = await listSources(work.db, sourceId)
      const hours = ((source?.hub?.askedNextAt.getTime() ?? 0) - work.now()) / hourMs
      return { hours: Math.round(hours * 10) / 10, problem: source?.hub?.problem?.code }
    },
  }
}

test('a silent hub is asked after an hour, after two, and in the end once a day, and is told of', async () => {
  checksAtOnce = false
  const { ask } = await subscribed('silent')
  expect(await ask()).toEqual({ hours: 1, problem: undefined })
  const later = [await ask(), await ask(), await ask(), await ask(), await ask(), await ask()]
  expect(later.map(({ hours }) => hours)).toEqual([2, 4, 8, 16, 24, 24])
  expect(later.every(({ problem }) => problem === 'hub-silent')).toBe(true)
  checksAtOnce = true
  expect(await ask()).toEqual({ hours: 19.2, problem: undefined })
})

test('a hub that checks before it answers is asked when its lease runs out, not after an hour', async () => {
  checksAtOnce = true
  const { ask } = await subscribed('swift')
  expect(await ask()).toEqual({ hours: 19.2, problem: undefined })
})

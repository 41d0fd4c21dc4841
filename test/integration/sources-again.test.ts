/** Sources over time: removed and added again, stopped and alive again, asked by hand, counted, and clocks that were set. */
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { sourceIdOf } from '../../src/domain/derive-id.ts'
import type { SourceId } from '../../src/domain/ids.ts'
import { addByUrl } from '../../src/jobs/add-sources.ts'
import { receivePush } from '../../src/jobs/receive-push.ts'
import { refreshSources } from '../../src/jobs/refresh-source.ts'
import { takeIn } from '../../src/jobs/take-in.ts'
import { takeUpWork } from '../../src/jobs/take-up-work.ts'
import { parsePushed } from '../../src/pipeline/feeds/pushed-articles.ts'
import { takeDueSources } from '../../src/platform/storage/due-sources.ts'
import { createPushKey, listPushKeys, pushKeyOf } from '../../src/platform/storage/push-keys.ts'
import { addSources, listSources, removeSource } from '../../src/platform/storage/sources.ts'
import { sourceDoors } from '../../src/server/doors/source-doors.ts'
import { gateAnswers } from '../harness/gated-answers.ts'
import { workOfSuite } from '../harness/work.ts'
import { hostileServer } from '../net/hostile-server.ts'

const dayMs = 86_400_000

const held = workOfSuite()
const { work } = held
beforeEach(() => {
  held.clock.nowMs = Date.now()
})

const feed = `<rss version="2.0"><channel><title>Gull Post</title>
<item><guid>1</guid><title>Ferry returns</title></item><item><guid>2</guid><title>Ferry leaves</title></item></channel></rss>`

async function added(url: string): Promise<SourceId> {
  const result = await addByUrl(work, url)
  if (result.kind !== 'source') throw new Error(`expected a source, got ${JSON.stringify(result)}`)
  return result.id
}

async function healthOf(id: SourceId) {
  const [source] = await listSources(work.db, id)
  if (source === undefined) throw new Error('there is no such source')
  return source
}

async function refresh(id: SourceId): Promise<void> {
  await refreshSources(work, { sourceIds: [id], atMs: held.clock.nowMs })
}

describe('how many entries of a source are known', () => {
  test('stays what it is when the source is removed and added again', async () => {
    await using server = await hostileServer((_, response) => response.end(feed))
    const id = await added(`${server.origin}/feed`)
    expect((await healthOf(id)).entries).toBe(2)
    await removeSource(work.db, id)
    expect(await added(`${server.origin}/feed`)).toBe(id)
    expect((await healthOf(id)).entries).toBe(2)
  })

  test('counts what is pushed, and what is withdrawn no more', async () => {
    const feedUrl = 'https://vantry.example/#push'
    const id = sourceIdOf(feedUrl)
    await addSources(work.db, [{ id, kind: 'push', feedUrl, title: 'Vantry Post', folders: [] }])
    const key = await pushKeyOf(work.db, (await createPushKey(work.db, { sourceId: id, name: 'Vantry Post' })).key)
    if (key === undefined) throw new Error('no key')
    const pushed = async (...articles: object[]) => {
      await receivePush(work, { key, articles: parsePushed(articles) })
      return (await healthOf(id)).entries
    }
    const [quay, mole] = [
      { id: 'quay', title: 'Quay opens' },
      { id: 'mole', title: 'Mole grows' },
    ]
    expect(await pushed(quay, mole)).toBe(2)
    expect(await pushed(quay, { ...mole, title: 'Mole shrinks' })).toBe(2)
    expect(await pushed({ id: 'quay', withdrawn: true })).toBe(1)
    const doors = sourceDoors(work, { catalogue: [], subjects: [], places: [] })
    expect(await doors.refresh(id)).toMatchObject({ refused: { code: 'source-not-asked' } })
  })
})

test('a key with which a publisher pushes ends with its source', async () => {
  const feedUrl = 'https://quay.example/#push'
  const id = sourceIdOf(feedUrl)
  const source = { id, kind: 'push', feedUrl, title: 'Quay Post', folders: [] } as const
  await addSources(work.db, [source])
  const { key } = await createPushKey(work.db, { sourceId: id, name: 'Quay Post' })
  await removeSource(work.db, id)
  await addSources(work.db, [source])
  expect(await pushKeyOf(work.db, key)).toBeUndefined()
  expect((await listPushKeys(work.db)).find(({ sourceId }) => sourceId === id)?.revokedAt).toBeInstanceOf(Date)
})

test('what comes of a source after it was removed comes to nobody', async () => {
  let answerNow = (): void => {}
  const asked = new Promise<void>((resolve) => {
    answerNow = resolve
  })
  let hold = false
  await using server = await hostileServer(async (_, response) => {
    if (hold) {
      answerNow()
      await removed
    }
    response.end(hold ? feed.replaceAll('<guid>', '<guid>new-') : feed)
  })
  const id = await added(`${server.origin}/feed`)
  let removedNow = (): void => {}
  const removed = new Promise<void>((resolve) => {
    removedNow = resolve
  })
  hold = true
  held.clock.nowMs += 1_000
  const fetching = refresh(id)
  await asked
  await removeSource(work.db, id)
  removedNow()
  await fetching
  const count = async () => await work.db.selectFrom('entries').select('id').where('source_id', '=', id).execute()
  expect(await count()).toHaveLength(2)
  const late = {
    id: sourceIdOf('x') as never,
    entry: { id: 'x', authors: [], categories: [], enclosures: [], media: [] },
  }
  const article = { videos: [], keyPoints: [], related: [], html: '', text: '' }
  const entries = [{ ...late, title: 'Late', publishedAtMs: held.clock.nowMs, article }]
  expect(await takeIn(work, { sourceId: id, entries })).toEqual({ added: [], changed: [] })
  expect(await count()).toHaveLength(2)
})

describe('a source that stopped', () => {
  const stopped = async () => {
    const state = { gone: false }
    const server = await hostileServer((_, response) =>
      response.writeHead(state.gone ? 410 : 200).end(state.gone ? '' : feed),
    )
    const id = await added(`${server.origin}/feed`)
    state.gone = true
    held.clock.nowMs += 1_000
    await refresh(id)
    expect((await healthOf(id)).stoppedAt).toBeDefined()
    state.gone = false
    held.clock.nowMs += 120_000
    return { server, state, id }
  }

  test('goes on when it is added again and answers', async () => {
    const { server, id } = await stopped()
    await using _ = server
    expect(await added(`${server.origin}/feed`)).toBe(id)
    expect(await healthOf(id)).toMatchObject({ failures: 0 })
    expect((await healthOf(id)).stoppedAt).toBeUndefined()
  })

  test('is asked again by hand, and only by hand', async () => {
    const { server, state, id } = await stopped()
    await using _ = server
    state.gone = true
    const doors = sourceDoors(work, { catalogue: [], subjects: [], places: [] })
    expect(await doors.refresh(id)).toEqual({ queued: 1 })
    expect(await takeDueSources(work.db, { limit: 1_000, leaseMs: 60_000 })).toContain(id)
    await refresh(id)
    expect((await healthOf(id)).stoppedAt).toBeDefined()
    await doors.refresh()
    expect(await takeDueSources(work.db, { limit: 1_000, leaseMs: 60_000 })).not.toContain(id)
  })
})

test('all are asked by hand but those asked just now, however often others were', async () => {
  await using server = await hostileServer((_, response) => response.end(feed))
  const doors = sourceDoors(work, { catalogue: [], subjects: [], places: [] })
  held.clock.nowMs -= 90_000
  const early = await added(`${server.origin}/early`)
  held.clock.nowMs += 90_000
  const late = await added(`${server.origin}/late`)
  for (const { id } of await listSources(work.db)) if (id !== early && id !== late) await removeSource(work.db, id)
  expect(await doors.refresh()).toEqual({ queued: 1 })
  expect(await takeDueSources(work.db, { limit: 1_000, leaseMs: 60_000 })).toEqual([early])
  await refresh(early)
  expect(await doors.refresh()).toMatchObject({ refused: { code: 'refresh-too-soon' } })
})

describe('a clock that was set back', () => {
  test('leaves no source waiting for the time that it told', async () => {
    await using server = await hostileServer((_, response) => response.end(feed))
    held.clock.nowMs = Date.now() + 400 * dayMs
    const id = await added(`${server.origin}/feed`)
    held.clock.nowMs = Date.now()
    await takeUpWork(work)
    expect(await takeDueSources(work.db, { limit: 1_000, leaseMs: 60_000 })).toContain(id)
    const doors = sourceDoors(work, { catalogue: [], subjects: [], places: [] })
    expect(await doors.refresh(id)).toEqual({ queued: 1 })
    const before = server.seen.length
    await refresh(id)
    expect(server.seen.length).toBe(before + 1)
  })

  test('a source that waits for as long as its server wished goes on waiting', async () => {
    await using server = await hostileServer((_, response) =>
      response.setHeader('Cache-Control', 'max-age=99999999').end(feed),
    )
    const id = await added(`${server.origin}/feed`)
    await takeUpWork(work)
    expect(await takeDueSources(work.db, { limit: 1_000, leaseMs: 60_000 })).not.toContain(id)
  })
})

test('a feed that cannot be kept is told of, and asked again later', async () => {
  await using server = await hostileServer((_, response) => response.end(feed))
  const id = await added(`${server.origin}/feed`)
  await sql`alter table articles add constraint no_herring check (title <> 'Herring')`.execute(work.db)
  await using worse = await hostileServer((_, response) => response.end(feed.replace('Ferry leaves', 'Herring')))
  await work.db
    .updateTable('sources')
    .set({ feed_url: `${worse.origin}/feed` })
    .where('id', '=', id)
    .execute()
  held.clock.nowMs += 1_000
  await refresh(id)
  await sql`alter table articles drop constraint no_herring`.execute(work.db)
  const source = await healthOf(id)
  expect(source).toMatchObject({ failures: 1, problem: { code: 'not-kept' } })
  expect(source.nextDueAt.getTime()).toBeGreaterThan(held.clock.nowMs)
})

test('a list that was text when it came is read as text, whatever encoding it says it was in', async () => {
  const doors = sourceDoors(work, { catalogue: [], subjects: [], places: [] })
  const list = `<?xml version="1.0" encoding="windows-1251"?><opml><body>
    <outline text="Новости العرب" xmlUrl="http://news.example/feed"/></body></opml>`
  // Lists are the same for all readers.
  const reader = { id: '', name: 'ada' } as unknown as Parameters<typeof doors.addOpml>[0]
  expect(await doors.addOpml(reader, list)).toMatchObject({ added: [{ name: 'Новости العرب' }] })
})

test('sources that a job could not even look up are free for the next one', async () => {
  const { db: gated, gate } = gateAnswers(work.db)
  const id = sourceIdOf('http://news.example/other')
  work.refreshing.add(id)
  gate.pass = async () => {
    throw new Error('the connection is gone')
  }
  await expect(refreshSources({ ...work, db: gated }, { sourceIds: [id], atMs: held.clock.nowMs })).rejects.toThrow(
    'gone',
  )
  expect(work.refreshing.has(id)).toBe(false)
})

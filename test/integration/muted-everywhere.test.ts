/**
 * What a reader muted is behind no door, whatever is muted: ten thousand cases at the real server over a real database. A case
 * is one mute, looked for in one answer; every id that stands in the answer counts, whatever its form.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StoryId } from '../../src/domain/ids.ts'
import type { Story } from '../../src/domain/story.ts'
import { drawsFrom } from '../../src/eval/metrics/bootstrap.ts'
import type { FollowView } from '../../src/server/api/contract.ts'
import type { MuteTarget } from '../../src/server/doors.ts'
import {
  type Ask,
  doings,
  type InventedNews,
  openInventedNews,
  sourceCount,
  sourceOf,
  storyIdOf,
  topicCount,
  topicOf,
  towns,
} from '../harness/invented-news.ts'

const readers = 175
const storyCount = 24
const casesMin = 10_000
const atOnce = 8

let news: InventedNews

beforeAll(async () => {
  news = await openInventedNews({ stories: storyCount, seed: 11 })
}, 120_000)

afterAll(async () => await news[Symbol.asyncDispose]())

/** The draws of one reader: always the same, whoever is served first. */
function drawsOf(n: number): Draws {
  const draw = drawsFrom(n)
  return (below) => Math.floor(draw() * below)
}
type Draws = (below: number) => number

function anyTarget(whole: Draws): MuteTarget {
  const kind = whole(3)
  if (kind === 0) return { kind: 'words', words: (whole(2) === 0 ? towns[whole(10)] : doings[whole(5)]) ?? '' }
  if (kind === 1) return { kind: 'topic', topicId: topicOf(whole(topicCount)) }
  return { kind: 'source', sourceId: sourceOf(whole(sourceCount)) }
}

/** Told apart from the program's own matcher by being written for these few words. */
function isMuted(story: Story, targets: readonly MuteTarget[]): boolean {
  const text = [story.headline, ...story.keyPoints].join(' ')
  const muted = new Set(targets.flatMap((target) => (target.kind === 'source' ? [target.sourceId] : [])))
  return (
    story.sourceIds.every((id) => muted.has(id)) ||
    targets.some((target) => {
      if (target.kind === 'words') return text.includes(target.words)
      return target.kind === 'topic' && story.topics.some(({ id }) => id === target.topicId)
    })
  )
}

/** What one reader asks for. On a muted topic's own page its stories are what was asked for. */
function pathsOf(
  targets: readonly MuteTarget[],
  { whole, feeds, withPages }: { readonly whole: Draws; readonly feeds: string; readonly withPages: boolean },
): string[] {
  const muted = new Set(targets.flatMap((target) => (target.kind === 'topic' ? [target.topicId as string] : [])))
  const topics = Array.from({ length: 5 }, () => topicOf(whole(topicCount))).filter((id) => !muted.has(id))
  const words = (): string => (whole(2) === 0 ? towns[whole(10)] : doings[whole(5)]) ?? ''
  const api = [
    'page',
    'page?show=left-out',
    `search?text=${words()}&limit=50`,
    `search?text=${words()}&limit=50`,
    `search?text=${words()}&limit=50&order=newest`,
    `search?limit=50&order=newest&topicId=${encodeURIComponent(topicOf(whole(topicCount)))}`,
    ...topics.map((id) => `topics/${encodeURIComponent(id)}`),
    ...Array.from({ length: 3 }, () => `stories/${storyIdOf(whole(storyCount))}`),
    'export',
  ].map((path) => `/api/v1/${path}`)
  const [topic] = topics
  const named = topic === undefined ? ['page.json'] : ['page.json', `topic/${encodeURIComponent(topic)}.json`]
  const format = ['atom', 'rss', 'json'][whole(3)] ?? ''
  const seen = withPages
    ? ['/', `/search?text=${words()}`, `/story/${storyIdOf(whole(storyCount))}`, ...topics.map((id) => `/topic/${id}`)]
    : []
  return [...api, ...named.map((name) => `/feeds/${feeds}/${name.replace('json', format)}`), ...seen]
}

const idPattern = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** The stories that an answer gives away; the one that was asked for does not count. */
function storiesIn(text: string, path: string): Story[] {
  const asked = new Set(path.match(idPattern))
  const found = new Set(text.match(idPattern))
  return [...news.stories.values()].filter(
    ({ id, entryIds }) => !asked.has(id) && (found.has(id) || entryIds.some((entry) => found.has(entry))),
  )
}

test('what a feed says of a story is as true when it is read later, and the same while nothing is new', async () => {
  const reader = await news.reader('feed')
  const itemsAt = async (atMs: number) => {
    const stories = await news.open.doors.pageFeed(reader, atMs)
    return new Map(stories.map((story) => [story.id, story]))
  }
  const { nowMs } = news.work.clock
  const [now, later] = [await itemsAt(nowMs), await itemsAt(nowMs + 7 * 60_000)]
  const both = [...now.keys()].filter((id) => later.has(id))
  expect(both.length).toBeGreaterThan(5)
  for (const id of both) {
    expect(later.get(id)).toEqual(now.get(id))
    expect(now.get(id)?.reasons.join()).not.toMatch(/ ago/)
  }
})

test('in ten thousand cases nothing muted is in an answer of the API, a feed, an export or a page', async () => {
  let cases = 0
  let kept = 0
  let onPages = 0
  const waiting = Array.from({ length: readers }, (_, n) => n)
  const visit = async (n: number): Promise<void> => {
    const reader = await news.reader(`reader ${n}`)
    const whole = drawsOf(n)
    const targets = Array.from({ length: 1 + whole(6) }, () => anyTarget(whole))
    expect((await reader.ask('/api/v1/mutes', { targets })).status).toBe(200)
    const hidden = new Map(
      [...news.stories.values()].flatMap((story) => {
        const by = targets.filter((target) => isMuted(story, [target]))
        // Several muted outlets take away together what none of them reports alone.
        return isMuted(story, targets) ? [[story, JSON.stringify(by)] as const] : []
      }),
    )
    const feeds = await news.open.doors.feedToken(reader)
    const paths = pathsOf(targets, { whole, feeds, withPages: n % 10 === 0 })
    for (const path of paths) {
      const answer = await reader.ask(path)
      const shown = storiesIn(await answer.text(), path)
      expect([
        n,
        path,
        answer.status,
        shown.filter((story) => hidden.has(story)).map(({ headline }) => headline),
      ]).toEqual([n, path, 200, []])
      cases += targets.length
      kept += shown.length
      if (path === '/api/v1/page') onPages += shown.length
    }
  }
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let n = waiting.pop(); n !== undefined; n = waiting.pop()) await visit(n)
    }),
  )
  process.stderr.write(`${cases} cases, ${kept} stories shown in them\n`)
  expect(cases).toBeGreaterThanOrEqual(casesMin)
  expect(kept).toBeGreaterThan(casesMin / 2)
  expect(onPages).toBeGreaterThan(readers)
}, 600_000)

test('what is new in a follow does not count what is muted', async () => {
  const reader = await news.reader('follower')
  const topicId = topicOf(1)
  await reader.ask('/api/v1/follows', { kind: 'topic', topicId })
  const countOf = async () => {
    const { follows } = (await (await reader.ask('/api/v1/follows')).json()) as { follows: FollowView[] }
    return follows[0]?.newCount
  }
  const fresh = [...news.stories.values()].filter(
    ({ topics, latestAtMs }) =>
      news.work.clock.nowMs - latestAtMs < 86_400_000 && topics.some(({ id }) => id === topicId),
  )
  expect(fresh.length).toBeGreaterThan(2)
  expect(await countOf()).toBe(fresh.length)
  const target: MuteTarget = { kind: 'words', words: fresh[0]?.headline ?? '' }
  await reader.ask('/api/v1/mutes', { targets: [target] })
  expect(await countOf()).toBe(fresh.filter((story) => !isMuted(story, [target])).length)
})

test('the notice of new stories counts none that is muted', async () => {
  const added = Array.from({ length: 6 }, (_, n) => news.storyOf(1_000 + n))
  const forAll = news.storyOf(2_000, 'Unheard of')
  const people = await Promise.all(
    Array.from({ length: 40 }, async (_, n) => {
      const reader = await news.reader(`listener ${n}`)
      const whole = drawsOf(10_000 + n)
      const targets = Array.from({ length: 1 + whole(8) }, () => anyTarget(whole)).filter(
        (target) => !isMuted(forAll, [target]),
      )
      if (targets.length > 0) await reader.ask('/api/v1/mutes', { targets })
      const unmuted = added.filter((story) => !isMuted(story, targets)).length
      return { unmuted, ...(await listening(reader.ask)) }
    }),
  )
  expect(people.some(({ unmuted }) => unmuted === 0) && people.some(({ unmuted }) => unmuted > 2)).toBe(true)
  await news.publish(added)
  for (const { unmuted, next } of people) if (unmuted > 0) expect(await next()).toBe(unmuted)
  // Who heard nothing yet hears of this story alone.
  await news.publish([forAll])
  for (const { unmuted, next, end } of people) {
    expect(await next()).toBe(unmuted + 1)
    await end()
  }
}, 60_000)

/** The counts of the notices that a reader's stream brings, one after another. */
async function listening(ask: Ask): Promise<{ next: () => Promise<number>; end: () => Promise<void> }> {
  const { body } = await ask('/api/v1/events')
  if (body === null) throw new Error('the stream has no body')
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const more = async (): Promise<void> => {
    const { done, value } = await reader.read()
    if (done) throw new Error('the stream ended')
    text += value
  }
  // It stands once it has said hello.
  await more()
  return {
    next: async () => {
      for (;;) {
        const found = /data: (\{.*\})\n/.exec(text)
        if (found === null) await more()
        else {
          text = text.slice(found.index + found[0].length)
          // Events are JSON by the contract.
          return (JSON.parse(found[1] ?? '') as { count: number }).count
        }
      }
    },
    end: async () => await reader.cancel(),
  }
}

test('what is muted on a story is gone from its own neighbours too', async () => {
  const reader = await news.reader('neighbour')
  const [asked] = [...news.stories.keys()]
  const related = async () => {
    const { related: cards } = (await (await reader.ask(`/api/v1/stories/${asked}`)).json()) as {
      related: { id: StoryId; headline: string }[]
    }
    return cards
  }
  const [first] = await related()
  expect(first).toBeDefined()
  await reader.ask('/api/v1/mutes', { targets: [{ kind: 'words', words: first?.headline }] })
  expect((await related()).map(({ headline }) => headline)).not.toContain(first?.headline)
})

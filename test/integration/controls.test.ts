/**
 * Every reason names a feature that moved the score, and its control lowers it: each is pressed at the API of the real server,
 * by readers of all kinds, also where dials stand at their ends and much was asked for less of already.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawsFrom } from '../../src/eval/metrics/bootstrap.ts'
import type { WhyView } from '../../src/server/api/contract/profile.ts'
import type { PageView } from '../../src/server/api/contract.ts'
import {
  type Ask,
  type InventedNews,
  openInventedNews,
  sourceCount,
  sourceOf,
  topicCount,
  topicOf,
} from '../harness/invented-news.ts'

const readers = 16
/** Which stories a page has differs from minute to minute: more readers come while a control was offered to none. */
const readersMax = 64
const controls = [
  'dial',
  'less-source',
  'less-story',
  'less-topic',
  'mute-source',
  'mute-topic',
  'unfollow',
  'unfollow-author',
  'unfollow-source',
]
const storiesPerReader = 5
const pressesPerStory = 4

let news: InventedNews

beforeAll(async () => {
  news = await openInventedNews({ stories: 60, seed: 5 })
}, 120_000)

afterAll(async () => await news[Symbol.asyncDispose]())

test('each reason’s feature moved the score, and pressing its control lowers it', async () => {
  const pressed = new Map<string, number>()
  const isMissing = (): boolean => controls.some((kind) => !pressed.has(kind))
  for (let n = 0; n < readers || (n < readersMax && isMissing()); n += 1) {
    const { ask } = await news.reader(`reader ${n}`)
    await live(ask, n)
    const { stories } = await get<PageView>(ask, 'page')
    expect(stories.every(({ reasons }) => reasons.length > 0)).toBe(true)
    for (const { id } of stories.slice(0, storiesPerReader)) await pressAll(ask, id, pressed)
  }
  process.stderr.write(`pressed: ${JSON.stringify(Object.fromEntries(pressed))}\n`)
  expect([...pressed.keys()].sort()).toEqual(controls)
}, 120_000)

/** What the reader chooses and does before their page is looked at. */
async function live(ask: Ask, n: number): Promise<void> {
  const draw = drawsFrom(n)
  const whole = (below: number): number => Math.floor(draw() * below)
  const post = async (path: string, body: object): Promise<void> => {
    expect([path, (await ask(`/api/v1/${path}`, body)).status]).toEqual([path, 200])
  }
  const put = async (path: string, body: object): Promise<void> => {
    expect([path, (await ask(`/api/v1/${path}`, body, 'PUT')).status]).toEqual([path, 200])
  }
  for (let at = 0; at < whole(4); at += 1) await post('follows', { kind: 'topic', topicId: topicOf(whole(topicCount)) })
  for (let at = 0; at < whole(3); at += 1)
    await post('follows', { kind: 'source', sourceId: sourceOf(whole(sourceCount)) })
  if (whole(3) === 0) await post('follows', { kind: 'author', name: `Author ${sourceOf(1).slice(0, 4)}` })
  const ids = [...news.stories.keys()]
  const kinds = ['opened', 'opened', 'finished', 'saved', 'seen', 'more']
  const signals = Array.from({ length: whole(25) }, (_, at) => ({
    id: `${n} ${at}`,
    kind: kinds[whole(kinds.length)],
    at: new Date(news.work.clock.nowMs - whole(90) * 3_600_000).toISOString(),
    storyId: ids[whole(ids.length)],
  }))
  if (signals.length > 0) await post('signals', { signals })
  const less = [
    ...(whole(2) === 0 ? [{ kind: 'topic', topicId: topicOf(whole(topicCount)) }] : []),
    ...(whole(2) === 0 ? [{ kind: 'source', sourceId: sourceOf(whole(sourceCount)) }] : []),
  ]
  if (less.length > 0) await post('mutes', { targets: less, strength: 'less' })
  const end = (): number => [0, 0.5, 1][whole(3)] ?? 0.5
  await put('dials', {
    importantPersonal: end(),
    familiarExploring: end(),
    freshLasting: end(),
    chronological: false,
  })
  if (whole(4) === 0) await put('learning', { paused: true })
}

/** Presses what is offered on one story, one control after another, until nothing is or the story is gone. */
async function pressAll(ask: Ask, id: string, pressed: Map<string, number>): Promise<void> {
  for (let turn = 0; turn < pressesPerStory; turn += 1) {
    const before = await get<WhyView>(ask, `stories/${id}/why`)
    if (before.verdict === 'muted') return
    expectMoved(before)
    const { control } = before.reasons.find((reason) => reason.control !== undefined) ?? {}
    if (control === undefined) return
    expect((await ask('/api/v1/controls', control)).status).toBe(200)
    const after = await get<WhyView>(ask, `stories/${id}/why`)
    const lower = after.verdict === 'muted' || (after.score ?? Number.NaN) < (before.score ?? Number.NaN)
    expect([control, before.score, after.score, lower]).toEqual([control, before.score, after.score, true])
    pressed.set(control.kind, (pressed.get(control.kind) ?? 0) + 1)
  }
}

/** What a reason stands for is no more than its feature added. */
function expectMoved({ reasons, features }: WhyView): void {
  const added = new Map(features.map(({ feature, contribution }) => [feature, contribution]))
  for (const { feature, weight } of reasons) {
    if (reasons.length === 1 && feature === 'freshness') continue
    expect(weight).toBeGreaterThan(0)
    expect(weight).toBeLessThanOrEqual((added.get(feature) ?? 0) + 1e-9)
  }
}

async function get<View>(ask: Ask, path: string): Promise<View> {
  const answer = await ask(`/api/v1/${path}`)
  expect([path, answer.status]).toEqual([path, 200])
  // The contract's own tests see to the shape.
  return (await answer.json()) as View
}

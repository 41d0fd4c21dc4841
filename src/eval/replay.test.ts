/** Logs of others and our own as rows, and what is known at each of them: never what came later. */
import { expect, test } from 'vitest'
import type { Embedder } from '../domain/embedding.ts'
import { compareRankers } from './compare-rankers.ts'
import { mindRows } from './mind-rows.ts'
import { isLoggedPage, pageLogRows } from './page-log-rows.ts'

const hourMs = 3_600_000
const startMs = Date.UTC(2030, 0, 1)
const timeOf = (hours: number): string => new Date(startMs + hours * hourMs).toISOString()

/** Enough of an embedder for texts that nobody compares. */
const embedder: Embedder = {
  model: 'none',
  dimensions: 2,
  embed: async (texts) => texts.map(() => Float32Array.of(1, 0)),
}

function item(storyId: string, features: Record<string, number>, score = 0) {
  return {
    storyId,
    title: `Title ${storyId}`,
    categories: ['sea', 'ports'],
    score,
    propensity: 1,
    features,
    reasons: [],
  }
}

const log = [
  {
    page: { id: '2', reader: 'ada', madeAt: timeOf(10), model: 'linear-1' },
    items: [
      item('c', { freshness: 0.5, follow: 0.8 }, 9),
      item('d', { popularity: 0.7, importance: 1 }, 1),
      item('e', {}, 5),
    ],
    signals: [
      { storyId: 'c', kind: 'opened', at: timeOf(11) },
      { storyId: 'd', kind: 'seen', at: timeOf(11) },
    ],
  },
  {
    page: { id: '1', reader: 'ada', madeAt: timeOf(0), model: 'linear-1' },
    items: [item('a', { freshness: 1 }), item('b', { freshness: 0.25, popularity: 0.9 })],
    signals: [
      { storyId: 'a', kind: 'opened', at: timeOf(1) },
      // Came when the next page was there already.
      { storyId: 'b', kind: 'saved', at: timeOf(12) },
    ],
  },
  {
    page: { id: '3', reader: 'ben', madeAt: timeOf(5), model: 'linear-1' },
    items: [item('a', { freshness: 0.9 })],
    signals: [],
  },
]

test('a log of pages becomes rows in order of time, each with what was known then', () => {
  const [first, second, ...others] = pageLogRows([...log, { title: 'no page' }])
  expect(others).toEqual([])
  expect(first?.row.history).toEqual([])
  expect([...(first?.clicked ?? [])]).toEqual(['a', 'b'])
  expect(second?.row.history.map(({ id }) => id)).toEqual(['a'])
  // The reader told what they saw: what they did not see was not passed over.
  expect(second?.row.candidates.map(({ id }) => id)).toEqual(['c', 'd'])
  const times = first?.row.candidates.map(({ publishedAtMs = Number.NaN }) => (publishedAtMs - startMs) / hourMs)
  expect(times).toEqual([0, -36])
  expect(log.map(isLoggedPage)).toEqual([true, true, true])
})

test('rankers are compared on a log by what it says of each story', async () => {
  const [, second] = pageLogRows(log)
  const { rows, rankers, without } = await compareRankers(second === undefined ? [] : [second], embedder)
  expect(rows).toBe(1)
  const auc = Object.fromEntries([...rankers].map(([name, figures]) => [name, figures.auc.mean]))
  // The one opened is the newest, the highest scored and followed; the other one is the popular one.
  expect(auc).toMatchObject({ salient: 1, 'as shown': 1, chronological: 1, 'most popular': 0 })
  expect(without.get('follow')?.mean).toBe(1)
})

test('what is popular is known from the rows before', async () => {
  const clickedRow = (id: string, clicked: string, others: readonly string[]) => ({
    row: {
      nowMs: startMs,
      history: [],
      candidates: [id, ...others].map((each) => ({ id: each, title: each, categories: [] })),
      follows: [],
      mutes: [],
    },
    clicked: new Set([clicked]),
  })
  const rows = [clickedRow('a', 'a', ['b']), clickedRow('a', 'a', ['b'])]
  const { rankers } = await compareRankers(rows, embedder)
  // Nothing is known before the first row; before the second, that a was clicked.
  expect(rankers.get('most popular')?.auc.mean).toBe(0.75)
  expect(rankers.get('chronological')?.auc.mean).toBe(0.5)
  expect(rankers.has('as shown')).toBe(false)
})

test('MIND’s own files are read, in order of time', () => {
  const news = [
    'N1\tsports\tsoccer\tCup won\tA summary\turl\t[]\t[]',
    'N2\tnews\tworld\tTalks held\t\turl\t[]\t[]',
    '',
  ].join('\n')
  const behaviors = [
    '1\tU1\t11/15/2019 1:00:00 PM\tN1 N9\tN2-1 N1-0',
    '2\tU2\t11/15/2019 9:00:00 AM\t\tN1-0 N2-0',
    'no impression',
  ].join('\n')
  const [first, second, ...others] = mindRows(behaviors, news)
  expect(others).toEqual([])
  expect(first?.row.nowMs).toBe(Date.UTC(2019, 10, 15, 9))
  expect([...(first?.clicked ?? [])]).toEqual([])
  expect(second?.row.nowMs).toBe(Date.UTC(2019, 10, 15, 13))
  expect(second?.row.history).toEqual([
    { id: 'N1', title: 'Cup won', categories: ['sports', 'soccer'], summary: 'A summary' },
  ])
  expect(second?.row.candidates.map(({ id }) => id)).toEqual(['N2', 'N1'])
  expect([...(second?.clicked ?? [])]).toEqual(['N2'])
})

import { expect, test } from 'vitest'
import type { Entry } from '../domain/feed.ts'
import type { SourceId } from '../domain/ids.ts'
import { entriesMax, newEntries } from './new-entries.ts'

const nowMs = Date.parse('2026-03-01T12:00:00Z')
// Ids of sources are UUIDs.
const source = {
  id: '5a1ae172-0000-8000-8000-000000000000' as SourceId,
  feedUrl: 'https://gull.example/feed',
  fullText: 'auto',
} as const

const entry = (id: string, fields: Partial<Entry> = {}): Entry => ({
  id,
  authors: [],
  categories: [],
  enclosures: [],
  media: [],
  ...fields,
})
const made = (...entries: readonly Entry[]) => newEntries({ entries }, { source, nowMs, fetchArticles: false })
const timeOf = (fields: Partial<Entry>) => new Date(made(entry('a', fields))[0]?.publishedAtMs ?? 0).toISOString()

test('an entry that a feed shows twice is one', () => {
  expect(made(entry('a', { title: 'Ferry' }), entry('a', { title: 'Ferry late' }))).toHaveLength(1)
  const url = 'https://gull.example/ferry'
  expect(made(entry('a', { title: 'Ferry', url }), entry('a', { title: 'Ferry late', url }))).toHaveLength(1)
})

test('a feed that gives all its entries one key has them all, each the same when it comes again', () => {
  const [one, two, three] = ['one', 'two', 'three'].map((word) =>
    entry('https://gull.example/', { title: word, url: `https://gull.example/${word}` }),
  )
  if (one === undefined || two === undefined || three === undefined) throw new Error('no entries')
  const before = made(two, one).map(({ id }) => id)
  const after = made(three, two).map(({ id }) => id)
  expect(new Set([...before, ...after]).size).toBe(3)
  expect(after[1]).toBe(before[0])
})

test('of more entries than are taken the newest are', () => {
  const many = Array.from({ length: entriesMax + 10 }, (_, n) =>
    entry(String(n), { publishedAt: new Date(nowMs - 1e9 + n * 1000).toISOString(), title: String(n) }),
  )
  const titles = made(...many).map(({ title }) => title)
  expect(titles).toHaveLength(entriesMax)
  expect(titles).toContain(String(entriesMax + 9))
  expect(titles).not.toContain('9')
})

test.each([
  ['what it says', { publishedAt: '2026-02-28T08:00:00.000Z' }, '2026-02-28T08:00:00.000Z'],
  ['now when it is yet to come', { publishedAt: '2099-01-01T00:00:00.000Z' }, '2026-03-01T12:00:00.000Z'],
  ['now when it is the zero of clocks', { publishedAt: '1970-01-01T00:00:00.000Z' }, '2026-03-01T12:00:00.000Z'],
  ['now when it is of another calendar', { publishedAt: '1404-10-15T00:00:00.000Z' }, '2026-03-01T12:00:00.000Z'],
  [
    'when it was changed, where that is all that can be',
    { publishedAt: '1970-01-01T00:00:00.000Z', updatedAt: '2026-02-28T08:00:00.000Z' },
    '2026-02-28T08:00:00.000Z',
  ],
  ['long ago', { publishedAt: '1912-04-16T00:00:00.000Z' }, '1912-04-16T00:00:00.000Z'],
])('the time of an entry is %s', (_, fields, expected) => {
  expect(timeOf(fields)).toBe(expected)
})

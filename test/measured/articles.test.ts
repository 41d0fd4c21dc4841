/** Extraction against real pages, where they are at hand; and the scoring itself, always. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type KnownPage, scoreReadings } from '../../bench/article-score.ts'
import { decodePage } from '../../src/pipeline/articles/decode-page.ts'
import { extractArticle } from '../../src/pipeline/articles/extract-article.ts'

const folder = new URL('../../../shared/data/extraction/', import.meta.url)

test('scoring counts segments found, missed and wrongly kept, and fields that agree', () => {
  const known = [
    {
      url: 'u',
      file: 'f',
      title: 'Ferry returns',
      author: 'Ines Marlow',
      date: '2031-04-02',
      with: ['one', 'two'],
      without: ['three'],
    },
  ]
  const right = {
    text: 'one\n two',
    title: 'Ferry returns!',
    byline: 'Ines Marlow, Tobi Hart',
    publishedAt: '2031-04-02T00:00:00Z',
  }
  expect(scoreReadings(known, [right])).toEqual({
    precision: 1,
    recall: 1,
    f: 1,
    title: 1,
    titleExact: 1,
    author: 1,
    date: 1,
  })
  const wrong = { text: 'one three', title: 'Other', publishedAt: '2031-04-03' }
  expect(scoreReadings(known, [wrong])).toMatchObject({
    precision: 0.5,
    recall: 0.5,
    f: 0.5,
    title: 0,
    author: 0,
    date: 0,
  })
  // A title agrees where one holds the other's letters, so a kicker or a site's name kept costs only the exact figure.
  const longer = { ...right, title: 'Gull Post: Ferry returns' }
  expect(scoreReadings(known, [longer])).toMatchObject({ title: 1, titleExact: 0 })
})

if (existsSync(folder)) {
  test('real pages: segments and fields', () => {
    const known: KnownPage[] = readFileSync(new URL('expected.jsonl', folder), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const readings = known.map(({ file, url }) => {
      const bytes = readFileSync(new URL(`html/${encodeURIComponent(file)}`, folder))
      return extractArticle(decodePage(bytes), { url }).article
    })
    const score = scoreReadings(known, readings)
    // Rules were written looking at these pages; that both halves gain alike is what there is to say for others.
    const half = (parity: number) => {
      const isIn = (_: unknown, at: number) => at % 2 === parity
      return scoreReadings(known.filter(isIn), readings.filter(isIn))
    }
    console.log({ all: score, even: half(0), odd: half(1) })
    expect(known.length).toBeGreaterThan(100)
    expect(score.f).toBeGreaterThan(0.92)
    expect(score.title).toBeGreaterThanOrEqual(0.95)
    expect(score.titleExact).toBeGreaterThanOrEqual(0.92)
    expect(score.author).toBeGreaterThanOrEqual(0.85)
    expect(score.date).toBeGreaterThanOrEqual(0.86)
  })
} else {
  test('real pages are absent, so nothing is claimed of them', () => {
    console.log(`no pages at ${folder.pathname}`)
    expect(existsSync(folder)).toBe(false)
  })
}

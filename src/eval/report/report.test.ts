import { describe, expect, it } from 'vitest'
import { barChart, histogram, lineChart } from './charts.ts'
import { htmlReport, reportTable } from './html-report.ts'
import type { Markup } from './markup.ts'

const hostile = `<script>alert("1")</script> & 'x' \u0000`

function reportOf(...contents: Markup[]): string {
  return htmlReport({ title: 'Report', about: 'About', parts: [{ heading: 'Part', contents }] })
}

describe('reports', () => {
  it('hold the words of others as words, wherever they stand', () => {
    const page = htmlReport({
      title: hostile,
      about: hostile,
      parts: [
        {
          heading: hostile,
          text: hostile,
          contents: [
            barChart({ title: hostile, bars: [{ name: hostile, value: 1 }] }),
            lineChart({ title: hostile, xName: hostile, yName: hostile, lines: [{ name: hostile, points: [[0, 1]] }] }),
            histogram({ title: hostile, xName: hostile, distributions: [{ name: hostile, values: [1] }] }),
            reportTable({ columns: [hostile], rows: [[hostile]] }),
          ],
        },
      ],
    })
    expect(page).not.toContain('<script')
    expect(page).not.toContain('\u0000')
    expect(page.split('&lt;script&gt;').length).toBeGreaterThan(10)
    expect(page).not.toMatch(/\b(src|href)=/)
  })

  it('draw bars as long as their values, with whiskers at the ends of the interval', () => {
    const page = reportOf(
      barChart({
        title: 'F1',
        bars: [
          { name: 'ours', value: 0.8, low: 0.7, high: 0.9 },
          { name: 'theirs', value: 0.4 },
        ],
      }),
    )
    const [ours, theirs] = [...page.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map((found) => Number(found[1]))
    expect(ours).toBeCloseTo(2 * (theirs ?? 0), 1)
    expect(page.match(/class="whisker"/g)).toHaveLength(1)
  })

  it('draw what is empty, of one value or not a number without breaking', () => {
    for (const values of [[], [3], [Number.NaN, 1], [2, 2]]) {
      const page = reportOf(
        histogram({ title: 'Sizes', xName: 'entries', distributions: [{ name: 'found', values }] }),
        lineChart({
          title: 'Curve',
          xName: 'n',
          yName: 'F1',
          lines: [{ name: 'a', points: values.map((v, n) => [n, v]) }],
        }),
      )
      expect(page).not.toMatch(/Infinity|undefined|NaN/)
    }
    expect(reportOf(barChart({ title: 'None', bars: [] }))).toContain('None')
  })

  it('keep whiskers below zero out of the names', () => {
    const page = reportOf(barChart({ title: 'Lost', bars: [{ name: 'age', value: -1, low: -4, high: 2 }] }))
    const nameEndsAt = Number(/<text class="tick" x="([\d.]+)"/.exec(page)?.[1])
    expect(Number(/class="whisker" d="M([\d.]+)/.exec(page)?.[1])).toBeGreaterThan(nameEndsAt)
  })

  it('divide days by whole numbers only, and say where a table has no rows', () => {
    const points = [0, 1, 2].map((day) => [day, day / 2] as const)
    const page = reportOf(
      lineChart({ title: 'Days', xName: 'day', yName: 'read', lines: [{ name: 'a', points }] }),
      reportTable({ columns: ['entries'], rows: [] }),
    )
    const days = [...page.matchAll(/text-anchor="middle">([\d.]+)</g)].map((found) => found[1])
    expect(days).toEqual(['0', '1', '2'])
    expect(page).toContain('<p>None.</p>')
  })

  it('compare distributions of unequal counts by their shares', () => {
    const page = reportOf(
      histogram({
        title: 'Similarity',
        xName: 'cosine',
        bins: 2,
        distributions: [
          { name: 'same', values: [0, 1] },
          { name: 'other', values: [0, 0, 0, 1, 1, 1] },
        ],
      }),
    )
    const [same, other] = [...page.matchAll(/class="area c\d" d="([^"]+)"/g)].map((found) => found[1])
    expect(same).toBe(other)
    expect(page).toContain('</i>same</li>')
  })

  it('put numbers at the right and words at the left', () => {
    const page = reportOf(
      reportTable({
        columns: ['set', 'F1'],
        rows: [
          ['harbour', 0.81234],
          ['valley', 0.7],
        ],
      }),
    )
    expect(page).toContain('<td class="words">harbour</td><td class="number">0.8123</td>')
  })
})

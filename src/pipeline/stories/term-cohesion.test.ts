import { expect, test } from 'vitest'
import type { EntryId } from '../../domain/ids.ts'
import { Agreements, Company } from './company.ts'
import { weighEntry } from './compare-entries.ts'
import { KnownCohesion } from './known-cohesion.ts'
import { termsOf } from './story-terms.ts'
import { TermCohesion } from './term-cohesion.ts'
import { TermStatistics } from './term-statistics.ts'

const dayMs = 86_400_000

function cohesionOf(
  reports: readonly (readonly [title: string, publishedAtMs: number])[],
  agreed: [number, number][],
  known?: KnownCohesion,
) {
  const terms = reports.map(([title, publishedAtMs], number) =>
    // An id of this test alone.
    termsOf({ id: `${number}` as EntryId, title, text: '', language: 'en', publishedAtMs, source: '' }),
  )
  const statistics = new TermStatistics()
  for (const one of terms) statistics.add(one)
  const agreements = new Agreements()
  for (const [left, right] of agreed) agreements.add({ left, right, logit: 4, words: 0.5, grams: 0.5 })
  return new TermCohesion(
    terms.map((one) => weighEntry(one, statistics)),
    new Company(terms.length, agreements),
    known,
  )
}

test('a word whose other holders agree with each other holds two reports together, one as rare does not', () => {
  const titles = [
    'marker one',
    'marker two',
    'marker three',
    'marker four',
    'latest a',
    'latest b',
    'latest c',
    'latest d',
  ]
  const cohesion = cohesionOf(
    titles.map((title) => [title, 0]),
    [
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ],
  )
  cohesion.from(0)
  const marker = cohesion.with(1, 4)
  cohesion.from(4)
  const latest = cohesion.with(5, undefined)
  expect(marker.most).toBeGreaterThan(latest.most + 0.1)
  expect(marker.all).toBeGreaterThan(latest.all)
  expect(cohesion.with(0, undefined)).toEqual({ most: 0, all: 0, mean: 0 })
})

test('the agreement of the two themselves is no witness of their words', () => {
  const reports = ['marker one', 'marker two', 'other three'].map((title) => [title, 0] as const)
  const alone = cohesionOf(reports, [])
  const agreeing = cohesionOf(reports, [[0, 1]])
  alone.from(0)
  agreeing.from(0)
  expect(agreeing.with(1, 4)).toEqual(alone.with(1, undefined))
})

test('holders that are far apart in time are not asked whether they agree', () => {
  const near: [string, number][] = [0, 1, 2, 3].map((n) => [`marker ${n}`, n])
  const far: [string, number][] = [0, 1, 2, 3].map((n) => [`marker ${n}${n}`, 30 * dayMs + n])
  const cliques: [number, number][] = [
    [0, 1],
    [0, 2],
    [0, 3],
    [1, 2],
    [1, 3],
    [2, 3],
  ]
  const apart = cohesionOf([...near, ...far], cliques)
  const together = cohesionOf([...near, ...far.map(([title], n) => [title, n] as const)], cliques)
  apart.from(0)
  together.from(0)
  expect(apart.with(1, 4).most).toBeGreaterThan(together.with(1, 4).most)
})

test('of a few that are like each other, a word is judged by all who were seen to hold it', () => {
  const reports = Array.from({ length: 12 }, (_, n) => [`the report ${n}`, n] as const)
  const likeEachOther: [number, number][] = [
    [0, 1],
    [0, 2],
    [1, 2],
  ]
  const meanOf = (cohesion: TermCohesion): number => {
    cohesion.from(0)
    return cohesion.with(1, 4).mean
  }
  const known = new KnownCohesion()
  const ofAll = meanOf(cohesionOf(reports, likeEachOther, known))
  const few = reports.slice(0, 3)
  expect(meanOf(cohesionOf(few, likeEachOther))).toBeGreaterThan(ofAll + 0.2)
  expect(meanOf(cohesionOf(few, likeEachOther, known))).toBeCloseTo(ofAll, 1)
})

test('what few were asked of is learned anew where more are', () => {
  const reports = Array.from({ length: 6 }, (_, n) => [`marker ${n}`, n] as const)
  const pairs = reports.flatMap((_, left) =>
    reports.slice(left + 1).map((__, n): [number, number] => [left, left + 1 + n]),
  )
  const known = new KnownCohesion()
  cohesionOf(reports.slice(0, 2), [], known)
  const later = cohesionOf(reports, pairs, known)
  later.from(0)
  const fresh = cohesionOf(reports, pairs)
  fresh.from(0)
  expect(later.with(1, 4)).toEqual(fresh.with(1, 4))
})

import { expect, test } from 'vitest'
import { age, counted, duration, languageName, listed, moment, partOfDay, soon, stamp, weightInWords } from './words.ts'

const now = { nowMs: Date.UTC(2026, 10, 23, 9, 42), timeZone: 'UTC' }
const ago = (minutes: number) => new Date(now.nowMs - minutes * 60_000).toISOString()

test.each([
  [-5, 'now'],
  [0.5, 'now'],
  [18, '18 min'],
  [60, '1 h'],
  [60 * 19, '19 h'],
  [60 * 26, 'yesterday'],
  [60 * 72, '3 days'],
  [60 * 24 * 11, '12 Nov'],
  [60 * 24 * 400, '19 Oct 2025'],
])('%d minutes ago is "%s"', (minutes, words) => {
  expect(age(ago(minutes), now)).toBe(words)
})

test('days are those of the time zone', () => {
  const late = '2026-11-22T23:30:00Z'
  expect(stamp(late, now)).toBe('Yesterday 23:30')
  expect(stamp(late, { ...now, timeZone: 'Asia/Tokyo' })).toBe('Today 08:30')
  expect(moment(late, { ...now, timeZone: 'Asia/Tokyo' })).toBe('8:30, 23 November')
  expect(partOfDay(now)).toBe('Monday morning')
  expect(partOfDay({ ...now, timeZone: 'Asia/Tokyo' })).toBe('Monday evening')
  expect(soon('2026-11-23T18:00:00Z', now)).toBe('18:00')
  expect(soon('2026-11-24T07:00:00Z', now)).toBe('tomorrow 07:00')
})

test('counts, lists and lengths', () => {
  expect(counted(1, 'copy', 'copies')).toBe('1 copy')
  expect(counted(1204, 'source')).toBe('1,204 sources')
  expect(listed(['a'], 2)).toBe('a')
  expect(listed(['a', 'b'], 2)).toBe('a and b')
  expect(listed(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more')
  expect(duration(273)).toBe('4:33')
  expect(duration(3727)).toBe('1:02:07')
})

test('weights beside the strongest one', () => {
  expect(weightInWords(1.4, 1.4)).toBe('counts a lot')
  expect(weightInWords(0.5, 1.4)).toBe('counts some')
  expect(weightInWords(-0.1, 1.4)).toBe('counts against, a little')
  expect(weightInWords(0, 0)).toBe('counts a little')
})

test('languages that are not known say nothing', () => {
  expect(languageName('de')).toBe('German')
  expect(languageName('und')).toBeUndefined()
  expect(languageName('not a code!')).toBe('not a code!')
})

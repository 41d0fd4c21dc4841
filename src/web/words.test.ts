import { expect, test } from 'vitest'
import { chooseLanguage, type languages } from './messages/languages.ts'
import { duration, type Speaking, wordsIn } from './words.ts'

const now: Speaking = { language: 'en', nowMs: Date.UTC(2026, 10, 23, 9, 42), timeZone: 'UTC' }
const words = wordsIn(now)
const tokyo = wordsIn({ ...now, timeZone: 'Asia/Tokyo' })
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
])('%d minutes ago is "%s"', (minutes, said) => {
  expect(words.age(ago(minutes))).toBe(said)
})

test('days are those of the time zone', () => {
  const late = '2026-11-22T23:30:00Z'
  expect(words.stamp(late)).toBe('Yesterday 23:30')
  expect(tokyo.stamp(late)).toBe('Today 08:30')
  expect(tokyo.moment(late)).toBe('23 November at 8:30')
  expect(words.date(late)).toBe('Sunday 22 November')
  expect(wordsIn({ ...now, language: 'fr' }).date(late)).toBe('Dimanche 22 novembre')
  expect(words.partOfDay()).toBe('Monday morning')
  expect(tokyo.partOfDay()).toBe('Monday evening')
  expect(words.soon('2026-11-23T18:00:00Z')).toBe('18:00')
  expect(words.soon('2026-11-24T07:00:00Z')).toBe('tomorrow 07:00')
})

test('counts, lists and lengths', () => {
  expect(words.say('count.stories', { count: 1 })).toBe('1 story')
  expect(words.say('count.sources', { count: 1204 })).toBe('1,204 sources')
  expect(words.listed(['a'], 2)).toBe('a')
  expect(words.listed(['a', 'b'], 2)).toBe('a and b')
  expect(words.listed(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more')
  expect(duration(273)).toBe('4:33')
  expect(duration(3727)).toBe('1:02:07')
})

test('weights beside the strongest one', () => {
  expect(words.weight(1.4, 1.4)).toBe('counts a lot')
  expect(words.weight(0.5, 1.4)).toBe('counts some')
  expect(words.weight(-0.1, 1.4)).toBe('counts against, a little')
  expect(words.weight(0, 0)).toBe('counts a little')
})

test('languages that are not known say nothing', () => {
  expect(words.languageName('de')).toBe('German')
  expect(words.languageName('und')).toBeUndefined()
  expect(words.languageName('not a code!')).toBe('not a code!')
})

test('each language has its plural forms, names and times', () => {
  const speak = (language: keyof typeof languages) => wordsIn({ ...now, language })
  expect([0, 1, 2, 3, 11, 100].map((count) => speak('ar').say('count.stories', { count }))).toEqual([
    '0 قصة',
    'قصة واحدة',
    'قصتان',
    '3 قصص',
    '11 قصة',
    '100 قصة',
  ])
  expect(speak('de').say('count.sources', { count: 1204 })).toBe('1.204 Quellen')
  expect(speak('fr').partOfDay()).toBe('Lundi matin')
  expect(speak('de').partOfDay()).toBe('Montagmorgen')
  expect(speak('es').languageName('de')).toBe('alemán')
  expect(speak('zh').age(ago(18))).toBe('18 分钟')
})

test.each([
  [undefined, undefined, 'en'],
  [undefined, 'de-AT,de;q=0.9,en;q=0.8', 'de'],
  [undefined, 'nl, fr;q=0.5, ar;q=0.7', 'ar'],
  [undefined, 'zh-TW', 'zh'],
  [undefined, 'de;q=0, es;q=0.1', 'es'],
  ['es', 'de', 'es'],
  ['toString', 'de', 'de'],
] as const)('chosen %s, browser %s: %s', (chosen, accepted, language) => {
  expect(chooseLanguage(chosen, accepted)).toBe(language)
})

test('from right to left, names that go the other way keep to themselves and are cut where a line would lose their beginning', () => {
  const { say, shortened } = wordsIn({ language: 'ar', nowMs: 0, timeZone: 'UTC' })
  expect(say('reason.follow', { name: 'Arden' })).toContain('\u2068Arden\u2069')
  expect(say('reason.follow', { name: 'المغرب' })).not.toContain('\u2068')
  expect(shortened('Arden and Veyra agree to reopen the strait')).toBe('\u2068Arden and Veyra agree to reope…\u2069')
  const english = wordsIn({ language: 'en', nowMs: 0, timeZone: 'UTC' })
  expect(english.shortened('Arden and Veyra agree to reopen the strait')).toHaveLength(42)
})

test.each([
  ['en', 350_000, '350 kB'],
  ['en', 16_400_000, '16 MB'],
  ['de', 1_234_000_000, '1.234 MB'],
] as const)('%s: %i bytes are %s', (language, bytes, words) => {
  expect(wordsIn({ language, nowMs: 0, timeZone: 'UTC' }).bytes(bytes).replace('\u00a0', ' ')).toBe(words)
})

test('a name that goes another way than its sentence leaves the words around it as they are', () => {
  const mute = (language: Speaking['language'], name: string) =>
    wordsIn({ ...now, language }).say('action.muteName', { name })
  expect(mute('en', 'Gull Post')).toBe('Mute Gull Post')
  expect(mute('en', 'الأهرام')).toBe('Mute \u2068الأهرام\u2069')
  expect(mute('en', 'Gull \u202etsoP')).toBe('Mute \u2068Gull \u202etsoP\u2069')
  expect(mute('ar', 'Gull Post')).toContain('\u2068Gull Post\u2069')
  expect(mute('ar', 'الأهرام')).not.toContain('\u2068')
})

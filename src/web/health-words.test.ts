import { expect, test } from 'vitest'
import type { SourceView } from '../server/api/contract.ts'
import { healthWords, sourceProblemWords } from './health-words.ts'
import { type LanguageCode, languages } from './messages/languages.ts'
import { wordsIn } from './words.ts'

const source: SourceView = {
  id: 's',
  name: 'Tidings',
  url: 'https://tidings.example/feed',
  state: 'healthy',
  health: 'Read about every 3 hours. It publishes about every 6 hours.',
  entryCount: 3,
  entriesPerDay: 1,
  kind: 'feed',
  folders: [],
  addedAt: '2026-11-23T09:42:00.000Z',
  intervalMinutes: 178,
  failureCount: 0,
  bytesReceived: 0,
  bytesSaved: 0,
  settings: { fullText: 'auto' },
}
const speaking = (language: LanguageCode) => wordsIn({ language, nowMs: 0, timeZone: 'UTC' })
const gone = { code: 'http-410', message: 'https://tidings.example/feed answered 410: it is gone for good.' }
const reset = { code: 'reset', message: 'tidings.example broke the connection off: socket hang up.' }

test('English is as the server said it', () => {
  expect(healthWords(speaking('en'), source)).toBe(source.health)
  expect(sourceProblemWords(speaking('en'), gone)).toBe(gone.message)
})

test.each([
  ['healthy', source, 'Wird etwa alle 3 Std. gelesen.'],
  ['read often', { ...source, intervalMinutes: 31.4 }, 'Wird etwa alle 30 Min. gelesen.'],
  ['read all the time', { ...source, intervalMinutes: 7.4 }, 'Wird etwa alle 7 Min. gelesen.'],
  ['of single articles', { ...source, kind: 'page' }, 'Einzelne Artikel, die für sich kamen.'],
  ['pending', { ...source, state: 'pending' }, 'Noch nicht gelesen; wird gleich abgefragt.'],
  [
    'failing',
    { ...source, state: 'failing', problem: reset },
    'Brach die Verbindung ab. Wird von selbst wieder abgefragt.',
  ],
  [
    'stopped',
    { ...source, state: 'stopped', problem: gone },
    'Wird nicht mehr abgefragt. Gibt es endgültig nicht mehr.',
  ],
] as const)('a source that is %s says so in German', (_state, view, words) => {
  expect(healthWords(speaking('de'), view)).toBe(words)
})

test('an answer without words of its own says its number, and what has no code here is told as it was', () => {
  expect(sourceProblemWords(speaking('de'), { code: 'http-418', message: 'teapot' })).toBe('Antwortete mit 418.')
  expect(sourceProblemWords(speaking('de'), { code: 'odd', message: 'Odd.' })).toBe('Odd.')
})

test.each((Object.keys(languages) as LanguageCode[]).filter((code) => code !== 'en'))(
  'no word of English is left in %s',
  (language) => {
    const failing = healthWords(speaking(language), { ...source, state: 'failing', problem: reset })
    expect(failing.includes('again by itself')).toBe(false)
    expect(failing.includes(reset.message)).toBe(false)
  },
)

import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { names } from './messages/names.ts'
import { subjects } from './messages/subjects.ts'
import { topicName } from './topic-name.ts'
import { wordsIn } from './words.ts'

const german = wordsIn({ language: 'de', nowMs: 0, timeZone: 'UTC' })
const english = wordsIn({ language: 'en', nowMs: 0, timeZone: 'UTC' })
const named = (id: string, label = 'as written') => topicName({ id, label }, german)

it('says topics in the language of the page', () => {
  expect(named('medtop:11000000', 'Politics')).toBe('Politik')
  expect(named('entity:country:US', 'United States')).toBe('Vereinigte Staaten')
  expect(named('entity:place:tokyo', 'Tokyo')).toBe('Tokio')
  expect(named('entity:organisation:united-nations', 'United Nations')).toBe('Vereinte Nationen')
  expect(named('relation:country:CN|organisation:european-union', 'China–European Union relations')).toBe(
    'Beziehungen China–Europäische Union',
  )
})

it('leaves what it has no name for as it is written', () => {
  for (const id of [
    'entity:person:ada-quillfeather',
    'query:1',
    'medtop:99999999',
    'relation:country:CN|place:velmora',
  ])
    expect(named(id)).toBe('as written')
  for (const id of ['entity:constructor', 'medtop:__proto__', 'entity:country:constructor', '', ':'])
    expect(named(id)).toBe('as written')
})

it('says in English what the server says, but for subjects whose names are too long for a line', () => {
  const say = (id: string, label: string) => topicName({ id, label }, english)
  expect(say('medtop:11000000', 'Politics')).toBe('Politics')
  expect(say('entity:country:US', 'United States')).toBe('United States')
  expect(say('medtop:04000000', 'Economy, business and finance')).toBe('Business and finance')
  expect(say('medtop:__proto__', 'as written')).toBe('as written')
})

it('has in English no name longer than two thirds of a phone’s line', () => {
  for (const name of subjects.en.values()) expect(name.length).toBeLessThan(25)
})

const languages = ['ar', 'de', 'es', 'fr', 'zh'] as const

it.each(languages)('names in %s every subject that has words or sentences', (language) => {
  const read = (name: string) =>
    JSON.parse(readFileSync(new URL(`../../lexicons/${name}.json`, import.meta.url), 'utf8'))
  const found = new Set([
    ...Object.keys(read('subjects-prototypes')),
    ...Object.values<object>(read('subjects-words')).flatMap((words) => Object.keys(words)),
  ])
  expect(found.size).toBeGreaterThan(150)
  expect([...found].filter((id) => subjects[language].get(id) === undefined)).toEqual([])
})

it.each(languages)('has in %s names of what the lists know', (language) => {
  for (const id of ['event:olympic-games', 'place:beijing', 'organisation:european-union'])
    expect(names[language].get(id)).toMatch(/\p{L}{2}/u)
})

import { expect, test } from 'vitest'
import shipped from '../../../lexicons/catalogue.json' with { type: 'json' }
import { searchCatalogue } from './catalogue.ts'

const catalogue = [
  { url: 'https://harbour.example/rss', name: 'Harbour Post', country: 'IE' },
  { url: 'https://atoll.example/rss', name: 'Atoll Times', country: 'FR' },
  { url: 'https://stars.example/rss', name: 'Stars Weekly', subject: 'Space & Time' },
]

test('all that can be asked for is counted, by name', () => {
  const { countries, subjects } = searchCatalogue(catalogue, { limit: 1 })
  expect(countries).toEqual([
    { code: 'FR', name: 'France', count: 1 },
    { code: 'IE', name: 'Ireland', count: 1 },
  ])
  expect(subjects).toEqual([{ id: 'space-time', label: 'Space & Time', count: 1 }])
})

test.each([
  [{ country: 'ie' }, ['Harbour Post']],
  [{ subject: 'space-time' }, ['Stars Weekly']],
  [{ text: 'example TIMES' }, ['Atoll Times']],
  [{ language: 'fr' }, ['Atoll Times', 'Harbour Post']],
  [{ language: 'en' }, ['Harbour Post', 'Atoll Times']],
  [{ language: 'ar' }, ['Harbour Post', 'Atoll Times']],
  [{ country: 'FR', subject: 'space-time' }, []],
  [{}, ['Harbour Post', 'Atoll Times']],
  [{ country: 'IE', chosen: ['https://stars.example/rss'] }, ['Stars Weekly', 'Harbour Post']],
  [{ chosen: ['https://atoll.example/rss'] }, ['Atoll Times', 'Harbour Post', 'Stars Weekly']],
])('%j', (query, names) => {
  expect(searchCatalogue(catalogue, { ...query, limit: 2 }).sources.map((source) => source.name)).toEqual(names)
})

test('the catalogue that is shipped calls outlets by their names', () => {
  const names = shipped.map(({ name }) => name)
  expect(names).toEqual(
    expect.arrayContaining(['Daily Telegraph', 'The Guardian: Italy', 'BBC News: World', 'Pitchfork', 'HuffPost']),
  )
  expect(names.filter((name) => /\||^https?:|^[-–]/.test(name))).toEqual([])
  const ofCountries = (shipped as readonly { name: string; country?: string }[]).filter(({ country }) => country)
  const called = ofCountries.map(({ name }) => name).filter((name) => /^[a-z0-9.-]+\.[a-z]{2,3}$/.test(name))
  // These call themselves so.
  expect(called).toEqual(['bdnews24.com', 'tagesschau.de', 'newsnblogs.com'])
  expect(shipped.find(({ url }) => url.includes('9news.com'))).toMatchObject({ name: '9News Denver', country: 'US' })
})

test('the catalogue that is shipped names countries by the codes in use', () => {
  const codes = [...new Set((shipped as readonly { country?: string }[]).flatMap(({ country }) => country ?? []))]
  expect(codes).toEqual(expect.arrayContaining(['FR', 'GB', 'RU']))
  expect(codes).toEqual(codes.map((code) => new Intl.Locale(`und-${code}`).region))
})

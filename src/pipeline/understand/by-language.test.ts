import { expect, test } from 'vitest'
import { byLanguage } from './by-language.ts'

test('what is known of a language is made once, when it is first asked for; of others there is nothing', () => {
  const made: string[] = []
  const known = byLanguage(['en', 'fr'], (language) => {
    made.push(language)
    return { language }
  })
  expect(made).toEqual([])
  expect(known.get('fr')).toBe(known.get('fr'))
  expect(known.get('sw')).toBeUndefined()
  expect(made).toEqual(['fr'])
})

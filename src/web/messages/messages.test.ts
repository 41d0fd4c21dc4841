import { describe, expect, test } from 'vitest'
import { en } from './en.ts'
import { type LanguageCode, languages } from './languages.ts'
import { bracesOf, type Forms } from './messages.ts'

const keys = Object.keys(en).toSorted()
const others = Object.entries(languages).filter(([code]) => code !== 'en')
const formsOf = (message: string | Forms): string[] =>
  typeof message === 'string' ? [message] : Object.values(message).filter((form) => form !== undefined)

test('there are sentences to compare, in five languages beside English', () => {
  expect(keys.length).toBeGreaterThan(200)
  expect(others.map(([code]) => code)).toEqual(['es', 'de', 'fr', 'zh', 'ar'])
})

describe.each(others)('%s', (code, { messages, locale }) => {
  test('has every key and no other', () => {
    expect(Object.keys(messages).toSorted()).toEqual(keys)
  })

  test('fills in what English fills in; a form for one or two may say the number in words', () => {
    const wrong = Object.entries(en).flatMap(([key, message]) => {
      const wanted = bracesOf(formsOf(message).join(' '))
      // Every key of English is a key of each language: the test above says so.
      const said: string | Forms = messages[key as keyof typeof en]
      const had = bracesOf(typeof said === 'string' ? said : said.other)
      const strange = formsOf(said)
        .flatMap(bracesOf)
        .filter((name) => !wanted.includes(name))
      return JSON.stringify(had) === JSON.stringify(wanted) && strange.length === 0
        ? []
        : [`${key}: ${had.join()} not ${wanted.join()}`]
    })
    expect(wrong).toEqual([])
  })

  test('has the plural forms that its numbers ask for', () => {
    const asked = new Set([0, 1, 2, 3, 11, 100].map((count) => new Intl.PluralRules(locale).select(count)))
    const lacking = Object.entries(messages).flatMap(([key, message]: [string, string | Forms]) =>
      typeof message === 'string'
        ? []
        : [...asked].filter((form) => message[form] === undefined).map((form) => `${key}: ${form}`),
    )
    expect(lacking).toEqual([])
  })

  test('is not English left standing', () => {
    const same = keys.filter((key) => {
      const [mine, theirs] = [messages[key as keyof typeof en], en[key as keyof typeof en]]
      return (
        JSON.stringify(mine) === JSON.stringify(theirs) &&
        formsOf(theirs)
          .join('')
          .replace(/\{\w+\}|\W/g, '').length > 5
      )
    })
    expect(same.length, `${code as LanguageCode}: ${same.join(', ')}`).toBeLessThan(12)
  })
})

test('no sign of French is torn from its word at the end of a line', () => {
  const torn = Object.entries(languages.fr.messages).filter(([, message]) =>
    formsOf(message).some((form) => / [?!:;»]|« /u.test(form)),
  )
  expect(torn).toEqual([])
})

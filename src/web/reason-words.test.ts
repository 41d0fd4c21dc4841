import { expect, test } from 'vitest'
import type { ReasonView } from '../server/api/contract.ts'
import type { LanguageCode } from './messages/languages.ts'
import { reasonWords } from './reason-words.ts'
import { wordsIn } from './words.ts'

const speaking = (language: LanguageCode) => wordsIn({ language, nowMs: 0, timeZone: 'UTC' })
const label = 'Economy, business and finance'
const follow: ReasonView = {
  feature: 'follow',
  text: `You follow ${label}`,
  weight: 1,
  about: { name: label },
  control: { kind: 'unfollow', topicId: 'medtop:04000000', label },
}

test('names its topic as the page does, in English too', () => {
  expect(reasonWords(speaking('en'), follow)).toBe('You follow Business and finance')
  expect(reasonWords(speaking('de'), follow)).toBe('Du folgst Wirtschaft und Finanzen')
})

test('is in English as the server said it where it is about no topic', () => {
  const { control: _control, ...source } = follow
  expect(reasonWords(speaking('en'), source)).toBe(follow.text)
})

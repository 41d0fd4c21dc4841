import { expect, it } from 'vitest'
import { splitSentences } from './sentences.ts'

const split = (text: string, language: string) => splitSentences(text, language).map((sentence) => sentence.text)

it('ends no sentence at the point of a number in a row, in languages that write one', () => {
  expect(split('Am 8. Mai öffnet die Brücke. Die Fähren fahren weiter.', 'de')).toEqual([
    'Am 8. Mai öffnet die Brücke.',
    'Die Fähren fahren weiter.',
  ])
  expect(split('Broen åpner 8. Mai. Fergene går som før.', 'no')).toHaveLength(2)
  expect(split('The bridge opens on May 8. Mayor Quill will speak.', 'en')).toHaveLength(2)
})

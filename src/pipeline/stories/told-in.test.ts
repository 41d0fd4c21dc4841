import { expect, it } from 'vitest'
import { toldIn } from './told-in.ts'

const story = {
  language: 'en',
  headline: 'Norway lends grain',
  keyPoints: ['It lends 4,300 tonnes.'],
  inOtherLanguages: { es: { headline: 'Noruega presta grano', keyPoints: ['Presta 4.300 toneladas.'] } },
}

it('is told in its own language to who reads that, or all', () => {
  for (const reads of [[], ['en'], ['es', 'en']]) expect(toldIn(story, reads)).toBe(story)
})

it('is told in the first of the other languages that a reader reads', () => {
  expect(toldIn(story, ['fr', 'es'])).toMatchObject({ language: 'es', headline: 'Noruega presta grano' })
})

it('stays as it is for who reads none of its languages', () => {
  expect(toldIn(story, ['fr'])).toBe(story)
})

import { expect, test } from 'vitest'
import { bestPath, openTagger, tags, tagWords, visitFeatures } from './tagger.ts'
import type { WordTraits } from './word-lore.ts'
import type { SentenceTraits } from './word-traits.ts'

const word = (shape: string, classes: string[] = [], known: string[] = []): WordTraits => ({
  shape,
  classes,
  known,
  affixes: [],
  open: shape !== 'lower',
  memo: { shares: [] },
})
const wordsIn = (value: readonly (string | undefined)[]) => value.filter((part) => part !== undefined).join(' ')
/** The same words in sentences of several kinds and in several places, so that what is remembered of them is used. */
const [name, town, verb, sign] = [
  word('Capital', ['given']),
  word('Capital', [], ['town']),
  word('lower', ['speech']),
  word('quote'),
]
const sentences: SentenceTraits[] = [
  { form: 'prose', field: 'other', words: [name, name, verb, town] },
  { form: 'headline', field: 'sport', words: [town, verb, name, name] },
  { form: 'prose', field: 'sport', words: [sign, name, town, sign, verb, name] },
]

test('tags are those of the features summed one by one, whatever is remembered of words', () => {
  const weights: Record<string, number[]> = {}
  for (const sentence of sentences)
    for (const place of sentence.words.keys())
      visitFeatures(sentence, place, (template, ...value) => {
        const seed = Object.keys(weights).length
        weights[`${template}|${wordsIn(value)}`] ??= tags.map((_, tag) => ((seed * 37 + tag * 101) % 23) - 11)
      })
  const transitions = tags.map((_, from) => tags.map((__, to) => ((from * 7 + to * 3) % 5) - 2))
  const tagger = openTagger({ weights, transitions })
  for (const sentence of [...sentences, ...sentences]) {
    const sums = sentence.words.map(({ open }, place) => {
      const own = tags.map(() => 0)
      visitFeatures(sentence, place, (template, ...value) => {
        const row = weights[`${template}|${wordsIn(value)}`] ?? []
        for (const tag of own.keys()) own[tag] = (own[tag] ?? 0) + (row[tag] ?? 0)
      })
      return open ? own : undefined
    })
    expect(tagWords(sentence, tagger)).toEqual(bestPath(sums, transitions).map((tag) => tags[tag]))
  }
  expect(new Set(sentences.flatMap((sentence) => tagWords(sentence, tagger))).size).toBeGreaterThan(1)
})

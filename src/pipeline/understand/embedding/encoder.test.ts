import { expect, test } from 'vitest'
import { readSentenceEncoderFiles } from '../../../platform/models/sentence-encoder-files.ts'
import { openEncoder } from './encoder.ts'

const encode = openEncoder(await readSentenceEncoderFiles())

/** The first numbers of what TensorFlow.js makes of the same weights and sentences. */
test.each([
  ['Storm closes the harbour of Velmora', [-0.0629, 0.0609, -0.0322, 0.0143, -0.0638, 0.0646]],
  [
    'The council of Tarn votes to rebuild the old bridge after 40 years',
    [-0.0437, 0.0628, 0.0296, 0.04, -0.0598, 0.0265],
  ],
  ['Orr 2, Tarn 0: Üllmark scores twice', [-0.0322, -0.0313, -0.0299, -0.0056, -0.026, -0.0427]],
] as const)('agrees with the reference runtime: %s', (text, expected) => {
  const [vector] = encode([text])
  for (const [place, value] of expected.entries()) expect(vector?.[place]).toBeCloseTo(value, 3)
})

test('vectors have length 1, except those of no text', () => {
  const lengths = encode(['Ferry returns', '', 'x', '%%% ★ 漢字']).map((vector) => Math.hypot(...vector))
  expect(lengths[0]).toBeCloseTo(1, 5)
  expect(lengths[1]).toBe(0)
  expect(lengths[2]).toBeCloseTo(1, 5)
  expect(lengths[3]).toBeCloseTo(1, 5)
})

test('a sentence gets the same vector whatever it is computed with', () => {
  const sentences = Array.from({ length: 40 }, (_, index) =>
    `Report ${index} on the river of Orr`.repeat(1 + (index % 5)),
  )
  const together = encode(sentences)
  for (const [place, sentence] of sentences.entries()) expect(encode([sentence])[0]).toEqual(together[place])
})

test('says which tensor is missing', () => {
  expect(() => openEncoder({ tensors: new Map(), pieces: [] })).toThrow('Embeddings_en')
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openAttention } from './attention.ts'
import { openWorkspace } from './workspace.ts'

const shape = { heads: 2, headWidth: 16 }
const width = shape.heads * shape.headWidth

test('agrees with the definition, sentence by sentence', () => {
  const workspace = openWorkspace(65_536)
  const attend = openAttention(workspace, { rowsMax: 8, piecesMax: 5, widthMax: width })
  const view = workspace.float32(8 * 3 * width)
  const number = fc.double({ min: -2, max: 2, noNaN: true })
  const sentences = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 5 }))
  fc.assert(
    fc.property(sentences, fc.array(number, { minLength: view.length, maxLength: view.length }), (lengths, numbers) => {
      view.set(numbers)
      const result = attend(view, lengths, shape)
      const expected = [...plain(view, 0, lengths[0]), ...plain(view, lengths[0], lengths[1])]
      expect(result).toHaveLength(expected.length)
      for (const [place, value] of expected.entries()) expect(result[place]).toBeCloseTo(value, 4)
    }),
    { numRuns: 50 },
  )
})

test('refuses a sentence that is longer than it has room for', () => {
  const attend = openAttention(openWorkspace(65_536), { rowsMax: 8, piecesMax: 5, widthMax: width })
  expect(() => attend(new Float32Array(6 * 3 * width), [6], shape)).toThrow(RangeError)
})

function plain(rows: Float32Array, first: number, length: number): number[] {
  const at = (row: number, column: number) => rows[(first + row) * 3 * width + column] ?? 0
  const columns = Array.from({ length: width }, (_, column) => column)
  return Array.from({ length }, (_, query) =>
    columns.map((column) => {
      const head = Math.floor(column / shape.headWidth) * shape.headWidth
      const scores = Array.from({ length }, (_, key) => {
        let sum = 0
        for (let i = head; i < head + shape.headWidth; i++) sum += at(query, i) * at(key, width + i)
        return Math.exp(sum / Math.sqrt(shape.headWidth))
      })
      const total = scores.reduce((sum, score) => sum + score, 0)
      return scores.reduce((sum, score, key) => sum + (score / total) * at(key, 2 * width + column), 0)
    }),
  ).flat()
}

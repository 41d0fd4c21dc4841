import fc from 'fast-check'
import { expect, test } from 'vitest'
import { innerProducts } from './similarities.ts'

test('gives the inner products that adding up gives, for any number of vectors, directions and dimensions', () => {
  const number = fc.double({ min: -1, max: 1, noNaN: true })
  const size = fc.record({ dimensions: fc.integer({ min: 1, max: 70 }), vectors: fc.nat(70), directions: fc.nat(30) })
  fc.assert(
    fc.property(
      size.chain(({ dimensions, vectors, directions }) => {
        const vector = fc
          .array(number, { minLength: dimensions, maxLength: dimensions })
          .map((numbers) => Float32Array.from(numbers))
        return fc.tuple(
          fc.array(fc.option(vector, { nil: undefined }), { minLength: vectors, maxLength: vectors }),
          fc.array(vector, { minLength: directions, maxLength: directions }),
        )
      }),
      ([vectors, directions]) => {
        const products = innerProducts(vectors, directions)
        expect(products).toHaveLength(vectors.length * directions.length)
        for (const [row, vector] of vectors.entries())
          for (const [column, direction] of directions.entries()) {
            const expected = vector?.reduce((sum, value, at) => sum + value * (direction[at] ?? 0), 0) ?? 0
            expect(products[row * directions.length + column]).toBeCloseTo(expected, 4)
          }
      },
    ),
    { numRuns: 40 },
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { innerProducts, productsWith } from './similarities.ts'

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

test('more vectors than stay where they are compared, and vectors of other lengths between, are compared none the worse', () => {
  const vectorOf = (n: number, dimensions: number): Float32Array =>
    Float32Array.from({ length: dimensions }, (_, at) => Math.sin(n * 3 + at))
  const many = Array.from({ length: 16_000 }, (_, n) => vectorOf(n, 300))
  const few = Array.from({ length: 5 }, (_, n) => vectorOf(n, 40))
  const isRight = (vectors: readonly Float32Array[], dimensions: number): void => {
    const direction = vectorOf(7, dimensions)
    const products = innerProducts(vectors, [direction])
    const expected = vectors.map((vector) => direction.reduce((sum, value, at) => sum + value * (vector[at] ?? 0), 0))
    const worst = expected.reduce((most, value, at) => Math.max(most, Math.abs(value - (products[at] ?? 0))), 0)
    expect(worst).toBeLessThan(0.001)
  }
  for (const vectors of [many, many.slice(0, 300), many.toReversed()]) isRight(vectors, 300)
  isRight(few, 40)
  isRight(many.slice(0, 300), 300)
  // Of longer vectors only so much counts as the directions have.
  isRight(many.slice(0, 300), 40)
})

test('compares all rows of a matrix with a direction, whatever was compared before', () => {
  const matrix = (rows: number, seed: number): Float32Array =>
    Float32Array.from({ length: rows * 32 }, (_, at) => Math.sin(seed + at * 7))
  const direction = Float32Array.from({ length: 32 }, (_, at) => Math.cos(at * 3))
  for (const [rows, seed] of [
    [300, 1],
    [40, 2],
    [0, 3],
    [4_096, 4],
    [300, 1],
  ] as const) {
    const given = matrix(rows, seed)
    const expected = Array.from({ length: rows }, (_, row) =>
      given.subarray(row * 32, (row + 1) * 32).reduce((sum, value, at) => sum + value * (direction[at] ?? 0), 0),
    )
    const products = productsWith(given, direction)
    expect(products).toHaveLength(rows)
    for (const [row, product] of products.entries()) expect(product).toBeCloseTo(expected[row] ?? 0, 4)
  }
  expect(() => productsWith(new Float32Array(33), direction)).toThrow(RangeError)
  expect(() => productsWith(new Float32Array(4_097 * 32), direction)).toThrow(RangeError)
})

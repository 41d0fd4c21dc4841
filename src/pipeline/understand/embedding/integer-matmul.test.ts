import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Dense, openProducts, productBytes } from './integer-matmul.ts'
import { openWorkspace } from './workspace.ts'

const inputs = 12
const outputs = 16
const rowsMax = 7

test('agrees with the plain product to about three digits of the largest values, for any count of rows', () => {
  const number = fc.double({ min: -50, max: 50, noNaN: true })
  const numbers = (length: number) => fc.array(number, { minLength: length, maxLength: length })
  fc.assert(
    fc.property(
      numbers(inputs * outputs),
      numbers(outputs),
      fc.integer({ min: 1, max: rowsMax }).chain((rows) => numbers(rows * inputs)),
      fc.boolean(),
      (weights, bias, input, relu) => {
        const dense = { inputs, outputs, weights: Float32Array.from(weights), bias: Float32Array.from(bias), relu }
        const rows = input.length / inputs
        const result = open(dense).dense(Float32Array.from(input), rows)
        expect(result).toHaveLength(rows * outputs)
        for (let row = 0; row < rows; row++) {
          for (let column = 0; column < outputs; column++) {
            let sum = bias[column] ?? 0
            for (let i = 0; i < inputs; i++)
              sum += (input[row * inputs + i] ?? 0) * (weights[i * outputs + column] ?? 0)
            const expected = relu ? Math.max(0, sum) : sum
            // Half a step of rounding on either side of each product, of values up to 50 in 13,000 steps.
            expect(Math.abs((result[row * outputs + column] ?? 0) - expected)).toBeLessThan(4)
          }
        }
      },
    ),
    { numRuns: 50 },
  )
})

test('refuses more rows than it has room for', () => {
  const dense = { inputs, outputs, weights: new Float32Array(inputs * outputs), bias: new Float32Array(outputs) }
  expect(() => open(dense).dense(new Float32Array(8 * inputs), 8)).toThrow(RangeError)
})

function open(dense: Dense & { readonly relu?: boolean }) {
  return openProducts(openWorkspace(productBytes([dense], rowsMax)), { dense }, rowsMax)
}

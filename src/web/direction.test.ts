import { expect, test } from 'vitest'
import { directionOf } from './direction.ts'

test.each([
  ['ar', 'iPhone 17', 'rtl'],
  ['ar-EG', 'مصر', 'rtl'],
  ['en', 'مصر', 'ltr'],
  ['zh', '港', 'ltr'],
  [undefined, '“مصر” says Reuters', 'rtl'],
  [undefined, '17 إصدارات', 'rtl'],
  [undefined, 'Reuters: مصر', 'ltr'],
  [undefined, '2030', 'ltr'],
])('%s: %s runs %s', (language, text, direction) => {
  expect(directionOf(language, text)).toBe(direction)
})

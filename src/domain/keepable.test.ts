import { expect, test } from 'vitest'
import { isKeepable, keepable } from './keepable.ts'

test.each([
  ['a\u0000b', 'ab'],
  ['a\ud800b', 'a\ufffdb'],
  ['\u001b]0;taken\u0007 title', ']0;taken title'],
  ['\u009b31m red\u007f', '31m red'],
  ['two\twords\r\nand a line', 'two\twords\r\nand a line'],
  ['page\fbreak', 'pagebreak'],
  ['a family: 👨‍👩‍👧', 'a family: 👨‍👩‍👧'],
])('%j is kept as %j', (given, kept) => {
  expect(keepable(given)).toBe(kept)
  expect(isKeepable(kept)).toBe(true)
})

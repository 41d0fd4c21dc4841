import { expect, test } from 'vitest'
import { nameProblem } from './name.ts'

test.each(['Mira', 'Ada Quillfeather-Bó', '张伟', 'مريم', 'می‌نا', '👩‍🚀', 'x'.repeat(60)])('%j is a name', (name) => {
  expect(nameProblem(name)).toBeUndefined()
})

test.each([
  '',
  '  ',
  '\u200b',
  'x'.repeat(61),
  'eve\nzed',
  'eve\rzed',
  '\u001b[2Jeve',
  'eve\u0000',
  'eve\u2028zed',
  'eve\u202edez',
])('%j is none', (name) => {
  expect(nameProblem(name)).toMatchObject({ code: 'name-unfit' })
})

import { expect, it } from 'vitest'
import type { ReaderId } from '../../domain/ids.ts'
import { feedToken, isFeedToken, readerNamedIn } from './feed-token.ts'

const reader = '0d1f3b5a-1111-4222-8333-444455556666' as ReaderId
const other = '1d1f3b5a-1111-4222-8333-444455556666' as ReaderId
const secret = new Uint8Array(32).fill(7)

it('names its reader, and holds for no other reader, version or installation', () => {
  const token = feedToken(secret, reader, 1)
  expect(readerNamedIn(token)).toBe(reader)
  expect(isFeedToken(token, secret, reader, 1)).toBe(true)
  expect(isFeedToken(token, secret, reader, 2)).toBe(false)
  expect(isFeedToken(token, secret, other, 1)).toBe(false)
  expect(isFeedToken(token, new Uint8Array(32).fill(8), reader, 1)).toBe(false)
  expect(readerNamedIn('x')).toBeUndefined()
  expect(isFeedToken('', secret, reader, 1)).toBe(false)
})

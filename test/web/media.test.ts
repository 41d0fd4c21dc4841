/** The image proxy: only what this server signed, only images, never anything that could run. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMediaSigner } from '../../src/server/media/signer.ts'
import { eventually } from '../harness/until.ts'
import { type Serving, serve } from './serving.ts'

const key = new Uint8Array(32).fill(7)
const signer = createMediaSigner(key)
let serving: Serving

beforeAll(async () => {
  serving = await serve({}, { mediaKey: key })
})

afterAll(async () => {
  await serving.close()
})

describe('a signed image', () => {
  test('comes as what its bytes are, sandboxed, to be kept', async () => {
    const answer = await fetch(serving.url + signer.path('https://pictures.example/1.png'))
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('cache-control')).toContain('private')
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(1000)
  })
})

test('who goes away while an image is fetched has it fetched no more', async () => {
  const browser = new AbortController()
  const asked = fetch(serving.url + signer.path('https://pictures.example/slow'), { signal: browser.signal })
  await eventually(() => serving.doors.state.pictures.waiting === 1)
  browser.abort()
  await expect(asked).rejects.toThrow()
  await eventually(() => serving.doors.state.pictures.waiting === 0)
})

describe('refused', () => {
  test.each([
    ['an address that was not signed', '/media/AAAAAAAAAAAAAAAAAAAAAA/aHR0cHM6Ly9ldmlsLmV4YW1wbGUv', 403],
    ['a signature of another address', `${signer.path('https://a.example/1.png')?.slice(0, 30)}aHR0cHM6Ly9i`, 403],
    ['an empty signature', '/media/-/aHR0cHM6Ly9i', 403],
    ['an SVG', signer.path('https://pictures.example/drawing.svg') ?? '', 502],
    ['what does not answer', signer.path('https://pictures.example/gone') ?? '', 502],
  ])('%s', async (_what, path, status) => {
    const answer = await fetch(serving.url + path)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toContain('application/json')
  })

  test('addresses that are not http', () => {
    for (const url of [
      'javascript:alert(1)',
      'data:image/png;base64,AAAA',
      'file:///etc/passwd',
      '/relative.png',
      '',
    ]) {
      expect(signer.path(url)).toBeUndefined()
    }
  })
})

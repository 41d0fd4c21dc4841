/** `scripts/bench.mjs` loads benchmarks, and all of the sources that they use, in words that this Node knows. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSourceServer } from '../scripts/source-server.mjs'
import { root } from './tidy/source-file.ts'

let server: Awaited<ReturnType<typeof openSourceServer>>

beforeAll(async () => {
  server = await openSourceServer()
})

afterAll(async () => {
  await server.close()
})

test('every benchmark can be read', async () => {
  const waiting = readdirSync(join(root, 'bench'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `/bench/${name}`)
  const read = new Set(waiting)
  for (const url of waiting) {
    const made = await server.transformRequest(url, { ssr: true })
    expect(() => new Script(`(async () => {${made?.code}\n})`, { filename: url })).not.toThrow()
    for (const dep of made?.deps ?? []) {
      if (!/^\/(?:bench|src|test)\//u.test(dep) || read.has(dep)) continue
      read.add(dep)
      waiting.push(dep)
    }
  }
  expect(read).toContain('/test/harness/salient.ts')
})

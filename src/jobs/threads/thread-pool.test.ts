import { expect, test } from 'vitest'
import { until } from '../../../test/harness/until.ts'
import { ThreadPool } from './thread-pool.ts'

/** Answers with its number, and ends afterwards when it is told to. */
const script = `
  import { parentPort, threadId } from 'node:worker_threads'
  parentPort.on('message', (wish) => {
    parentPort.postMessage({ reply: threadId })
    if (wish === 'end') setImmediate(() => process.exit(1))
  })`
const entry = new URL(`data:text/javascript,${encodeURIComponent(script)}`)

test('a thread that was started before it was needed answers, and is asked no more when it has ended', async () => {
  await using pool = new ThreadPool({ entry, size: 1, answerMsMax: 60_000 })
  pool.warm()
  pool.warm()
  const first = await pool.run('end')
  // Who is asked just before the end is heard of fails; then there is another one.
  const second = await until('another thread', async () => {
    const number = await pool.run('stay').catch(() => first)
    return number === first ? undefined : number
  })
  expect(await pool.run('stay')).toBe(second)
})

/** Server-sent events: they arrive, they end with the page and with the server. */
import { expect, test } from 'vitest'
import { eventually } from '../harness/until.ts'
import { serve } from './serving.ts'

test('events arrive while a page is open, and the door is closed when it goes', async () => {
  const serving = await serve()
  const page = new AbortController()
  const answer = await fetch(`${serving.url}/api/v1/events`, { signal: page.signal })
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  await eventually(() => serving.doors.state.listeners.size === 1)
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  serving.doors.say({ kind: 'new-stories', count: 3 })
  let received = ''
  while (!received.includes('"count":3')) received += (await reader?.read())?.value ?? ''
  expect(received).toContain('event: new-stories')
  page.abort()
  await eventually(() => serving.doors.state.listeners.size === 0)
  await serving.close()
})

test('closing the server ends open streams without waiting for them', async () => {
  const serving = await serve()
  const answer = await fetch(`${serving.url}/api/v1/events`)
  await eventually(() => serving.doors.state.listeners.size === 1)
  const [text] = await Promise.all([answer.text(), serving.close()])
  expect(text).toContain(': hello')
  expect(serving.doors.state.listeners.size).toBe(0)
  await expect(fetch(serving.url)).rejects.toThrow()
})

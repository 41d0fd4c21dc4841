import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { Terminal } from './command.ts'
import { parse } from './parse.ts'

test('a line in, a line out: a feed, a reason, or what is missing', async () => {
  const body = (words: string): string => Buffer.from(words).toString('base64')
  const lines = [
    {
      id: 'a',
      url: 'https://post.example/',
      bodyBase64: body('<rss><channel><title>Harbour Post</title></channel></rss>'),
    },
    { id: 2, url: 'https://post.example/', bodyBase64: '' },
    { id: 'c', url: 'https://post.example/' },
  ]
  const stdout = new PassThrough()
  const stdin = Readable.from(lines.map((line) => `${JSON.stringify(line)}\n`))
  // A filter uses nothing of the terminal but these two.
  const code = await parse.run(['--ndjson'], { stdin, stdout } as unknown as Terminal)
  stdout.end()
  const answers = (await text(stdout))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(code).toBe(3)
  expect(answers).toEqual([
    { id: 'a', feed: { format: 'rss', title: 'Harbour Post', entries: [] }, problems: [] },
    { id: 2, feed: null, problems: [{ code: 'empty-body', message: 'The body is empty.' }] },
    { id: 'c', error: { code: 'missing-field', message: expect.stringContaining('bodyBase64') } },
  ])
})

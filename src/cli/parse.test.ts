import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { Terminal } from './command.ts'
import { parse } from './parse.ts'

async function answersTo(lines: readonly object[]): Promise<{ code: number; answers: unknown[] }> {
  const stdout = new PassThrough()
  const stdin = Readable.from(lines.map((line) => `${JSON.stringify(line)}\n`))
  // A filter uses nothing of the terminal but these two.
  const code = await parse.run(['--ndjson'], { stdin, stdout } as unknown as Terminal)
  stdout.end()
  const written = (await text(stdout)).trim().split('\n')
  return { code, answers: written.map((line): unknown => JSON.parse(line)) }
}

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
  const { code, answers } = await answersTo(lines)
  expect(code).toBe(3)
  expect(answers).toEqual([
    { id: 'a', feed: { format: 'rss', title: 'Harbour Post', entries: [] }, problems: [] },
    { id: 2, feed: null, problems: [{ code: 'empty-body', message: 'The body is empty.' }] },
    { id: 'c', error: { code: 'missing-field', message: expect.stringContaining('bodyBase64') } },
  ])
})

test('a body that is not base64 is a bad field; base64 of any kind is read', async () => {
  const wrong = ['!!!', '%%%not base64%%%', 'QQ=', 'QUJDR', 'QQ==QQ==', '<rss></rss>']
  const refused = await answersTo(wrong.map((bodyBase64) => ({ id: bodyBase64, bodyBase64 })))
  expect(refused.code).toBe(3)
  expect(refused.answers).toEqual(
    wrong.map((id) => ({ id, error: { code: 'bad-field', message: expect.stringContaining('bodyBase64') } })),
  )
  const bytes = Buffer.from('<rss><channel><title>Hafen ÿÿ¿?></title></channel></rss>')
  const padded = bytes.toString('base64')
  const kinds = [padded, padded.replace(/=+$/, ''), bytes.toString('base64url'), padded.replace(/.{20}/g, '$&\r\n')]
  const read = await answersTo(kinds.map((bodyBase64) => ({ bodyBase64 })))
  expect(read.code).toBe(0)
  for (const answer of read.answers) expect(answer).toMatchObject({ feed: { format: 'rss' } })
})

test('lines end where they end, whatever pieces they come in: the first of two, one without an end, one of Windows', async () => {
  const line = (id: string): string => `{"id":"${id}","bodyBase64":""}`
  const bytes = Buffer.from(`${line('höfn')}\n\n${line('b')}\r\n${line('c')}`)
  const stdout = new PassThrough()
  const stdin = Readable.from([...bytes].map((byte) => Buffer.of(byte)))
  // A filter uses nothing of the terminal but these two.
  await parse.run(['--ndjson'], { stdin, stdout } as unknown as Terminal)
  stdout.end()
  const ids = (await text(stdout))
    .trim()
    .split('\n')
    .map((answer): unknown => (JSON.parse(answer) as { id: unknown }).id)
  expect(ids).toEqual(['höfn', 'b', 'c'])
})

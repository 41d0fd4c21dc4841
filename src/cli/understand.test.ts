import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import type { Terminal } from './command.ts'
import { exitCodes, UsageError } from './command.ts'
import { understand } from './understand.ts'

function terminalOn(lines: readonly string[]): { readonly terminal: Terminal; readonly output: PassThrough } {
  const output = new PassThrough()
  // The command reads lines and writes lines; it asks the terminal for nothing else.
  const terminal = { stdin: Readable.from(`${lines.join('\n')}\n`), stdout: output } as unknown as Terminal
  return { terminal, output }
}

it('answers line by line in order, and a broken line in its place', async () => {
  const titles = Array.from({ length: 40 }, (_, n) =>
    JSON.stringify({ id: n, title: `Norway opens school number ${n}` }),
  )
  const { terminal, output } = terminalOn(['{"id":"a"}', 'broken', ...titles])
  const written = text(output)
  expect(await understand.run(['--ndjson'], terminal)).toBe(exitCodes.partly)
  output.end()
  const answers = (await written)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(answers.map(({ id }) => id)).toEqual(['a', null, ...titles.keys()])
  expect(answers.slice(0, 2).map(({ error }) => error.code)).toEqual(['no-words', 'not-json'])
  expect(answers[2].entities).toMatchObject([{ name: 'Norway', kind: 'place', mentions: ['Norway'] }])
})

it('names the country that a seat of government stands for', async () => {
  const { terminal, output } = terminalOn([JSON.stringify({ id: 1, title: 'Downing Street said it would wait' })])
  const written = text(output)
  await understand.run(['--ndjson'], terminal)
  output.end()
  const { entities } = JSON.parse(await written)
  expect(entities[0]).toMatchObject({ name: 'United Kingdom', mentions: ['Downing Street'] })
  expect(entities[1]).toMatchObject({ name: 'Downing Street', aliasOf: 'United Kingdom' })
})

it('asks for --ndjson', async () => {
  await expect(understand.run([], terminalOn([]).terminal)).rejects.toThrow(UsageError)
})

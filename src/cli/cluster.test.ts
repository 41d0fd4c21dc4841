import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { cluster } from './cluster.ts'
import type { Terminal } from './command.ts'

async function run(args: readonly string[], lines: readonly string[]): Promise<{ code: number; out: unknown[] }> {
  const stdout = new PassThrough()
  // The command reads no settings.
  const terminal = {
    stdin: Readable.from([lines.join('\n')]),
    stdout,
    stderr: new PassThrough(),
  } as unknown as Terminal
  const [code, written] = await Promise.all([
    cluster.run(['--ndjson', ...args], terminal).finally(() => stdout.end()),
    text(stdout),
  ])
  return {
    code,
    out: written
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line)),
  }
}

const lines = [
  '{"id":1,"title":"Crack in sea wall shuts Velmora quay","publishedAt":"2030-01-01T10:00:00Z"}',
  'not json',
  '{"id":"b","title":"Kolvane wins third Brask tennis title","publishedAt":"2030-01-01T10:30:00Z"}',
  '{"id":"c","title":"Crack in sea wall shuts quay at Velmora","publishedAt":"2030-01-01T11:00:00Z"}',
  '{"id":"d"}',
]

describe('salient cluster', () => {
  it.each([[[]], [['--online']]])('answers every line in its place, the same each time (%j)', async (args) => {
    const { code, out } = await run(args, lines)
    expect(code).toBe(3)
    expect(out).toMatchObject([
      { id: 1 },
      { id: null, error: { code: 'not-json' } },
      { id: 'b' },
      { id: 'c' },
      { id: 'd', error: { code: 'no-words' } },
    ])
    expect(await run(args, lines)).toEqual({ code, out })
  })

  it('puts reports of one event in one story', async () => {
    const { out } = await run([], lines)
    const stories = out.map((line) => (line as { storyId?: string }).storyId)
    expect(stories[0]).toBe(stories[3])
    expect(stories[0]).not.toBe(stories[2])
  })
})

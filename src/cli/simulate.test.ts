import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import type { Terminal } from './command.ts'
import { simulateReaders } from './simulate.ts'

async function run(...args: string[]): Promise<string> {
  const stdout = new PassThrough()
  // The command reads neither settings nor input.
  const ended = simulateReaders.run(args, { stdout } as unknown as Terminal).finally(() => stdout.end())
  const [out] = await Promise.all([text(stdout), ended])
  return out
}

describe('salient simulate', () => {
  it('does not call a figure nought where no reader has opened enough to tell', async () => {
    const short = await run('--readers', '1', '--days', '1')
    expect(short).toMatch(/^chronological +first day [\d.]+, learned unknown$/m)
  })

  it('takes a day within the run for the change of interests', async () => {
    await expect(run('--days', '2', '--readers', '2', '--change-on', '9')).rejects.toThrow(
      '--change-on takes a whole number from 1 to 1, not "9"',
    )
    await expect(run('--days', 'x')).rejects.toThrow('--days takes a whole number from 1 to 365, not "x"')
  })
})

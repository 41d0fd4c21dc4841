import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { type Terminal, UsageError } from './command.ts'
import { reader } from './reader.ts'

/** Refused before anything is opened: there is no program to open it with. */
const terminal = { stdout: new PassThrough(), stderr: new PassThrough() } as unknown as Terminal

test.each(['eve (operator): a password\nzed', 'eve\u001b[2J', '', '  ', 'x'.repeat(61)])(
  '%j cannot be a reader',
  async (name) => {
    await expect(reader.run(['add', name], terminal)).rejects.toThrow(UsageError)
  },
)

test.each([[], ['--for', ''], ['--for', '  '], ['--for', 'a\nb'], ['--for', 'x'.repeat(61)]])(
  'a token needs a name: %j',
  async (...purpose) => {
    await expect(reader.run(['token', 'bob', ...purpose], terminal)).rejects.toThrow(
      /--for WHAT is needed.*1 to 60|--for.*control/s,
    )
  },
)

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../test/tidy/source-file.ts'

function salient(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin', 'salient'), ...args], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test('says its version', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(salient('--version')).toEqual({ status: 0, stdout: `salient ${version}\n`, stderr: '' })
})

test('a command that there is not is told, with those that there are', () => {
  const { status, stdout, stderr } = salient('serv')
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(/no command "serv"[\s\S]*^ {2}serve /m)
})

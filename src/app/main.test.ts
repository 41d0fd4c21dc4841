import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../test/tidy/source-file.ts'

function salient(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin', 'salient'), ...args], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test('it starts from few files, whatever it is made of', () => {
  const folder = mkdtempSync(join(tmpdir(), 'salient-start-'))
  try {
    const env = { ...process.env, NODE_V8_COVERAGE: folder }
    expect(spawnSync(process.execPath, [join(root, 'bin', 'salient'), 'serve', '--help'], { env }).status).toBe(0)
    const [told = ''] = readdirSync(folder)
    const { result } = JSON.parse(readFileSync(join(folder, told), 'utf8')) as { result: { url: string }[] }
    const files = result.filter(({ url }) => url.startsWith('file:'))
    expect(files.length).toBeGreaterThan(0)
    expect(files.length).toBeLessThan(100)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('says its version', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(salient('--version')).toEqual({ status: 0, stdout: `salient ${version}\n`, stderr: '' })
})

test('a command that there is not is told, with those that there are', () => {
  const { status, stdout, stderr } = salient('serv')
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(/no command "serv"[\s\S]*^ {2}serve /m)
})

test('without a command it tells which there are, as a mistake; asked for help, as an answer', () => {
  const { status, stdout, stderr } = salient()
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(/which command\?[\s\S]*^ {2}serve /m)
  for (const asked of ['help', '--help', '-h'])
    expect(salient(asked)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^ {2}serve /m), stderr: '' })
})

test.each([
  ['reader', 'add', 'Ada', 'Lovelace'],
  ['reader', 'list', 'Ada'],
  ['signal', '--reader', 'Ada', '--story', 'x', 'opened', 'saved'],
  ['push-keys', 'add', 'Quay', 'News', '--site', 'https://quay.example'],
  ['push-keys', 'list', 'all'],
  ['migrate', 'now'],
  ['status', 'now'],
])('what a command does not take is refused before anything is done: %s', (...args) => {
  const { status, stderr } = salient(...args)
  expect(status).toBe(2)
  expect(stderr).toContain(`See salient ${args[0]} --help.`)
  expect(stderr).toContain(args.at(args[0] === 'push-keys' && args[1] === 'add' ? 3 : -1))
})

test.each([
  ['feed', '1 to 200 (default'],
  ['signal', '0 to 86400'],
  ['doctor', 'database, disk, memory, clock, model, network and jobs'],
])('the help of %s says %s', (command, words) => {
  expect(salient(command, '--help')).toMatchObject({ status: 0, stdout: expect.stringContaining(words) })
})

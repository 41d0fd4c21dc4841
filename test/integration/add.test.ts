/** What `salient add` says of what it is given, and the exit code that says how much of it came in. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { add } from '../../src/cli/add.ts'
import type { Terminal } from '../../src/cli/command.ts'
import { openWork, type TestWork } from '../harness/work.ts'

let held: TestWork
let folder: string

beforeAll(async () => {
  held = await openWork()
  folder = await mkdtemp(join(tmpdir(), 'salient-add-'))
})

afterAll(async () => {
  await held[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

async function run(...args: string[]): Promise<{ code: number; out: string; problem: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const program = { openWork: async () => ({ work: held.work, [Symbol.asyncDispose]: async () => {} }) }
  // The command uses nothing else of the terminal.
  const terminal = { stdout, stderr, program } as unknown as Terminal
  const ended = add.run(args, terminal).finally(() => {
    stdout.end()
    stderr.end()
  })
  const [code, out, problem] = await Promise.all([ended, text(stdout), text(stderr)])
  return { code, out, problem }
}

async function listOf(name: string, body: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, `<opml version="2.0"><body>${body}</body></opml>`)
  return path
}

const good = (name: string) => `<outline text="${name}" xmlUrl="https://${name}.example/rss"/>`
const bad = (name: string) => `<outline text="${name}" xmlUrl="feeds/${name}"/>`

test('a list of which some could not be added is done in part', async () => {
  expect(await run(await listOf('two.opml', good('a') + bad('x') + good('b') + bad('y')))).toEqual({
    code: 3,
    out: expect.stringContaining('Added 2 sources'),
    problem: expect.stringContaining('y: "feeds/y" is not a web address.'),
  })
  const again = await run(await listOf('again.opml', good('a') + good('c') + bad('x')))
  expect([again.code, again.out]).toEqual([3, expect.stringContaining('(1 known already, 1 could not be added)')])
  expect((await run(await listOf('bad.opml', bad('x')))).code).toBe(1)
  expect((await run(await listOf('good.opml', good('a') + good('c')))).code).toBe(0)
})

test('what is repaired in a list is told, and counts as no source', async () => {
  const unfinished = await run(await listOf('unfinished.opml', `${good('d')}<outline text="Folder">${good('e')}`))
  expect(unfinished).toMatchObject({
    code: 0,
    out: expect.stringContaining('Added 2 sources'),
    problem: expect.stringMatching(/^ {2}[a-z-]+: /),
  })
  expect(unfinished.out).toContain('(0 known already, 0 could not be added)')
  const none = await run(await listOf('none.opml', '<outline text="Folder"><outline'))
  expect(none).toEqual({ code: 1, out: '', problem: expect.stringContaining('opml-empty: The list names no feed') })
})

test('a file that is no list is called so', async () => {
  const page = join(folder, 'page.opml')
  await writeFile(page, '<html>No</html>')
  expect(await run(page)).toEqual({ code: 1, out: '', problem: expect.stringContaining('not-opml: ') })
})

test.each([
  ['./nofile.opml', 'file-missing'],
  ['../no/such/list', 'file-missing'],
  ['/no/such/list', 'file-missing'],
  ['~/no-such-list', 'file-missing'],
  ['no-such-list.opml', 'file-missing'],
  ['no-such-folder/feed.xml', 'file-missing'],
  [tmpdir(), 'file-is-folder'],
  ['.', 'file-is-folder'],
  ['', 'address-empty'],
  ['  ', 'address-empty'],
  // Addresses: they are asked for.
  ['no-such-host.invalid/feed', 'host-not-found'],
  ['no-such-host.invalid/feed.xml', 'host-not-found'],
  ['no-such-host.invalid', 'host-not-found'],
])('%j without a scheme is told as %s', async (given, code) => {
  const { code: exit, out, problem } = await run(given)
  expect({ exit, out, problem }).toEqual({ exit: 1, out: '', problem: expect.stringContaining(`: ${code}: `) })
})

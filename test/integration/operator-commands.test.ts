/** What an operator types at a terminal, right and wrong, and what is said to it. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSalient, type Ran, type Salient } from '../harness/salient.ts'

let salient: Salient
beforeAll(async () => {
  salient = await openSalient()
})
afterAll(async () => salient[Symbol.asyncDispose]())

const run = async (...args: string[]): Promise<Ran> => await salient.run(args)

test('what is not there yet is said, with the way to it', async () => {
  expect((await run('reader', 'list')).stdout).toContain('No readers yet.')
  expect((await run('reader', 'list', '--json')).stdout).toBe('')
  expect((await run('refresh')).stdout).toBe('No sources yet. Add some: salient add URL\n')
  expect((await run('status')).stdout).toMatch(
    /^0 sources, .*\n0 entries, 0 of them read, in 0 stories\n0 readers\nKept for 730 days, /,
  )
})

test('help is given of one command, before it and after it', async () => {
  const after = await run('sources', '--help')
  expect(after.stdout).toMatch(/^Usage: salient sources .*Exit codes: /s)
  expect(await run('help', 'sources')).toEqual(after)
  expect(await run('help', 'weather')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no command "weather"'),
  })
})

test('keys of publishers: names fit for a list, and a list for programs', async () => {
  const site = ['--site', 'https://vantry.example/']
  for (const name of ['two\nlines', 'x'.repeat(201), '  '])
    expect(await run('push-keys', 'add', name, ...site)).toMatchObject({ code: 2, stdout: '' })
  expect((await run('push-keys', 'list', ...site)).stderr).toContain('--site is for add.')
  const made = await run('push-keys', 'add', 'صحيفة الشرق', ...site)
  const id = / revoke it: (\S+)/.exec(made.stdout)?.[1] ?? ''
  expect((await run('push-keys', 'revoke', id)).code).toBe(0)
  const [key, ...others] = (await run('push-keys', 'list', '--json')).stdout.trim().split('\n')
  expect(others).toEqual([])
  expect(JSON.parse(key ?? '')).toMatchObject({ id, name: 'صحيفة الشرق', siteUrl: site[1], lastUsedAt: null })
  expect(JSON.parse(key ?? '').revokedAt).toMatch(/^20/)
  expect(made.stdout).not.toContain(JSON.parse(key ?? '').digest ?? 'no digest')
})

test('of a source that was not asked yet no reason is given for its interval', async () => {
  const list = join(salient.dataDir, 'list.opml')
  await writeFile(list, '<opml version="2.0"><body><outline xmlUrl="https://vantry.example/feed"/></body></opml>')
  expect(await run('add', list)).toMatchObject({ code: 0 })
  expect((await run('sources')).stdout).toMatch(/not read yet; next [-0-9: ]+ UTC \(every 60 min\); 0 entries/)
  await run('sources', '--remove', 'https://vantry.example/feed')
})

test('a source is told of as removed, and no second time', async () => {
  expect((await run('sources', '--remove', '')).code).toBe(2)
  const url = 'https://vantry.example/#push-%D8%B5%D8%AD%D9%8A%D9%81%D8%A9%20%D8%A7%D9%84%D8%B4%D8%B1%D9%82'
  expect(await run('sources', '--remove', url)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('is removed'),
  })
  expect(await run('sources', '--remove', url)).toMatchObject({ code: 1, stderr: expect.stringContaining(`"${url}"`) })
})

test('who becomes the operator when the operator is removed is said', async () => {
  for (const name of ['Ada', 'Bea', 'Cem']) expect((await run('reader', 'add', name)).code).toBe(0)
  expect((await run('reader', 'remove', 'Bea')).stdout).not.toContain('operator')
  expect((await run('reader', 'remove', 'Ada')).stdout).toContain('Ada was the operator; from now on it is Cem.')
})

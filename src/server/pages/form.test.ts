import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { readForm } from './form.ts'

const app = new Hono().post('/', async (c) => c.text((await readForm(c)).files.get('opml') ?? ''))

async function read(file: Uint8Array<ArrayBuffer>): Promise<string> {
  const body = new FormData()
  body.set('opml', new File([file], 'list.opml'))
  return await (await app.request('/', { method: 'POST', body })).text()
}

const list = (encoding: string, title: string) => `<?xml version="1.0" encoding="${encoding}"?><opml>${title}</opml>`

test('a list in another encoding than ours is read as what it is', async () => {
  const [before = '', after = ''] = list('windows-1256', '|').split('|')
  const arabic = Uint8Array.of(0xc7, 0xe1, 0xda, 0xd1, 0xc8)
  expect(await read(Uint8Array.from([...Buffer.from(before), ...arabic, ...Buffer.from(after)]))).toContain('العرب')
  expect(await read(Uint8Array.from(Buffer.from(`\ufeff${list('utf-16', 'العرب')}`, 'utf16le')))).toContain('العرب')
  expect(await read(Uint8Array.from(Buffer.from(list('utf-8', 'العرب'))))).toContain('العرب')
})

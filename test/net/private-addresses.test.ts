/** No request reaches an address that the operator did not list, by whatever road. */
import { describe, expect, test } from 'vitest'
import { createAddressGuard } from '../../src/platform/net/address-guard.ts'
import { clientForTests, expectKind, problemCode } from './client-for-tests.ts'
import { hostileServer } from './hostile-server.ts'

const secret = () => hostileServer((_, response) => response.end('secret'))

describe('refused', () => {
  test.each([
    'http://127.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f.0.0.1:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://0.0.0.0:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::ffff:7f00:1]:PORT/',
    'http://[::]:PORT/',
    'http://localhost:PORT/',
    'https://127.0.0.1:PORT/',
  ])('%s', async (pattern) => {
    await using server = await secret()
    await using client = clientForTests({ allowPrivateNetworks: [] })
    const outcome = expectKind(
      await client.fetch(pattern.replace('PORT', String(server.port)), { accept: 'feed' }),
      'failed',
    )
    expect(outcome.problem).toMatchObject({
      code: 'private-address',
      message: expect.stringContaining('SALIENT_ALLOW_PRIVATE_NETWORKS'),
    })
    expect(server.connections()).toBe(0)
  })

  test('IPv6 loopback, as a literal and by name', async () => {
    await using server = await hostileServer((_, response) => response.end('secret'), { address: '::1' })
    await using client = clientForTests({ allowPrivateNetworks: ['127.0.0.0/8'], lookup: async () => ['::1'] })
    for (const host of ['[::1]', '[0:0:0:0:0:0:0:1]', 'six.example'])
      expect(problemCode(await client.fetch(`http://${host}:${server.port}/`, { accept: 'feed' }))).toBe(
        'private-address',
      )
    expect(server.connections()).toBe(0)
    await using trusted = clientForTests({ allowPrivateNetworks: ['::1'], lookup: async () => ['::1'] })
    for (const host of ['[::1]', 'six.example'])
      expectKind(await trusted.fetch(`http://${host}:${server.port}/`, { accept: 'feed' }), 'ok')
  })

  test('by a redirect from an address that is allowed', async () => {
    await using inner = await hostileServer((_, response) => response.end('secret'), { address: '127.0.0.2' })
    await using outer = await hostileServer((_, response) =>
      response.writeHead(302, { location: `http://127.0.0.2:${inner.port}/` }).end(),
    )
    await using client = clientForTests({ allowPrivateNetworks: ['127.0.0.1/32'] })
    expect(problemCode(await client.fetch(outer.origin, { accept: 'feed' }))).toBe('private-address')
    expect(inner.connections()).toBe(0)
  })

  test('by a name whose answer changes: every connection has its own answer checked', async () => {
    await using inner = await hostileServer((_, response) => response.end('secret'), { address: '127.0.0.2' })
    await using outer = await hostileServer((_, response) =>
      response.writeHead(200, { connection: 'close' }).end('public'),
    )
    const answers = ['127.0.0.1', '127.0.0.2', '127.0.0.2']
    let asked = 0
    const lookup = async (): Promise<string[]> => [answers[asked++] ?? '127.0.0.2']
    await using client = clientForTests({ allowPrivateNetworks: ['127.0.0.1'], lookup })
    expectKind(await client.fetch(`http://rebind.example:${outer.port}/`, { accept: 'feed' }), 'ok')
    expect(problemCode(await client.fetch(`http://rebind.example:${outer.port}/`, { accept: 'feed' }))).toBe(
      'private-address',
    )
    expect(problemCode(await client.fetch(`http://rebind.example:${inner.port}/`, { accept: 'feed' }))).toBe(
      'private-address',
    )
    expect(inner.connections()).toBe(0)
    // One answer for each connection: what is checked is not asked for a second time.
    expect(asked).toBe(3)
  })

  test('of several addresses only those allowed are tried', async () => {
    await using inner = await hostileServer((_, response) => response.end('secret'), { address: '127.0.0.2' })
    await using client = clientForTests({
      allowPrivateNetworks: ['127.0.0.1'],
      lookup: async () => ['127.0.0.2', '127.0.0.1'],
    })
    expect(problemCode(await client.fetch(`http://two.example:${inner.port}/`, { accept: 'feed' }))).toBe(
      'connection-refused',
    )
    expect(inner.connections()).toBe(0)
  })
})

describe('addresses', () => {
  const mayConnect = createAddressGuard([])
  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.255',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '203.0.113.9',
    '224.0.0.1',
    '239.1.1.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::7f00:1',
    '::ffff:10.0.0.1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::1',
    '2002:7f00:1::',
    '2002:c0a8:101::1',
    '2001::1',
    '2001:db8::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '100::1',
    '4000::1',
    '',
    'localhost',
    '1.2.3.4.5',
  ])('%s is refused', (address) => expect(mayConnect(address)).toBe(false))

  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '2a00:1450::1',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
  ])('%s is public', (address) => expect(mayConnect(address)).toBe(true))

  test('only what is listed is let through', () => {
    const guard = createAddressGuard(['10.0.0.0/8', 'fd00::/8', '192.168.1.7'])
    const judged = [
      '10.9.9.9',
      '::ffff:10.1.1.1',
      'fd01::5',
      '192.168.1.7',
      '192.168.1.8',
      '11.0.0.1',
      '127.0.0.1',
      'fc00::1',
    ].map(guard)
    expect(judged).toEqual([true, true, true, true, false, true, false, false])
  })
})

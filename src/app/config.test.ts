import { expect, test } from 'vitest'
import { parseSettings } from './config.ts'

test.each([
  ['SALIENT_HOST', 'nope host', 'takes the name or the IP address'],
  ['SALIENT_PORT', 'eighty', 'takes a whole number from 0 to 65535'],
  ['SALIENT_PORT', '80.5', 'takes a whole number from 0 to 65535'],
  ['SALIENT_FETCH_CONCURRENCY', '0', 'takes a whole number from 1 to 512'],
  ['SALIENT_ALLOW_PRIVATE_NETWORKS', '127.0.0.0/8, foo', '"foo" is no address range'],
  ['SALIENT_TRUSTED_PROXIES', '10.0.0.1/99', '"10.0.0.1/99" is no address range'],
  ['DATABASE_URL', 'foo', 'takes an address such as postgres://'],
  ['SALIENT_KEEP_DAYS', '29', 'takes 0, which keeps everything, or a number of days from 30 on'],
  ['SALIENT_SIGN_UP', 'perhaps', '"by-invitation"|"open"'],
])('%s=%j is refused by name, with what it takes', (name, value, words) => {
  const parse = () => parseSettings({ [name]: value })
  expect(parse).toThrow(`${name}=${JSON.stringify(value)}: `)
  expect(parse).toThrow(words)
})

test.each([
  [undefined, 730],
  ['0', 0],
  ['30', 30],
])('SALIENT_KEEP_DAYS=%s keeps for %i days', (given, days) => {
  expect(parseSettings({ SALIENT_KEEP_DAYS: given }).keepDays).toBe(days)
})

test('a password in an address of another kind is not said', () => {
  const parse = () => parseSettings({ DATABASE_URL: 'mysql://me:secret@db.example/news?password=secret' })
  expect(parse).toThrow('DATABASE_URL="mysql://me:…@db.example/news": takes an address')
  expect(parse).not.toThrow('secret')
})

test('lists are read with commas and spaces, and IPv6 stands in brackets in an address', () => {
  const settings = parseSettings({
    SALIENT_HOST: '::1',
    SALIENT_ALLOW_PRIVATE_NETWORKS: '127.0.0.0/8, ::1 10.1.0.0/16',
    SALIENT_TRUSTED_PROXIES: '127.0.0.1',
    DATABASE_URL: 'postgresql://me@db.example/news',
  })
  expect(settings.baseUrl).toBe('http://[::1]:8080')
  expect(settings.allowPrivateNetworks).toEqual(['127.0.0.0/8', '::1', '10.1.0.0/16'])
  expect(settings.trustedProxies).toEqual(['127.0.0.1'])
  expect(parseSettings({ SALIENT_PORT: '' })).toMatchObject({
    port: 8080,
    allowPrivateNetworks: [],
    trustedProxies: [],
  })
})

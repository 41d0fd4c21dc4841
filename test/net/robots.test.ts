/** Manner 13: robots.txt is obeyed for pages that we choose to fetch, not for a feed that somebody asked for. */
import { describe, expect, test } from 'vitest'
import { parseRobotsTxt, robotsAllow } from '../../src/platform/net/robots-txt.ts'
import { clientForTests, expectKind, problemCode } from './client-for-tests.ts'
import { hostileServer } from './hostile-server.ts'

const serverWith = (robotsStatus: number, robots: string) =>
  hostileServer((request, response) => {
    if (request.url === '/robots.txt') response.writeHead(robotsStatus).end(robots)
    else if (request.url === '/to-closed') response.writeHead(302, { location: '/closed' }).end()
    else response.end('<p>read me</p>')
  })

describe('13. robots.txt', () => {
  test('closes pages that we choose, on every hop, and no feed that was asked for', async () => {
    await using server = await serverWith(200, 'User-agent: *\nDisallow: /closed\n')
    await using client = clientForTests()
    const page = { accept: 'page', robots: true } as const
    expectKind(await client.fetch(`${server.origin}/open`, page), 'ok')
    expect(problemCode(await client.fetch(`${server.origin}/closed`, page))).toBe('robots-disallowed')
    expect(problemCode(await client.fetch(`${server.origin}/to-closed`, page))).toBe('robots-disallowed')
    expect(server.seen.map(({ url }) => url)).toEqual(['/robots.txt', '/open', '/to-closed'])
    expectKind(await client.fetch(`${server.origin}/closed`, { accept: 'feed' }), 'ok')
    expect(await client.mayFetch(`${server.origin}/closed/1`)).toBe(false)
    expect(await client.mayFetch(`${server.origin}/open`)).toBe(true)
    expect(await client.mayFetch('file:///etc/passwd')).toBe(false)
  })

  test('is asked for once, however many wait for it', async () => {
    await using server = await serverWith(404, '')
    await using client = clientForTests()
    await Promise.all([1, 2, 3, 4].map((i) => client.fetch(`${server.origin}/${i}`, { accept: 'page', robots: true })))
    expect(server.seen.filter(({ url }) => url === '/robots.txt')).toHaveLength(1)
    expect(server.seen).toHaveLength(5)
  })

  test('that the server cannot give leaves the site alone', async () => {
    await using server = await serverWith(500, '')
    await using client = clientForTests()
    const outcome = expectKind(await client.fetch(`${server.origin}/open`, { accept: 'page', robots: true }), 'failed')
    expect(outcome.problem).toMatchObject({ code: 'http-500', message: expect.stringContaining('robots.txt') })
  })

  const cases: readonly [string, string, string, boolean][] = [
    ['nothing', '', '/a', true],
    ['an empty rule', 'User-agent: *\nDisallow:', '/a', true],
    ['everything', 'User-agent: *\nDisallow: /', '/a', false],
    ['the longest rule decides', 'User-agent: *\nDisallow: /a\nAllow: /a/b', '/a/b/c', true],
    ['allow where two are as long', 'User-agent: *\nDisallow: /page\nAllow: /page', '/page', true],
    [
      'our own group before the one for all',
      'User-agent: *\nDisallow: /\n\nUser-agent: salient\nDisallow: /x',
      '/a',
      true,
    ],
    ['a group with several names', 'User-agent: other\nUser-agent: Salient # us\nDisallow: /a', '/a', false],
    [
      'groups of one name together',
      'User-agent: salient\nDisallow: /a\nUser-agent: o\nDisallow: /z\nUser-agent: salient\nDisallow: /b',
      '/b',
      false,
    ],
    ['somebody else’s group', 'User-agent: other\nDisallow: /', '/a', true],
    ['a star', 'User-agent: *\nDisallow: /*/print', '/news/1/print?x', false],
    ['an end', 'User-agent: *\nDisallow: /*.pdf$', '/a.pdf?x', true],
    ['an end that is met', 'User-agent: *\nDisallow: /*.pdf$', '/a.pdf', false],
    ['the query', 'User-agent: *\nDisallow: /*?share=', '/a?share=1', false],
    ['percent-encoding', 'User-agent: *\nDisallow: /%7euser/caf%c3%a9', '/~user/caf%C3%A9', false],
    ['letters beyond ASCII', 'User-agent: *\nDisallow: /café', '/caf%C3%A9', false],
    ['a byte-order mark and CR', '\ufeffUser-agent: *\rDisallow: /a\r', '/a', false],
  ]
  test.each(cases)('rules: %s', (_, text, path, expected) => {
    expect(robotsAllow(parseRobotsTxt(Buffer.from(text), 'Salient'), path)).toBe(expected)
  })

  test('rules made to be slow are not', () => {
    const rules = parseRobotsTxt(Buffer.from(`User-agent: *\nDisallow: /${'*a'.repeat(900)}$\n`), 'Salient')
    expect(robotsAllow(rules, `/${'a'.repeat(8000)}b`)).toBe(true)
  })
})

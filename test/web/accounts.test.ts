/** Ways in and the account's page, over doors in memory: whom they let in, what they keep, and in which language they speak. */
import { parseHTML } from 'linkedom'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { en } from '../../src/web/messages/en.ts'
import { type LanguageCode, languages } from '../../src/web/messages/languages.ts'
import { wordsIn } from '../../src/web/words.ts'
import { passwordOf, tokenOf } from './sample-accounts.ts'
import { asReader, type Serving, serve } from './serving.ts'

describe('several readers', () => {
  test('sign in, come back to where they were going, and are told apart by the cookie', async () => {
    const two = await serve({ readers: ['Mira', 'Jón'] })
    const barred = await fetch(`${two.url}/topic/x?y=1`, { redirect: 'manual' })
    expect([barred.status, barred.headers.get('location')]).toEqual([303, '/sign-in?back=%2Ftopic%2Fx%3Fy%3D1'])
    const wrong = await two.submit('/sign-in', { name: 'Jón', password: 'a guess', back: '/you' })
    expect([wrong.status, wrong.headers.get('set-cookie')]).toEqual([401, null])
    const right = await two.submit('/sign-in', { name: 'Jón', password: passwordOf('Jón'), back: '/you' })
    expect([right.status, right.headers.get('location')]).toEqual([303, '/you'])
    const cookie = right.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect(await (await fetch(`${two.url}/you`, { headers: { cookie } })).text()).toMatch(/<h1 dir="auto">Jón</)
    const away = await two.submit('/sign-in', { name: 'Jón', password: passwordOf('Jón'), back: '//evil.example/' })
    expect(away.headers.get('location')).toBe('/')
    await two.close()
  })
})

describe('over a network', () => {
  test('choosing from the catalogue keeps the key of the first run', async () => {
    const first = await serve({ readers: [], empty: true }, { access: { signIn: 'always' } })
    const keyOn = (document: Document) =>
      [...document.querySelectorAll('input[name="key"]')].map((field) => field.getAttribute('value'))
    expect(keyOn((await first.page('/start?key=printed')).document)).toEqual(['printed'])
    const narrowed = await first.submit('/start', {
      narrow: '1',
      country: 'AR',
      key: 'printed',
      password: 'long enough',
    })
    const text = await narrowed.text()
    expect(keyOn(parseHTML(text).document)).toEqual(['printed'])
    expect(text).not.toContain('long enough')
    expect(first.doors.state.readers).toEqual([])
    await first.close()
  })

  test('at home nobody asks for a key or a password', async () => {
    const first = await serve({ readers: [], empty: true })
    const { document } = await first.page('/start')
    expect(document.querySelectorAll('input[name="key"], input[type="password"]')).toHaveLength(0)
    await first.close()
  })
})

describe('a token', () => {
  test.each([
    ['POST', '/erasures', 403],
    ['POST', '/account/erase', 403],
    ['POST', '/tokens', 403],
    ['DELETE', '/tokens/t1', 403],
    ['DELETE', '/sessions/s2', 403],
    ['POST', '/sessions/end-others', 403],
    ['POST', '/invitations', 403],
    ['DELETE', '/invitations/i1', 403],
    ['POST', '/resets/reader-Mira', 403],
    ['DELETE', '/readers/reader-Mira', 403],
  ])('of the operator: %s %s is %i', async (method, path, status) => {
    const serving = await serve({ readers: ['Mira', 'Jón'] })
    const answer = await fetch(`${serving.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${tokenOf('Mira')}`, 'content-type': 'application/json' },
      ...(method === 'POST' ? { body: JSON.stringify({ what: 'learned', name: 'Mira' }) } : {}),
    })
    expect([answer.status, await answer.json()]).toMatchObject([
      status,
      status === 403 ? { error: { code: 'in-person-only' } } : {},
    ])
    await serving.close()
  })
})

describe.each(Object.keys(languages).filter((code) => code !== 'en'))('in %s', (code) => {
  let serving: Serving
  beforeAll(async () => {
    serving = await serve({ readers: ['Mira', 'Jón'] })
  })
  afterAll(() => serving.close())

  // The keys of the languages' table are its codes.
  const { say } = wordsIn({ language: code as LanguageCode, nowMs: 0, timeZone: 'UTC' })
  const sentences = Object.entries(en).flatMap(([key, words]) =>
    /^(account|enter)\./.test(key) && typeof words === 'string' && /\w \w/.test(words) && !words.includes('{')
      ? [words]
      : [],
  )
  const shown = async (path: string, headers = {}) => {
    const answer = await fetch(serving.url + path, { headers: { 'accept-language': code, ...headers } })
    return parseHTML(await answer.text()).document.body.textContent ?? ''
  }

  test.each([
    ['/account', 'account.title', asReader('Mira')],
    ['/you', 'account.title', asReader('Jón')],
    ['/sign-in', 'enter.signIn', {}],
    ['/join?key=sample', 'enter.join', {}],
  ] as const)('%s speaks it, and no English', async (path, key, headers) => {
    const text = await shown(path, headers)
    expect(text).toContain(say(key))
    expect(sentences.filter((words) => text.includes(words))).toEqual([])
  })

  test('what went wrong is said in it', async () => {
    const answer = await fetch(`${serving.url}/sign-in`, {
      method: 'POST',
      headers: { 'accept-language': code },
      body: new URLSearchParams({ name: 'Jón', password: 'a guess' }),
    })
    expect([answer.status, await answer.text()]).toEqual([401, expect.stringContaining(say('problem.sign-in-wrong'))])
  })
})

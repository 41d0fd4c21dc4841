/** From nobody to several readers and back, in a real browser on the real program with the sample newsroom. */
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openSampleNewsroom, type SampleNewsroom } from '../../src/sample/newsroom.ts'
import { openSalient, type Salient, urlOf } from '../harness/salient.ts'
import { root } from '../tidy/source-file.ts'
import { barriersOn, openBrowser } from './browser.ts'

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } } as const
const outletsRead = 4
const neverMs = 3_600_000
/** Only what hangs runs out of it. */
const patience = { timeout: 120_000, interval: 100 }

let browser: Browser
let newsroom: SampleNewsroom

beforeAll(async () => {
  browser = await openBrowser()
  const folder = join(root, 'sample', 'events')
  newsroom = await openSampleNewsroom({ folder, port: 0, everyMs: neverMs, now: Date.now })
})

afterAll(async () => {
  await browser.close()
  await newsroom[Symbol.asyncDispose]()
})

const passwordOf = (name: string) => `what ${name} made up`

describe.each(Object.entries(sizes))('on a %s', (_size, viewport) => {
  let salient: Salient
  let url: string
  let ada: Page

  beforeAll(async () => {
    salient = await openSalient()
    url = await urlOf(salient.start(['serve']))
    ada = await newPage()
  })
  afterAll(async () => {
    await ada.context().close()
    await salient[Symbol.asyncDispose]()
  })

  const newPage = async (options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce', bypassCSP: true, ...options })
    context.setDefaultTimeout(patience.timeout)
    return await context.newPage()
  }
  /** What the API says to whoever sits at this page. */
  const told = async <Answer>(page: Page, path: string): Promise<Answer> =>
    await (await page.request.get(`${url}/api/v1${path}`)).json()

  async function invited(): Promise<string> {
    await ada.goto(`${url}/account`)
    await ada.getByRole('button', { name: 'Invite somebody' }).click()
    return (await ada.locator('.notice .secret').textContent()) ?? ''
  }

  async function joinAs(page: Page, name: string): Promise<void> {
    await page.goto(await invited())
    await page.getByLabel('What shall we call you?').fill(name)
    await page.getByLabel(/new password/).fill(passwordOf(name))
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.waitForURL(`${url}/start`)
  }

  async function signIn(page: Page, name: string): Promise<void> {
    await page.goto(`${url}/sign-in`)
    await page.getByLabel('Name').fill(name)
    await page.getByLabel('Password').fill(passwordOf(name))
    await page.getByRole('button', { name: 'Sign in' }).click()
  }

  test('the first run asks for a name and what to read, and leads to a page', async () => {
    await ada.goto(url)
    await ada.waitForURL(`${url}/start`)
    expect(await ada.locator('input[type="password"]').count()).toBe(0)
    await ada.locator('textarea[name="urls"]').fill(newsroom.feedUrls.slice(0, outletsRead).join('\n'))
    await ada.locator('.choice').first().click()
    await ada.getByLabel('Your name').fill('Ada')
    await ada.getByRole('button', { name: 'Make my page' }).click()
    await ada.waitForURL(`${url}/`)
    await ada.locator('article.card').first().waitFor()
    expect((await told<{ follows: unknown[] }>(ada, '/follows')).follows).toHaveLength(1)
  })

  test('the operator invites once there is a password, and then everybody signs in', async () => {
    await ada.goto(`${url}/account`)
    await ada.getByRole('button', { name: 'Invite somebody' }).click()
    await ada.getByText('Give yourself a password first').waitFor()
    await ada.goto(`${url}/account`)
    await ada.getByLabel(/new password/).fill(passwordOf('Ada'))
    await ada.getByRole('button', { name: 'Set it' }).click()
    await ada.getByText('Your password is set.').waitFor()
    expect(await invited()).toMatch(/\/join\?key=/)
    const stranger = await newPage()
    await stranger.goto(`${url}/`)
    expect(stranger.url()).toBe(`${url}/sign-in`)
    await stranger.context().close()
  })

  test.each(['light', 'dark'] as const)('ways in and the account can be used by everyone, %s', async (colorScheme) => {
    const link = await invited()
    const stranger = await newPage({ colorScheme })
    for (const path of [`${url}/sign-in`, link]) {
      await stranger.goto(path)
      expect([path, await barriersOn(stranger)]).toEqual([path, []])
      expect(await stranger.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    }
    await signIn(stranger, 'Ada')
    await stranger.waitForURL(`${url}/`)
    await stranger.goto(`${url}/account`)
    expect(await barriersOn(stranger)).toEqual([])
    expect(await stranger.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    await stranger.context().close()
  })

  test('an invited reader signs in, reads, follows, saves, hides and comes back, mutes, exports, and erases it all', async () => {
    const ben = await newPage()
    await joinAs(ben, 'Ben')
    await ben.goto(`${url}/account`)
    await ben.getByRole('button', { name: 'Sign out' }).click()
    await ben.waitForURL(`${url}/sign-in`)
    await signIn(ben, 'Ben')
    await ben.waitForURL(`${url}/`)

    const card = ben.locator('article.card').first()
    const id = (await card.getAttribute('data-story')) ?? ''
    await card.locator('[data-act="saved"]').click()
    await vi.waitUntil(async () => (await savedBy(ben)).includes(id), patience)
    expect(await savedBy(ada)).toEqual([])

    const verdict = async () => (await told<{ verdict: string }>(ben, `/stories/${encodeURIComponent(id)}/why`)).verdict
    await card.locator('.menu summary').click()
    await card.getByRole('button', { name: 'Hide this story' }).click()
    await vi.waitUntil(async () => (await verdict()) === 'hidden', patience)
    await card.getByRole('button', { name: 'Undo' }).click()
    await vi.waitUntil(async () => (await verdict()) !== 'hidden', patience)

    await card.locator('h2 a').click()
    await ben
      .getByRole('button', { name: /^Follow / })
      .first()
      .click()
    await vi.waitUntil(async () => (await told<{ follows: unknown[] }>(ben, '/follows')).follows.length === 1, patience)

    await ben.goto(`${url}/you`)
    await ben.locator('#words').fill('zeppelin')
    await ben.getByRole('button', { name: 'Mute', exact: true }).click()
    await ben.getByText('“zeppelin”').waitFor()
    const download = ben.waitForEvent('download')
    await ben.getByRole('link', { name: 'Export' }).click()
    expect(await (await download).createReadStream().then(textOf)).toContain('zeppelin')

    await ben.goto(`${url}/account`)
    await ben.getByLabel('To do it, write your name as it stands above').fill('Ben')
    await ben.getByRole('button', { name: 'Erase me' }).click()
    await ben.waitForURL(`${url}/sign-in`)
    await signIn(ben, 'Ben')
    expect(await ben.getByRole('alert').textContent()).toContain('do not belong together')
    expect((await told<{ readers: { name: string }[] }>(ada, '/readers')).readers.map(({ name }) => name)).toEqual([
      'Ada',
    ])
    await ben.context().close()
  })

  test('without scripts too, a reader signs in, reads, opens, saves and follows', async () => {
    const cyd = await newPage({ javaScriptEnabled: false })
    await joinAs(cyd, 'Cyd')
    await cyd.context().clearCookies()
    await signIn(cyd, 'Cyd')
    await cyd.waitForURL(`${url}/`)
    const card = cyd.locator('article.card').first()
    const id = (await card.getAttribute('data-story')) ?? ''
    await card.locator('[data-act="saved"]').click()
    await cyd.waitForURL(`${url}/#*`)
    expect(await savedBy(cyd)).toEqual([id])
    await cyd.locator('article.card h2 a').first().click()
    await cyd
      .getByRole('button', { name: /^Follow / })
      .first()
      .click()
    await vi.waitUntil(async () => (await told<{ follows: unknown[] }>(cyd, '/follows')).follows.length === 1, patience)
    await cyd.context().close()
  })

  const savedBy = async (page: Page): Promise<string[]> =>
    (await told<{ stories: { id: string }[] }>(page, '/saved')).stories.map((story) => story.id)
})

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let all = ''
  for await (const chunk of stream) all += String(chunk)
  return all
}

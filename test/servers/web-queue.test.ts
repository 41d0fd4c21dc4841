/** What is pressed waits in one queue: each press hears of its own outcome, and goes out as nobody's but whose it is. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { eventually } from '../harness/until.ts'
import { passwordOf } from '../web/sample-accounts.ts'
import { topics } from '../web/sample-news.ts'
import { type Serving, serve } from '../web/serving.ts'
import { openBrowser } from './browser.ts'

let browser: Browser
let serving: Serving
let context: BrowserContext
let page: Page
/** As `NAME KIND STORY`. */
let told: string[]

beforeAll(async () => {
  browser = await openBrowser()
})

afterAll(async () => await browser.close())

beforeEach(async () => {
  serving = await serve({ readers: ['Mira', 'Noor'] })
  told = []
  const { signals } = serving.doors
  vi.spyOn(serving.doors, 'signals').mockImplementation(async (reader, given) => {
    told.push(...given.map(({ kind, storyId }) => `${reader.name} ${kind} ${storyId}`))
    return await signals(reader, given)
  })
  context = await browser.newContext({ reducedMotion: 'reduce' })
  page = await context.newPage()
})

afterEach(async () => {
  await context.close()
  await serving.close()
})

async function signIn(on: Page, name: string, path = '/'): Promise<void> {
  if (!on.url().includes('/sign-in')) await on.goto(serving.url + path, { waitUntil: 'load' })
  await on.locator('input[name="name"]').fill(name)
  await on.locator('input[name="password"]').fill(passwordOf(name))
  await on.locator('button[type="submit"]').click()
  await on.locator('.frame').waitFor()
  await eventually(() => on.evaluate((id) => localStorage.getItem('reader') === id, `reader-${name}`))
}

/** The cookie is no longer good: on the account's page of another device, its session was ended. */
async function endSession(): Promise<void> {
  await context.clearCookies()
}

const act = (on: Page, kind: string, storyId: string) => on.locator(`[data-story="${storyId}"] [data-act="${kind}"]`)

test('of two that are sent together, the one that was refused is put back and the other one stays', async () => {
  await signIn(page, 'Mira', '/story/strait')
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/api/v1/follows', async (route) => {
    await held
    await route.continue()
  })
  await page.route('**/api/v1/withdrawals', (route) => route.fulfill({ status: 404, body: '{}' }))
  const save = act(page, 'saved', 'strait')
  await save.click()
  await eventually(() => told.includes('Mira saved strait'))
  await page.getByRole('button', { name: 'Follow Strait of Corran' }).click()
  await save.click()
  expect(await save.getAttribute('aria-pressed')).toBe('false')
  release()
  await page.getByText('did not reach the server').waitFor()
  await eventually(async () => (await save.getAttribute('aria-pressed')) === 'true')
  expect(serving.doors.state.follows.has(topics.corran.id)).toBe(true)
  expect(await page.getByRole('button', { name: 'Following Strait of Corran' }).count()).toBe(1)
})

test('less that was refused puts back the more it took the place of', async () => {
  await signIn(page, 'Mira')
  await act(page, 'more', 'strait').click()
  await eventually(() => told.includes('Mira more strait'))
  await page.route('**/api/v1/signals', (route) => route.fulfill({ status: 404, body: '{}' }))
  await act(page, 'less', 'strait').click()
  await page.getByText('did not reach the server').waitFor()
  expect(await act(page, 'less', 'strait').getAttribute('aria-pressed')).toBe('false')
  expect(await act(page, 'more', 'strait').getAttribute('aria-pressed')).toBe('true')
})

test('what is pressed after the session has ended leads to signing in, and is sent after that', async () => {
  await signIn(page, 'Mira')
  await endSession()
  await act(page, 'less', 'terminal').click()
  await page.waitForURL('**/sign-in?back=%2F')
  await signIn(page, 'Mira')
  await page.getByText('Sent what was kept').waitFor()
  expect(told.filter((one) => one.endsWith('less terminal'))).toEqual(['Mira less terminal'])
})

test('what was pressed without a network waits through the end of the session for the same reader', async () => {
  await signIn(page, 'Mira')
  await context.setOffline(true)
  await act(page, 'less', 'terminal').click()
  await page.getByText('No network: kept').waitFor()
  await endSession()
  const refused = page.waitForResponse((answer) => answer.url().endsWith('/signals') && answer.status() === 401)
  await context.setOffline(false)
  await refused
  // Another one reads here in between.
  await page.goto(serving.url)
  await signIn(page, 'Noor')
  await act(page, 'more', 'fever').click()
  await eventually(() => told.includes('Noor more fever'))
  await page.reload()
  await act(page, 'more', 'terminal').click()
  await eventually(() => told.includes('Noor more terminal'))
  expect(told.filter((one) => one.endsWith('less terminal'))).toEqual([])
  await endSession()
  await page.goto(serving.url)
  await signIn(page, 'Mira')
  await eventually(() => told.some((one) => one.endsWith('less terminal')))
  expect(told.filter((one) => one.endsWith('less terminal'))).toEqual(['Mira less terminal'])
})

test('a page that stayed open sends nothing as the reader who has signed in since', async () => {
  await signIn(page, 'Mira')
  await endSession()
  const other = await context.newPage()
  await signIn(other, 'Noor')
  await act(page, 'less', 'terminal').click()
  // Led on to the page of who reads here now, which sends what is hers.
  await page.locator('[data-story="terminal"] [data-act="less"][aria-pressed="false"]').waitFor()
  await act(page, 'more', 'fever').click()
  await eventually(() => told.includes('Noor more fever'))
  expect(told.filter((one) => one.endsWith('less terminal'))).toEqual([])
})

test('an old page that is shown again sends nothing as the reader who reads now', async () => {
  await signIn(page, 'Mira')
  const mira = await (await page.request.get(serving.url)).text()
  // The server's clock stands still.
  const old = mira.replace(/(name="made" content=)"[^"]+"/, '$1"2000-01-01T00:00:00.000Z"')
  await context.setOffline(true)
  await act(page, 'less', 'terminal').click()
  await page.getByText('No network: kept').waitFor()
  await endSession()
  // Gone from there before the network is back.
  await page.goto('about:blank')
  await context.setOffline(false)
  await page.goto(serving.url)
  await signIn(page, 'Noor')
  await context.route(`${serving.url}/`, (route) => route.fulfill({ body: old, contentType: 'text/html' }), {
    times: 1,
  })
  await page.goto(serving.url)
  await act(page, 'more', 'fever').click()
  // Led on to the page of who reads here now.
  await page.locator('[data-story="fever"] [data-act="more"][aria-pressed="false"]').waitFor()
  await act(page, 'more', 'fever').click()
  await eventually(() => told.includes('Noor more fever'))
  expect(told.filter((one) => one.endsWith('less terminal'))).toEqual([])
})

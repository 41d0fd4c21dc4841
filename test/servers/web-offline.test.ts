/** Without a network: the last page and what was saved can be read, and what was pressed is sent once when it is back. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { eventually } from '../harness/until.ts'
import { type Serving, serve } from '../web/serving.ts'
import { openBrowser } from './browser.ts'
import { type Cable, openCable } from './cable.ts'

let browser: Browser
let serving: Serving
let cable: Cable
let context: BrowserContext
let page: Page

beforeAll(async () => {
  browser = await openBrowser()
  serving = await serve({ readers: ['Mira'] })
  cable = await openCable(serving.url)
  context = await browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' })
  page = await context.newPage()
})

afterAll(async () => {
  await browser.close()
  await cable[Symbol.asyncDispose]()
  await serving.close()
})

const signals = (kind: string, storyId: string) =>
  serving.doors.state.signals.filter((signal) => signal.kind === kind && signal.storyId === storyId).length

/** Whether the service worker has a copy of a path. */
async function isKept(path: string): Promise<boolean> {
  return await page.evaluate(async (address) => (await caches.match(address)) !== undefined, path)
}

test('a page that was read, and a saved story with its article and pictures, are kept', async () => {
  await page.goto(cable.url)
  await eventually(() => isKept('/'))
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await eventually(() => page.evaluate(() => navigator.serviceWorker.controller !== null))
  await page.locator('[data-story="strait"] [data-act="saved"]').click()
  await eventually(() => isKept('/article/strait-4'))
  expect(await isKept('/story/strait')).toBe(true)
  // Keeping a copy is not reading.
  expect(signals('opened', 'strait')).toBe(0)
  await page.goto(`${cable.url}/article/strait-4`)
  await page.evaluate(() => getSelection()?.selectAllChildren(document.querySelector('.body p') ?? document.body))
  await page.locator('.highlight-button:not([hidden])').waitFor()
  await page.keyboard.press('h')
  const copy = async () => await page.evaluate(async () => await (await caches.match(location.href))?.text())
  await eventually(async () => (await copy())?.includes('data-highlight') === true)
})

test('what was kept stays kept while the server cannot say what it is made of', async () => {
  const story = serving.doors.story
  const failing = vi.spyOn(serving.doors, 'story').mockImplementation(async (reader, id) => {
    if (id === 'strait') throw new Error('The database is away.')
    return await story(reader, id)
  })
  await page.goto(cable.url)
  for (const id of ['fever', 'mina']) {
    await page.locator(`[data-story="${id}"] [data-act="saved"]`).click()
    await eventually(() => isKept(`/story/${id}`))
  }
  expect(failing.mock.calls.some(([, id]) => id === 'strait')).toBe(true)
  expect(await isKept('/article/strait-3')).toBe(true)
  failing.mockRestore()
  serving.errors.splice(0)
})

test('without a network the page comes again, says from when it is, and the saved article opens with its picture and marks', async () => {
  await cable.cut()
  await context.setOffline(true)
  await page.goto(cable.url)
  expect(await page.locator('article.card').count()).toBeGreaterThan(5)
  await page.locator('.offline-bar').waitFor()
  await page.goto(`${cable.url}/article/strait-4`)
  expect(await page.locator('h1').textContent()).toContain('the strait agreement')
  expect(await page.locator('.body mark[data-highlight]').count()).toBe(1)
  const picture = page.locator('.hero img')
  await eventually(() => picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0))
})

test('a page that was never read says that it is not there, and what is', async () => {
  await page.goto(`${cable.url}/topic/unread`)
  expect(await page.locator('h1').textContent()).toBe('No network.')
})

test('“less like this” and a mute that were pressed without a network survive the page and are sent once when it is back', async () => {
  await page.goto(cable.url)
  const less = page.locator('[data-story="terminal"] [data-act="less"]')
  await less.click()
  await page.getByText('No network: kept').waitFor()
  expect(await less.getAttribute('aria-pressed')).toBe('true')
  await page.reload()
  expect(signals('less', 'terminal')).toBe(0)
  const muted = serving.doors.state.mutes.length
  const menu = page.locator('[data-story="fever"] .menu')
  await menu.locator('summary').click()
  await menu
    .getByRole('button', { name: /^Mute / })
    .first()
    .click()
  await page.getByText('No network: kept').waitFor()
  await cable.mend()
  await context.setOffline(false)
  await eventually(() => signals('less', 'terminal') === 1 && serving.doors.state.mutes.length > muted)
  await page.reload()
  await page.locator('[data-story="fever"] [data-act="more"]').click()
  await eventually(() => signals('more', 'fever') === 1)
  expect([signals('less', 'terminal'), serving.doors.state.mutes.length]).toEqual([1, muted + 1])
})

test('what was kept for one reader goes when that reader signs out', async () => {
  await eventually(() => isKept('/'))
  await page.evaluate(async () => {
    await fetch('/sign-out', { method: 'POST' })
  })
  await eventually(async () => !(await isKept('/article/strait-4')))
})

/** Keys alone, in a real browser: every stop is seen and in view, and a reader gets from the way in to the way out. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../harness/until.ts'
import { passwordOf } from '../web/sample-accounts.ts'
import { topics } from '../web/sample-news.ts'
import { type Serving, serve } from '../web/serving.ts'
import { openBrowser } from './browser.ts'

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } } as const
const paths = [
  '/',
  '/story/strait',
  '/article/strait-4',
  `/topic/${encodeURIComponent(topics.harbours.id)}`,
  '/search?text=port',
  '/saved',
  '/sources',
  '/you',
  '/account',
  '/operator',
  '/start',
]
/** Only what hangs runs out of it. */
/** No page has so many stops: a test that gets here goes round in circles. */
const stopsMax = 400

let browser: Browser
let serving: Serving

beforeAll(async () => {
  browser = await openBrowser()
})

afterAll(async () => {
  await browser.close()
})

const signals = (kind: string, storyId: string) =>
  serving.doors.state.signals.filter((signal) => signal.kind === kind && signal.storyId === storyId).length

type Stop = { readonly name: string; readonly unmarked: boolean; readonly outOfSight: boolean }

/** What has the focus: whether it looks otherwise than without, and whether its middle can be seen. */
async function stop(page: Page): Promise<Stop | undefined> {
  return await page.evaluate(() => {
    const focused = document.activeElement
    if (!(focused instanceof HTMLElement) || focused === document.body) return undefined
    // A choice is drawn by its label.
    const shown = focused.closest<HTMLElement>('.choice') ?? focused
    const look = () => {
      const { outlineStyle, outlineWidth, backgroundColor, boxShadow, textDecorationLine } = getComputedStyle(shown)
      return [outlineStyle === 'none' ? '' : outlineWidth, backgroundColor, boxShadow, textDecorationLine].join()
    }
    const box = shown.getClientRects()[0] ?? shown.getBoundingClientRect()
    const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    const inside = at !== null && (shown.contains(at) || at.contains(shown))
    const marked = look()
    focused.blur()
    const plain = look()
    focused.focus({ preventScroll: true })
    const name = focused.getAttribute('aria-label') ?? focused.textContent ?? ''
    return {
      name: `${focused.tagName.toLowerCase()} ${name.replaceAll(/\s+/g, ' ').trim().slice(0, 60)}`,
      unmarked: marked === plain,
      outOfSight: !inside || box.width < 1,
    }
  })
}

/** Goes on by Tab until the thing of this name has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const isIt = (found: string) => (typeof name === 'string' ? found === name : name.test(found))
  for (let pressed = 0; pressed < stopsMax; pressed += 1) {
    await page.keyboard.press('Tab')
    if (isIt(await focusedName(page))) return
  }
  throw new Error(`Tab does not come to ${name}.`)
}

/** As a screen reader would say it, near enough. */
async function focusedName(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const focused = document.activeElement
    if (!(focused instanceof HTMLElement) || focused === document.body) return ''
    const label = focused instanceof HTMLInputElement ? focused.labels?.[0]?.textContent : undefined
    const name = focused.getAttribute('aria-label') ?? label ?? focused.textContent ?? ''
    return name.replaceAll(/\s+/g, ' ').trim()
  })
}

describe.each(Object.entries(sizes))('on a %s', (size, viewport) => {
  beforeAll(async () => {
    serving = await serve({ readers: ['Mira', 'Ben'] })
  })
  afterAll(async () => {
    await serving.close()
  })

  test('whatever Tab comes to looks so, and can be seen', async () => {
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' })
    await context.addCookies([{ name: 'salient-session', value: 'Mira', url: serving.url }])
    const page = await context.newPage()
    const bad: object[] = []
    for (const path of paths) {
      await page.goto(serving.url + path, { waitUntil: 'load' })
      for (const summary of await page.locator('.why summary').all())
        await summary.evaluate((element) => element.parentElement?.setAttribute('open', ''))
      const stops: Stop[] = []
      for (let pressed = 0; pressed < stopsMax; pressed += 1) {
        await page.keyboard.press('Tab')
        const found = await stop(page)
        if (found === undefined) break
        stops.push(found)
      }
      const round = stops.length < stopsMax ? '' : stops.slice(-3).map(({ name }) => name)
      expect([path, stops.length > 5, round]).toEqual([path, true, ''])
      bad.push(
        ...stops.filter(({ unmarked, outOfSight }) => unmarked || outOfSight).map((found) => ({ path, ...found })),
      )
    }
    expect(bad).toEqual([])
    await context.close()
  })

  test('from signing in to signing out', async () => {
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' })
    const page = await context.newPage()
    const keys = page.keyboard
    const at = (path: string) => page.waitForURL(serving.url + path)
    await page.goto(serving.url)
    await at('/sign-in')
    await tabTo(page, 'Name')
    await keys.type('Ben')
    await tabTo(page, 'Password')
    await keys.type(passwordOf('Ben'))
    await keys.press('Enter')
    await at('/')

    await tabTo(page, 'Skip to the page')
    expect((await page.locator('.skip').boundingBox())?.width).toBeGreaterThan(40)
    await keys.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
    await keys.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)

    await actOnACard(page)
    await readAStory(page, size)
    await searchAndHelp(page)
    await settle(page)
    await context.close()
  })
})

const focusIsIn = (page: Page, selector: string) =>
  page.evaluate((within) => document.activeElement?.closest(within) !== null, selector)

/** Marked by j, k or by the way Tab takes; saved, liked, taken back; asked why; its menu; hidden and back. */
async function actOnACard(page: Page): Promise<void> {
  const keys = page.keyboard
  const card = page.locator('[data-story="strait"]')
  const isThere = () => focusIsIn(page, '[data-story="strait"] h2')
  for (const [key, there] of [
    ['k', true],
    ['j', false],
    ['k', true],
  ] as const) {
    await keys.press(key)
    expect([key, await isThere()]).toEqual([key, there])
  }
  await keys.press('s')
  await eventually(() => signals('saved', 'strait') === 1)
  await keys.press('u')
  await eventually(() => signals('saved', 'strait') === 0)

  await keys.press('w')
  expect(await card.locator('.why').getAttribute('open')).not.toBeNull()
  expect(await focusIsIn(page, '[data-story="strait"] .why summary')).toBe(true)
  await keys.press('Tab')
  expect(await focusIsIn(page, '[data-story="strait"] .sheet')).toBe(true)
  await keys.press('Enter')
  await page.getByText('Your next page is made with this.').waitFor()
  // What was pressed is still where the reader is.
  expect(await focusIsIn(page, '[data-story="strait"] .sheet')).toBe(true)
  await keys.press('Escape')
  expect(await card.locator('.why').getAttribute('open')).toBeNull()
  expect(await focusIsIn(page, '[data-story="strait"] .why summary')).toBe(true)

  await tabTo(page, 'More actions')
  const summary = '[data-story="strait"] .menu summary'
  await keys.press('Enter')
  await keys.press('Tab')
  expect(await focusedName(page)).toBe('Hide this story')
  await keys.press('Escape')
  expect(await card.locator('.menu').getAttribute('open')).toBeNull()
  expect(await focusIsIn(page, summary)).toBe(true)
  await keys.press('Enter')
  await tabTo(page, /^(Follow|Unfollow) /)
  await keys.press('Enter')
  expect(await focusIsIn(page, summary)).toBe(true)
  await keys.press('Enter')
  await tabTo(page, 'Hide this story')
  await keys.press('Enter')
  await eventually(() => signals('hidden', 'strait') === 1)
  expect(await focusedName(page)).toBe('Undo')
  await keys.press('Enter')
  await eventually(() => signals('hidden', 'strait') === 0)
  expect(await focusIsIn(page, '[data-story="strait"] h2')).toBe(true)
  // Where Tab has led, keys act too.
  await tabTo(page, 'More actions')
  await tabTo(page, 'More actions')
  await keys.press('m')
  expect(await page.locator('[data-act="more"][aria-pressed="true"]').count()).toBe(1)
  expect(await focusIsIn(page, '[data-story="strait"]')).toBe(false)
  await keys.press('u')
}

async function readAStory(page: Page, size: string): Promise<void> {
  const keys = page.keyboard
  const topic = topics.strait.id
  await page.goto(`${serving.url}/`)
  await keys.press('j')
  await keys.press('o')
  await page.waitForURL('**/story/strait')
  const followed = serving.doors.state.follows.has(topic)
  await tabTo(page, new RegExp(`^(Follow|Following) ${topics.strait.label}`))
  await keys.press('Enter')
  await eventually(() => serving.doors.state.follows.has(topic) !== followed)
  expect(await focusedName(page)).toMatch(followed ? /^Follow / : /^Following /)
  await keys.press('o')
  await page.waitForURL('**/article/strait-*')
  await tabTo(page, 'Text size')
  await keys.press('Enter')
  expect(await page.evaluate(() => document.documentElement.dataset['text'])).toBe('large')
  await keys.press('s')
  await page.getByText('Saved.').waitFor()
  await keys.press('g')
  await keys.press('s')
  await page.waitForURL('**/saved')
  expect([size, await page.locator('[data-story="strait"]').count()]).toEqual([size, 1])
}

async function searchAndHelp(page: Page): Promise<void> {
  const keys = page.keyboard
  await keys.press('/')
  await page.waitForURL('**/search*')
  await eventually(() => focusIsIn(page, 'input[type="search"]'))
  await keys.type('port')
  await keys.press('Enter')
  await page.waitForURL('**/search?text=port*')
  await keys.press('j')
  const before = await focusedName(page)
  expect(before).not.toBe('')
  await keys.press('?')
  expect(await focusIsIn(page, 'dialog')).toBe(true)
  await keys.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
  expect(await focusedName(page)).toBe(before)
}

/** A dial turned and turned back, and out. */
async function settle(page: Page): Promise<void> {
  const keys = page.keyboard
  const dials = { ...serving.doors.state.dials }
  await keys.press('g')
  await keys.press('y')
  await page.waitForURL('**/you')
  await tabTo(page, 'From Important to Personal')
  await keys.press('ArrowRight')
  await tabTo(page, 'Apply')
  await keys.press('Enter')
  await page.waitForURL('**/you?*notice=dials*')
  expect(serving.doors.state.dials).not.toEqual(dials)
  await tabTo(page, 'Undo')
  const loaded = page.waitForEvent('load')
  await keys.press('Enter')
  await loaded
  await eventually(() => JSON.stringify(serving.doors.state.dials) === JSON.stringify(dials))
  await tabTo(page, 'Your account')
  await keys.press('Enter')
  await page.waitForURL('**/account')
  await tabTo(page, 'Sign out')
  await keys.press('Enter')
  await page.waitForURL('**/sign-in')
}

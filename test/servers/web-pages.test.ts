/** The pages in a real browser, over invented news: what the script adds, what a phone shows, and who can read it. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../harness/until.ts'
import { topics } from '../web/sample-news.ts'
import { type Serving, serve } from '../web/serving.ts'
import { barriersOn, openBrowser } from './browser.ts'

const sizes = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1440, height: 900 },
  // What a browser makes of a desktop at 200 % and at 400 % (WCAG 2.2, 1.4.4 and 1.4.10).
  'desktop, zoomed to 200 %': { width: 720, height: 450 },
  'desktop, zoomed to 400 %': { width: 320, height: 256 },
  'phone, zoomed to 200 %': { width: 195, height: 422 },
} as const
const looks = {
  'from left to right': {},
  'from right to left': { locale: 'ar' },
} as const
const paths = {
  page: '/',
  'left out': '/?show=left-out',
  story: '/story/strait',
  article: '/article/strait-4',
  topic: `/topic/${encodeURIComponent(topics.harbours.id)}`,
  search: '/search?text=port',
  'search without a find': '/search?text=zzzzz',
  saved: '/saved',
  history: '/history',
  sources: '/sources?notice=refresh',
  you: '/you',
  account: '/account',
  'sign-in': '/sign-in',
  operator: '/operator',
  offline: '/offline',
  start: '/start',
  missing: '/story/nope',
} as const

let browser: Browser
let serving: Serving

beforeAll(async () => {
  browser = await openBrowser()
  serving = await serve({ readers: ['Mira'] })
})

afterAll(async () => {
  await browser.close()
  await serving.close()
})

type Opened = {
  readonly page: Page
  readonly problems: string[]
  readonly asked: string[]
  readonly done: () => Promise<void>
}

/** A page with everything it complained of, and every address it asked for. */
async function open(path: string, options: BrowserContextOptions = {}, url = serving.url): Promise<Opened> {
  const context = await browser.newContext({ viewport: sizes.desktop, reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  const problems: string[] = []
  const asked: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(url + path, { waitUntil: 'load' })
  return { page, problems, asked, done: () => context.close() }
}

const signals = (kind: string, storyId: string) =>
  serving.doors.state.signals.filter((signal) => signal.kind === kind && signal.storyId === storyId).length

describe.each(Object.entries(looks))('%s', (_look, look) => {
  let opened: Opened

  beforeAll(async () => {
    opened = await open('/offline', { ...look, colorScheme: 'light' })
  })
  afterAll(async () => await opened.done())

  test.each(Object.entries(paths))(
    '%s fits every size, asks nobody else, and can be read by everyone',
    async (name, path) => {
      const { page, problems, asked } = opened
      await page.emulateMedia({ colorScheme: 'light' })
      await page.goto(serving.url + path, { waitUntil: 'load' })
      for (const [size, viewport] of Object.entries(sizes)) {
        await page.setViewportSize(viewport)
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect([size, Math.max(wider, 0)]).toEqual([size, 0])
      }
      expect(asked.splice(0).filter((address) => !address.startsWith(serving.url))).toEqual([])
      expect(problems.splice(0).filter((problem) => name !== 'missing' || !problem.includes('404'))).toEqual([])
      await page.setViewportSize(sizes.desktop)
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details.why')) details.setAttribute('open', '')
      })
      expect(await barriersOn(page)).toEqual([])
      // Direction changes no colour: those of the dark are looked at once.
      if (look === looks['from left to right']) {
        await page.emulateMedia({ colorScheme: 'dark' })
        expect(await barriersOn(page, { ofColours: true })).toEqual([])
      }
    },
  )
})

describe('with the script', () => {
  test('saving shows at once, is told to the server, and can be undone', async () => {
    const { page, done } = await open('/')
    const save = page.locator('[data-story="fever"] [data-act="saved"]')
    await save.click()
    expect(await save.getAttribute('aria-pressed')).toBe('true')
    await eventually(() => signals('saved', 'fever') === 1)
    await page.getByRole('button', { name: 'Undo' }).click()
    await eventually(() => signals('saved', 'fever') === 0)
    expect(await save.getAttribute('aria-pressed')).toBe('false')
    expect(page.url()).toBe(`${serving.url}/`)
    await done()
  })

  test('less takes more back', async () => {
    const { page, done } = await open('/')
    await page.locator('[data-story="stage"] [data-act="more"]').click()
    await eventually(() => signals('more', 'stage') === 1)
    await page.locator('[data-story="stage"] [data-act="less"]').click()
    await eventually(() => signals('less', 'stage') === 1 && signals('more', 'stage') === 0)
    await done()
  })

  test('hiding leaves one line with the way back, where the story was', async () => {
    const { page, done } = await open('/')
    const card = page.locator('[data-story="gesetz"]')
    await card.locator('.menu summary').click()
    await card.getByRole('button', { name: 'Hide this story' }).click()
    await eventually(() => signals('hidden', 'gesetz') === 1)
    expect(await card.locator(':visible').first().textContent()).toBe('Hidden.Undo')
    await card.getByRole('button', { name: 'Undo' }).click()
    await eventually(() => signals('hidden', 'gesetz') === 0)
    expect(await card.locator('h2').isVisible()).toBe(true)
    await done()
  })

  test('following changes every button for the same topic, without leaving the page', async () => {
    const { page, done } = await open('/story/strait')
    await page.getByRole('button', { name: 'Follow Strait of Corran' }).click()
    await eventually(() => serving.doors.state.follows.has(topics.corran.id))
    await page.getByRole('button', { name: 'Following Strait of Corran' }).click()
    await eventually(() => !serving.doors.state.follows.has(topics.corran.id))
    await done()
  })

  test('what the server refuses is put back', async () => {
    const { page, done } = await open('/')
    await page.route('**/api/v1/signals', (route) => route.fulfill({ status: 404, body: '{}' }))
    const more = page.locator('[data-story="tarsh"] [data-act="more"]')
    await more.click()
    await page.getByText('did not reach the server').waitFor()
    expect(await more.getAttribute('aria-pressed')).toBe('false')
    await done()
  })

  test('a story that stood on the screen counts as seen, one further down does not', async () => {
    const own = await serve()
    const seen = () =>
      own.doors.state.signals.filter(({ kind }) => kind === 'seen').map(({ storyId }) => String(storyId))
    const { page, done } = await open('/', {}, own.url)
    await eventually(() => seen().includes('strait'))
    expect(seen()).not.toContain('gesetz')
    await page.locator('[data-story="gesetz"]').scrollIntoViewIfNeeded()
    await eventually(() => seen().includes('gesetz'))
    await done()
    await own.close()
  })

  test('what was sent while its page went is told of to nobody', async () => {
    const { page, done } = await open('/')
    let hear = () => {}
    const left = new Promise<void>((resolve) => {
      hear = resolve
    })
    let isHeld = false
    await page.route('**/api/v1/signals', async (route) => {
      // What was seen is sent by itself, before it or after.
      if (isHeld || route.request().postData()?.includes('"more"') !== true) return await route.continue()
      isHeld = true
      // The server has it, and the page is gone before it hears so.
      const answer = await route.fetch()
      await left
      await route.fulfill({ response: answer }).catch(() => undefined)
    })
    await page.locator('[data-story="mina"] [data-act="more"]').click()
    await eventually(() => signals('more', 'mina') === 1)
    await page.goto(`${serving.url}/saved`, { waitUntil: 'load' })
    hear()
    await eventually(async () => (await waiting(page)) === 0)
    expect(await page.locator('.toast').count()).toBe(0)
    expect(signals('more', 'mina')).toBe(1)
    await done()
  })

  test('a dropped list of sources is sent, and a turned dial shows what it would do', async () => {
    const { page, done } = await open('/')
    const dial = page.getByLabel('From Familiar to Exploring')
    await dial.focus()
    await page.keyboard.press('End')
    const preview = page.locator('[data-preview]')
    await preview.getByText('Your page would begin with').waitFor()
    expect(await preview.locator('li').count()).toBe(3)
    expect(await preview.locator('li').first().textContent()).toMatch(/ new$/)
    expect(serving.doors.state.dials.familiarExploring).toBe(0.35)
    await page.goto(`${serving.url}/sources`)
    await page.getByText('or drop it here').waitFor()
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(['<opml version="2.0"/>'], 'feeds.opml'))
      for (const kind of ['dragover', 'drop'])
        document.body.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }))
    })
    await page.waitForURL(/notice=sources-added/)
    await done()
  })

  test('a picture that does not come leaves no hole', async () => {
    const context = await browser.newContext({ viewport: sizes.desktop, serviceWorkers: 'block' })
    const page = await context.newPage()
    await page.route('**/media/**', (route) => route.abort())
    await page.goto(serving.url)
    const card = page.locator('[data-story="strait"]')
    await card.locator('.picture').waitFor({ state: 'detached' })
    expect(await card.getAttribute('class')).toContain('plain')
    await page.goto(`${serving.url}/article/strait-4`)
    await page.locator('.hero img').waitFor({ state: 'detached' })
    expect(await page.locator('.hero figcaption').textContent()).toContain('Freighters at anchor')
    await context.close()
  })

  test('new stories wait behind a button', async () => {
    const { page, done } = await open('/')
    await eventually(() => serving.doors.state.listeners.size > 0)
    const before = await page.locator('.card').first().boundingBox()
    serving.doors.say({ kind: 'new-stories', count: 3 })
    await page.getByRole('link', { name: '3 new', exact: true }).waitFor()
    expect(await page.locator('.card').first().boundingBox()).toEqual(before)
    await done()
    await eventually(() => serving.doors.state.listeners.size === 0)
  })

  test('keys move, act and go', async () => {
    const { page, done } = await open('/')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    expect(await page.evaluate(() => document.activeElement?.closest('article')?.dataset['story'])).toBe('terminal')
    await page.keyboard.press('m')
    await eventually(() => signals('more', 'terminal') === 1)
    await page.keyboard.press('u')
    await eventually(() => signals('more', 'terminal') === 0)
    // Less takes the place of more, and its undo brings more back.
    await page.keyboard.press('m')
    await eventually(() => signals('more', 'terminal') === 1)
    await page.keyboard.press('l')
    await eventually(() => signals('less', 'terminal') === 1 && signals('more', 'terminal') === 0)
    await page.keyboard.press('u')
    await eventually(() => signals('less', 'terminal') === 0 && signals('more', 'terminal') === 1)
    expect(await page.locator('[data-story="terminal"] [data-act="more"]').getAttribute('aria-pressed')).toBe('true')
    expect(await page.locator('[data-story="terminal"] [data-act="less"]').getAttribute('aria-pressed')).toBe('false')
    await page.keyboard.press('m')
    await eventually(() => signals('more', 'terminal') === 0)
    await page.keyboard.press('?')
    expect(await page.getByRole('dialog', { name: 'Keys' }).isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    await page.keyboard.press('o')
    await page.waitForURL('**/story/terminal')
    await page.keyboard.press('g')
    await page.keyboard.press('y')
    await page.waitForURL('**/you')
    await page.keyboard.press('/')
    await page.waitForURL('**/search#find')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('text')
    await done()
  })

  test('a page that is still filled shows progress, and itself when there is enough', async () => {
    const filling = await serve({ empty: true })
    await filling.doors.addSources({ id: filling.doors.state.readers[0]?.id ?? never(), name: 'Mira' }, [
      'https://a.example',
    ])
    const { page, done } = await open('/', {}, filling.url)
    await eventually(() => filling.doors.state.listeners.size > 0)
    filling.doors.say({ kind: 'progress', sources: 40, sourcesPending: 28, stories: 5 })
    await page.getByText('12 of 40 read, 5 stories so far.').waitFor()
    filling.doors.say({ kind: 'progress', sources: 40, sourcesPending: 0, stories: 130 })
    await page.waitForEvent('load')
    await done()
    await filling.close()
  })
})

describe('without the script', () => {
  test('reasons open, saving and following work, and the way leads back', async () => {
    const { page, done } = await open('/', { javaScriptEnabled: false, viewport: sizes.phone })
    const card = page.locator('[data-story="mina"]')
    await card.locator('.why summary').click()
    expect(await card.getByText('Why this is here').isVisible()).toBe(true)
    await card.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL('**/#story-mina')
    expect(signals('saved', 'mina')).toBe(1)
    await page.goto(`${serving.url}/topic/${encodeURIComponent(topics.cycling.id)}`)
    await page.locator('.title').getByRole('button', { name: 'Follow Cycling' }).click()
    expect(serving.doors.state.follows.has(topics.cycling.id)).toBe(true)
    await done()
  })
})

test('the page stands still while fonts and pictures come in', async () => {
  const context = await browser.newContext({ viewport: sizes.phone })
  const page = await context.newPage()
  await page.addInitScript(() => {
    Object.assign(window, { shift: 0 })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        // A layout-shift entry carries its value; the type of PerformanceEntry does not know it.
        const { value = 0 } = entry as PerformanceEntry & { readonly value?: number }
        Object.assign(window, { shift: (window as unknown as { shift: number }).shift + value })
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
  // The font arrives long after the text, as on a slow line.
  await page.route('**/*.woff2', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500))
    await route.continue()
  })
  await page.goto(serving.url, { waitUntil: 'networkidle' }).catch(() => undefined)
  await page.evaluate(() => document.fonts.ready)
  expect(await page.evaluate(() => (window as unknown as { shift: number }).shift)).toBeLessThan(0.05)
  await context.close()
})

/** Requests that the page has not sent, or not heard of. */
async function waiting(page: Page): Promise<number> {
  return await page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('salient')
        opening.addEventListener('error', () => reject(new Error('The database refuses.')))
        opening.addEventListener('success', () => {
          const counting = opening.result.transaction('requests').objectStore('requests').count()
          counting.addEventListener('success', () => resolve(counting.result))
        })
      }),
  )
}

function never(): never {
  throw new Error('The sample has a reader.')
}

/** Ways through the pages in a real browser that begin with a finger, a file, a list or a button among others. */
import type { Browser, BrowserContextOptions, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { eventually } from '../harness/until.ts'
import { topics } from '../web/sample-news.ts'
import { type Serving, serve } from '../web/serving.ts'
import { barriersOn, openBrowser } from './browser.ts'

const phone = { width: 390, height: 844 }

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

async function open(path: string, options: BrowserContextOptions = {}, before?: (page: Page) => Promise<unknown>) {
  const context = await browser.newContext({ viewport: phone, reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  await before?.(page)
  await page.goto(serving.url + path, { waitUntil: 'load' })
  return { page, done: () => context.close() }
}

const did = (kind: string, storyId: string) =>
  serving.doors.state.signals.some((signal) => signal.kind === kind && signal.storyId === storyId)

/** What waits until the page is painted is there: sharing is, and it comes with the rest. */
const wholeScript = (page: Page) => page.locator('[data-share]:not([hidden])').first().waitFor({ state: 'attached' })

describe('pulled down at its top', () => {
  const fromY = 200
  const touch = (devTools: CDPSession, type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
    devTools.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: 195, y }] })

  test('far, the page is made anew; a little, it stays as it was', async () => {
    const { page, done } = await open('/', { hasTouch: true, isMobile: true })
    await wholeScript(page)
    const devTools = await page.context().newCDPSession(page)
    const hint = page.locator('.pull-hint')
    await page.evaluate(() => Object.assign(globalThis, { isOld: true }))
    const isOld = () => page.evaluate(() => 'isOld' in globalThis)

    await touch(devTools, 'touchStart', fromY)
    await touch(devTools, 'touchMove', fromY + 60)
    await hint.getByText('Pull for a new page').waitFor()
    await touch(devTools, 'touchEnd')
    await hint.waitFor({ state: 'detached' })
    expect(await isOld()).toBe(true)

    const loaded = page.waitForEvent('load')
    await touch(devTools, 'touchStart', fromY)
    for (const y of [60, 120, 180]) await touch(devTools, 'touchMove', fromY + y)
    await hint.getByText('Let go for a new page').waitFor()
    await touch(devTools, 'touchEnd')
    await loaded
    expect(await isOld()).toBe(false)
    await done()
  })
})

describe.each([
  ['phone', phone],
  ['desktop', { width: 1440, height: 900 }],
])('words of an article, on a %s', (_size, viewport) => {
  const marks = (page: Page) => page.locator('.body mark[data-highlight]')
  const quotes = () => [...serving.doors.state.highlights.values()].map(({ quote }) => quote)

  /** Drags over words that stand in one text node, again where a picture that came or did not moved them meanwhile. */
  async function dragOver(page: Page, words: string): Promise<void> {
    await eventually(async () => {
      await dragOnce(page, words)
      return (await page.evaluate(() => getSelection()?.toString())) === words
    })
  }

  async function dragOnce(page: Page, words: string): Promise<void> {
    const [from, to] = await page.evaluate((wanted) => {
      const walker = document.createTreeWalker(document.querySelector('.body') ?? document.body, NodeFilter.SHOW_TEXT)
      while (walker.nextNode() !== null) {
        const at = walker.currentNode.textContent?.indexOf(wanted) ?? -1
        if (at === -1) continue
        // Pressing on words that are selected would drag them off.
        getSelection()?.removeAllRanges()
        walker.currentNode.parentElement?.scrollIntoView({ block: 'center' })
        const range = document.createRange()
        range.setStart(walker.currentNode, at)
        range.setEnd(walker.currentNode, at + wanted.length)
        const boxes = [...range.getClientRects()]
        const [first] = boxes
        const last = boxes.at(-1)
        return [
          { x: (first?.left ?? 0) + 1, y: ((first?.top ?? 0) + (first?.bottom ?? 0)) / 2 },
          { x: (last?.right ?? 0) - 1, y: ((last?.top ?? 0) + (last?.bottom ?? 0)) / 2 },
        ]
      }
      return []
    }, words)
    await page.mouse.move(from?.x ?? 0, from?.y ?? 0)
    await page.mouse.down()
    await page.mouse.move(to?.x ?? 0, to?.y ?? 0, { steps: 4 })
    await page.mouse.up()
  }

  test('are highlighted, come marked again, are taken away and back, and lead here from what is saved', async () => {
    const { highlights, signals } = serving.doors.state
    highlights.clear()
    signals.splice(0)
    const words = 'most of its words are about who may board a ship'
    const { page, done } = await open('/article/strait-4', { viewport })
    await wholeScript(page)
    await dragOver(page, words)
    const button = page.getByRole('button', { name: 'Highlight', exact: true })
    await button.waitFor()
    const box = await button.boundingBox()
    expect(box?.x).toBeGreaterThanOrEqual(0)
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(viewport.width)
    await button.click()
    await page.getByText('Highlighted, and saved.').waitFor()
    expect([await marks(page).textContent(), await button.isVisible()]).toEqual([words, false])
    await eventually(() => quotes().length === 1 && did('saved', 'strait'))
    expect([...highlights.values()]).toMatchObject([
      {
        quote: words,
        before: expect.stringMatching(/four pages, and$/),
        after: expect.stringMatching(/^, in what order/),
      },
    ])
    expect(await page.locator('[data-act="saved"]').getAttribute('aria-pressed')).toBe('true')
    expect(await barriersOn(page)).toEqual([])

    await page.reload({ waitUntil: 'load' })
    await wholeScript(page)
    expect(await marks(page).textContent()).toBe(words)
    await marks(page).click()
    await eventually(() => quotes().length === 0)
    expect(await marks(page).count()).toBe(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await eventually(() => quotes().join() === words)
    expect(await marks(page).textContent()).toBe(words)

    await page.goto(`${serving.url}/saved`)
    expect(await barriersOn(page)).toEqual([])
    await page.getByRole('link', { name: words }).click()
    await page.waitForURL('**/article/strait-4#highlight-*')
    expect(await marks(page).evaluate((mark) => mark.matches(':target'))).toBe(true)
    await done()
  })

  test('by key, across paragraphs and links; taken back by key, the article is as it was', async () => {
    const { highlights, signals } = serving.doors.state
    highlights.clear()
    signals.splice(0)
    const { page, done } = await open('/article/strait-4', { viewport })
    await wholeScript(page)
    const before = await page.locator('.body').innerHTML()
    const select = () =>
      page.evaluate(() => {
        const [first, second] = document.querySelectorAll('.body p')
        getSelection()?.setBaseAndExtent(first?.firstChild ?? document, 180, second ?? document, 2)
      })
    await select()
    await page.keyboard.press('h')
    await eventually(() => quotes().length === 1)
    expect(quotes()[0]).toMatch(/for how long\. Under the text, inspectors of both countries$/)
    expect(await marks(page).allTextContents()).toHaveLength(3)
    await page.keyboard.press('u')
    await eventually(() => quotes().length === 0 && !did('saved', 'strait'))
    expect(await page.locator('.body').innerHTML()).toBe(before)
    expect(await page.locator('[data-act="saved"]').getAttribute('aria-pressed')).toBe('false')

    await page.locator('.body').evaluate((body: HTMLElement) => Object.assign(body.dataset, { quoteMax: '20' }))
    await select()
    await page.keyboard.press('h')
    await page.getByText('Too long: a highlight holds up to 20 characters.').waitFor()
    expect(await marks(page).count()).toBe(0)

    await page.locator('.body').evaluate((body: HTMLElement) => Object.assign(body.dataset, { quoteMax: '200' }))
    await page.locator('.body blockquote p').evaluate((words) => getSelection()?.selectAllChildren(words))
    await page.keyboard.press('h')
    await eventually(() => quotes().length === 1)
    await marks(page).focus()
    await page.keyboard.press('Enter')
    await eventually(() => quotes().length === 0)
    await done()
  })
})

test.each([true, false])(
  'the catalogue is narrowed, forgets nothing that was chosen, and says when nothing is left (with scripts: %s)',
  async (javaScriptEnabled) => {
    const { page, done } = await open('/start', { javaScriptEnabled })
    const choices = page.locator('.source-choice')
    const ticked = () =>
      page
        .locator('.source-choice input:checked:enabled')
        .evaluateAll((boxes: HTMLInputElement[]) => boxes.map(({ value }) => value))
    const all = await choices.count()
    const wanted = choices.filter({ has: page.locator('input:enabled') })
    for (const choice of [wanted.first(), wanted.last()]) await choice.locator('input').check()
    const chosen = await ticked()
    expect(chosen).toHaveLength(2)
    await page.locator('textarea[name="urls"]').fill('https://own.example/')
    const topic = page.locator('.choice input:not(:checked)').first()
    const topicId = await topic.inputValue()
    await topic.check()
    await page.getByLabel('French').check()

    const narrow = async (country: string) => {
      await page.getByLabel('Country').selectOption(country)
      const loaded = page.waitForEvent('load')
      await page.getByRole('button', { name: 'Show' }).click()
      await loaded
      expect(await page.getByLabel('Country').inputValue()).toBe(country)
    }
    await narrow('AR')
    expect(await choices.count()).toBeLessThan(all)
    expect((await ticked()).toSorted()).toEqual(chosen.toSorted())
    const [added] = chosen
    await page.locator(`.source-choice input[value="${added}"]`).uncheck()
    await narrow('')
    expect(await choices.count()).toBe(all)
    expect(await ticked()).toEqual(chosen.slice(1))
    expect(await page.locator('textarea[name="urls"]').inputValue()).toBe('https://own.example/')
    expect(await page.locator(`.choice input[value="${topicId}"]`).isChecked()).toBe(true)

    expect(await page.getByLabel('French').isChecked()).toBe(true)
    const add = vi.spyOn(serving.doors, 'addSources')
    await page.locator('textarea[name="urls"]').press('Tab')
    await page.getByRole('button', { name: 'Add these' }).click()
    await page.waitForURL(`${serving.url}/`)
    expect(add.mock.lastCall?.[1]).toEqual([...chosen.slice(1), 'https://own.example/'])
    add.mockRestore()
    expect(serving.doors.state.reads).toEqual(['fr'])

    await page.goto(`${serving.url}/start`)
    vi.spyOn(serving.doors, 'catalogue').mockResolvedValueOnce({
      countries: [{ code: 'AR', name: 'Arden', count: 0 }],
      subjects: [],
      sources: [],
    })
    await page.reload()
    expect(await choices.count()).toBe(0)
    expect(await page.locator('.none').isVisible()).toBe(true)
    await done()
  },
)

test.each([
  { kind: 'starred-json', name: 'starred.json', text: '{"items":[]}' },
  { kind: 'opml', name: 'follows.opml', text: '<opml version="2.0"/>' },
])('a history is brought in from a file ($kind)', async ({ kind, name, text }) => {
  const taken = vi.spyOn(serving.doors, 'importHistory')
  const { page, done } = await open('/you')
  await page.locator('#history-file').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
  await page.getByRole('button', { name: 'Bring it in' }).click()
  await page.getByText('Brought in.').waitFor()
  expect(taken).toHaveBeenLastCalledWith(
    expect.objectContaining({ name: 'Mira' }),
    expect.objectContaining({ format: kind, text }),
  )
  await done()
})

describe('sharing a story', () => {
  const pressShare = async (page: Page, id: string) => {
    const card = page.locator(`[data-story="${id}"]`)
    await wholeScript(page)
    await card.locator('.menu summary').click()
    await card.getByRole('button', { name: 'Share' }).click()
    expect(await card.locator('.menu').getAttribute('open')).toBeNull()
  }
  const firstReport = async (id: string) => {
    const { timeline } = (await (await fetch(`${serving.url}/api/v1/stories/${id}`)).json()) as {
      readonly timeline: readonly { readonly url?: string }[]
    }
    return timeline.findLast(({ url }) => url !== undefined)?.url
  }

  test('hands its first report to the system’s sheet', async () => {
    const { page, done } = await open('/', {}, (fresh) =>
      fresh.addInitScript(() => {
        const share = async (given: object) => void Object.assign(globalThis, { given })
        Object.defineProperty(navigator, 'share', { value: share })
      }),
    )
    await pressShare(page, 'strait')
    await eventually(() => did('shared', 'strait'))
    const given = await page.evaluate(() => (globalThis as unknown as { given: object }).given)
    expect(given).toEqual({
      title: await page.locator('[data-story="strait"] h2').textContent(),
      url: await firstReport('strait'),
    })
    await done()
  })

  test('copies its address where there is no such sheet', async () => {
    const { page, done } = await open('/', { permissions: ['clipboard-read', 'clipboard-write'] })
    expect(await page.evaluate(() => 'share' in navigator)).toBe(false)
    await pressShare(page, 'terminal')
    await page.getByText('Its address is copied.').waitFor()
    await eventually(() => did('shared', 'terminal'))
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await firstReport('terminal'))
    await done()
  })
})

describe('among the buttons of one card, with the script', () => {
  test('a reason’s control, the topic’s follow and a mute each do their own, and are taken back', async () => {
    const { follows, mutes } = serving.doors.state
    const { page, done } = await open('/')
    const card = page.locator('[data-story="terminal"]')
    await card.locator('.why summary').click()
    await card.getByRole('button', { name: 'Unfollow Harbour cities' }).click()
    await eventually(() => !follows.has(topics.harbours.id))
    expect(await card.locator('.reasons button').first().textContent()).toBe('Done')
    await page.getByRole('button', { name: 'Undo' }).click()
    await eventually(() => follows.has(topics.harbours.id))
    await card.locator('.reasons').getByRole('button', { name: 'Unfollow Harbour cities' }).waitFor()

    const inMenu = async (name: string) => {
      await card.locator('.menu summary').click()
      await card.locator('.menu').getByRole('button', { name, exact: true }).click()
    }
    await inMenu('Unfollow Harbour cities')
    await eventually(() => !follows.has(topics.harbours.id))
    await inMenu('Follow Harbour cities')
    await eventually(() => follows.has(topics.harbours.id))

    const before = mutes.length
    await inMenu('Mute Lowland Courier')
    await page.getByText('Your next page is made without it.').waitFor()
    expect(mutes).toHaveLength(before + 1)
    await page.getByRole('button', { name: 'Undo' }).click()
    await eventually(() => mutes.length === before)
    expect(page.url()).toBe(`${serving.url}/`)
    await done()
  })
})

describe('without scripts', () => {
  const plain = { javaScriptEnabled: false } as const

  test('a search finds, and its words stay in the field', async () => {
    const { page, done } = await open('/search', plain)
    const field = page.getByRole('searchbox')
    await field.fill('terminal')
    await field.press('Enter')
    await page.waitForURL('**/search?*text=terminal*')
    expect(await page.locator('[data-story]').first().getAttribute('data-story')).toBe('terminal')
    expect(await field.inputValue()).toBe('terminal')
    await done()
  })

  test('a mute from a card’s menu is said over the page, and taken back there', async () => {
    const { mutes } = serving.doors.state
    const before = mutes.length
    const { page, done } = await open('/', plain)
    const card = page.locator('[data-story="terminal"]')
    await card.locator('.menu summary').click()
    await card.getByRole('button', { name: 'Mute Harbour cities' }).click()
    await page.getByText('Muted. Your page is made without it.').waitFor()
    expect(mutes).toHaveLength(before + 1)
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.waitForURL((url) => !url.search.includes('notice'))
    expect(mutes).toHaveLength(before)
    await done()
  })

  test('what was learned is erased behind a second press', async () => {
    await serving.send('/api/v1/signals', {
      signals: [{ id: 'to-erase', kind: 'more', storyId: 'fever', at: new Date().toISOString() }],
    })
    expect(did('more', 'fever')).toBe(true)
    const { page, done } = await open('/you', plain)
    const sure = page.locator('#erase .sure')
    expect(await sure.getByRole('button').isVisible()).toBe(false)
    await sure.locator('summary').click()
    await sure.getByRole('button').click()
    await page.getByText('Erased.').waitFor()
    expect(serving.doors.state.signals).toEqual([])
    await done()
  })
})

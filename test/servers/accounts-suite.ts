/** From nobody to several readers and back, in a real browser on the real program with the sample newsroom. */
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSampleNewsroom, type SampleNewsroom } from '../../src/sample/newsroom.ts'
import { openSalient, type Salient, urlOf } from '../harness/salient.ts'
import { eventually, patienceMs } from '../harness/until.ts'
import { root } from '../tidy/source-file.ts'
import { barriersOn, openBrowser } from './browser.ts'

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } } as const
const outletsRead = 4
const neverMs = 3_600_000

let browser: Browser
let newsroom: SampleNewsroom

const passwordOf = (name: string) => `what ${name} made up`

export function accountsSuite(size: keyof typeof sizes): void {
  beforeAll(async () => {
    browser = await openBrowser()
    const folder = join(root, 'sample', 'events')
    newsroom = await openSampleNewsroom({ folder, port: 0, everyMs: neverMs, now: Date.now })
  })

  afterAll(async () => {
    await browser.close()
    await newsroom[Symbol.asyncDispose]()
  })

  describe(`on a ${size}`, () => {
    const viewport = sizes[size]
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
      const context = await browser.newContext({ viewport, reducedMotion: 'reduce', ...options })
      context.setDefaultTimeout(patienceMs)
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
      await ada.getByLabel('English').check()
      await ada.getByText('Countries to follow').click()
      await ada.getByLabel('Tuvalu').check()
      await ada.getByLabel('Your name').fill('Ada')
      await ada.getByRole('button', { name: 'Make my page' }).click()
      await ada.waitForURL(`${url}/`)
      await ada.locator('article.card').first().waitFor()
      expect((await told<{ follows: unknown[] }>(ada, '/follows')).follows).toHaveLength(2)
      expect((await told<{ reads: unknown }>(ada, '/profile')).reads).toEqual(['en'])
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

    test('ways in and the account can be used by everyone, in the light and in the dark', async () => {
      const link = await invited()
      const stranger = await newPage()
      const look = async (path: string) => {
        await stranger.emulateMedia({ colorScheme: 'light' })
        await stranger.goto(path)
        expect([path, await barriersOn(stranger)]).toEqual([path, []])
        expect(await stranger.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
        await stranger.emulateMedia({ colorScheme: 'dark' })
        expect([path, await barriersOn(stranger, { ofColours: true })]).toEqual([path, []])
      }
      await look(`${url}/sign-in`)
      await look(link)
      await signIn(stranger, 'Ada')
      await stranger.waitForURL(`${url}/`)
      await look(`${url}/account`)
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
      await eventually(async () => (await savedBy(ben)).includes(id))
      expect(await savedBy(ada)).toEqual([])

      const verdict = async () =>
        (await told<{ verdict: string }>(ben, `/stories/${encodeURIComponent(id)}/why`)).verdict
      await card.locator('.menu summary').click()
      await card.getByRole('button', { name: 'Hide this story' }).click()
      await eventually(async () => (await verdict()) === 'hidden')
      await card.getByRole('button', { name: 'Undo' }).click()
      await eventually(async () => (await verdict()) !== 'hidden')

      await card.locator('h2 a').click()
      await ben
        .getByRole('button', { name: /^Follow / })
        .first()
        .click()
      await eventually(async () => (await told<{ follows: unknown[] }>(ben, '/follows')).follows.length === 1)

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

    test('sources come by a dropped list, are set, removed and taken back, read again, and leave as a list', async () => {
      await ada.goto(`${url}/sources`)
      await dropList(ada, newsroom.feedUrls.slice(outletsRead, outletsRead + 2))
      await ada.waitForURL(/notice=sources-added&on=2/)
      const sources = async () => (await told<{ sources: { folders: string[] }[] }>(ada, '/sources')).sources
      expect(await sources()).toHaveLength(outletsRead + 2)

      const row = ada.locator('.sources li').first()
      await row.locator('summary').click()
      await row.getByLabel('Its name here').fill('The morning paper')
      await row.getByLabel(/^Folder/).fill('World / Ports')
      await row.getByLabel('How often it is asked').selectOption('180')
      await row.getByRole('button', { name: 'Apply' }).click()
      await ada.getByText('Kept: this source is read by these settings.').waitFor()
      await ada.getByRole('heading', { name: 'World / Ports' }).waitFor()
      await ada.getByRole('link', { name: 'The morning paper' }).first().waitFor()

      await ada.getByRole('button', { name: 'Remove The morning paper' }).click()
      await ada.getByText(/^Removed: /).waitFor()
      expect(await sources()).toHaveLength(outletsRead + 1)
      await ada.getByRole('button', { name: 'Undo' }).click()
      await eventually(async () => (await sources()).length === outletsRead + 2)
      await ada.goto(`${url}/sources`)
      await ada.getByRole('button', { name: 'Read all sources now' }).click()
      // Adding them was asking for them: soon after, the answer is to wait.
      await ada.getByText(/^Sources are being read again|^Asked just now/).waitFor()
      await ada.goto(`${url}/sources`)
      const download = ada.waitForEvent('download')
      await ada.getByRole('link', { name: 'Your list (OPML)' }).click()
      expect(await (await download).createReadStream().then(textOf)).toContain(newsroom.feedUrls[1])
    })

    test('a search is narrowed and followed, a report taken out of its story, and the operator takes that back', async () => {
      type Told = { readonly id: string; readonly headline: string; readonly entryCount: number }
      const { stories } = await told<{ stories: Told[] }>(ada, '/page')
      const story = stories.find(({ entryCount }) => entryCount > 2) ?? stories[0]
      const word = /\p{L}{5,}/u.exec(story?.headline ?? '')?.[0] ?? ''
      await ada.goto(`${url}/search`)
      await ada.getByLabel('Search for').fill(word)
      await ada.getByLabel('When').selectOption('week')
      await ada.getByRole('search').getByRole('button', { name: 'Search' }).click()
      await ada.waitForURL(/period=week/)
      await ada.locator(`article[data-story="${story?.id}"]`).waitFor()
      await ada.getByRole('button', { name: 'Follow this search' }).click()
      await ada.getByText('You follow this search now').waitFor()
      await ada.goto(`${url}/you`)
      await ada.locator('#follows').getByRole('link', { name: word }).click()
      await ada.getByText('Your search').waitFor()
      await ada.locator(`article[data-story="${story?.id}"]`).waitFor()
      await ada
        .locator('.title')
        .getByRole('button', { name: /^Following/ })
        .click()

      await ada.goto(`${url}/story/${story?.id}`)
      await ada
        .getByRole('button', { name: /^Not the same story/ })
        .first()
        .click()
      await ada.getByText('Noted. The operator’s word holds at once').waitFor()
      await ada.goto(`${url}/operator`)
      await ada.getByText('What is here').waitFor()
      await ada.locator('#corrections').getByRole('button', { name: /^Undo/ }).click()
      await ada.locator('#corrections').getByText('taken back').waitFor()
    })

    test('a mute ends in a week, a dial is turned and turned back, pages speak another language', async () => {
      await ada.goto(`${url}/you`)
      await ada.locator('#words').fill('airship')
      await ada.getByLabel('For how long').selectOption('7')
      await ada.getByRole('button', { name: 'Mute', exact: true }).click()
      const mute = ada.locator('#mutes li').filter({ hasText: 'airship' })
      await mute.getByText(/until/).waitFor()
      await mute.getByRole('button').click()
      await mute.waitFor({ state: 'detached' })

      const dials = () => told<{ dials: object }>(ada, '/profile').then((profile) => profile.dials)
      const before = await dials()
      await ada.getByLabel('Newest first, nothing learned').check()
      await ada.locator('#tune').getByRole('button', { name: 'Apply' }).click()
      await ada.getByText('Your page is made anew with these dials.').waitFor()
      expect(await dials()).toMatchObject({ chronological: true })
      await ada.getByRole('button', { name: 'Undo' }).click()
      await eventually(async () => JSON.stringify(await dials()) === JSON.stringify(before))

      await ada.locator('select[name="language"]').selectOption('ar')
      await ada.locator('#language').getByRole('button').click()
      await ada.locator('html[lang="ar"][dir="rtl"]').waitFor()
      await ada.locator('select[name="language"]').selectOption('')
      await ada.locator('#language').getByRole('button').click()
      await ada.locator('html[lang="en"]').waitFor()
    })

    test('a passkey is made on a device, signs in there, and no more when it is removed', async () => {
      // Passkeys belong to names, not to addresses.
      const home = url.replace('127.0.0.1', 'localhost')
      const page = await newPage()
      await addAuthenticator(page)
      await page.goto(`${home}/sign-in`)
      await page.getByLabel('Name').fill('Ada')
      await page.getByLabel('Password').fill(passwordOf('Ada'))
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.waitForURL(`${home}/`)
      await page.goto(`${home}/account`)
      await page.getByRole('button', { name: 'Add this device' }).click()
      await page.getByText('From now on this device signs you in.').waitFor()
      const withPasskey = async () => {
        await page.getByRole('button', { name: 'Sign out' }).click()
        await page.waitForURL(`${home}/sign-in`)
        await page.getByRole('button', { name: 'Use a passkey' }).click()
      }
      await withPasskey()
      await page.waitForURL(`${home}/`)
      await page.goto(`${home}/account`)
      await page.locator('#passkeys').getByText('used just now').waitFor()
      await page
        .locator('#passkeys')
        .getByRole('button', { name: /^Remove/ })
        .click()
      await page.getByText('Removed: that device no longer signs you in.').waitFor()
      await withPasskey()
      await page.getByText('That did not work; nothing has changed.').waitFor()
      expect(page.url()).toBe(`${home}/sign-in`)
      await page.context().close()
    })

    test('a session is ended from another browser, a reader is let in anew and removed', async () => {
      const dan = await newPage()
      await joinAs(dan, 'Dan')
      const other = await newPage()
      await signIn(other, 'Ada')
      await other.waitForURL(`${url}/`)
      await ada.goto(`${url}/account`)
      await ada.locator('#sessions li').getByRole('button', { name: /^End/ }).first().click()
      await ada.getByText('Ended. Whoever uses that browser signs in again.').waitFor()
      await other.goto(`${url}/saved`)
      expect(other.url()).toContain('/sign-in')
      const row = ada.locator('#readers li').filter({ hasText: 'Dan' })
      await row.getByRole('button', { name: /^New link/ }).click()
      expect(await ada.locator('.notice .secret').textContent()).toMatch(/\/join\?key=/)
      await row.locator('summary').click()
      await row.getByRole('button', { name: /^Remove Dan/ }).click()
      await row.waitFor({ state: 'detached' })
      for (const page of [dan, other]) await page.context().close()
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
      await eventually(async () => (await told<{ follows: unknown[] }>(cyd, '/follows')).follows.length === 1)
      await cyd.context().close()
    })

    const savedBy = async (page: Page): Promise<string[]> =>
      (await told<{ stories: { id: string }[] }>(page, '/saved')).stories.map((story) => story.id)
  })
}

/** A device with a lock of its own that opens by itself. */
async function addAuthenticator(page: Page): Promise<void> {
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('WebAuthn.enable')
  await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

/** As a hand drops a file from the desktop. */
async function dropList(page: Page, feedUrls: readonly string[]): Promise<void> {
  const opml = `<opml version="2.0"><body>${feedUrls.map((feed) => `<outline xmlUrl="${feed}"/>`).join('')}</body></opml>`
  await page.getByText('or drop it here').waitFor()
  await page.evaluate((text) => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([text], 'feeds.opml', { type: 'text/x-opml' }))
    for (const kind of ['dragover', 'drop'])
      document.body.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }))
  }, opml)
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let all = ''
  for await (const chunk of stream) all += String(chunk)
  return all
}

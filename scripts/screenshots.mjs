// `npm run screenshots`: every screen at 390 and 1440 pixels, light, dark and right to left, into screenshots/, from the
// real server with the sample newsroom and the system's Chromium. `--url ADDRESS` looks at a running server instead,
// `--only WORD` takes the screens whose name holds it.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(root, 'screenshots')
const startMsMax = 600_000
const sizes = { 390: { width: 390, height: 844 }, 1440: { width: 1440, height: 900 } }
const looks = {
  light: { colorScheme: 'light', locale: 'en-GB' },
  dark: { colorScheme: 'dark', locale: 'en-GB' },
  rtl: { colorScheme: 'light', locale: 'ar' },
}
const { values } = parseArgs({ options: { url: { type: 'string' }, only: { type: 'string' } } })

const demo = values.url === undefined ? await startSalient(['demo', '--no-open']) : undefined
const url = values.url ?? demo.url
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--hide-scrollbars'],
})
try {
  if (values.only === undefined) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await shoot(url, await findScreens())
  if (values.url === undefined) await shootBeginnings()
  process.stdout.write(`The screens are in ${folder}\n`)
} finally {
  await browser.close()
  demo?.stop()
}

/** Every screen in every look and size. */
async function shoot(address, screens) {
  const wanted = screens.filter(({ name }) => values.only === undefined || name.includes(values.only))
  if (wanted.length === 0) return
  for (const [look, options] of Object.entries(looks))
    for (const [width, viewport] of Object.entries(sizes)) {
      const context = await browser.newContext({ viewport, reducedMotion: 'reduce', ...options })
      const page = await context.newPage()
      for (const { name, path, act } of wanted) {
        await page.goto(address + path, { waitUntil: 'load' })
        await page.evaluate(() => document.fonts.ready.then(() => undefined))
        await act?.(page)
        const height = Math.min(await page.evaluate(() => document.documentElement.scrollHeight), 2600)
        // Lazy pictures and bars at the foot stand where they belong when the window is as high as what is shown.
        await page.setViewportSize({ ...viewport, height: Math.max(viewport.height, height) })
        // A picture that is late, or never comes, does not keep the others waiting.
        await page
          .waitForFunction(() => [...document.images].every((image) => image.complete), undefined, { timeout: 5000 })
          .catch(() => undefined)
        await page.screenshot({ path: join(folder, `${name}-${width}-${look}.png`) })
        await page.setViewportSize(viewport)
      }
      await context.close()
    }
}

/** The screens, with a real story, article and topic of what the newsroom published. */
async function findScreens() {
  const page = await ask('/api/v1/page')
  const told = page.stories.find((card) => card.entryCount > 3) ?? page.stories[0]
  const story = await ask(`/api/v1/stories/${encodeURIComponent(told.id)}`)
  const topic = story.topics[0] ?? page.suggestions[0]
  const article = encodeURIComponent(story.timeline[0].entryId)
  await keepSome(page.stories)
  await highlightSome(story.timeline[0].entryId)
  return [
    { name: 'page', path: '/' },
    { name: 'page-why', path: '/', act: async (shown) => shown.locator('.why summary').first().click() },
    { name: 'page-menu', path: '/', act: async (shown) => shown.locator('.card .menu summary').nth(1).click() },
    { name: 'left-out', path: '/?show=left-out' },
    { name: 'story', path: `/story/${encodeURIComponent(told.id)}` },
    { name: 'article', path: `/article/${article}` },
    { name: 'topic', path: `/topic/${encodeURIComponent(topic.id)}` },
    { name: 'search', path: '/search?text=port' },
    { name: 'search-none', path: '/search?text=zzzzz' },
    { name: 'search-idle', path: '/search' },
    { name: 'saved', path: '/saved' },
    { name: 'history', path: '/history' },
    { name: 'sources', path: '/sources' },
    {
      name: 'sources-settings',
      path: '/sources?notice=refresh',
      act: async (shown) => shown.locator('.source-settings summary').first().click(),
    },
    { name: 'you', path: '/you' },
    { name: 'account', path: '/account' },
    { name: 'operator', path: '/operator' },
    { name: 'offline', path: '/offline' },
    { name: 'start', path: '/start' },
    { name: 'missing', path: '/story/none' },
    { name: 'keys', path: '/', act: async (shown) => shown.keyboard.press('?') },
  ]
}

/** Some are saved, one with labels, and some were read: these screens are not empty. */
async function keepSome(stories) {
  const at = new Date().toISOString()
  const signals = stories
    .slice(0, 6)
    .map(({ id }, n) => ({ id: `screen-${n}`, kind: n < 3 ? 'saved' : 'finished', storyId: id, at }))
  await send('POST', '/api/v1/signals', { signals })
  await send('PUT', `/api/v1/saved/${stories[0].id}`, { labels: ['to discuss', 'work'] })
}

/** The beginnings of two paragraphs, and one that the article does not hold. */
async function highlightSome(entryId) {
  const { html } = await ask(`/api/v1/articles/${encodeURIComponent(entryId)}`)
  const paragraphs = [...html.matchAll(/<p>([^<]{40,})/gu)].map(([, text]) => text)
  const quotes = [paragraphs[0]?.slice(0, 120), paragraphs[1]?.slice(10, 60), 'Words that an edit has taken out of it.']
  for (const [n, quote] of quotes.entries())
    if (quote !== undefined) await send('PUT', `/api/v1/highlights/screen-${n}`, { entryId, quote })
}

/** Where nothing is yet: the first run, pages without stories, and the ways in. */
async function shootBeginnings() {
  const fresh = await startSalient(['serve'])
  try {
    await shoot(fresh.url, [
      { name: 'first-run', path: '/start' },
      {
        name: 'first-run-refused',
        path: '/start',
        act: async (shown) => {
          await shown.locator('input[name="name"]').fill(' ')
          const loaded = shown.waitForEvent('load')
          await shown.locator('.start-form').evaluate((form) => form.submit())
          await loaded
        },
      },
    ])
    await send('POST', '/api/v1/readers', { name: 'Mira' }, fresh.url)
    await shoot(fresh.url, [
      { name: 'page-none', path: '/' },
      { name: 'saved-none', path: '/saved' },
      { name: 'history-none', path: '/history' },
      { name: 'sources-none', path: '/sources' },
      { name: 'you-new', path: '/you' },
      { name: 'account-alone', path: '/account' },
    ])
    const made = spawnSync(process.execPath, [join(root, 'bin', 'salient'), 'reader', 'add', 'Ben'], { env: fresh.env })
    const link = /(\/join\?key=\S+)/u.exec(String(made.stdout))?.[1]
    await shoot(fresh.url, [
      { name: 'sign-in', path: '/sign-in' },
      {
        name: 'sign-in-wrong',
        path: '/sign-in',
        act: async (shown) => {
          await shown.locator('input[name="name"]').fill('Ben')
          await shown.locator('input[name="password"]').fill('not the one')
          await shown.keyboard.press('Enter')
          await shown.locator('[role="alert"]:visible').waitFor()
        },
      },
      { name: 'join', path: link ?? '/join' },
      { name: 'join-unknown', path: '/join?key=none' },
    ])
  } finally {
    fresh.stop()
  }
}

async function send(method, path, body, address = url) {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(address + path, { method, headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
}

async function ask(path) {
  const answer = await fetch(url + path)
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
  return await answer.json()
}

/** The program in a data folder of its own, ended and removed at the end. */
async function startSalient(args) {
  const data = mkdtempSync(join(tmpdir(), 'salient-screens-'))
  const env = { ...process.env, SALIENT_DATA_DIR: data, SALIENT_PORT: '0' }
  const child = spawn(process.execPath, [join(root, 'bin', 'salient'), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const found = new Promise((resolve, reject) => {
    let told = ''
    const timer = setTimeout(() => reject(new Error('Salient did not start')), startMsMax)
    child.stdout.on('data', (bytes) => {
      told += bytes
      const address = /Salient is at (\S+)/u.exec(told)?.[1]
      if (address === undefined) return
      clearTimeout(timer)
      resolve(address)
    })
    child.once('exit', () => reject(new Error('Salient ended')))
  })
  const stop = () => {
    child.kill('SIGTERM')
    void gone.then(() => rmSync(data, { recursive: true, force: true }))
  }
  try {
    return { url: await found, env, stop }
  } catch (error) {
    stop()
    throw error
  }
}

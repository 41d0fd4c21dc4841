// `npm run screenshots`: every screen at 390 and 1440 pixels, light, dark and right to left, into screenshots/, from the
// real server with the sample newsroom and the system's Chromium. `--url ADDRESS` looks at a running server instead,
// `--only WORD` takes the screens whose name holds it.
import { spawn } from 'node:child_process'
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

const demo = values.url === undefined ? await startDemo() : undefined
const url = values.url ?? demo.url
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--hide-scrollbars'],
})
try {
  rmSync(folder, { recursive: true, force: values.only === undefined })
  mkdirSync(folder, { recursive: true })
  const screens = await findScreens()
  for (const [look, options] of Object.entries(looks))
    for (const [width, viewport] of Object.entries(sizes)) {
      const context = await browser.newContext({ viewport, reducedMotion: 'reduce', ...options })
      const page = await context.newPage()
      for (const { name, path, act } of screens) {
        if (values.only !== undefined && !name.includes(values.only)) continue
        await page.goto(url + path, { waitUntil: 'load' })
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
  process.stdout.write(`${screens.length} screens are in ${folder}\n`)
} finally {
  await browser.close()
  demo?.stop()
}

/** The screens, with a real story, article and topic of what the newsroom published. */
async function findScreens() {
  const page = await ask('/api/v1/page')
  const told = page.stories.find((card) => card.entryCount > 3) ?? page.stories[0]
  const story = await ask(`/api/v1/stories/${encodeURIComponent(told.id)}`)
  const topic = story.topics[0] ?? page.suggestions[0]
  const article = encodeURIComponent(story.timeline[0].entryId)
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
    { name: 'saved', path: '/saved' },
    { name: 'sources', path: '/sources' },
    { name: 'you', path: '/you' },
    { name: 'operator', path: '/operator' },
    { name: 'offline', path: '/offline' },
    { name: 'start', path: '/start' },
    { name: 'missing', path: '/story/none' },
    { name: 'keys', path: '/', act: async (shown) => shown.keyboard.press('?') },
  ]
}

async function ask(path) {
  const answer = await fetch(url + path)
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
  return await answer.json()
}

/** The demo in a data folder of its own, ended and removed at the end. */
async function startDemo() {
  const data = mkdtempSync(join(tmpdir(), 'salient-screens-'))
  const child = spawn(process.execPath, [join(root, 'bin', 'salient'), 'demo', '--no-open'], {
    env: { ...process.env, SALIENT_DATA_DIR: data, SALIENT_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const found = new Promise((resolve, reject) => {
    let told = ''
    const timer = setTimeout(() => reject(new Error('the demo did not start')), startMsMax)
    child.stdout.on('data', (bytes) => {
      told += bytes
      const address = /Salient is at (\S+)/u.exec(told)?.[1]
      if (address === undefined) return
      clearTimeout(timer)
      resolve(address)
    })
    child.once('exit', () => reject(new Error('the demo ended')))
  })
  const stop = () => {
    child.kill('SIGTERM')
    void gone.then(() => rmSync(data, { recursive: true, force: true }))
  }
  try {
    return { url: await found, stop }
  } catch (error) {
    stop()
    throw error
  }
}

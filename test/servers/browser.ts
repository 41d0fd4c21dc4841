/** The system's Chromium, headless, asking nobody but the server under test. */
import { type Browser, chromium } from 'playwright-core'

const executablePath = '/usr/bin/chromium'

const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath, args: quiet })
}

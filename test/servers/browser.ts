/** The system's Chromium, headless, asking nobody but the server under test. */
import { existsSync } from 'node:fs'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'

/** What Debian builds of it without windows needs half the time; where it is not, the whole one does the same. */
const executablePath = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path))

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
  if (executablePath === undefined) throw new Error('These suites need Debian’s chromium-headless-shell or chromium.')
  return await chromium.launch({ executablePath, args: quiet })
}

/**
 * What keeps people from reading a page, by axe's rules. `ofColours`: by those rules that other colours can break, for a page
 * that was looked at whole already.
 */
export async function barriersOn(page: Page, { ofColours = false } = {}): Promise<string[]> {
  await page.evaluate(axe.source)
  const options = ofColours ? { runOnly: ['color-contrast', 'link-in-text-block'] } : {}
  // Axe puts itself on the window; its answer is read as plain data.
  return await page.evaluate(async (rules) => {
    const { run } = (window as unknown as { axe: { run: (rules: object) => Promise<AxeAnswer> } }).axe
    const { violations, incomplete } = await run(rules)
    // Words in the colour of what is behind them are "incomplete" to axe: they might be hidden on purpose. Ours are not.
    const unreadable = incomplete.map(({ id, nodes }) => ({
      id,
      nodes: nodes.filter(({ any }) => any.some(({ data }) => data?.messageKey === 'equalRatio')),
    }))
    return [...violations, ...unreadable]
      .filter(({ nodes }) => nodes.length > 0)
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
  }, options)
}

type AxeNode = {
  readonly target: string[]
  readonly any: readonly { readonly data?: { readonly messageKey?: string } | null }[]
}
type AxeFound = { readonly id: string; readonly nodes: readonly AxeNode[] }
type AxeAnswer = { readonly violations: readonly AxeFound[]; readonly incomplete: readonly AxeFound[] }

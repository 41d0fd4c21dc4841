/** What a newcomer sees first: the demo's page, without a browser and without a script. */
import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import { openSalient, urlOf } from '../harness/salient.ts'

test('the demo shows a page of stories, each with its sources, its time and a reason', async () => {
  await using salient = await openSalient({ fresh: true })
  const demo = salient.start(['demo', '--no-open'])
  const url = await urlOf(demo)
  expect(demo.output()).not.toMatch(/-\d+\/\d+ articles/)
  const { document } = parseHTML(await (await fetch(url)).text())
  const cards = [...document.querySelectorAll('article')]
  expect(cards.length).toBeGreaterThanOrEqual(20)
  for (const card of cards) {
    expect(card.querySelector('time')?.getAttribute('datetime')).toMatch(/^\d{4}-\d\d-\d\dT/)
    expect(card.textContent).toMatch(/\d+ (source|report)/)
    expect(card.querySelector('details summary')?.textContent?.trim()).not.toBe('')
  }
  expect(document.querySelectorAll('article h2[lang="en"]').length).toBeGreaterThan(0)
  expect([...document.querySelectorAll('article h2[lang="es"]')]).toEqual([])
  const profile = (await (await fetch(`${url}/api/v1/profile`)).json()) as { follows: unknown[] }
  expect(profile.follows).toHaveLength(3)
  demo.child.kill('SIGTERM')
  expect(await demo.ended).toBe(0)
})

/** The page of what is known of a reader. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Serving, serve } from './serving.ts'

let serving: Serving

beforeAll(async () => {
  serving = await serve()
})
afterAll(async () => await serving.close())

test('what was learned is not forgotten at one press: history goes with it', async () => {
  const { document } = await serving.page('/you')
  const forms = [...document.querySelectorAll('.interests form[action="/do/forget"]')]
  expect(forms.length).toBeGreaterThan(0)
  for (const form of forms) {
    const asked = form.closest('details')
    expect([asked?.hasAttribute('open'), asked?.querySelector('summary')?.textContent]).toEqual([
      false,
      expect.stringMatching(/^Forget ./),
    ])
    expect(form.textContent).toContain('goes for good, and out of your history')
  }
})

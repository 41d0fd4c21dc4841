import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dangers } from '../../../test/harness/dangers.ts'
import { sanitiseHtml } from './sanitise-html.ts'

const baseUrl = 'https://news.example/world/story'
const clean = (html: string) => sanitiseHtml(html, { baseUrl })

/** One attack a line; `\n`, `\t` and `\u0000` stand for themselves. */
const attacks = readFileSync(new URL('./sanitise-html.attacks.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\0', '\0'))

describe('attacks', () => {
  test.each([
    '<script>x</script>',
    '<p onclick=x>',
    '<a href=javascript:x>',
    '<svg></svg>',
    '<img srcset="data:x 1x">',
  ])('the check itself sees %s', (html) => expect(dangers(html)).not.toEqual([]))

  test('there are enough of them', () => expect(attacks.length).toBeGreaterThanOrEqual(150))

  test.each(attacks)('%s', (attack) => {
    const once = clean(attack)
    expect(dangers(once)).toEqual([])
    expect(clean(once)).toBe(once)
  })
})

test('attacks cut up and put together anew stay harmless, and cleaning twice changes nothing', () => {
  const pieces = fc.oneof(
    fc.constantFrom(...attacks),
    fc.constantFrom(...attacks).chain((attack) => fc.nat(attack.length).map((at) => attack.slice(at))),
    fc.constantFrom(...attacks).chain((attack) => fc.nat(attack.length).map((at) => attack.slice(0, at))),
    fc.constantFrom(
      '<p>',
      '</p>',
      '<table>',
      '<td>',
      '<a href=/x>',
      '</a>',
      '<div>',
      '</div>',
      '<li>',
      '<pre>\n',
      '<b>',
      '<h2>',
      '<svg>',
      '<math>',
      '"',
      '>',
    ),
    fc.string({ maxLength: 12 }),
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
      const once = clean(parts.join(''))
      expect(dangers(once)).toEqual([])
      expect(clean(once)).toBe(once)
    }),
    { numRuns: 400 },
  )
})

describe('what stays', () => {
  test('text, lists, tables, quotes, code and captions', () => {
    const html =
      '<h2>Tide</h2><p>One <strong>two</strong></p><ul><li>a</li><li>b</li></ul><table><tbody><tr><td colspan="2">x</td></tr></tbody></table><blockquote><p>said</p></blockquote><pre><code>a &#x3C; b</code></pre>'
    expect(clean(html)).toBe(html)
  })

  test('addresses become absolute and links say nothing of the reader', () => {
    expect(clean('<a href="/a" target="_top">x</a>')).toBe(
      '<a href="https://news.example/a" rel="noopener noreferrer nofollow">x</a>',
    )
  })

  test('every address in srcset is resolved', () => {
    expect(clean('<img src="a.jpg" srcset="a.jpg 1x, //cdn.example/b.jpg 2x" alt="pier">')).toBe(
      '<img src="https://news.example/world/a.jpg" srcset="https://news.example/world/a.jpg 1x, https://cdn.example/b.jpg 2x" alt="pier" loading="lazy">',
    )
  })

  test.each([
    ['<img src="data:image/gif;base64,R0" data-src="/late.jpg">', 'https://news.example/late.jpg'],
    ['<img src="/img/placeholder.gif" data-original="late.png">', 'https://news.example/world/late.png'],
    ['<img data-srcset="/s.jpg 300w, /l.jpg 900w">', 'https://news.example/s.jpg'],
  ])('a picture that a script would load later: %s', (html, src) => {
    expect(clean(html)).toContain(`src="${src}"`)
  })

  test.each([
    '<img src="https://count.example/p.gif" width="1" height="1">',
    '<img src="https://stats.example/pixel?id=4">',
    '<img src="/x.png" style="width:1px">',
    '<img src="data:image/png;base64,AA">',
  ])('a picture that only counts readers goes: %s', (html) => expect(clean(html)).toBe(''))

  test('text of neighbouring blocks does not run together', () => {
    expect(clean('<div>one</div><div>two</div>')).toBe('<p>one</p><p>two</p>')
  })
})

describe('hostile sizes', () => {
  test('nesting without end becomes plain text', () => {
    expect(clean(`${'<div>'.repeat(100_000)}deep`)).toBe('deep')
  })

  test('a long page stays within its time', () => {
    expect(dangers(clean('<b><i><a href=x onclick=y>'.repeat(300)))).toEqual([])
  })
})

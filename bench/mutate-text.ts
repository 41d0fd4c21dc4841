/** Odd texts out of good ones: pieces cut, doubled, moved, spliced with other texts, and planted with attacks. */

/** In [0, 1), the same for the same seed. */
export type Chance = () => number

/** A small generator (mulberry32): good enough to choose places in a text by. */
export function chanceOf(seed: number): Chance {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const changesMax = 12
const pieceCharactersMax = 2_000
const repeatsMax = 200

/** Between tags, inside them and inside attributes: what parsers stumble over. */
const oddities = [
  '<',
  '>',
  '"',
  "'",
  '&',
  '&#',
  '&#x0;',
  '&#x110000;',
  '\0',
  '\u2028',
  '\ud800',
  ']]>',
  '<![CDATA[',
  '<!--',
  '--!>',
  '<?xml encoding="utf-7"?>',
  '<!DOCTYPE x [<!ENTITY a "b">]>',
  '</p>',
  '<table><tr><a>',
  '<svg><title>',
  '<math><mi>',
  '<template>',
  '<noscript>',
  '<plaintext>',
  '<select>',
  '<base href="javascript:x">',
  ' xmlns:a="javascript:x"',
  ' srcset="javascript:x 1x, a 2x"',
  ' href="javascript&colon;x"',
  ' style="display:none"',
  ' hidden',
  '<li>',
  '<div>',
  '<b><i>',
  '{"@type":"NewsArticle","articleBody":"<script>x</script>"}',
]

/** One text of `from`, changed up to a dozen times. */
export function mutated(
  chance: Chance,
  options: { readonly from: readonly string[]; readonly planted: readonly string[]; readonly charactersMax: number },
): string {
  const { from, planted, charactersMax } = options
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(chance() * items.length)]
  const place = (text: string) => Math.floor(chance() * (text.length + 1))
  const length = () => Math.floor(chance() ** 3 * pieceCharactersMax)
  const pieceOf = (text: string) => {
    const at = place(text)
    return text.slice(at, at + length())
  }
  const insert = (text: string, piece: string) => {
    const at = place(text)
    return text.slice(0, at) + piece + text.slice(at)
  }
  const changes: readonly ((text: string) => string)[] = [
    (text) => insert(text, pick(oddities) ?? ''),
    (text) => insert(text, pick(planted) ?? ''),
    (text) => insert(text, (pick(oddities) ?? '').repeat(Math.floor(chance() * repeatsMax))),
    (text) => insert(text, pieceOf(text)),
    (text) => insert(text, pieceOf(pick(from) ?? '')),
    (text) => {
      const at = place(text)
      return text.slice(0, at) + text.slice(at + length())
    },
    (text) => text.slice(0, place(text)),
    (text) => text.slice(place(text)),
    (text) => {
      const at = place(text)
      return text.slice(0, at) + String.fromCharCode(Math.floor(chance() * 0x300)) + text.slice(at + 1)
    },
  ]
  let text = pick(from) ?? ''
  const count = 1 + Math.floor(chance() * changesMax)
  for (let at = 0; at < count; at += 1) text = (pick(changes) ?? String)(text)
  return text.slice(0, charactersMax)
}

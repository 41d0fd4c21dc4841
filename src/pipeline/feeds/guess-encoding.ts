/** How much text is weighed; more changes nothing. */
const bytesMax = 20_000

const candidates = [
  'shift_jis',
  'euc-jp',
  'euc-kr',
  'big5',
  'gb18030',
  'koi8-r',
  'windows-1251',
  'windows-1253',
  'windows-1255',
  'windows-874',
  'windows-1252',
] as const

/**
 * The legacy encoding in which bytes that name none make the likeliest words: whole words of one script, capitals at their
 * beginning, frequent signs rather than rare ones. windows-1252 when nothing is likelier.
 */
export function guessEncoding(bytes: Uint8Array): string {
  const sample = bytes.subarray(0, bytesMax)
  let best = { label: 'windows-1252', score: 0 }
  for (const label of candidates) {
    const score = likelihood(new TextDecoder(label).decode(sample), label)
    if (score > best.score) best = { label, score }
  }
  return best.label
}

const word = /[\p{L}\p{M}\ufffd\uff61-\uff9f\u0080-\u009f]+/gu

/** Signs count as well as letters: text in the wrong encoding is full of them. */
const beyondAscii = /[^\p{ASCII}\p{P}\p{Z}]/gu

/** The share of characters beyond ASCII that stand in likely words, in [0, 1]. */
function likelihood(text: string, label: string): number {
  let likely = 0
  for (const [found] of text.matchAll(word)) {
    const beyond = [...found].filter((character) => character > '\u007f').length
    if (isLikely(found, beyond, label)) likely += beyond
  }
  const score = likely / Math.max(1, text.match(beyondAscii)?.length ?? 0)
  if (label === 'shift_jis' || label === 'euc-jp') return score * kanaShare(text)
  if (label === 'big5' || label === 'gb18030') return score * commonShare(text, label)
  return label === 'windows-1255' ? hebrewScore(text, score) : score
}

const kana = /[\u3041-\u30ff]/
const oneCase = /^(\p{Lu}?[\p{Ll}\p{M}]+|\p{Lu}+)$/u

function isLikely(found: string, beyond: number, label: string): boolean {
  if (/[\ufffd\u0080-\u009f\uff61-\uff9f]/.test(found)) return false
  switch (label) {
    case 'shift_jis':
    case 'euc-jp':
      return kana.test(found) || /^[\u4e00-\u9fff\u30fc]{1,4}$/.test(found)
    case 'euc-kr':
      return /^[\uac00-\ud7a3A-Za-z]+$/.test(found)
    case 'big5':
    case 'gb18030':
      return /^[\u4e00-\u9fffA-Za-z]+$/.test(found)
    case 'koi8-r':
    case 'windows-1251':
      return /^\p{Script=Cyrillic}+$/u.test(found) && oneCase.test(found)
    case 'windows-1253':
      return /^\p{Script=Greek}+$/u.test(found) && oneCase.test(found)
    case 'windows-1255':
      return /^[\u05b0-\u05f4]+$/.test(found)
    case 'windows-874':
      return /^\p{Script=Thai}+$/u.test(found)
    default:
      // Western words are mostly plain letters; one that is mostly not was another script.
      return beyond * 2 <= found.length && oneCase.test(found)
  }
}

/** Bytes of Hebrew letters make Cyrillic words too, but only Hebrew does without the letters after them. */
function hebrewScore(text: string, score: number): number {
  const letters = text.match(/[\u05d0-\u05ea]/g)?.length ?? 0
  return letters > 0 && score > 0.9 ? score * 1.01 : score * 0.9
}

/** Japanese without syllables between its signs is some other language. */
function kanaShare(text: string): number {
  const syllables = text.match(/[\u3041-\u30ff]/g)?.length ?? 0
  return Math.min(1, (10 * syllables) / Math.max(1, text.match(beyondAscii)?.length ?? 0))
}

/** How many of the Han signs lie in the first, common level of the standard: GB 2312 rows B0–D7, Big5 rows A4–C6. */
function commonShare(text: string, label: 'big5' | 'gb18030'): number {
  const [from, to, lowest] = label === 'big5' ? [0xa4, 0xc6, 0x40] : [0xb0, 0xd7, 0xa1]
  const pairs: number[] = []
  for (let row = from; row <= to; row += 1)
    for (let cell = lowest; cell <= 0xfe; cell += 1) if (cell < 0x7f || cell > 0xa0) pairs.push(row, cell)
  const common = new Set(new TextDecoder(label).decode(Uint8Array.from(pairs)))
  const signs = text.match(/[\u4e00-\u9fff]/g) ?? []
  return signs.filter((sign) => common.has(sign)).length / Math.max(1, signs.length)
}

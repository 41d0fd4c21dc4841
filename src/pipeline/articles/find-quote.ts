/** Finds words again in a text that may have been edited since: by themselves, by their neighbours, by their place. */

export type Quote = {
  readonly quote: string
  readonly before: string
  readonly after: string
  /** Characters before it, white space not counted. */
  readonly start: number
}

/** Where in a folded text something begins and ends. */
export type Span = { readonly from: number; readonly to: number }

/** Places of the same words that are compared by their neighbours. */
const placesMax = 500
/** Neighbours shorter than this are everywhere. */
const neighbourMin = 8
/** Edited words are the reader's while so much of them is the same. */
const likenessMin = 0.6
const pieceLength = 3

const folded: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201a': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u201e': '"',
  '«': '"',
  '»': '"',
  '\u2010': '-',
  '\u2011': '-',
  '\u2013': '-',
  '\u2014': '-',
}

/** The sign that a UTF-16 unit is compared by; empty for what is not seen: white space, soft hyphens, joiners of lines. */
export function foldUnit(unit: string): string {
  if (/[\s\u00ad\u200b\u2060\ufeff]/.test(unit)) return ''
  const lower = unit.toLowerCase()
  return folded[unit] ?? (lower.length === 1 ? lower : unit)
}

/** Signs as they are compared. O(length). */
export function foldText(text: string): string {
  let out = ''
  for (let at = 0; at < text.length; at += 1) out += foldUnit(text.charAt(at))
  return out
}

/**
 * Where the quote stands in a folded text: of all places with these very words the one with most of the same neighbours,
 * then the nearest to where it was; else what stands between the same neighbours, if it is mostly the same words. O(length).
 */
export function findQuote(text: string, quote: Quote): Span | undefined {
  const words = foldText(quote.quote)
  if (words === '') return undefined
  const before = foldText(quote.before)
  const after = foldText(quote.after)
  let best: { readonly span: Span; readonly alike: number; readonly away: number } | undefined
  let from = text.indexOf(words)
  for (let seen = 0; from !== -1 && seen < placesMax; seen += 1) {
    const to = from + words.length
    const alike = sameEnd(text, from, before) + sameBeginning(text, to, after)
    const away = Math.abs(from - quote.start)
    if (best === undefined || alike > best.alike || (alike === best.alike && away < best.away))
      best = { span: { from, to }, alike, away }
    from = text.indexOf(words, from + 1)
  }
  return best?.span ?? between(text, { words, before, after })
}

/** How many signs before `at` are those that `before` ends with. */
function sameEnd(text: string, at: number, before: string): number {
  let same = 0
  while (same < before.length && same < at && text[at - 1 - same] === before[before.length - 1 - same]) same += 1
  return same
}

function sameBeginning(text: string, at: number, after: string): number {
  let same = 0
  while (same < after.length && at + same < text.length && text[at + same] === after[same]) same += 1
  return same
}

/** The words were edited, their neighbours were not. */
function between(
  text: string,
  { words, before, after }: { readonly words: string; readonly before: string; readonly after: string },
): Span | undefined {
  if (before.length < neighbourMin || after.length < neighbourMin) return undefined
  let start = text.indexOf(before)
  for (let seen = 0; start !== -1 && seen < placesMax; seen += 1) {
    const from = start + before.length
    const to = text.indexOf(after, from)
    if (to === -1) return undefined
    if (to - from < words.length * 2 && likeness(text.slice(from, to), words) >= likenessMin) return { from, to }
    start = text.indexOf(before, start + 1)
  }
  return undefined
}

/** Share of pieces of three signs that two texts have in common (Dice), in [0, 1]. O(length). */
function likeness(one: string, other: string): number {
  const counts = new Map<string, number>()
  const pieces = (text: string) => Math.max(0, text.length - pieceLength + 1)
  for (let at = 0; at < pieces(one); at += 1) {
    const piece = one.slice(at, at + pieceLength)
    counts.set(piece, (counts.get(piece) ?? 0) + 1)
  }
  let common = 0
  for (let at = 0; at < pieces(other); at += 1) {
    const piece = other.slice(at, at + pieceLength)
    const left = counts.get(piece) ?? 0
    if (left === 0) continue
    counts.set(piece, left - 1)
    common += 1
  }
  const all = pieces(one) + pieces(other)
  return all === 0 ? 0 : (2 * common) / all
}

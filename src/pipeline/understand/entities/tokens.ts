/** A word, number or sign of a text, with its place there. `key` is how it is looked up: lower case, straight apostrophes. */
export type Token = { readonly text: string; readonly key: string; readonly start: number; readonly end: number }

/** Longest run of signs taken as one token; a longer one is cut, which is right for nothing anybody reads. */
const tokenLettersMax = 60

/**
 * In turn: the possessive 's; initials and dotted abbreviations (U.S., U.S.-based); numbers with their signs (2-1, 4:33,
 * 1,200); words with inner apostrophes, hyphens, ampersands and points; any other sign. No two of them start alike, so
 * that the search is linear.
 */
const tokenPattern =
  /['’][sS](?![\p{L}\p{N}])|(?:\p{L}\.){2,}(?:-\p{L}+)*|\p{N}(?:[.,:/-]?[\p{N}\p{L}])*%?|[\p{L}\p{M}](?:['’.&‑-]?[\p{L}\p{M}\p{N}])*|[^\s\p{L}\p{N}]/gu

/** Words after which a point belongs to the word, besides single initials. */
const pointed: ReadonlySet<string> = new Set(
  (
    'mr mrs ms dr st jr sr inc corp co ltd bros gen col lt sgt capt maj gov sen rep rev prof hon ft mt no vs def ala ariz ark ' +
    'calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb nev okla ore pa tenn tex vt va wash wis wyo ' +
    'jan feb mar apr jun jul aug sept sep oct nov dec'
  ).split(' '),
)

/** Tokens of one sentence, in order. Scripts without blanks give one token for each run. O(text). */
export function tokenise(text: string, offset = 0): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(tokenPattern)) {
    const start = match.index
    let end = start + Math.min(match[0].length, tokenLettersMax)
    const word = text.slice(start, end)
    if (isPossessive(word)) {
      tokens.push(tokenAt(text, start, end - 2, offset), tokenAt(text, end - 2, end, offset))
      continue
    }
    if (text[end] === '.' && takesPoint(word)) end += 1
    if (tokens.length > 0 && start < (tokens[tokens.length - 1]?.end ?? 0) - offset) continue
    tokens.push(tokenAt(text, start, end, offset))
  }
  return tokens
}

function isPossessive(word: string): boolean {
  const sign = word[word.length - 2]
  return word.length > 2 && (sign === "'" || sign === '’') && (word.endsWith('s') || word.endsWith('S'))
}

function takesPoint(word: string): boolean {
  return /^\p{Lu}$/u.test(word) || pointed.has(word.toLowerCase())
}

export function makeToken(text: string, start: number): Token {
  const lower = text.toLowerCase()
  return { text, key: lower.includes('’') ? lower.replaceAll('’', "'") : lower, start, end: start + text.length }
}

function tokenAt(text: string, start: number, end: number, offset: number): Token {
  return makeToken(text.slice(start, end), start + offset)
}

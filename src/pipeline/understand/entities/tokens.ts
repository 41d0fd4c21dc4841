import type { WordBook } from '../word-book.ts'

/** A word however often it is met. `key` is how it is looked up: lower case, straight apostrophes. */
export type WordForm = {
  readonly word: string
  readonly key: string
  /** A point after it belongs to it. */
  readonly takesPoint: boolean
}

/** A word, number or sign of a text, with its place there and what is known of it. */
export type Token<Form extends WordForm = WordForm> = {
  readonly text: string
  readonly key: string
  readonly start: number
  readonly end: number
  readonly form: Form
}

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
export function tokenise<Form extends WordForm>(text: string, book: WordBook<Form>): Token<Form>[] {
  const tokens: Token<Form>[] = []
  let at = 0
  for (;;) {
    while (text.charCodeAt(at) === blank) at += 1
    const wordEnd = plainWordEnd(text, at)
    if (wordEnd > at) {
      pushTokens(tokens, text, { start: at, end: Math.min(wordEnd, at + tokenLettersMax) }, book)
      at = wordEnd
      continue
    }
    tokenPattern.lastIndex = at
    const match = tokenPattern.exec(text)
    if (match === null) return tokens
    const { index: start } = match
    const { length } = match[0]
    const taken = pushTokens(tokens, text, { start, end: start + Math.min(length, tokenLettersMax) }, book)
    // The point that a word took is no sign.
    at = Math.max(start + length, taken)
  }
}

const blank = 0x20
/** Signs of ASCII that may follow a word and are never part of it, as blanks and the end of a text are. */
const afterWords: ReadonlySet<number> = new Set([...' ,;:!?()"/'].map((sign) => sign.charCodeAt(0)))

/** Where a word of plain letters ends that begins here and needs no pattern to tell; most words are such. Else where it begins. */
function plainWordEnd(text: string, start: number): number {
  let end = start
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end)
    const letter = code | 0x20
    if (letter >= 0x61 && letter <= 0x7a) continue
    return afterWords.has(code) ? end : start
  }
  return end
}

/** A token of a word that stands in a text at `start`. */
export function makeToken<Form extends WordForm>(word: string, start: number, book: WordBook<Form>): Token<Form> {
  const form = book.at(word, 0, word.length)
  return { text: form.word, key: form.key, start, end: start + word.length, form }
}

export function readForm(word: string): WordForm {
  const lower = word.toLowerCase()
  const key = lower.includes('’') ? lower.replaceAll('’', "'") : lower
  return { word, key, takesPoint: /^\p{Lu}$/u.test(word) || pointed.has(lower) }
}

/** Returns where the last of them ends. */
function pushTokens<Form extends WordForm>(
  tokens: Token<Form>[],
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  book: WordBook<Form>,
): number {
  if (isPossessive(text, start, end)) {
    tokens.push(tokenAt(text, start, end - 2, book), tokenAt(text, end - 2, end, book))
    return end
  }
  const hasPoint = text[end] === '.' && book.at(text, start, end).takesPoint
  const last = hasPoint ? end + 1 : end
  tokens.push(tokenAt(text, start, last, book))
  return last
}

function tokenAt<Form extends WordForm>(text: string, start: number, end: number, book: WordBook<Form>): Token<Form> {
  const form = book.at(text, start, end)
  return { text: form.word, key: form.key, start, end, form }
}

function isPossessive(text: string, start: number, end: number): boolean {
  const last = text[end - 1]
  if (end - start <= 2 || (last !== 's' && last !== 'S')) return false
  const sign = text[end - 2]
  return sign === "'" || sign === '’'
}
